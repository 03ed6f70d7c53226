import { describe, expect, test } from 'vitest'
import { FAILURE_CODES } from '../protocol/failure.js'
import { definePolicy } from './define-policy.js'
import type { ListPolicyOptions } from './options.js'
import { DECISION_REASONS } from './reasons.js'

const A = 'https://a.example'
const EVIL = 'https://evil.example'

const credentialed = definePolicy({
  allowOrigins: [A, 'https://*.partner.example'],
  allowCredentials: true,
  allowMethods: ['PUT', 'PATCH'],
  allowHeaders: ['content-type', 'x-a', 'x-b'],
  exposeHeaders: ['x-e'],
  maxAge: 30,
})

type Sent = Readonly<Record<string, string>>

const preflightHeaders = (origin: string, method = 'GET', names?: string): Sent => ({
  origin,
  'access-control-request-method': method,
  ...(names === undefined ? {} : { 'access-control-request-headers': names }),
})

/** Everything that a decision sends, as lines. */
function linesOf(policy: typeof credentialed, method: string, headers: Sent, debug = false): string[] {
  const { headers: list, vary, status, reason } = policy.decide({ method, headers }, { debug })
  return [
    `${status ?? 'handler'} ${reason}`,
    ...list.map(([name, value]) => `${name}: ${value}`),
    ...(vary.length === 0 ? [] : [`Vary: ${vary.join(', ')}`]),
  ]
}

const VARY = 'Vary: Origin'
const VARY_ALL = 'Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers'
const ACTUAL = (origin: string) => [
  `access-control-allow-origin: ${origin}`,
  'access-control-allow-credentials: true',
  'access-control-expose-headers: x-e',
  VARY,
]
const GRANT = [
  `access-control-allow-origin: ${A}`,
  'access-control-allow-credentials: true',
  'access-control-allow-methods: PUT, PATCH',
  'access-control-allow-headers: content-type, x-a, x-b',
  'access-control-max-age: 30',
  VARY_ALL,
]

