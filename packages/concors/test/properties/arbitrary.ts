import fc from 'fast-check'
import type { Header, HeaderList, ProfileName, WireFailure, WireRequest } from '../../src/index.js'
import { get } from '../../src/index.js'
import { A, B, C } from '../drive.js'
import type { Ask, Reply } from '../drive.js'

/** Requests and servers, drawn so that every failure has a chance. */

export const profileNames: fc.Arbitrary<ProfileName> = fc.constantFrom(
  'standard',
  'chromium',
  'firefox',
  'webkit',
)

const urls = [
  `${A}/`,
  `${A}/2#f`,
  `${B}/`,
  `${B}/?q`,
  'https://api.a.test/',
  'https://api.b.test/',
  `${C}/`,
  'https://user:pw@b.test/',
  'http://b.test/',
  'http://localhost/',
  'http://127.0.0.1:8080/',
  'https://b.test:6666/',
  'data:text/plain,x',
  'about:blank',
  `blob:${A}/1`,
  'file:///x',
] as const

export const headers: fc.Arbitrary<Header> = fc.oneof(
  fc.constantFrom<Header>(
    ['X-A', '1'],
    ['x-b', '2'],
    ['*', '3'],
    ['Authorization', 'Basic eDp5'],
    ['Content-Type', 'text/plain'],
    ['Content-Type', 'application/json'],
    ['Accept', 'text/html'],
    ['Accept-Language', '@'],
    ['Range', 'bytes=0-'],
    ['Range', 'bytes=-5'],
    ['If-None-Match', '"x"'],
  ),
  fc
    .tuple(fc.constantFrom('Accept', 'Content-Language', 'DPR'), fc.string({ maxLength: 140 }))
    .map(([name, value]): Header => [name, value.replaceAll(/[\r\n\0]/g, '').trim()]),
)

export const asks: fc.Arbitrary<Ask> = fc
  .record({
    url: fc.oneof(fc.constantFrom(`${A}/`, `${B}/`), fc.constantFrom(...urls)),
    from: fc.constantFrom(`${A}/page`, `${A}/page`, 'opaque', 'http://a.test/', 'http://localhost/'),
    method: fc.constantFrom('GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'patch', '*'),
    mode: fc.constantFrom('cors', 'cors', 'cors', 'no-cors', 'same-origin', 'navigate', 'websocket'),
    credentialsMode: fc.constantFrom('omit', 'same-origin', 'include'),
    redirectMode: fc.constantFrom('follow', 'follow', 'follow', 'error', 'manual'),
    cacheMode: fc.constantFrom(
      'default',
      'default',
      'no-store',
      'reload',
      'no-cache',
      'force-cache',
      'only-if-cached',
    ),
    destination: fc.constantFrom('', '', 'image', 'script'),
    referrerPolicy: fc.constantFrom('', 'no-referrer', 'same-origin', 'unsafe-url', 'strict-origin'),
    integrity: fc.constantFrom('', '', '', 'sha256-x'),
    keepalive: fc.boolean(),
    unsafeRequest: fc.constantFrom(true, true, false),
    useCorsPreflight: fc.constantFrom(false, false, true),
    headers: fc.array(headers, { maxLength: 4 }),
    body: fc.constantFrom(
      null,
      null,
      { source: 'x', length: 1 },
      { source: null, length: null },
      { source: 'x', length: 70_000 },
    ),
  } as const)
  .map((parts) => ({ ...parts }) as Ask)

const failures: fc.Arbitrary<WireFailure> = fc.record({
  reason: fc.constantFrom('refused', 'timeout', 'stream-body-needs-http2'),
  detail: fc.constant('scripted'),
})

/** How a server words one header: not at all, rightly, or in some way that goes wrong. */
const wording = fc.constantFrom('absent', 'right', 'right', 'right', 'wildcard', 'wrong', 'twice', 'broken')

function worded(how: string, name: string, right: string): HeaderList {
  switch (how) {
    case 'absent':
      return []
    case 'wildcard':
      return [[name, '*']]
    case 'wrong':
      return [[name, 'https://else.test']]
    case 'twice':
      return [
        [name, right],
        [name, right],
      ]
    case 'broken':
      return [[name, 'no no;']]
    default:
      return [[name, right]]
  }
}

const others = fc.constantFrom<Header>(
  ['Access-Control-Expose-Headers', 'X-R'],
  ['Access-Control-Expose-Headers', '*'],
  ['Access-Control-Expose-Headers', 'no no'],
  ['X-R', '1'],
  ['Set-Cookie', 'a=1'],
  ['Timing-Allow-Origin', '*'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-site'],
  ['Referrer-Policy', 'no-referrer'],
  ['Access-Control-Max-Age', '60'],
)

/** A server that always answers the same thing in the same way, whatever comes. */
const replies = fc
  .record({
    status: fc.constantFrom(200, 200, 204, 206, 304, 401, 404, 407, 416, 421, 301, 302, 303, 307, 308, 300),
    origin: wording,
    credentials: wording,
    methods: wording,
    names: wording,
    location: fc.oneof(
      fc.constant(null),
      fc.constantFrom(...urls, '/next', '', 'https://['),
      fc.constantFrom(`${A}/`, `${B}/`, `${C}/`),
    ),
    more: fc.array(others, { maxLength: 3 }),
  })
  .map((words) => (wire: WireRequest): Reply => ({
    status: words.status,
    body: 'x',
    headers: [
      ...worded(words.origin, 'Access-Control-Allow-Origin', get(wire.headers, 'origin') ?? A),
      ...worded(words.credentials, 'Access-Control-Allow-Credentials', 'true'),
      ...worded(
        words.methods,
        'Access-Control-Allow-Methods',
        get(wire.headers, 'access-control-request-method') ?? 'PUT',
      ),
      ...worded(
        words.names,
        'Access-Control-Allow-Headers',
        get(wire.headers, 'access-control-request-headers') ?? '',
      ),
      ...(words.location === null ? [] : [['Location', words.location] as const]),
      ...words.more,
    ],
  }))

type Answer = (wire: WireRequest) => Reply | WireFailure

const answers: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 9, arbitrary: replies },
  { weight: 1, arbitrary: failures.map((failure) => () => failure) },
)

/** A server that answers each request by one of a few scripts, preflights mostly in order. */
export const servers: fc.Arbitrary<(wire: WireRequest, index: number) => Reply | WireFailure> = fc
  .tuple(fc.array(answers, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([scripts, kind]) => (wire, index) => {
    const reply = scripts[index % scripts.length]!(wire)
    if ('reason' in reply || wire.kind !== 'preflight' || !kind) return reply
    return { ...reply, status: 204 }
  })
