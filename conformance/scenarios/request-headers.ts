import type { BodyRecipe, Init, Scenario } from './scenario.js'
import { OPEN, shown } from './shapes.js'

const GROUP = 'request headers'

/** To a server that allows everything: what matters is what is asked and what is sent. */
function sent(name: string, init: Init): Scenario {
  return { group: GROUP, name, routes: { 'B/x': OPEN }, steps: [{ fetch: 'B/x', init }] }
}

function header(name: string, value: string): Scenario {
  const short = value.length > 60 ? `${value.slice(0, 12)}… (${value.length})` : shown(value)
  return sent(`${name}: ${short}`, { headers: [[name, value]] })
}

const CONTENT_TYPES = [
  'text/plain', 'TEXT/PLAIN', 'text/plain;', 'text/plain;garbage', 'text/plain;charset=utf-8', 'text/plain; charset="utf-8"',
  'text/plain;"', 'text /plain', 'text/plain,', 'text/plain,x/x', 'text/plain, text/plain', 'text', 'text/', '/plain', '',
  'text/plain\v', 'application/json', 'application/x-www-form-urlencoded', 'multipart/form-data',
  'multipart/form-data; boundary=x', 'application/xml', 'text/html', 'application/octet-stream', 'text/plain;a=(b)',
  'text/plain;a={b}', 'text/plain;a=b:c', 'text/plain;a=<b>', 'text/plain;a=b@c', 'text/plain; a=b\u007f',
  `text/plain;${'a'.repeat(117)}`, `text/plain;${'a'.repeat(118)}`, 'application/json;text/plain', 'text/plain;\tq=1',
  'text/plain\u00e9', 'text/plain;a=\u00e9',
] as const // prettier-ignore

const ACCEPTS = ['text/html, */*;q=0.5', '"', '(', ')', ':', '<', '>', '?', '@', '[', ']', '{', '}', '\\', '\u007f', '\u0080', '\u00ff', 'a\tb', 'a\u0001b', '', 'a'.repeat(128), 'a'.repeat(129)] as const // prettier-ignore

const LANGUAGES = ['en', 'en-US,en;q=0.9', 'en, *', '@', '_', 'a_b', '"en"', '\u00e9', '', 'a'.repeat(128), 'a'.repeat(129), 'en;q=0.5,de=1.0'] as const // prettier-ignore

const RANGES = [
  'bytes=0-', 'bytes=0-1', 'bytes=5-5', 'bytes=5-2', 'bytes=-5', 'bytes=0-1,3-4', 'bytes 0-', 'bytes= 0-', 'bytes=0 -', 'bytes=0-1 ',
  'BYTES=0-', 'Bytes=0-', 'bytes=', 'bytes=-', 'bytes=a-b', 'items=0-1', 'bytes=00-01', 'bytes=99999999999999999999-', '',
] as const // prettier-ignore

const FORBIDDEN = [
  'Accept-Charset', 'Accept-Encoding', 'Access-Control-Request-Headers', 'Access-Control-Request-Method', 'Connection',
  'Content-Length', 'Cookie', 'Cookie2', 'Date', 'DNT', 'Expect', 'Host', 'Keep-Alive', 'Origin', 'Referer', 'Set-Cookie', 'TE',
  'Trailer', 'Transfer-Encoding', 'Upgrade', 'Via', 'Sec-Foo', 'sec-', 'Proxy-Foo', 'Proxy-Authorization',
  'Access-Control-Request-Private-Network', 'Access-Control-Request-Local-Network',
] as const // prettier-ignore