const rows: readonly (readonly [
  behaviour: string,
  method: string,
  headers: Sent,
  lines: readonly string[],
])[] = [
  ['no Origin: nothing but Vary', 'GET', {}, ['handler no-origin', VARY]],
  ['an allowed origin', 'GET', { origin: A }, ['handler origin-listed', ...ACTUAL(A)]],
  [
    'an allowed subdomain',
    'PUT',
    { origin: 'https://x.y.partner.example' },
    ['handler origin-listed', ...ACTUAL('https://x.y.partner.example')],
  ],
  [
    'another origin gets no credentials header either',
    'GET',
    { origin: EVIL },
    ['handler origin-not-listed', VARY],
  ],
  [
    'on an actual request only the origin decides',
    'DELETE',
    { origin: A },
    ['handler origin-listed', ...ACTUAL(A)],
  ],
  ['null', 'GET', { origin: 'null' }, ['handler origin-null', VARY]],
  ['two Origin lines, joined', 'GET', { origin: `${A}, ${A}` }, ['handler origin-malformed', VARY]],
  ['an Origin in upper case', 'GET', { origin: 'https://A.example' }, ['handler origin-malformed', VARY]],
  ['an Origin with its default port', 'GET', { origin: `${A}:443` }, ['handler origin-malformed', VARY]],
  ['an Origin with a port too large', 'GET', { origin: `${A}:70000` }, ['handler origin-malformed', VARY]],
  [
    'an Origin with a path',
    'GET',
    { origin: 'https://evil.com/.partner.example' },
    ['handler origin-malformed', VARY],
  ],
  [
    'an Origin of 16 kB',
    'GET',
    { origin: `https://${'a.'.repeat(8000)}partner.example` },
    ['handler origin-malformed', VARY],
  ],
  ['an empty Origin', 'GET', { origin: '' }, ['handler origin-malformed', VARY]],
  ['names that objects have', 'GET', { origin: 'constructor' }, ['handler origin-malformed', VARY]],
  ['__proto__', 'GET', { origin: '__proto__' }, ['handler origin-malformed', VARY]],
  ['a scheme before the origin', 'GET', { origin: `x://${A}` }, ['handler origin-malformed', VARY]],
  [
    'the apex of a subdomain pattern',
    'GET',
    { origin: 'https://partner.example' },
    ['handler origin-not-listed', VARY],
  ],
  [
    'a host that ends alike',
    'GET',
    { origin: 'https://evilpartner.example' },
    ['handler origin-not-listed', VARY],
  ],
  ['another scheme', 'GET', { origin: 'http://x.partner.example' }, ['handler origin-not-listed', VARY]],

  ['a plain OPTIONS reaches the handler', 'OPTIONS', {}, ['handler no-origin', VARY]],
  [
    'a cross-origin OPTIONS reaches the handler, readable',
    'OPTIONS',
    { origin: A },
    ['handler origin-listed', ...ACTUAL(A)],
  ],
  [
    'OPTIONS without Origin is no preflight',
    'OPTIONS',
    { 'access-control-request-method': 'PUT' },
    ['handler no-origin', VARY],
  ],
  [
    'a GET with a request method is no preflight',
    'GET',
    preflightHeaders(A, 'PUT'),
    ['handler origin-listed', ...ACTUAL(A)],
  ],

  [
    'a preflight lists the whole policy',
    'OPTIONS',
    preflightHeaders(A, 'PUT', 'x-a'),
    ['204 origin-listed', ...GRANT],
  ],
  [
    'a preflight for a safelisted method is granted',
    'OPTIONS',
    preflightHeaders(A, 'POST'),
    ['204 origin-listed', ...GRANT],
  ],
  [
    'unsorted, spaced, repeated names in upper case',
    'OPTIONS',
    preflightHeaders(A, 'GET', ' X-B , x-a,,x-a'),
    ['204 origin-listed', ...GRANT],
  ],
  ['an empty list of names', 'OPTIONS', preflightHeaders(A, 'GET', ''), ['204 origin-listed', ...GRANT]],
  [
    'a preflight of another origin learns nothing',
    'OPTIONS',
    preflightHeaders(EVIL, 'PUT'),
    ['403 origin-not-listed', VARY_ALL],
  ],
  [
    'a method that is not listed',
    'OPTIONS',
    preflightHeaders(A, 'DELETE'),
    ['403 method-not-allowed', VARY_ALL],
  ],
  ['patch is not PATCH', 'OPTIONS', preflightHeaders(A, 'patch'), ['403 method-case-differs', VARY_ALL]],
  ['post is not POST', 'OPTIONS', preflightHeaders(A, 'post'), ['403 method-case-differs', VARY_ALL]],
  ['an empty method', 'OPTIONS', preflightHeaders(A, ''), ['403 method-not-allowed', VARY_ALL]],
  [
    'a method of 16 kB',
    'OPTIONS',
    preflightHeaders(A, 'x'.repeat(16_384)),
    ['403 method-not-allowed', VARY_ALL],
  ],
  [
    'a header that is not listed',
    'OPTIONS',
    preflightHeaders(A, 'PUT', 'x-a,x-c'),
    ['403 header-not-allowed', VARY_ALL],
  ],
  [
    'names that are no tokens',
    'OPTIONS',
    preflightHeaders(A, 'PUT', 'not a token!!'),
    ['403 request-headers-malformed', VARY_ALL],
  ],
  [
    'names of 16 kB',
    'OPTIONS',
    preflightHeaders(A, 'PUT', 'x-a,'.repeat(4096)),
    ['403 request-headers-too-long', VARY_ALL],
  ],
]

describe('A policy with a list, credentials, methods and headers answers', () => {
  test.each(rows)('%s', (_, method, headers, lines) => {
    expect(linesOf(credentialed, method, headers)).toEqual(lines)
  })

  test('what was refused, by its name, cut', () => {
    const detail = (method: string, names?: string) =>
      credentialed.decide({ method: 'OPTIONS', headers: preflightHeaders(A, method, names) }).detail
    expect(detail('DELETE')).toBe('DELETE')
    expect(detail('X'.repeat(100))).toBe('X'.repeat(64))
    expect(detail('PUT', 'x-a,x-c')).toBe('x-c')
    expect(detail('PUT', 'x-c'.repeat(40))).toBe('x-c'.repeat(22).slice(0, 64))
    expect(detail('PUT', 'x-a,'.repeat(4096))).toBe(null)
    expect(detail('PUT')).toBe(null)
  })
})

