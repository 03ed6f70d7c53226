import type { Group, Init, Reply, Scenario } from './scenario.js'
import { ALLOW_ALL, CREDENTIALED, OPEN, simple, STAR } from './shapes.js'

type Headers = NonNullable<Reply['headers']>

const PNG = ['Content-Type', 'image/png'] as const
const ATTRIBUTES = [null, '', 'anonymous', 'use-credentials', 'bogus', 'Use-Credentials', 'omit'] as const
const SHARED: readonly (readonly [name: string, headers: Headers])[] = [
  ['nothing', []],
  ['*', STAR],
  ['the origin', [['Access-Control-Allow-Origin', '{A}']]],
  ['the origin and credentials', CREDENTIALED],
  ['* and credentials', [...STAR, ['Access-Control-Allow-Credentials', 'true']]],
]

function image(name: string, at: string, reply: Reply, crossOrigin: string | null): Scenario {
  return { group: 'images', name, routes: { [at]: { '*': reply } }, steps: [{ image: at, crossOrigin }] }
}

const images: readonly Scenario[] = [
  ...ATTRIBUTES.flatMap((crossOrigin) =>
    SHARED.map(([name, headers]) =>
      image(
        `crossorigin ${JSON.stringify(crossOrigin)}, server allows ${name}`,
        'B/i',
        { headers: [...headers, PNG], image: true },
        crossOrigin,
      ),
    ),
  ),
  ...[null, 'anonymous'].map((crossOrigin) =>
    image(`the own origin, crossorigin ${crossOrigin}`, 'A/i', { headers: [PNG], image: true }, crossOrigin),
  ),
  ...['same-origin', 'same-site', 'cross-origin'].map((value) =>
    image(
      `resource policy ${value}`,
      'L/i',
      { headers: [PNG, ['Cross-Origin-Resource-Policy', value]], image: true },
      null,
    ),
  ),
  image('no image', 'B/i', { headers: [...STAR, ['Content-Type', 'text/plain']], body: 'no' }, 'anonymous'),
  image('an image without a type', 'B/i', { headers: STAR, image: true }, 'anonymous'),
  image(
    'status 404 with an image',
    'B/i',
    { status: 404, headers: [...STAR, PNG], image: true },
    'anonymous',
  ),
  {
    group: 'images',
    name: 'redirected to the own origin, without crossorigin',
    routes: {
      'B/i': { '*': { status: 302, headers: [['Location', '{A/i}']] } },
      'A/i': { '*': { headers: [PNG], image: true } },
    },
    steps: [{ image: 'B/i' }],
  },
  {
    group: 'images',
    name: 'redirected to another origin, anonymous',
    routes: {
      'A/i': { '*': { status: 302, headers: [['Location', '{B/i}']] } },
      'B/i': { '*': { headers: [PNG, ...STAR], image: true } },
    },
    steps: [{ image: 'A/i', crossOrigin: 'anonymous' }],
  },
]

const slow: Reply = { headers: STAR, body: 'late', delay: 600 }
const abort: readonly Scenario[] = [
  {
    group: 'abort',
    name: 'before it begins',
    routes: { 'B/x': OPEN },
    steps: [{ fetch: 'B/x', abortAfter: 0 }],
  },
  {
    group: 'abort',
    name: 'before it begins, PUT',
    routes: { 'B/x': OPEN },
    steps: [{ fetch: 'B/x', init: { method: 'PUT' }, abortAfter: 0 }],
  },
  {
    group: 'abort',
    name: 'while the answer is awaited',
    routes: { 'B/x': { '*': slow } },
    steps: [{ fetch: 'B/x', abortAfter: 200 }],
  },
  {
    group: 'abort',
    name: 'while the preflight is awaited',
    routes: { 'B/x': { OPTIONS: { ...slow, status: 200, headers: ALLOW_ALL }, '*': { headers: STAR } } },
    steps: [{ fetch: 'B/x', init: { method: 'PUT' }, abortAfter: 200 }, { wait: 600 }],
  },
  {
    group: 'abort',
    name: 'after the preflight',
    routes: { 'B/x': { OPTIONS: { status: 204, headers: ALLOW_ALL }, '*': slow } },
    steps: [{ fetch: 'B/x', init: { method: 'PUT' }, abortAfter: 250 }],
  },
  {
    group: 'abort',
    name: 'when all is over',
    routes: { 'B/x': OPEN },
    steps: [{ fetch: 'B/x', abortAfter: 3000 }],
  },
  {
    group: 'abort',
    name: 'an aborted preflight is not kept',
    routes: {
      'B/x': {
        OPTIONS: [
          { ...slow, headers: ALLOW_ALL },
          { headers: [...ALLOW_ALL, ['Access-Control-Max-Age', '600']] },
        ],
        '*': { headers: STAR },
      },
    },
    steps: [
      { fetch: 'B/x', init: { method: 'PUT' }, abortAfter: 200 },
      { wait: 700 },
      { fetch: 'B/x', init: { method: 'PUT' } },
      { fetch: 'B/x', init: { method: 'PUT' } },
    ],
  },
]

