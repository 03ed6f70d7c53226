import { request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLab } from './lab.js'
import type { Lab } from './lab.js'
import { probe } from './probe.js'

let lab: Lab
let token: string
const folder = mkdtempSync(join(tmpdir(), 'concors-lab-'))

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><head></head><body>the page</body>')
  writeFileSync(join(folder, 'jsonp.html'), '<!doctype html>')
  writeFileSync(join(folder, 'assets/a.js'), '1')
  lab = await startLab({ port: 0, pageFolder: folder })
  token = /token&quot;:&quot;([^&]+)/.exec((await ask('/')).body)![1]!
})

afterAll(async () => {
  await lab.close()
  rmSync(folder, { recursive: true })
})

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Node's own fetch would set Host by itself. */
function ask(
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
  body?: string,
): Promise<Answer> {
  const { port, host } = new URL(lab.places.page)
  return new Promise((resolve, reject) => {
    const asked = httpRequest(
      { host: '127.0.0.1', port, path, method, headers: { host, ...headers } },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: text }),
        )
      },
    )
    asked.on('error', reject)
    asked.end(body)
  })
}

function question(
  path: string,
  given: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const own = { origin: lab.places.page, 'x-lab-token': token, 'content-type': 'application/json' }
  return ask(path, { ...own, ...headers }, 'POST', typeof given === 'string' ? given : JSON.stringify(given))
}

const REQUEST = {
  method: 'GET',
  origin: 'https://app.example.com',
  mode: 'cors',
  credentials: 'same-origin',
  headers: [],
} as const

describe('the page', () => {
  test('is told where it is, and comes with a strict policy', async () => {
    const { status, headers, body } = await ask('/')
    expect(status).toBe(200)
    expect(body).toContain(lab.places.crossSite)
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toMatch(/unsafe|\*/)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['cache-control']).toBe('no-store')
  })

  test('lets code of another origin run in the frame for JSONP only', async () => {
    const policy = String((await ask('/jsonp.html')).headers['content-security-policy'])
    expect(policy).toContain(`script-src 'self' ${lab.places.sameSite} ${lab.places.crossSite}`)
  })

  test.each([
    '/nothing',
    '/../package.json',
    '/%2e%2e/package.json',
    '/assets/',
    '//evil.example/',
    '/assets/a.js/..',
  ])('%s is not there', async (path) => {
    expect((await ask(path)).status).toBe(404)
  })

  test('leads from another name of this machine to the one that the APIs know', async () => {
    const { port } = new URL(lab.places.page)
    const { status, headers } = await ask('/?a=b', { host: `127.0.0.1:${port}` })
    expect([status, headers.location]).toEqual([307, `${lab.places.page}/?a=b`])
  })

  test('is served to no other method', async () => {
    expect((await ask('/', {}, 'DELETE')).status).toBe(405)
    expect(await ask('/assets/a.js', {}, 'HEAD')).toMatchObject({ status: 200, body: '' })
  })
})

describe('a name that was made to resolve to this machine', () => {
  test.each(['evil.example', 'evil.example:80', 'localhost', 'localhost:1', '127.0.0.1.evil.example'])(
    '%j gets nothing',
    async (host) => {
      for (const path of ['/', '/events?run=aaaaaaaaaaaaaaaaaaaa', '/probe']) {
        const { status, body } = await ask(path, { host })
        expect([400, 421]).toContain(status)
        expect(body).not.toContain('token')
      }
    },
  )

  test('gets nothing from the APIs either', async () => {
    const { port } = new URL(lab.places.crossSite)
    const response = await new Promise<number>((resolve) => {
      httpRequest(
        { host: '127.0.0.1', port, path: '/weather/readings', headers: { host: `evil.example:${port}` } },
        ({ statusCode }) => resolve(statusCode!),
      ).end()
    })
    expect(response).toBe(421)
  })
})

