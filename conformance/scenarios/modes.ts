import type { Init, Scenario } from './scenario.js'
import { simple, STAR } from './shapes.js'

const GROUP = 'modes'

/** Cross-Origin-Resource-Policy, which binds no-cors responses only. */
const CORP = [
  'same-origin',
  'same-site',
  'cross-origin',
  'Same-Origin',
  'same-origin, same-origin',
  '',
  'none',
  'same-origin;',
  ' same-origin ',
] as const

const corp = CORP.flatMap((value) =>
  (['B', 'L'] as const).map((target): Scenario => ({
    group: GROUP,
    name: `no-cors to ${target}, resource policy ${JSON.stringify(value)}`,
    routes: { [`${target}/x`]: { '*': { headers: [['Cross-Origin-Resource-Policy', value]], body: 'x' } } },
    steps: [{ fetch: `${target}/x`, init: { mode: 'no-cors' } }],
  })),
)

const corpOfNames = (['www', 'api'] as const).flatMap((target) =>
  (['same-origin', 'same-site', 'cross-origin'] as const).map((value): Scenario => ({
    group: GROUP,
    name: `no-cors from app.test to ${target}, resource policy ${value}`,
    page: 'app',
    routes: { [`${target}/x`]: { '*': { headers: [['Cross-Origin-Resource-Policy', value]], body: 'x' } } },
    steps: [{ fetch: `${target}/x`, init: { mode: 'no-cors' } }],
  })),
)

const INITS: readonly (readonly [name: string, init: Init])[] = [
  ['GET', {}],
  ['HEAD', { method: 'HEAD' }],
  ['POST', { method: 'POST', body: 'x' }],
  ['PUT', { method: 'PUT' }],
  ['X-A', { headers: [['X-A', '1']] }],
  [
    'Content-Type: application/json',
    { method: 'POST', body: '{}', headers: [['Content-Type', 'application/json']] },
  ],
  [
    'Content-Type: text/plain',
    { method: 'POST', body: '{}', headers: [['Content-Type', 'text/plain;charset=x']] },
  ],
  [
    'Accept and Accept-Language',
    {
      headers: [
        ['Accept', 'text/html'],
        ['Accept-Language', 'de'],
      ],
    },
  ],
  ['an unsafe Accept', { headers: [['Accept', '"']] }],
  ['Range', { headers: [['Range', 'bytes=0-']] }],
  ['Authorization', { headers: [['Authorization', 'x']] }],
  ['included credentials', { credentials: 'include' }],
  ['omitted credentials', { credentials: 'omit' }],
  ['no referrer', { referrerPolicy: 'no-referrer' }],
  ['POST without a referrer', { method: 'POST', body: 'x', referrerPolicy: 'no-referrer' }],
  ['integrity', { integrity: 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }],
  ['cache only-if-cached', { cache: 'only-if-cached' }],
]

const inits = INITS.flatMap(([name, init]) => [
  simple(GROUP, `no-cors: ${name}`, [], { init: { ...init, mode: 'no-cors' } }),
  simple(GROUP, `same-origin to another origin: ${name}`, STAR, { init: { ...init, mode: 'same-origin' } }),
  {
    group: GROUP,
    name: `same-origin to the own origin: ${name}`,
    routes: { 'A/x': { '*': { body: 'x' } } },
    steps: [{ fetch: 'A/x', init: { ...init, mode: 'same-origin' } }],
  } satisfies Scenario,
])

const ADDRESSES = ['data:text/plain,x', 'data:,', 'data:nonsense-{id}', 'about:blank#{id}', 'about:{id}', 'file:///{id}', 'ftp://127.0.0.1/{id}', 'mailto:{id}@b', 'blob:{A}/{id}', 'http://user:pw@127.0.0.1/{id}', 'http://127.0.0.1:6666/{id}', 'http://[', 'javascript:{id}', 'chrome://version/{id}', 'unknown:{id}'] as const // prettier-ignore

const addresses = ADDRESSES.flatMap((fetch) =>
  (['cors', 'no-cors', 'same-origin'] as const).map((mode): Scenario => ({
    group: GROUP,
    name: `${mode}: ${fetch}`,
    routes: {},
    steps: [{ fetch, init: { mode } }],
  })),
)

const types = [
  'text/html',
  'application/json',
  'text/plain',
  'image/png',
  'text/css',
  'application/pdf',
  'text/csv',
  'application/zip',
  'video/mp4',
].flatMap((type) => [
  simple(GROUP, `no-cors: a response of ${type}`, [['Content-Type', type]], { init: { mode: 'no-cors' } }),
  simple(
    GROUP,
    `no-cors: a response of ${type}, nosniff`,
    [
      ['Content-Type', type],
      ['X-Content-Type-Options', 'nosniff'],
    ],
    { init: { mode: 'no-cors' } },
  ),
])

export const modes: readonly Scenario[] = [
  ...corp,
  ...corpOfNames,
  ...inits,
  ...addresses,
  ...types,
  simple(
    GROUP,
    'no-cors: two lines of the resource policy',
    [
      ['Cross-Origin-Resource-Policy', 'same-origin'],
      ['Cross-Origin-Resource-Policy', 'same-origin'],
    ],
    { init: { mode: 'no-cors' } },
  ),
  simple(GROUP, 'cors ignores the resource policy', [
    ...STAR,
    ['Cross-Origin-Resource-Policy', 'same-origin'],
  ]),
  simple(GROUP, 'no-cors ignores what is allowed', STAR, { init: { mode: 'no-cors' } }),
  {
    group: GROUP,
    name: 'no-cors: the resource policy of a redirect',
    routes: {
      'B/0': {
        '*': {
          status: 302,
          headers: [
            ['Location', '{B/1}'],
            ['Cross-Origin-Resource-Policy', 'same-origin'],
          ],
        },
      },
      'B/1': { '*': {} },
    },
    steps: [{ fetch: 'B/0', init: { mode: 'no-cors' } }],
  },
  {
    group: GROUP,
    name: 'no-cors: refused by Cross-Origin-Resource-Policy, then another fails at once',
    routes: { 'B/x': { '*': { headers: [['Cross-Origin-Resource-Policy', 'same-origin']] } } },
    steps: [
      { fetch: 'B/x', init: { mode: 'no-cors' } },
      { fetch: 'B/x', init: { mode: 'same-origin' } },
    ],
  },
  {
    group: GROUP,
    name: 'no-cors to the own origin is basic',
    routes: { 'A/x': { '*': { body: 'x', headers: [['X-R', '1']] } } },
    steps: [{ fetch: 'A/x', init: { mode: 'no-cors' } }],
  },
]
