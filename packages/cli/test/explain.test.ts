import { readFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { explained, run } from './run.js'
import { deadOrigin, serve } from './servers.js'

const PAGE = 'https://app.example.com'
const FROM = ['--from', PAGE]

/** A server that answers everything with these headers, and remembers what it was asked. */
async function serveHeaders(headers: Readonly<Record<string, string>>) {
  const asked: { method: string; headers: IncomingHttpHeaders; body: string }[] = []
  const origin = await serve((request, response) => {
    let body = ''
    request.setEncoding('latin1').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      asked.push({ method: request.method ?? '', headers: request.headers, body })
      response.writeHead(200, headers)
      response.end('hello')
    })
  })
  return { url: `${origin}/items`, asked }
}

const ALLOWED = { 'Access-Control-Allow-Origin': PAGE }
const ALLOWED_ALL = {
  ...ALLOWED,
  'Access-Control-Allow-Credentials': 'true',
  'Access-Control-Allow-Methods': 'PUT, DELETE',
  'Access-Control-Allow-Headers': 'x-a, content-type',
}

describe('the exit code', () => {
  test('is 0 when the page can read the response', async () => {
    const { url } = await serveHeaders(ALLOWED)
    const { code, stdout, stderr } = await run(['explain', url, '--from', PAGE])
    expect(stdout).toContain('✓ readable')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  test('is 1 when the browser blocks', async () => {
    const { url } = await serveHeaders({})
    const { code, stdout, stderr } = await run(['explain', url, ...FROM])
    expect(stdout).toContain('✗ blocked')
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  })

  test('is 3 when nobody answers, and that is said not to be CORS', async () => {
    const { code, stdout } = await run(['explain', await deadOrigin(), ...FROM])
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('This is not CORS')
    expect(code).toBe(3)
  })

  test('is 4 for what is not sent without --send', async () => {
    const { url, asked } = await serveHeaders(ALLOWED_ALL)
    const { code, stdout } = await run(['explain', url, ...FROM, '-X', 'DELETE'])
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`DELETE ${url} was not sent`)
    expect(stdout).toContain('--send')
    expect(asked.map(({ method }) => method)).toEqual(['OPTIONS'])
    expect(code).toBe(4)
  })

  test('follows the profile', async () => {
    const { url } = await serveHeaders({ ...ALLOWED, 'Access-Control-Allow-Headers': '*' })
    const args = [url, ...FROM, '-H', 'Authorization: Bearer x']
    expect((await explained([...args, '--profile', 'standard'])).code).toBe(1)
    expect((await explained([...args, '--profile', 'chromium'])).code).toBe(0)
  })
})

describe('what could change something on the server', () => {
  test.each([
    ['POST', ['-X', 'POST'], []],
    ['PUT', ['-X', 'PUT'], ['OPTIONS']],
    ['a body', ['-d', 'a=1'], []],
  ])('is not sent: %s', async (_, args, sent) => {
    const { url, asked } = await serveHeaders(ALLOWED_ALL)
    const { code, verdict, withheld } = await explained([url, ...FROM, ...args])
    expect({ code, verdict }).toEqual({ code: 4, verdict: 'withheld' })
    expect(withheld?.url).toBe(url)
    expect(asked.map(({ method }) => method)).toEqual(sent)
  })

  test('is sent with --send', async () => {
    const { url, asked } = await serveHeaders(ALLOWED_ALL)
    const { code } = await explained([
      url,
      ...FROM,
      '-X',
      'PUT',
      '-d',
      '{"a":1}',
      '-H',
      'Content-Type: application/json',
      '--send',
    ])
    expect(code).toBe(0)
    expect(asked.map(({ method, body }) => [method, body])).toEqual([
      ['OPTIONS', ''],
      ['PUT', '{"a":1}'],
    ])
  })

  test.each(['HEAD', 'OPTIONS'])('is not %s', async (method) => {
    const { url, asked } = await serveHeaders({ ...ALLOWED_ALL, 'Access-Control-Allow-Methods': 'OPTIONS' })
    expect((await explained([url, ...FROM, '-X', method])).code).toBe(0)
    expect(asked.at(-1)?.method).toBe(method)
  })
})

describe('what is sent', () => {
  test('is what a browser sends', async () => {
    const { url, asked } = await serveHeaders(ALLOWED_ALL)
    await explained([url, ...FROM, '-H', 'X-A: 1'])
    expect(asked[0]).toMatchObject({
      method: 'OPTIONS',
      headers: {
        origin: PAGE,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'x-a',
      },
    })
    expect(asked[1]).toMatchObject({ method: 'GET', headers: { origin: PAGE, 'x-a': '1' } })
  })

  test('has the cookies only with --credentials', async () => {
    const { url, asked } = await serveHeaders(ALLOWED_ALL)
    const page = ['--from', new URL('/', url).href.replace(/:\d+/, ':1')]
    await explained([url, ...page, '--cookie', 'a=1; b=2'])
    await explained([url, ...page, '--cookie', 'a=1; b=2', '--credentials'])
    expect(asked.map(({ headers }) => headers.cookie)).toEqual([undefined, 'a=1; b=2'])
  })

  test('of a sandboxed page has the origin null', async () => {
    const { url, asked } = await serveHeaders({ 'Access-Control-Allow-Origin': '*' })
    expect((await explained([url, '--from', 'null'])).request.origin).toBe('null')
    expect(asked[0]?.headers.origin).toBe('null')
  })

  test('with -d is a form, unless a header says otherwise', async () => {
    const { url, asked } = await serveHeaders(ALLOWED_ALL)
    await explained([url, ...FROM, '-d', 'a=1', '-d', 'b=2', '--send'])
    expect(asked[0]).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'a=1&b=2',
    })
  })

  test('follows --redirect and --mode', async () => {
    const url = await serve((_, response) => response.writeHead(302, { ...ALLOWED, Location: '/' }).end())
    expect((await explained([url, ...FROM, '--redirect', 'error'])).failure?.code).toBe('redirect-mode-error')
    expect((await explained([url, ...FROM, '--mode', 'same-origin'])).failure?.code).toBe(
      'disallowed-by-mode',
    )
  })
})