test('A preflight is answered as if it were the first, whatever was granted before it', () => {
  const asked: readonly Sent[] = [
    preflightHeaders(A, 'PUT', 'x-a'),
    preflightHeaders(A, 'PUT', 'x-a'),
    preflightHeaders('https://x.partner.example', 'PUT', 'x-a'),
    preflightHeaders(A, 'DELETE', 'x-a'),
    preflightHeaders(A, 'PUT', 'x-c'),
    preflightHeaders(EVIL, 'PUT', 'x-a'),
    preflightHeaders(A, 'PUT'),
  ]
  // Methods and headers are echoed where the wildcard means them, with credentials.
  const { options } = credentialed
  for (const more of [{}, { allowMethods: '*', allowHeaders: '*' } as const]) {
    const make = () => definePolicy({ ...options, ...more } as ListPolicyOptions)
    const policy = make()
    for (const first of asked) {
      for (const then of asked) {
        linesOf(policy, 'OPTIONS', first)
        expect(linesOf(policy, 'OPTIONS', then)).toEqual(linesOf(make(), 'OPTIONS', then))
      }
    }
  }
})

describe('With debug the browser finds what is missing', () => {
  const ALLOW = GRANT.slice(0, 2)
  test.each([
    ['nothing of it for another origin', preflightHeaders(EVIL, 'PUT'), ['403 origin-not-listed', VARY_ALL]],
    [
      'the method',
      preflightHeaders(A, 'DELETE', 'x-a'),
      ['204 method-not-allowed', ...ALLOW, GRANT[3], VARY_ALL],
    ],
    [
      'the header',
      preflightHeaders(A, 'PUT', 'x-c'),
      ['204 header-not-allowed', ...ALLOW, GRANT[2], GRANT[3], VARY_ALL],
    ],
  ])('%s', (_, headers, lines) => {
    expect(linesOf(credentialed, 'OPTIONS', headers, true)).toEqual(lines)
    expect(credentialed.decide({ method: 'OPTIONS', headers }, { debug: true }).allowed).toBe(false)
  })
})

