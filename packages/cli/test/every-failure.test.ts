import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { ExplainedExchange, Explanation } from '@concors/explain'
import { mainFinding, parseConsole } from '@concors/explain/capture'
import { FAILURE_CODES } from 'concors'
import type { FailureCode, ProfileName } from 'concors'
import { explained, run } from './run.js'
import { deadOrigin, serve, serveRaw } from './servers.js'

// Every failure that a server can cause, caused by a live one, and named from whatever a developer can have in hand.

const PAGE = 'http://app.example.com'
const folder = mkdtempSync(join(tmpdir(), 'concors-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Headers = Readonly<Record<string, string | readonly string[]>>

interface Case {
  /** What the server answers: to OPTIONS, and to everything else. */
  readonly preflight?: readonly [status: number, headers: Headers]
  readonly answer?: readonly [status: number, headers: Headers]
  /** In place of a server that answers. */
  readonly start?: () => Promise<string>
  readonly method?: string
  readonly headers?: readonly (readonly [name: string, value: string])[]
  readonly credentials?: true
  readonly mode?: 'no-cors' | 'same-origin'
  readonly redirect?: 'error'
  readonly profile?: ProfileName
  /** The forms that cannot carry it, and why. */
  readonly not?: Partial<Readonly<Record<Form, string>>>
}

type Form = 'curl' | 'snippet' | 'http' | 'har' | 'console'

const ACAO = 'Access-Control-Allow-Origin'
const SHARED = { [ACAO]: PAGE }
const ALLOWED = { ...SHARED, 'Access-Control-Allow-Credentials': 'true' }
const NO_ANSWER = { http: 'there is no head to paste', har: 'the file says only that there is no answer' }
const HAR_IS_CORS = { har: 'entries in mode no-cors are passed over' }
const PUT = { method: 'PUT', answer: [200, ALLOWED] } as const
const MODE = { curl: 'curl has no modes' }

const CASES: Partial<Readonly<Record<FailureCode, Case>>> = {
  'missing-allow-origin-header': { answer: [200, {}] },
  'wildcard-origin-not-allowed': {
    answer: [200, { [ACAO]: '*' }],
    credentials: true,
    not: { har: 'without a cookie in it, the file does not tell that credentials were included' },
  },
  'multiple-allow-origin-values': { answer: [200, { [ACAO]: [PAGE, '*'] }] },
  'invalid-allow-origin-value': { answer: [200, { [ACAO]: 'app.example.com' }] },
  'allow-origin-mismatch': { answer: [200, { [ACAO]: 'https://other.example' }] },
  'invalid-allow-credentials': {
    answer: [200, SHARED],
    credentials: true,
    not: { har: 'without a cookie in it, the file does not tell that credentials were included' },
  },
  'preflight-missing-allow-origin-header': { ...PUT, preflight: [204, {}] },
  'preflight-wildcard-origin-not-allowed': {
    ...PUT,
    credentials: true,
    preflight: [204, { [ACAO]: '*' }],
    not: { har: 'a preflight has no cookies, so the file does not tell that credentials were included' },
  },
  'preflight-multiple-allow-origin-values': { ...PUT, preflight: [204, { [ACAO]: `${PAGE}, *` }] },
  'preflight-invalid-allow-origin-value': { ...PUT, preflight: [204, { [ACAO]: 'app.example.com' }] },
  'preflight-allow-origin-mismatch': { ...PUT, preflight: [204, { [ACAO]: 'https://other.example' }] },
  'preflight-invalid-allow-credentials': {
    ...PUT,
    credentials: true,
    preflight: [204, SHARED],
    not: { har: 'a preflight has no cookies, so the file does not tell that credentials were included' },
  },
  'preflight-invalid-status': { ...PUT, preflight: [404, SHARED] },
  'preflight-disallowed-redirect': { ...PUT, preflight: [301, { ...SHARED, Location: '/items/' }] },
  'preflight-network-failure': {
    method: 'PUT',
    start: () => serveRaw((socket) => socket.destroy()),
    not: { ...NO_ANSWER },
  },
  'invalid-allow-methods-preflight-response': {
    ...PUT,
    preflight: [204, { ...SHARED, 'Access-Control-Allow-Methods': 'GET; PUT' }],
  },
  'invalid-allow-headers-preflight-response': {
    ...PUT,
    preflight: [
      204,
      { ...SHARED, 'Access-Control-Allow-Methods': 'PUT', 'Access-Control-Allow-Headers': 'x-a x-b' },
    ],
  },
  'method-disallowed-by-preflight-response': { ...PUT, preflight: [204, SHARED] },
  'header-disallowed-by-preflight-response': {
    preflight: [204, SHARED],
    headers: [['X-A', '1']],
  },
  'authorization-not-covered-by-wildcard': {
    preflight: [204, { ...SHARED, 'Access-Control-Allow-Headers': '*' }],
    headers: [['Authorization', 'Bearer t']],
    profile: 'standard',
    not: { console: 'no engine enforces it, so none prints a line' },
  },
  'redirect-contains-credentials': {
    answer: [302, { ...SHARED, Location: 'http://joe:secret@127.0.0.1:1/' }],
  },
  'redirect-invalid-location': {
    answer: [302, { ...SHARED, Location: 'http://[' }],
    not: { har: 'an entry with such a Location has no successor, and reads like any other failed redirect' },
  },
  'redirect-scheme-not-http': { answer: [302, { ...SHARED, Location: 'ftp://files.example/' }] },
  'redirect-mode-error': {
    answer: [302, { ...SHARED, Location: '/elsewhere' }],
    redirect: 'error',
    not: { har: 'the file does not tell the redirect mode', curl: 'curl has no such mode' },
  },
  'too-many-redirects': { answer: [302, { ...SHARED, Location: '/items' }] },
  'bad-port': {
    answer: [302, { ...SHARED, Location: 'http://127.0.0.1:6667/' }],
  },
  'disallowed-by-mode': {
    answer: [200, {}],
    mode: 'same-origin',
    not: { ...MODE, ...HAR_IS_CORS, http: 'nothing was sent' },
  },
  'no-cors-redirect-mode-not-follow': {
    answer: [302, {}],
    mode: 'no-cors',
    redirect: 'error',
    not: { ...MODE, ...HAR_IS_CORS, http: 'nothing was sent' },
  },
  'corp-not-same-origin': {
    answer: [200, { 'Cross-Origin-Resource-Policy': 'same-origin' }],
    mode: 'no-cors',
    not: { ...MODE, ...HAR_IS_CORS },
  },
  'corp-not-same-site': {
    answer: [200, { 'Cross-Origin-Resource-Policy': 'same-site' }],
    mode: 'no-cors',
    not: { ...MODE, ...HAR_IS_CORS },
  },
  'network-failure': { start: deadOrigin, not: { ...NO_ANSWER } },
  'proxy-authentication-required': { answer: [407, SHARED] },
}

/** What no server can cause, and whose doing it is. */
const NOT_THE_SERVERS: Partial<Readonly<Record<FailureCode, string>>> = {
  'redirect-with-stream-body': 'the page sends a stream',
  'cors-disabled-scheme': 'the page asks for a URL that is not http',
  'unsupported-scheme': 'the page asks for a URL that nothing answers',
  'mixed-content': 'the page is https, and asks for http; no server is asked',
  'corp-required-by-embedder-policy': "the page's own Cross-Origin-Embedder-Policy",
  'integrity-mismatch': 'the page asks for a hash',
  'partial-response-not-requested': 'only media elements ask for parts in mode no-cors',
  'stream-body-needs-http2': 'the page sends a stream',
  'keepalive-body-too-large': 'the page keeps too much alive',
  'only-if-cached-miss': 'the page asks for its cache only',
}

test('every failure is caused here by a server, or it is said whose doing it is', () => {
  const named = [...Object.keys(CASES), ...Object.keys(NOT_THE_SERVERS)]
  expect(named.toSorted()).toEqual([...FAILURE_CODES].toSorted())
})

function listenerOf({ preflight, answer = [200, {}] }: Case): RequestListener {
  return ({ method }, response) => {
    const [status, headers] = (method === 'OPTIONS' ? preflight : undefined) ?? answer
    response.writeHead(status, headers as Record<string, string>).end('x')
  }
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** The request as each form has it: `--curl` and `--snippet` are sent, the others are not. */
const WRITERS: Readonly<Record<'curl' | 'snippet', (url: string, given: Case) => string>> = {
  curl: (url, { method, headers = [] }) =>
    [
      `curl ${quoted(url)} --compressed`,
      `-H ${quoted(`Origin: ${PAGE}`)}`,
      ...(method === undefined ? [] : [`-X ${method}`]),
      ...headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ].join(' \\\n  '),
  snippet: (url, { method = 'GET', headers = [], mode, redirect, credentials }) => `
    const response = await fetch(${JSON.stringify(url)}, {
      method: ${JSON.stringify(method)},
      headers: ${JSON.stringify(Object.fromEntries(headers))},
      ${mode === undefined ? '' : `mode: '${mode}',`}
      ${redirect === undefined ? '' : `redirect: '${redirect}',`}
      ${credentials === undefined ? '' : "credentials: 'include',"}
    })
    console.log(await response.json())`,
}

/** The exchanges as `curl -v` shows them. */
function pasted(exchanges: readonly ExplainedExchange[]): string {
  return exchanges
    .map(({ request, response }) => {
      const { host, pathname } = new URL(request.url)
      const sent = [`${request.method} ${pathname} HTTP/1.1`, `Host: ${host}`]
      const came = [
        `HTTP/1.1 ${response!.status} ${response!.statusMessage}`,
        ...response!.headers.map(([name, value]) => `${name}: ${value}`),
      ]
      return [...sent.map((line) => `> ${line}`), '>', ...came.map((line) => `< ${line}`), '<'].join('\n')
    })
    .join('\n')
}

/** The exchanges as Chrome exports them. */
function archived(exchanges: readonly ExplainedExchange[]): string {
  const named = (headers: ExplainedExchange['request']['headers']) =>
    headers.map(([name, value]) => ({ name, value }))
  const entries = exchanges.map(({ kind, request, response }) => ({
    _resourceType: kind === 'preflight' ? 'preflight' : 'fetch',
    startedDateTime: '2026-01-01T00:00:00.000Z',
    time: 1,
    request: { method: request.method, url: request.url, headers: named(request.headers) },
    response: {
      status: response!.status,
      statusText: response!.statusMessage,
      headers: named(response!.headers),
    },
  }))
  return JSON.stringify({ log: { version: '1.2', creator: { name: 'WebInspector' }, entries } })
}

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe.each(Object.entries(CASES) as [FailureCode, Case][])('%s', (code, given) => {
  const start = given.start ?? (() => serve(listenerOf(given)))
  const options = [
    ...(given.profile === undefined ? [] : ['--profile', given.profile]),
    ...(given.credentials === undefined ? [] : ['--credentials']),
    '--send',
  ]
  const typed = [
    ...options,
    ...(given.method === undefined ? [] : ['-X', given.method]),
    ...(given.headers ?? []).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    ...(given.mode === undefined ? [] : ['--mode', given.mode]),
    ...(given.redirect === undefined ? [] : ['--redirect', given.redirect]),
  ]
  const fromUrl = async (): Promise<Explanation> =>
    explained([`${await start()}/items`, '--from', PAGE, '--show-secrets', ...typed])
  const forms = (['curl', 'snippet', 'http', 'har', 'console'] as const).filter(
    (form) => given.not?.[form] === undefined,
  )

  test('is named from the URL', async () => {
    expect((await fromUrl()).failure?.code).toBe(code)
  })

  test.each(forms)('is named from %s', async (form) => {
    switch (form) {
      case 'curl': {
        const command = WRITERS.curl(`${await start()}/items`, given)
        return expect((await explained(['--curl', command, ...options])).failure?.code).toBe(code)
      }
      case 'snippet': {
        const path = file('code.js', WRITERS.snippet(`${await start()}/items`, given))
        return expect((await explained(['--snippet', path, '--from', PAGE, ...options])).failure?.code).toBe(
          code,
        )
      }
      case 'http': {
        const { exchanges, request } = await fromUrl()
        const args = [request.url, '--http', file('pasted.txt', pasted(exchanges)), '--from', PAGE]
        return expect((await explained([...args, ...typed])).failure?.code).toBe(code)
      }
      case 'har': {
        const path = file('a.har', archived((await fromUrl()).exchanges))
        const { stdout } = await run(['explain', '--har', path, '--json', ...options])
        const { fetches } = JSON.parse(stdout) as {
          readonly fetches: readonly { explanation: Explanation }[]
        }
        return expect(fetches.map(({ explanation }) => explanation.failure?.code)).toEqual([code])
      }
      case 'console': {
        const { consoleMessages } = await fromUrl()
        const lines = consoleMessages.map(({ text }) => text).join('\n')
        // A line that several failures share names all of them.
        return expect(mainFinding(parseConsole(lines)).codes).toContain(code)
      }
    }
  })
})
