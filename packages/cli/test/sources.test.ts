import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Explanation } from '@concors/explain'
import { run } from './run.js'
import { serve } from './servers.js'

const PAGE = 'https://app.example.com'
const folder = mkdtempSync(join(tmpdir(), 'concors-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, text: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const LINE = `Access to fetch at 'https://api.example.net/items?token=s3cret' from origin '${PAGE}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`

const header = (name: string, value: string) => ({ name, value })
const entry = (method: string, url: string, headers: readonly object[] = []) => ({
  request: { method, url, headers: [header('Origin', PAGE), header('Authorization', 'Bearer s3cret-token')] },
  response: { status: 200, statusText: 'OK', headers },
})
const har = (...entries: readonly object[]) => JSON.stringify({ log: { entries } })
const HAR = har(
  entry('GET', 'https://api.example.net/1'),
  entry('GET', 'https://api.example.net/2', [header('Access-Control-Allow-Origin', '*')]),
)

describe('a console line', () => {
  test('is explained with what has to be supposed, and exit code 1', async () => {
    const { code, stdout, stderr } = await run(['explain', '--console', LINE])
    expect(code).toBe(1)
    expect(stdout).toContain('+ Access-Control-Allow-Origin: https://app.example.com')
    expect(stdout).toContain('fix, assumed')
    expect(stderr).toMatch(/^note: /)
    expect(stdout + stderr).not.toContain('s3cret')
  })

  test('that no server causes prints what is known of it', async () => {
    const line = 'Failed to load resource: net::ERR_NAME_NOT_RESOLVED'
    const { code, stdout } = await run(['explain', '--console', line])
    expect(code).toBe(1)
    expect(stdout).toContain('this is not CORS')
  })
})

describe('a curl command', () => {
  test('is sent as a page would send it', async () => {
    const asked: string[] = []
    const origin = await serve((request, response) => {
      asked.push(`${request.method} ${request.headers.origin}`)
      response.end()
    })
    const command = `curl '${origin}/items' -H 'Origin: ${PAGE}' -H 'X-A: 1' -H 'User-Agent: x'`
    const { code, stdout } = await run(['explain', '--curl', command])
    expect({ code, asked }).toEqual({ code: 1, asked: [`OPTIONS ${PAGE}`] })
    expect(stdout).toContain('✗ blocked')
  })

  test('needs a page', async () => {
    const { code, stderr } = await run(['explain', '--curl', 'curl https://api.example.invalid/'])
    expect(code).toBe(2)
    expect(stderr).toContain('--from is missing')
  })
})

test('every request of a snippet is explained', async () => {
  const origin = await serve((_, response) => response.end())
  const path = file('a.js', `fetch('${origin}/1')\nfetch('${origin}/2')\n`)
  const { code, stdout } = await run(['explain', '--snippet', path, '--from', PAGE])
  expect(code).toBe(1)
  expect(stdout.match(/✗ blocked/g)).toHaveLength(2)
})

describe('a HAR file', () => {
  test('is reported on as a whole', async () => {
    const { code, stdout } = await run(['explain', '--har', file('a.har', HAR)])
    expect(code).toBe(1)
    expect(stdout).toMatch(/✗ entry 0 {2}GET https:\/\/api\.example\.net\/1/)
    expect(stdout).toContain('2 cross-origin fetches, 1 blocked')
    expect(stdout).not.toContain('s3cret')
  })

  test('is JSON too, masked', async () => {
    const { stdout } = await run(['explain', '--har', file('b.har', HAR), '--json'])
    const { version, fetches } = JSON.parse(stdout) as {
      version: number
      fetches: { explanation: Explanation }[]
    }
    expect(version).toBe(1)
    expect(fetches.map(({ explanation }) => explanation.masked)).toEqual([true, true])
    expect(stdout).not.toContain('s3cret')
  })

  test('in which nothing is blocked ends with 0', async () => {
    const good = har({
      request: { method: 'GET', url: 'https://api.example.net/', headers: [header('Origin', PAGE)] },
      response: { status: 200, headers: [header('Access-Control-Allow-Origin', '*')] },
    })
    expect((await run(['explain', '--har', file('c.har', good)])).code).toBe(0)
  })
})

test('pasted heads are the answers, and nothing is sent', async () => {
  const path = file('head.txt', 'HTTP/2 200\naccess-control-allow-origin: *\n\nhello\n')
  const args = ['explain', 'https://api.example.invalid/', '--http', path, '--from', PAGE]
  expect((await run(args)).code).toBe(0)
  expect((await run([...args, '--credentials'])).code).toBe(1)
})

test('a pasted request without its Host line leaves open what was asked', async () => {
  const path = file('path.txt', 'GET /items HTTP/1.1\n\nHTTP/1.1 200 OK\n\n')
  const { code, stderr } = await run(['explain', '--http', path, '--from', PAGE])
  expect(stderr).toContain('does not say what was asked: name the URL too')
  expect(code).toBe(2)
})

describe('standard input is told apart', () => {
  test.each([
    ['a console line', LINE, 1, 'blocked'],
    ['a HAR file', HAR, 1, '2 cross-origin fetches'],
    ['pasted HTTP', 'GET /x HTTP/1.1\nHost: api.example.net\n\nHTTP/1.1 200 OK\n\n', 1, 'blocked'],
  ])('%s', async (_, text, code, part) => {
    const ran = await run(['explain', '--from', PAGE], false, {}, text)
    expect(ran.stdout).toContain(part)
    expect(ran.code).toBe(code)
  })

  test('a curl command, code and a URL', async () => {
    const origin = await serve((_, response) => response.end())
    for (const text of [`curl ${origin}/`, `await fetch('${origin}/')`, `${origin}/\n`]) {
      const { code, stdout } = await run(['explain', '--from', PAGE], false, {}, text)
      expect({ text, code }).toEqual({ text, code: 1 })
      expect(stdout).toContain(`GET ${origin}/`)
    }
  })
})

describe('what cannot be read is one line, with exit code 2', () => {
  const cut = HAR.slice(0, 120)
  test.each([
    ['a HAR file that was cut', [], cut, /the file ends in the middle|is no JSON/],
    ['binary', [], new Uint8Array([0, 159, 146, 150]), /is no text: 4 bytes/],
    ['nothing', [], '', /standard input is empty/],
    ['anything', [], 'hello', /is neither a HAR file/],
    ['a curl command that was cut', [], "curl 'https://api.example.net", /never closed/],
    ['a syntax error', [], "fetch('https://a.example'", /is no JavaScript/],
    ['two things', ['--console', LINE, '--code', 'x'], 'x', /explain one thing at a time/],
    ['two forms', ['--console', LINE, '--json', '--markdown'], 'x', /choose one/],
    ['a file that is not there', ['--har', '/no-such-file'], 'x', /there is no such file/],
    [
      'a page that cannot be written',
      ['--console', LINE, '--html', '/no-such-folder/x'],
      'x',
      /cannot be written/,
    ],
    [
      'an unknown code',
      ['--code', 'missing-origin'],
      'x',
      /is no failure; there are missing-allow-origin-header/,
    ],
  ])('%s', async (_, args, piped, message) => {
    const { code, stdout, stderr } = await run(['explain', '--from', PAGE, ...args], false, {}, piped)
    expect(stderr.split('\n').filter((line) => line.startsWith('concors: '))).toHaveLength(1)
    expect(stderr).toMatch(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })
})

describe('other forms', () => {
  test('Markdown, in which a server can mark nothing up', async () => {
    const origin = await serve((_, response) =>
      response.writeHead(200, { 'Access-Control-Allow-Origin': '```<b>' }).end(),
    )
    const { stdout } = await run(['explain', `${origin}/`, '--from', PAGE, '--markdown'])
    expect(stdout).toMatch(/^### `GET http/)
    expect(stdout).toContain('````')
  })

  test('one page of HTML, with secrets masked and nothing but text', async () => {
    const path = join(folder, 'a.html')
    await run(['explain', '--console', LINE.replace('/items', '/<script>alert(1)</script>'), '--html', path])
    const html = readFileSync(path, 'utf8')
    expect(html).toContain('Access-Control-Allow-Origin')
    expect(html).not.toMatch(/<script|s3cret|https?:\/\/[^"]*\.(?:js|css)/)
  })

  test.each(['missing-allow-origin-header', 'MissingAllowOriginHeader'])('the entry of %s', async (code) => {
    const { code: exit, stdout } = await run(['explain', '--code', code])
    expect(exit).toBe(0)
    expect(stdout).toContain('Usual causes')
  })
})

describe('what is not CORS', () => {
  test.each([
    [
      "Connecting to 'https://api.example.net/' violates the following Content Security Policy directive: \"connect-src 'self'\". The action has been blocked.",
      "The page's own Content-Security-Policy forbids this URL",
    ],
    [
      'The FetchEvent for "https://api.example.net/" resulted in a network error response: the promise was rejected.',
      "The page's service worker gave no usable response",
    ],
    ['Refused to get unsafe header "x-total"', "Some of the response's headers are hidden from the page"],
  ])('is told from its console line: %s', async (line, title) => {
    for (const args of [['explain', '--console', line], ['explain']]) {
      const { code, stdout } = await run(args, false, {}, line)
      expect(code).toBe(1)
      expect(stdout).toContain(title)
    }
  })

  test('is told of an entry of a HAR file', async () => {
    const blocked = {
      request: { method: 'GET', url: 'https://ads.example.net/1', headers: [header('Origin', PAGE)] },
      response: { status: 0, statusText: '', headers: [], _error: 'net::ERR_BLOCKED_BY_CLIENT' },
    }
    const { code, stdout } = await run(['explain', '--har', file('blocked.har', har(blocked))])
    expect(code).toBe(1)
    expect(stdout).toContain('GET https://ads.example.net/1  content-blocker')
    expect(stdout).toContain('An extension of the browser stopped the request')
  })

  test('is told of a live server that fails', async () => {
    const origin = await serve((_, response) => response.writeHead(503).end())
    const { stdout } = await run(['explain', `${origin}/`, '--from', PAGE])
    expect(stdout).toContain('not CORS     The server failed')
    // The server is on loopback, and the page is not.
    expect(stdout).toContain('Chromium and Firefox ask the user')
  })

  test.each(['csp-blocked', 'cookies-withheld', 'LocalNetworkAccessPermissionDenied'])(
    '--code %s prints what is known of it',
    async (code) => {
      const ran = await run(['explain', '--code', code])
      expect(ran.code).toBe(0)
      expect(ran.stdout.split('\n').length).toBeGreaterThan(3)
      expect(JSON.parse((await run(['explain', '--code', code, '--json'])).stdout)).toHaveProperty('meaning')
    },
  )
})