const answers: readonly (readonly [
  behaviour: string,
  options: ListPolicyOptions,
  method: string,
  headers: Sent,
  lines: readonly string[],
])[] = [
  [
    '* is on every response, without Vary',
    { allowOrigins: '*' },
    'GET',
    {},
    ['handler no-origin', 'access-control-allow-origin: *'],
  ],
  [
    '* is for any origin',
    { allowOrigins: '*' },
    'GET',
    { origin: EVIL },
    ['handler any-origin', 'access-control-allow-origin: *'],
  ],
  [
    '* is for null and for nonsense',
    { allowOrigins: '*' },
    'GET',
    { origin: 'x y' },
    ['handler any-origin', 'access-control-allow-origin: *'],
  ],
  [
    '* exposes too',
    { allowOrigins: '*', exposeHeaders: '*' },
    'GET',
    {},
    ['handler no-origin', 'access-control-allow-origin: *', 'access-control-expose-headers: *'],
  ],
  [
    '* alone grants a preflight of GET',
    { allowOrigins: '*' },
    'OPTIONS',
    preflightHeaders(EVIL),
    ['204 any-origin', 'access-control-allow-origin: *'],
  ],
  [
    '* alone refuses PUT',
    { allowOrigins: '*' },
    'OPTIONS',
    preflightHeaders(EVIL, 'PUT'),
    ['403 method-not-allowed'],
  ],
  [
    'a list of one varies all the same, and is there on a match only',
    { allowOrigins: [A] },
    'GET',
    { origin: EVIL },
    ['handler origin-not-listed', VARY],
  ],
  [
    'without credentials a * for methods is literal',
    { allowOrigins: [A], allowMethods: '*' },
    'OPTIONS',
    preflightHeaders(A, 'PURGE'),
    [
      '204 origin-listed',
      `access-control-allow-origin: ${A}`,
      'access-control-allow-methods: *',
      'Vary: Origin, Access-Control-Request-Headers',
    ],
  ],
  [
    'a * for headers is the names asked for',
    { allowOrigins: [A], allowHeaders: '*' },
    'OPTIONS',
    preflightHeaders(A, 'GET', 'x-a, X-B,'),
    [
      '204 origin-listed',
      `access-control-allow-origin: ${A}`,
      'access-control-allow-headers: x-a, x-b',
      VARY_ALL,
    ],
  ],
  [
    'a * for headers does not cover Authorization',
    { allowOrigins: [A], allowHeaders: '*' },
    'OPTIONS',
    preflightHeaders(A, 'GET', 'authorization'),
    ['403 authorization-not-covered', VARY_ALL],
  ],
  [
    'nor a header called *, which would be the wildcard',
    { allowOrigins: [A], allowHeaders: '*' },
    'OPTIONS',
    preflightHeaders(A, 'GET', '*'),
    ['403 header-not-allowed', VARY_ALL],
  ],
  [
    '* and authorization, without credentials, is a constant',
    { allowOrigins: [A], allowHeaders: ['*', 'Authorization'] },
    'OPTIONS',
    preflightHeaders(A, 'GET', 'authorization,x-a'),
    [
      '204 origin-listed',
      `access-control-allow-origin: ${A}`,
      'access-control-allow-headers: *, authorization',
      'Vary: Origin, Access-Control-Request-Method',
    ],
  ],
  [
    'with credentials both are compiled to what is asked for',
    {
      allowOrigins: [A],
      allowCredentials: true,
      allowMethods: '*',
      allowHeaders: ['*', 'authorization'],
      preflightStatus: 200,
    },
    'OPTIONS',
    preflightHeaders(A, 'PURGE', 'authorization,x-a'),
    [
      '200 origin-listed',
      `access-control-allow-origin: ${A}`,
      'access-control-allow-credentials: true',
      'access-control-allow-methods: PURGE',
      'access-control-allow-headers: authorization, x-a',
      VARY_ALL,
    ],
  ],
  [
    'no token is no method',
    { allowOrigins: [A], allowCredentials: true, allowMethods: '*' },
    'OPTIONS',
    preflightHeaders(A, 'a b'),
    ['403 method-not-allowed', VARY_ALL],
  ],
  [
    'a * echoes at most 64 names',
    { allowOrigins: [A], allowHeaders: '*' },
    'OPTIONS',
    preflightHeaders(A, 'GET', Array.from({ length: 65 }, (_, i) => `x-${i}`).join(',')),
    ['403 request-headers-too-long', VARY_ALL],
  ],
  [
    'a * echoes at most 4 kB',
    { allowOrigins: [A], allowHeaders: '*' },
    'OPTIONS',
    preflightHeaders(A, 'GET', 'x'.repeat(4097)),
    ['403 request-headers-too-long', VARY_ALL],
  ],
  [
    'a * echoes nothing that is no token',
    { allowOrigins: [A], allowHeaders: '*' },
    'OPTIONS',
    preflightHeaders(A, 'GET', 'x-a,<script>'),
    ['403 request-headers-malformed', VARY_ALL],
  ],
  [
    'null by name',
    { allowOrigins: [A], dangerouslyAllowNullOrigin: true },
    'GET',
    { origin: 'null' },
    ['handler origin-listed', 'access-control-allow-origin: null', VARY],
  ],
]

describe('Other policies', () => {
  test.each(answers)('%s', (_, options, method, headers, lines) => {
    expect(linesOf(definePolicy(options), method, headers)).toEqual(lines)
  })

  test('timing and resource policy are for every response of the handler, and not for preflights', () => {
    const policy = definePolicy({
      allowOrigins: [A],
      timingAllowOrigins: [A, EVIL],
      resourcePolicy: 'cross-origin',
    })
    const defaults = [
      ['timing-allow-origin', `${A}, ${EVIL}`],
      ['cross-origin-resource-policy', 'cross-origin'],
    ]
    for (const headers of [{}, { origin: A }, { origin: EVIL }]) {
      expect(policy.decide({ method: 'GET', headers }).defaults).toEqual(defaults)
    }
    expect(policy.decide({ method: 'OPTIONS', headers: preflightHeaders(A) }).defaults).toEqual([])
    const any = definePolicy({ allowOrigins: '*', timingAllowOrigins: '*' })
    expect(any.decide({ method: 'GET', headers: {} }).defaults).toEqual([['timing-allow-origin', '*']])
  })

  test('tell whether an origin may come in by other doors', () => {
    const policy = definePolicy({ allowOrigins: [A] })
    expect([A, EVIL, 'null', null, undefined].map((origin) => policy.allowsOrigin(origin))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ])
  })
})

