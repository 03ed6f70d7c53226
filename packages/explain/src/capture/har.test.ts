import { describe, expect, test } from 'vitest'
import { explain } from '../explain-captured.js'
import { CaptureError } from './capture-error.js'
import { parseHar } from './har.js'

// Written by hand, from what the three browsers' exports look like; none of them was exported by one.

const PAGE = 'https://app.example.com'
const API = 'https://api.example.net/items'

type Pairs = Readonly<Record<string, string>>
const list = (pairs: Pairs) => Object.entries(pairs).map(([name, value]) => ({ name, value }))

function entry(method: string, url: string, request: Pairs, status: number, response: Pairs, more = {}) {
  return {
    startedDateTime: '2026-01-01T00:00:00.000Z',
    time: 12.5,
    request: {
      method,
      url,
      httpVersion: 'h2',
      headers: list(request),
      cookies: [],
      queryString: [],
      headersSize: -1,
      bodySize: 0,
    },
    response: {
      status,
      statusText: '',
      httpVersion: 'h2',
      headers: list(response),
      cookies: [],
      content: { size: 0, mimeType: '' },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: 1, receive: 1 },
    ...more,
  }
}

const har = (...entries: readonly object[]) =>
  JSON.stringify({ log: { version: '1.2', creator: { name: 'x', version: '1' }, pages: [], entries } })

const ASKED = { Origin: PAGE, Referer: `${PAGE}/`, 'Sec-Fetch-Mode': 'cors' }
const PREFLIGHT = { ...ASKED, 'Access-Control-Request-Method': 'PUT' }

describe('what each browser writes of a blocked request', () => {
  test('Firefox has the answer with its headers', () => {
    const [found] = parseHar(har(entry('GET', API, ASKED, 200, { 'content-type': 'application/json' })))
    expect(found).toMatchObject({
      entry: 0,
      failed: false,
      captured: { request: { origin: PAGE, method: 'GET', headers: [] } },
    })
    expect(explain(found!.captured).failure?.code).toBe('missing-allow-origin-header')
  })

  test('Chrome has status 0 for the request, and the preflight beside it', () => {
    const text = har(
      entry('PUT', API, {}, 0, {}, { _resourceType: 'fetch', _error: 'net::ERR_FAILED', pageref: 'p' }),
      entry('OPTIONS', API, PREFLIGHT, 404, {}, { _resourceType: 'preflight' }),
    ).replace('"pages":[]', `"pages":[{"id":"p","title":"${PAGE}/"}]`)
    const [found, ...more] = parseHar(text)
    expect(more).toEqual([])
    expect(found).toMatchObject({ failed: true, captured: { request: { method: 'PUT', origin: PAGE } } })
    expect(explain(found!.captured)).toMatchObject({
      verdict: 'blocked',
      failure: { code: 'preflight-missing-allow-origin-header' },
    })
  })

  test('Safari has the answer, and no preflight: that it passed is taken for granted', () => {
    const [found] = parseHar(har(entry('PUT', API, { Origin: PAGE }, 200, {})))
    expect(found?.notes[0]).toContain('taken for granted')
    const { exchanges, failure } = explain(found!.captured, { profile: 'webkit' })
    expect(exchanges.map(({ kind }) => kind)).toEqual(['preflight', 'request'])
    expect(failure?.code).toBe('missing-allow-origin-header')
  })
})

test('redirects are one fetch', () => {
  const fetches = parseHar(
    har(
      entry('GET', API, ASKED, 302, { 'Access-Control-Allow-Origin': '*', Location: '/moved' }),
      entry('GET', 'https://api.example.net/moved', ASKED, 200, {}),
    ),
  )
  expect(fetches).toHaveLength(1)
  expect(explain(fetches[0]!.captured)).toMatchObject({ exchanges: [{}, {}], failure: { exchange: 1 } })
})

test('what needs no permission is passed over', () => {
  const fetches = parseHar(
    har(
      entry('GET', `${PAGE}/data`, ASKED, 200, {}),
      entry('GET', 'https://cdn.example.net/a.png', { Referer: PAGE, 'Sec-Fetch-Mode': 'no-cors' }, 200, {}),
      entry('GET', 'data:text/plain,x', {}, 200, {}),
    ),
  )
  expect(fetches).toEqual([])
})

test.each([
  [
    'a file that was cut',
    har(entry('GET', API, ASKED, 200, {})).slice(0, 200),
    /the file ends in the middle|is no JSON/,
  ],
  ['no JSON', '<html>', /^line 1, column 1: "<html>" is no JSON|is no JSON/],
  ['another JSON', '{"a":1}', /^log: nothing is here; expected an object/],
  [
    'entries that are none',
    '{"log":{"entries":[{"request":{"method":"GET"}}]}}',
    /^log\.entries\[0\]\.request\.url: nothing is here; expected a text/,
  ],
])('%s is an error that says where', (_, text, message) => {
  expect(() => parseHar(text)).toThrow(CaptureError)
  expect(() => parseHar(text)).toThrow(message)
})

test.each([
  ['net::ERR_BLOCKED_BY_CLIENT', false, ['content-blocker']],
  ['net::ERR_BLOCKED_BY_CSP', false, ['csp-blocked']],
  ['net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS', false, ['local-network-access-permission-denied']],
  ['net::ERR_FAILED', true, ['service-worker-failed']],
  ['net::ERR_FAILED', false, []],
])(
  'an entry that ended with %s, by a service worker: %s, tells of %j',
  (error, byServiceWorker, expected) => {
    const entry = {
      request: {
        method: 'GET',
        url: 'https://api.example.net/items',
        headers: [{ name: 'Origin', value: 'https://app.example.com' }],
      },
      response: { status: 0, statusText: '', headers: [], _error: error },
      ...(byServiceWorker ? { _fetchedViaServiceWorker: true } : {}),
    }
    const [found] = parseHar(JSON.stringify({ log: { entries: [entry] } }))
    expect(found?.captured.circumstances).toEqual(expected)
  },
)

describe('a preflight without its request', () => {
  const preflight = (status: number, headers: readonly object[] = []) =>
    JSON.stringify({
      log: {
        entries: [
          {
            request: {
              method: 'OPTIONS',
              url: 'https://api.example.net/items',
              headers: [
                { name: 'Origin', value: 'https://app.example.com' },
                { name: 'Access-Control-Request-Method', value: 'PUT' },
                { name: 'Access-Control-Request-Headers', value: 'accept,content-type,x-a' },
              ],
            },
            response: { status, statusText: '', headers },
          },
        ],
      },
    })

  test('that was refused is explained by what it asked for', () => {
    const [found] = parseHar(preflight(404))
    const { failure, exchanges, fix } = explain(found!.captured)
    expect(failure?.code).toBe('preflight-missing-allow-origin-header')
    expect(exchanges).toHaveLength(1)
    expect(fix?.server[0]?.headers).toContainEqual(
      expect.objectContaining({ name: 'Access-Control-Allow-Headers', value: 'accept, content-type, x-a' }),
    )
    expect(found?.notes).toHaveLength(1)
  })

  test('that was allowed is no failure of anything', () => {
    const allowed = [
      { name: 'Access-Control-Allow-Origin', value: '*' },
      { name: 'Access-Control-Allow-Methods', value: 'PUT' },
      { name: 'Access-Control-Allow-Headers', value: 'accept,content-type,x-a' },
    ]
    expect(parseHar(preflight(204, allowed))).toEqual([])
  })
})