const OTHERS: readonly (readonly [name: string, value: string])[] = [
  ['X-A', '1'],
  ['x-a', ''],
  ['X-A', '  spaced  '],
  ['X-A', '\u00e9'],
  ['X-A', 'a\u0001b'],
  ['Authorization', 'Bearer x'],
  ['If-Modified-Since', 'Mon, 01 Jan 2024 00:00:00 GMT'],
  ['If-None-Match', '"a"'],
  ['If-Match', '"a"'],
  ['Cache-Control', 'no-cache'],
  ['Pragma', 'no-cache'],
  ['Content-Language', 'de'],
  ['Content-Language', '"de"'],
  ['Content-Encoding', 'gzip'],
  ['Content-Location', '/x'],
  ['X-HTTP-Method-Override', 'TRACE'],
  ['X-HTTP-Method-Override', 'GET, track'],
  ['X-HTTP-Method-Override', 'PUT'],
  ['X-HTTP-Method', 'CONNECT'],
  ['X-Method-Override', 'trace'],
  ['X-Method-Override', '"TRACE"'],
  ['DPR', '2'],
  ['Downlink', '1.5'],
  ['Save-Data', 'on'],
  ['Viewport-Width', '100'],
  ['Width', '100'],
  ['Device-Memory', '0.5'],
  ['RTT', '100'],
  ['ECT', '4g'],
  ['Sec-CH-UA', '"x"'],
  ['Priority', 'u=1'],
  ['Purpose', 'prefetch'],
  ['Last-Event-ID', '1'],
  ['*', '1'],
  ["x-'", '1'],
]

const BODIES: readonly (readonly [name: string, body: string | BodyRecipe])[] = [
  ['a string', 'x'],
  ['an empty string', ''],
  ['a form', { kind: 'form' }],
  ['search parameters', { kind: 'params' }],
  ['bytes', { kind: 'bytes' }],
  ['a blob without a type', { kind: 'blob' }],
  ['a blob of text', { kind: 'blob', type: 'text/plain' }],
  ['a blob of bytes', { kind: 'blob', type: 'application/octet-stream' }],
  ['a blob of JSON', { kind: 'blob', type: 'application/json' }],
]

const LONG = 'a'.repeat(128)

const several: readonly Scenario[] = [
  sent('names are sorted and in lower case', {
    headers: [
      ['X-b', '1'],
      ['X-A', '2'],
      ['x-C', '3'],
    ],
  }),
  sent('a name twice is asked once', {
    headers: [
      ['X-A', '1'],
      ['x-a', '2'],
    ],
  }),
  sent('safelisted names are not asked', {
    headers: [
      ['X-A', '1'],
      ['Accept', 'text/html'],
      ['Content-Language', 'de'],
    ],
  }),
  sent('two content types are one value with a comma', {
    method: 'POST',
    body: 'x',
    headers: [
      ['Content-Type', 'text/plain'],
      ['Content-Type', 'text/plain'],
    ],
  }),
  sent('two values of Accept', {
    headers: [
      ['Accept', 'text/html'],
      ['Accept', 'text/plain'],
    ],
  }),
  sent('values of 1024 bytes in sum', {
    headers: [
      ...Array.from({ length: 7 }, () => ['Accept', 'a'.repeat(126)] as const),
      ['Accept-Language', LONG],
    ],
  }),
  sent('four safelisted names at their limit', {
    headers: [
      ['Accept', LONG],
      ['Accept-Language', LONG],
      ['Content-Language', LONG],
      ['Content-Type', `text/plain;${'a'.repeat(117)}`],
    ],
  }),
  sent('safe and unsafe values of safelisted names', {
    headers: [
      ['Accept', '"'],
      ['Accept-Language', 'en'],
    ],
  }),
  sent('Authorization and another', {
    headers: [
      ['Authorization', 'x'],
      ['X-A', '1'],
    ],
  }),
  sent('forty names', {
    headers: Array.from({ length: 40 }, (_, index) => [`X-${String(index).padStart(2, '0')}`, '1'] as const),
  }),
  sent('User-Agent of the page', { headers: [['User-Agent', 'mine']] }),
]

export const requestHeaders: readonly Scenario[] = [
  ...CONTENT_TYPES.map((type) =>
    sent(`Content-Type: ${type.length > 60 ? `${type.length} bytes` : shown(type)}`, {
      method: 'POST',
      body: 'x',
      headers: [['Content-Type', type]],
    }),
  ),
  ...ACCEPTS.map((value) => header('Accept', value)),
  ...LANGUAGES.map((value) => header('Accept-Language', value)),
  ...RANGES.map((value) => header('Range', value)),
  ...FORBIDDEN.map((name) =>
    sent(`${name} is no header of a page`, {
      headers: [
        [name, 'x'],
        ['X-A', '1'],
      ],
    }),
  ),
  ...OTHERS.map(([name, value]) => header(name, value)),
  ...BODIES.map(([name, body]) => sent(`a body: ${name}`, { method: 'POST', body })),
  ...several,
]