describe('JSON', () => {
  test('is an Explanation', async () => {
    const { url } = await serveHeaders({})
    const { stdout } = await run(['explain', url, ...FROM, '--credentials', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      profile: 'chromium',
      request: { method: 'GET', url, origin: PAGE, mode: 'cors', credentials: 'include', headers: [] },
      verdict: 'blocked',
      failure: { code: 'missing-allow-origin-header', corsError: 'MissingAllowOriginHeader', exchange: 0 },
      violations: [{ code: 'missing-allow-origin-header' }, { code: 'invalid-allow-credentials' }],
      page: { kind: 'error', name: 'TypeError', message: 'Failed to fetch' },
      exchanges: [
        { kind: 'request', request: { method: 'GET', url }, response: { status: 200 }, failure: null },
      ],
      withheld: null,
      fix: { proved: true, assumed: false, server: [{ exchange: 0 }] },
      masked: true,
    })
  })
})

test('docs/explain-json.md names every field of the JSON', async () => {
  const docs = readFileSync(join(import.meta.dirname, '../../../docs/explain-json.md'), 'utf8')
  const { url } = await serveHeaders({})
  const { code: _, ...explanation } = await explained([url, ...FROM, '-X', 'PUT', '--credentials'])
  const names = new Set<string>()
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [name, item] of Object.entries(value)) {
      if (!Array.isArray(value)) names.add(name)
      if (name !== 'values') collect(item)
    }
  }
  collect(explanation)
  expect([...names].filter((name) => !new RegExp(`\\b${name}\\b`).test(docs))).toEqual([])
})

describe('secrets', () => {
  const args = [
    '-H',
    'Authorization: Bearer s3cret-one',
    '--cookie',
    'sid=s3cret-two',
    '--credentials',
    ...FROM,
  ]

  test.each([[['--json']], [[]], [['-v']]])('are masked in the output of %j', async (format) => {
    const { url } = await serveHeaders({ ...ALLOWED, 'Set-Cookie': 'a=s3cret-three', 'X-Echo': 's3cret-one' })
    const { stdout, stderr } = await run(['explain', `${url}?token=s3cret-four`, ...args, ...format])
    expect(stdout + stderr).not.toContain('s3cret')
    expect(stdout).toContain('***')
  })

  test('are shown with --show-secrets', async () => {
    const { url } = await serveHeaders(ALLOWED)
    const { stdout } = await run(['explain', `${url}?token=s3cret-four`, ...FROM, '--show-secrets'])
    expect(stdout).toContain('token=s3cret-four')
  })

  test('are masked in errors', async () => {
    const { code, stderr } = await run(['explain', 'https://joe:s3cret@api.example.net/?key=s3cret', ...FROM])
    expect(code).toBe(2)
    expect(stderr).not.toContain('s3cret')
  })
})

describe('colours', () => {
  const ESCAPE = '\x1b['
  test.each([
    ['a terminal gets them', true, {}, [], true],
    ['a pipe does not', false, {}, [], false],
    ['NO_COLOR takes them away', true, { NO_COLOR: '1' }, [], false],
    ['an empty NO_COLOR says nothing', true, { NO_COLOR: '' }, [], true],
    ['--no-color takes them away', true, {}, ['--no-color'], false],
    ['a dumb terminal has none', true, { TERM: 'dumb' }, [], false],
  ])('%s', async (_, terminal, env, args, coloured) => {
    const { url } = await serveHeaders({})
    const { stdout } = await run(['explain', url, ...FROM, ...args], terminal, env)
    expect(stdout.includes(ESCAPE)).toBe(coloured)
  })
})