describe('rejectDisallowed', () => {
  const policy = definePolicy({
    allowOrigins: [A],
    rejectDisallowed: true,
    selfOrigins: ['https://self.example'],
  })
  test.each([
    ['another origin', { origin: EVIL }, 403],
    ['another site', { origin: EVIL, 'sec-fetch-site': 'cross-site' }, 403],
    [
      'another site that claims the host',
      { origin: EVIL, host: 'evil.example', 'sec-fetch-site': 'cross-site' },
      403,
    ],
    ['the same site', { origin: EVIL, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }, 403],
    ['an allowed origin', { origin: A, 'sec-fetch-site': 'cross-site' }, null],
    ['no Origin', { 'sec-fetch-site': 'cross-site' }, null],
    ['the same origin', { origin: EVIL, 'sec-fetch-site': 'same-origin' }, null],
    ['the address bar', { origin: 'null', 'sec-fetch-site': 'none' }, null],
    ['a navigation', { origin: EVIL, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, null],
    ['a self origin', { origin: 'https://self.example' }, null],
    ['the own host, by https', { origin: EVIL, host: 'evil.example' }, null],
    ['the own host, by http', { origin: 'http://evil.example:81', host: 'evil.example:81' }, null],
    ['another host', { origin: EVIL, host: 'api.example' }, 403],
  ] as const)('%s', (_, headers, status) => {
    expect(policy.decide({ method: 'POST', headers: { ...headers } }).status).toBe(status)
  })
})

describe('A request', () => {
  test.each([
    ['a Request', new Request('https://b.example', { headers: { 'x-request': '1' } }), 'no-origin'],
    ['Headers', { method: 'GET', headers: new Headers() }, 'no-origin'],
    ['a header list', { method: 'GET', headers: [['Origin', A]] as const }, 'origin-listed'],
    ['an object of names in any case', { method: 'GET', headers: { ORIGIN: A } }, 'origin-listed'],
    ['an object with lists', { method: 'GET', headers: { origin: [A] } }, 'origin-listed'],
    ['an object with two lines', { method: 'GET', headers: { origin: [A, A] } }, 'origin-malformed'],
    ['an object with null', { method: 'GET', headers: { origin: null } } as never, 'no-origin'],
    ['a Map', { method: 'GET', headers: new Map() } as never, 'no-origin'],
    ['an object with undefined', { method: 'GET', headers: { origin: undefined } }, 'no-origin'],
  ])('can be %s', (_, request, reason) => {
    expect(credentialed.decide(request).reason).toBe(reason)
  })

  test.each([
    [undefined, 'A request has a method; undefined is none'],
    [{}, 'A request has a method; undefined is none'],
    [{ method: 1, headers: {} }, 'A request has a method; 1 is none'],
    [{ method: 'GET' }, 'A request has headers, an object or a list of pairs; undefined is none'],
    [{ method: 'GET', headers: null }, 'A request has headers, an object or a list of pairs; null is none'],
    [{ method: 'GET', headers: A }, `A request has headers, an object or a list of pairs; "${A}" is none`],
  ])('cannot be %j, and is told why', (request, message) => {
    expect(() => credentialed.decide(request as never)).toThrow(new TypeError(message))
  })
})

describe('Reasons', () => {
  test('are known, with failures that exist', () => {
    for (const { text, failures } of Object.values(DECISION_REASONS)) {
      expect(text).toMatch(/^[A-Z].*\.$/)
      for (const code of [...failures.actual, ...failures.preflight]) expect(FAILURE_CODES).toContain(code)
    }
  })
})

test('What is shared between decisions cannot be changed', () => {
  const decision = credentialed.decide({ method: 'GET', headers: {} })
  const { headers, vary, defaults } = decision
  expect([decision, headers, vary, defaults].every((shared) => Object.isFrozen(shared))).toBe(true)
})