const STATUSES = [200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 299, 300, 304, 305, 306, 400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 412, 416, 417, 418, 422, 425, 426, 428, 429, 431, 451, 499, 500, 501, 502, 503, 504, 511, 599] as const // prettier-ignore
const statuses: readonly Scenario[] = STATUSES.flatMap((status) => [
  simple('statuses', `${status}, shared`, STAR, { reply: { status, body: 'text' } }),
  simple('statuses', `${status}, not shared`, [], { reply: { status, body: 'text' } }),
])

const raw = (head: string, body = ''): Reply => ({ raw: `${head}\r\n\r\n${body}` })
const SHARED_LINE = 'Access-Control-Allow-Origin: *'
const oddHeads: readonly Scenario[] = [
  ['no reason', raw(`HTTP/1.1 200\r\n${SHARED_LINE}`, 'x')],
  ['an empty reason', raw(`HTTP/1.1 200 \r\n${SHARED_LINE}`, 'x')],
  ['an odd reason', raw(`HTTP/1.1 200 Whatever You Like\r\n${SHARED_LINE}`, 'x')],
  ['HTTP/1.0', raw(`HTTP/1.0 200 OK\r\n${SHARED_LINE}`, 'x')],
  [
    'continued first',
    raw(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n${SHARED_LINE}\r\nContent-Length: 1`, 'x'),
  ],
  [
    'early hints first',
    raw(`HTTP/1.1 103 Early Hints\r\n${SHARED_LINE}\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1`, 'x'),
  ],
  [
    'early hints, then shared',
    raw(`HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n${SHARED_LINE}\r\nContent-Length: 1`, 'x'),
  ],
  [
    'chunked',
    raw(`HTTP/1.1 200 OK\r\n${SHARED_LINE}\r\nTransfer-Encoding: chunked`, '3\r\nabc\r\n0\r\n\r\n'),
  ],
  [
    'chunked, with a trailer that shares',
    raw('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked', `3\r\nabc\r\n0\r\n${SHARED_LINE}\r\n\r\n`),
  ],
  [
    'no space after the colon',
    raw(`HTTP/1.1 200 OK\r\n${SHARED_LINE.replace(' ', '')}\r\nContent-Length: 1`, 'x'),
  ],
  [
    'many headers',
    raw(
      `HTTP/1.1 200 OK\r\n${SHARED_LINE}\r\n${Array.from({ length: 80 }, (_, index) => `X-${index}: y`).join('\r\n')}\r\nContent-Length: 1`,
      'x',
    ),
  ],
  [
    'a long header of 8 kB',
    raw(`HTTP/1.1 200 OK\r\n${SHARED_LINE}\r\nX-Long: ${'y'.repeat(8000)}\r\nContent-Length: 1`, 'x'),
  ],
].map(([name, reply]) => ({
  group: 'statuses',
  name: `head: ${name as string}`,
  routes: { 'B/x': { '*': reply as Reply } },
  steps: [{ fetch: 'B/x' }],
}))

const BODIES: readonly (readonly [name: string, reply: Reply])[] = [
  ['empty', { body: '' }],
  ['without a length', { body: 'until the end', noLength: true }],
  ['a megabyte', { size: 1_000_000 }],
  ['eight megabytes', { size: 8_000_000 }],
  ['gzip', { body: 'hello', encoding: 'gzip' }],
  ['deflate', { body: 'hello', encoding: 'deflate' }],
  ['gzip of a megabyte', { size: 1_000_000, encoding: 'gzip' }],
  ['with a byte order mark', { body: '\ufeffhello' }],
  ['of other characters', { body: 'héllo €' }],
]
const bodies: readonly Scenario[] = [
  ...BODIES.flatMap(([name, reply]) => [
    simple('bodies', `${name}, shared`, STAR, { reply }),
    simple('bodies', `${name}, not shared`, [], { reply }),
  ]),
  ...BODIES.map(([name, reply]) =>
    simple('bodies', `${name}, no-cors`, [], { reply, init: { mode: 'no-cors' } }),
  ),
  {
    // In one scenario: what keepalive requests of a page have under way is limited together.
    group: 'bodies',
    name: 'keepalive with up to 65,536 bytes, and with more',
    routes: { 'B/x': OPEN },
    steps: [0, 1, 65_535, 65_536, 65_537].flatMap((size) => [
      { fetch: 'B/x', init: { method: 'POST', keepalive: true, body: { kind: 'size', size } as const } },
      { wait: 300 },
    ]),
  },
  simple('bodies', 'sent: a megabyte', STAR, {
    init: { method: 'POST', body: { kind: 'size', size: 1_000_000 } },
  }),
  simple('bodies', 'a length that promises too much', STAR, {
    reply: { raw: `HTTP/1.1 200 OK\r\n${SHARED_LINE}\r\nContent-Length: 10\r\n\r\nshort` },
  }),
  simple('bodies', 'gzip that is none', [...STAR, ['Content-Encoding', 'gzip']], {
    reply: { body: 'plain' },
  }),
  simple('bodies', 'an unknown encoding', [...STAR, ['Content-Encoding', 'x-unknown']], {
    reply: { body: 'plain' },
  }),
]

const POLICIES = ['', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin', 'origin-when-cross-origin', 'strict-origin-when-cross-origin', 'unsafe-url'] as const // prettier-ignore
const TARGETS = ['A', 'B', 'L'] as const
const referrers: readonly Scenario[] = [
  ...POLICIES.flatMap((referrerPolicy) =>
    TARGETS.map((target): Scenario => ({
      group: 'referrers and fetch metadata',
      name: `to ${target} under ${JSON.stringify(referrerPolicy)}`,
      routes: { [`${target}/x`]: OPEN },
      steps: [
        { fetch: `${target}/x`, init: { referrerPolicy } },
        { fetch: `${target}/x`, init: { referrerPolicy, method: 'PUT' } },
      ],
    })),
  ),
  ...POLICIES.map((referrerPolicy): Scenario => ({
    group: 'referrers and fetch metadata',
    name: `no-cors POST under ${JSON.stringify(referrerPolicy)}`,
    routes: { 'B/x': OPEN },
    steps: [{ fetch: 'B/x', init: { referrerPolicy, mode: 'no-cors', method: 'POST', body: 'x' } }],
  })),
  ...POLICIES.map((referrerPolicy): Scenario => ({
    group: 'referrers and fetch metadata',
    name: `own-origin POST under ${JSON.stringify(referrerPolicy)}`,
    routes: { 'A/x': OPEN },
    steps: [{ fetch: 'A/x', init: { referrerPolicy, method: 'POST', body: 'x' } }],
  })),
  ...(['A/other', 'B/other', 'about:client', '', 'https://elsewhere.test/'] as const).map(
    (referrer): Scenario => ({
      group: 'referrers and fetch metadata',
      name: `referrer ${JSON.stringify(referrer)}`,
      routes: { 'A/x': OPEN },
      steps: [{ fetch: 'A/x', init: { referrer } }],
    }),
  ),
  ...(['A', 'B', 'L', 'app', 'www', 'api'] as const).flatMap((target) =>
    (['A', 'app'] as const).map((page): Scenario => ({
      group: 'referrers and fetch metadata',
      name: `from ${page} to ${target}`,
      page,
      routes: { [`${target}/x`]: OPEN },
      steps: [
        { fetch: `${target}/x` },
        { fetch: `${target}/x`, init: { method: 'PUT' } },
        { fetch: `${target}/x`, init: { mode: 'no-cors' } },
      ],
    })),
  ),
]

const closed: Reply = { closed: true }
const NET: readonly (readonly [name: string, route: Scenario['routes'][string], init?: Init])[] = [
  ['the connection ends without an answer', { '*': closed }],
  [
    'the connection ends during the preflight',
    { OPTIONS: closed, '*': { headers: STAR } },
    { method: 'PUT' },
  ],
  [
    'the connection ends after the preflight',
    { OPTIONS: { status: 204, headers: ALLOW_ALL }, '*': closed },
    { method: 'PUT' },
  ],
  ['the connection ends, no-cors', { '*': closed }, { mode: 'no-cors' }],
  ['the connection ends, POST', { '*': closed }, { method: 'POST', body: 'x' }],
  ['no HTTP', { '*': { raw: 'nonsense\r\n\r\n' } }],
  [
    'two lengths that differ',
    { '*': { raw: `HTTP/1.1 200 OK\r\n${SHARED_LINE}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab` } },
  ],
]
const network: readonly Scenario[] = [
  ...NET.map(([name, route, init]): Scenario => ({
    group: 'network failures',
    name,
    routes: { 'B/x': route },
    steps: [init === undefined ? { fetch: 'B/x' } : { fetch: 'B/x', init }],
  })),
  ...['http://nothing.invalid/', 'http://127.0.0.1:1/', 'http://127.0.0.1:9999/'].map((fetch): Scenario => ({
    group: 'network failures',
    name: fetch,
    routes: {},
    steps: [{ fetch }],
  })),
]

const SECURE_TARGETS = ['SA', 'SB', 'SC', 'A', 'L', 'app', 'api'] as const
const https: readonly Scenario[] = SECURE_TARGETS.flatMap((target) =>
  (
    [
      ['GET', {}],
      ['PUT', { method: 'PUT' }],
      ['no-cors', { mode: 'no-cors' }],
      ['no-cors POST', { mode: 'no-cors', method: 'POST', body: 'x' }],
      ['POST without a referrer', { method: 'POST', body: 'x', referrerPolicy: 'no-referrer' }],
    ] as const
  ).map(([name, init]): Scenario => ({
    group: 'https',
    name: `${name} to ${target}`,
    page: 'SA',
    routes: { [`${target}/x`]: OPEN },
    steps: [{ fetch: `${target}/x`, init }],
  })),
)

const downgrades: readonly Scenario[] = (['app', 'api', 'A'] as const).map((target) => ({
  group: 'https' as Group,
  name: `redirected to http at ${target}`,
  page: 'SA',
  routes: {
    'SC/0': { '*': { status: 302, headers: [...STAR, ['Location', `{${target}/1}`]] } },
    [`${target}/1`]: OPEN,
  },
  steps: [{ fetch: 'SC/0' }],
}))

const upgrades: readonly Scenario[] = (['SA', 'SB', 'SC'] as const).flatMap((target) =>
  (['same-origin', 'same-site', 'cross-origin'] as const).map((value) => ({
    group: 'https' as Group,
    name: `no-cors from http to ${target}, resource policy ${value}`,
    page: 'app',
    routes: { [`${target}/x`]: { '*': { headers: [['Cross-Origin-Resource-Policy', value]] } } },
    steps: [{ fetch: `${target}/x`, init: { mode: 'no-cors' } }],
  })),
)

export const others: readonly Scenario[] = [
  ...images,
  ...abort,
  ...statuses,
  ...(oddHeads as Scenario[]),
  ...bodies,
  ...referrers,
  ...network,
  ...https,
  ...downgrades,
  ...upgrades,
]
