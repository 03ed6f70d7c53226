import type { Init, Reply, Scenario } from './scenario.js'
import { ALLOW_ALL, preflighted, simple, STAR } from './shapes.js'

const GROUP = 'opaque origins'

type Headers = NonNullable<Reply['headers']>

const NULL: Headers = [['Access-Control-Allow-Origin', 'null']]
const TRUE = ['Access-Control-Allow-Credentials', 'true'] as const

const CASES: readonly (readonly [name: string, headers: Headers, init?: Init])[] = [
  ['under *', STAR],
  ['under null', NULL],
  ['under "Null"', [['Access-Control-Allow-Origin', 'Null']]],
  ['under the origin of the page around it', [['Access-Control-Allow-Origin', '{A}']]],
  ['under the origin of the server', [['Access-Control-Allow-Origin', '{B}']]],
  ['without a header', []],
  ['under null, with credentials', [...NULL, TRUE], { credentials: 'include' }],
  ['under null, with credentials that are not allowed', NULL, { credentials: 'include' }],
  ['under *, with credentials', [...STAR, TRUE], { credentials: 'include' }],
  ['POST under null', NULL, { method: 'POST', body: 'x' }],
  ['no-cors', [], { mode: 'no-cors' }],
  ['no-cors POST', [], { mode: 'no-cors', method: 'POST', body: 'x' }],
  ['mode same-origin', STAR, { mode: 'same-origin' }],
  ['null twice', [...NULL, ...NULL]],
]

const own: readonly (readonly [name: string, headers: Headers, init?: Init])[] = [
  ['the origin it came from, without a header', []],
  ['the origin it came from, under null', NULL],
  ['the origin it came from, under *', STAR],
  ['the origin it came from, mode same-origin', STAR, { mode: 'same-origin' }],
]

const PREFLIGHTS: readonly (readonly [name: string, headers: Headers])[] = [
  ['PUT under *', ALLOW_ALL],
  ['PUT under null', [...NULL, ['Access-Control-Allow-Methods', 'PUT']]],
  [
    'PUT under the origin of the page around it',
    [
      ['Access-Control-Allow-Origin', '{A}'],
      ['Access-Control-Allow-Methods', 'PUT'],
    ],
  ],
]

const pages = ['sandbox', 'data'] as const

export const opaqueOrigins: readonly Scenario[] = pages.flatMap((page) => [
  ...CASES.map(([name, headers, init]) =>
    simple(GROUP, `${page}: ${name}`, headers, { page, ...(init && { init }) }),
  ),
  ...own.map(([name, headers, init]): Scenario => ({
    group: GROUP,
    name: `${page}: ${name}`,
    page,
    routes: { 'A/x': { '*': { headers, body: 'x' } } },
    steps: [init === undefined ? { fetch: 'A/x' } : { fetch: 'A/x', init }],
  })),
  ...PREFLIGHTS.map(([name, headers]) =>
    preflighted(GROUP, `${page}: ${name}`, { headers }, { method: 'PUT' }, { page }),
  ),
  {
    group: GROUP,
    name: `${page}: a data: URL is readable`,
    page,
    routes: {},
    steps: [{ fetch: 'data:text/plain,x' }],
  },
  {
    group: GROUP,
    name: `${page}: a redirect under null`,
    page,
    routes: {
      'B/0': { '*': { status: 302, headers: [...NULL, ['Location', '{C/1}']] } },
      'C/1': { '*': { headers: NULL, body: 'x' } },
    },
    steps: [{ fetch: 'B/0' }],
  },
  {
    group: GROUP,
    name: `${page}: an image under null`,
    page,
    routes: { 'B/i': { '*': { headers: [...NULL, ['Content-Type', 'image/png']], image: true } } },
    steps: [{ image: 'B/i', crossOrigin: 'anonymous' }],
  },
  {
    group: GROUP,
    name: `${page}: cached preflights`,
    page,
    routes: {
      'B/x': {
        OPTIONS: { status: 204, headers: [...ALLOW_ALL, ['Access-Control-Max-Age', '600']] },
        '*': { headers: STAR },
      },
    },
    steps: [
      { fetch: 'B/x', init: { method: 'PUT' } },
      { fetch: 'B/x', init: { method: 'PUT' } },
    ],
  },
])
