import type { Init, Reply, Scenario } from './scenario.js'
import { ALLOW_ALL, preflighted, STAR } from './shapes.js'

const GROUP = 'preflight response'
const PUT: Init = { method: 'PUT' }

const STATUSES = [200, 201, 202, 203, 204, 205, 206, 207, 226, 250, 299, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 407, 418, 421, 429, 500, 501, 503, 599] as const // prettier-ignore

/** Header that is asked, and what `Access-Control-Allow-Headers` says. */
const LISTS: readonly (readonly [header: string, allowed: string])[] = [
  ['X-A', 'x-a'],
  ['x-a', 'X-A'],
  ['X-A', 'X-B'],
  ['X-A', 'x-b, x-a'],
  ['X-A', 'x-b,,x-a'],
  ['X-A', ',x-a,'],
  ['X-A', 'x-a x-b'],
  ['X-A', 'x-a;x-b'],
  ['X-A', 'x-a, "x-b"'],
  ['X-A', 'x-a, x b'],
  ['X-A', '"x-a"'],
  ['X-A', ''],
  ['X-A', '*'],
  ['X-A', '*, x-b'],
  ['X-A', 'x-*'],
  ['X-A', 'x-a\u00a0'],
  ['X-A', 'x-a\v'],
  ['X-A', '**'],
  ['*', '*'],
  ['*', 'x-a'],
  ['Authorization', '*'],
  ['Authorization', '*, authorization'],
  ['Authorization', 'AUTHORIZATION'],
  ['Authorization', 'x-a'],
  ['Authorization', ''],
  ['Range', '*'],
  ['Content-Type', 'content-type'],
  ['Content-Type', 'x-a'],
]

const OTHERS: readonly (readonly [name: string, preflight: Reply, init?: Init, reply?: Reply])[] = [
  ['without any CORS header', { headers: [] }],
  [
    'with another origin',
    {
      headers: [
        ['Access-Control-Allow-Origin', '{B}'],
        ['Access-Control-Allow-Methods', 'PUT'],
      ],
    },
  ],
  [
    'with an origin that is none',
    {
      headers: [
        ['Access-Control-Allow-Origin', 'zz'],
        ['Access-Control-Allow-Methods', 'PUT'],
      ],
    },
  ],
  ['an Accept of 129 bytes', { headers: STAR }, { headers: [['Accept', 'a'.repeat(129)]] }],
  ['a body that is a stream', { status: 404, headers: STAR }, { method: 'POST', body: { kind: 'stream' } }],
  ['with two origins', { headers: [...STAR, ...STAR, ['Access-Control-Allow-Methods', 'PUT']] }],
  [
    'under * while the response names the origin',
    { headers: ALLOW_ALL },
    PUT,
    { headers: [['Access-Control-Allow-Origin', '{A}']] },
  ],
  [
    'names the origin while the response says *',
    {
      headers: [
        ['Access-Control-Allow-Origin', '{A}'],
        ['Access-Control-Allow-Methods', 'PUT'],
      ],
    },
  ],
  ['allowed, but the response is not shared', { headers: ALLOW_ALL }, PUT, { headers: [] }],
  [
    'allowed, but the response is of another origin',
    { headers: ALLOW_ALL },
    PUT,
    { headers: [['Access-Control-Allow-Origin', '{C}']] },
  ],
  ['with a body', { status: 200, headers: ALLOW_ALL, body: 'ignored' }],
  ['with a huge body', { status: 200, headers: ALLOW_ALL, size: 300_000 }],
  [
    'with a body that ends with the connection',
    { status: 200, headers: ALLOW_ALL, body: 'ignored', noLength: true },
  ],
  ['compressed', { status: 200, headers: ALLOW_ALL, body: 'ignored', encoding: 'gzip' }],
  ['redirected to itself', { status: 307, headers: [...ALLOW_ALL, ['Location', '{B/x}']] }],
  ['redirected with a slash', { status: 301, headers: [...ALLOW_ALL, ['Location', '{B/x/}']] }],
  ['redirected without headers', { status: 302, headers: [['Location', '{B/y}']] }],
  ['a redirect without Location', { status: 302, headers: ALLOW_ALL }],
  ['refused with 403 and no headers', { status: 403, headers: [] }],
  [
    'exposed headers on it do not matter',
    { headers: [...ALLOW_ALL, ['Access-Control-Expose-Headers', 'x-r']] },
    PUT,
    { headers: [...STAR, ['X-R', '1']] },
  ],
  [
    'two lines of allowed headers',
    { headers: [...STAR, ['Access-Control-Allow-Headers', 'x-b'], ['Access-Control-Allow-Headers', 'x-a']] },
    { headers: [['X-A', '1']] },
  ],
  ['no allowed headers', { headers: STAR }, { headers: [['X-A', '1']] }],
  [
    'the header in the singular',
    { headers: [...STAR, ['Access-Control-Allow-Header', 'x-a']] },
    { headers: [['X-A', '1']] },
  ],
  [
    'one of two names is allowed',
    { headers: [...STAR, ['Access-Control-Allow-Headers', 'x-a']] },
    {
      headers: [
        ['X-A', '1'],
        ['X-B', '1'],
      ],
    },
  ],
  ['the method is refused before the name', { headers: STAR }, { method: 'PUT', headers: [['X-A', '1']] }],
  [
    'an invalid list of names refuses what needs none',
    { headers: [...ALLOW_ALL.slice(0, 2), ['Access-Control-Allow-Headers', 'a b']] },
  ],
  ['the response is 403 and shared', { headers: ALLOW_ALL }, PUT, { status: 403, headers: STAR, body: 'no' }],
  ['the response is 500 and not shared', { headers: ALLOW_ALL }, PUT, { status: 500, headers: [] }],
  ['with Vary', { headers: [...ALLOW_ALL, ['Vary', 'Origin']] }],
  ['asks for client hints', { headers: [...ALLOW_ALL, ['Accept-CH', 'DPR']] }],
  [
    'header names in odd case',
    {
      headers: [
        ['aCCESS-cONTROL-aLLOW-oRIGIN', '*'],
        ['ACCESS-CONTROL-ALLOW-METHODS', 'PUT'],
      ],
    },
  ],
]

export const preflightResponse: readonly Scenario[] = [
  ...STATUSES.map((status) => preflighted(GROUP, `status ${status}`, { status, headers: ALLOW_ALL }, PUT)),
  ...[204, 404, 500].map((status) =>
    preflighted(GROUP, `status ${status} without headers`, { status, headers: [] }, PUT),
  ),
  ...LISTS.map(([header, allowed]) =>
    preflighted(
      GROUP,
      `${header} where ${JSON.stringify(allowed)} is allowed`,
      { headers: [...STAR, ['Access-Control-Allow-Headers', allowed]] },
      header === 'Content-Type'
        ? { method: 'POST', body: '{}', headers: [[header, 'application/json']] }
        : { headers: [[header, header === 'Range' ? 'lines=1' : '1']] },
    ),
  ),
  ...OTHERS.map(([name, preflight, init, reply]) =>
    preflighted(GROUP, name, preflight, init ?? PUT, reply === undefined ? {} : { reply }),
  ),
]