describe('what only the page may ask', () => {
  test.each([
    [{ 'x-lab-token': 'x' }, 403],
    [{ 'x-lab-token': '' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
  ])('%j is refused', async (headers, status) => {
    expect((await question('/probe', { request: REQUEST }, headers)).status).toBe(status)
  })

  test.each([
    ['', 400],
    ['{', 400],
    ['null', 400],
    [{}, 400],
    [{ request: { ...REQUEST, url: 'file:///etc/passwd' }, profile: 'chromium' }, 400],
    [{ request: { ...REQUEST, url: 'https://a.example', mode: 'navigate' }, profile: 'chromium' }, 400],
    [{ request: { ...REQUEST, url: 'https://a.example', method: 'TRACE' }, profile: 'chromium' }, 400],
    [
      { request: { ...REQUEST, url: 'https://a.example', headers: [['a b', 'c']] }, profile: 'chromium' },
      400,
    ],
    [{ request: { ...REQUEST, url: 'https://a.example', headers: {} }, profile: 'chromium' }, 400],
    [
      {
        request: { ...REQUEST, url: 'https://a.example', origin: 'https://a.example/x' },
        profile: 'chromium',
      },
      400,
    ],
    [{ request: { ...REQUEST, url: 'https://a.example' }, profile: 'lynx' }, 400],
    ['x'.repeat(300_000), 400],
  ])('a question that is none is an error in words: %j', async (given, status) => {
    const answer = await question('/probe', given)
    expect(answer.status).toBe(status)
    expect(answer.body).toMatch(/^[^\n]{5,300}\n$/)
  })

  test('code is read, and what is none says where it ends', async () => {
    const good = await question('/snippet', { code: "fetch('https://a.example/')" })
    expect(JSON.parse(good.body)).toMatchObject([{ url: 'https://a.example/' }])
    const bad = await question('/snippet', { code: "fetch('" })
    expect(bad).toMatchObject({ status: 400 })
    expect(bad.body).toContain('line 1')
  })
})

describe('a probe', () => {
  test('tells heads, and the first bytes of what a page could read', async () => {
    const url = `${lab.places.crossSite}/weather/readings?allowOrigin=any`
    const { status, body } = await question('/probe', { request: { ...REQUEST, url }, profile: 'firefox' })
    expect(status).toBe(200)
    const { observation, preview } = JSON.parse(body) as {
      observation: Record<string, unknown>
      preview: string
    }
    expect(observation).toMatchObject({
      outcome: 'readable',
      profile: 'firefox',
      exchanges: [{ response: { status: 200 } }],
    })
    expect(preview).toMatch(/^\{"unit"/)
    expect(preview.length).toBeLessThanOrEqual(400)
  })

  test('gives nothing away of a body that the page could not read', async () => {
    const url = `${lab.places.crossSite}/weather/readings`
    const { body } = await question('/probe', { request: { ...REQUEST, url }, profile: 'chromium' })
    expect(JSON.parse(body)).toMatchObject({ preview: null, observation: { outcome: 'blocked' } })
    expect(body).not.toContain('celsius')
  })

  test('sends nothing that could change something, unless told to', async () => {
    const asked: string[] = []
    const server = createServer(({ method }, response) => {
      asked.push(method!)
      response
        .writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Methods': '*' })
        .end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const given = { request: { ...REQUEST, url, method: 'PUT' }, profile: 'chromium' }
    const first = await question('/probe', given)
    expect(JSON.parse(first.body)).toMatchObject({ observation: { outcome: 'withheld' } })
    expect(asked).toEqual(['OPTIONS'])
    await question('/probe', { ...given, send: true })
    expect(asked).toEqual(['OPTIONS', 'OPTIONS', 'PUT'])
    server.closeAllConnections()
    server.close()
  })
})

describe('a lab that others can reach', () => {
  const signal = new AbortController().signal
  const asked = (url: string) =>
    probe(
      { request: { ...REQUEST, url, origin: 'http://app.example.com' }, profile: 'chromium' },
      false,
      signal,
    )

  test.each([
    ['an address', (port: string) => `http://127.0.0.1:${port}/`],
    ['an address in another notation', (port: string) => `http://2130706433:${port}/`],
    ['an IPv6 address', (port: string) => `http://[::1]:${port}/`],
    ['a mapped address', (port: string) => `http://[::ffff:127.0.0.1]:${port}/`],
    ['a name', (port: string) => `http://localhost:${port}/`],
  ])('asks nobody on this machine, not by %s', async (_, urlOf) => {
    const reached: string[] = []
    const server = createServer((request, response) => {
      reached.push(request.url!)
      response.end('secret')
    })
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
    const { observation } = await asked(urlOf(String((server.address() as AddressInfo).port)))
    expect(observation.outcome).toBe('unreachable')
    expect(JSON.stringify(observation.exchanges)).toContain('not on the public network')
    expect(reached).toEqual([])
    server.close()
  })
})

describe('runs', () => {
  test('are told to who listens, and to nobody else', async () => {
    const run = 'a'.repeat(32)
    const events: string[] = []
    const { port, host } = new URL(lab.places.page)
    const told = new Promise<void>((resolve) => {
      const listening = httpRequest(
        { host: '127.0.0.1', port, path: `/events?run=${run}`, headers: { host } },
        (response) => {
          response.setEncoding('utf8')
          response.on('data', (chunk: string) => {
            events.push(chunk)
            if (chunk === ':\n\n') void fetch(`${lab.places.crossSite}/weather/readings?run=${run}`)
            if (!events.join('').includes('"kind":"response"')) return
            listening.destroy()
            resolve()
          })
          response.on('error', () => {})
        },
      )
      listening.on('error', () => {})
      listening.end()
    })
    await told
    const messages = events
      .join('')
      .split('\n\n')
      .filter((part) => part.startsWith('data: '))
      .map((part) => JSON.parse(part.slice(6)) as Record<string, unknown>)
    expect(messages).toMatchObject([
      { kind: 'request', index: 0, method: 'GET' },
      { kind: 'response', index: 0, status: 200 },
    ])
  })

  test.each(['', 'short', 'with space aaaaaaaaaaaaaaaaaa', 'a'.repeat(65)])(
    'have a name that nobody guesses: not %j',
    async (run) => {
      expect((await ask(`/events?run=${encodeURIComponent(run)}`)).status).toBe(400)
    },
  )
})

describe('starting', () => {
  test.each(['localhost', '127.0.0.1', '::1'])(
    'at %s there are another origin of the site, and another site',
    async (host) => {
      const other = await startLab({ port: 0, host, pageFolder: folder })
      const { places } = other
      const [page, same, cross] = [places.page, places.sameSite, places.crossSite].map(
        (origin) => new URL(origin),
      )
      expect(same!.hostname).toBe(page!.hostname)
      expect(cross!.hostname).not.toBe(page!.hostname)
      for (const origin of Object.values(places))
        expect((await fetch(`${origin}/weather/readings`)).status).toBeLessThan(500)
      await other.close()
    },
  )

  test('a port that is taken is an error that says what to do', async () => {
    const port = Number(new URL(lab.places.page).port)
    await expect(startLab({ port, pageFolder: folder })).rejects.toThrow(/is taken.*--port/)
  })

  test('a host of another machine is an error that says so', async () => {
    await expect(startLab({ port: 0, host: '192.0.2.1', pageFolder: folder })).rejects.toThrow(
      /no name or address of this machine/,
    )
  })

  test('a page that is not built is an error that says so', async () => {
    await expect(startLab({ pageFolder: join(folder, 'assets') })).rejects.toThrow(/not built/)
  })
})
