import type { Scenario } from './scenario.js'
import { ALLOW_ALL, OPEN, preflighted, simple, STAR } from './shapes.js'

const GROUP = 'methods'

const METHODS = [
  'GET', 'get', 'HEAD', 'head', 'POST', 'post', 'PUT', 'put', 'DELETE', 'delete', 'OPTIONS', 'options', 'PATCH', 'patch',
  'Patch', 'PROPFIND', 'propfind', 'QUERY', 'chicken', '*', "a'b", 'CONNECT', 'TRACE', 'track', 'A B', '', 'PUT,', 'GÉT',
] as const // prettier-ignore

/** What is asked, and what `Access-Control-Allow-Methods` says. */
const LISTS: readonly (readonly [method: string, allowed: string])[] = [
  ['PUT', 'PUT'],
  ['PUT', 'put'],
  ['PUT', 'Put'],
  ['put', 'PUT'],
  ['patch', 'PATCH'],
  ['patch', 'patch'],
  ['PATCH', 'patch'],
  ['PATCH', 'GET, PATCH'],
  ['PUT', 'GET,POST'],
  ['PUT', 'PUT,,DELETE'],
  ['PUT', 'PUT,, ,DELETE'],
  ['PUT', ',PUT'],
  ['PUT', 'PUT,'],
  ['PUT', ' PUT '],
  ['PUT', 'PUT DELETE'],
  ['PUT', 'PUT;DELETE'],
  ['PUT', '"PUT"'],
  ['PUT', 'PUT, "DELETE"'],
  ['PUT', ''],
  ['PUT', '*'],
  ['PUT', '*, GET'],
  ['PUT', '**'],
  ['PUT', '* '],
  ['PUT', "'*'"],
  ['PUT', 'PUT\u00a0'],
  ['PUT', 'PUT\v'],
  ['PUT', 'ALL'],
  ['*', '*'],
  ['*', 'PUT'],
  ['DELETE', 'PUT, DELETE, PATCH'],
]

const lists: readonly Scenario[] = LISTS.map(([method, allowed]) =>
  preflighted(
    GROUP,
    `${method} where ${JSON.stringify(allowed)} is allowed`,
    {
      headers: [
        ['Access-Control-Allow-Origin', '*'],
        ['Access-Control-Allow-Methods', allowed],
      ],
    },
    { method },
  ),
)

export const methods: readonly Scenario[] = [
  ...METHODS.map((method): Scenario => ({
    group: GROUP,
    name: `${JSON.stringify(method)} to a server that allows everything`,
    routes: { 'B/x': method.toUpperCase() === 'OPTIONS' ? { '*': { headers: ALLOW_ALL } } : OPEN },
    steps: [{ fetch: 'B/x', init: { method } }],
  })),
  ...lists,
  ...['GET', 'PUT', 'DELETE', 'patch'].map((method): Scenario => ({
    group: GROUP,
    name: `${method} to the page's own origin needs no preflight`,
    routes: { 'A/x': { '*': { body: 'hello' } } },
    steps: [{ fetch: 'A/x', init: { method, headers: [['X-A', '1']] } }],
  })),
  preflighted(
    GROUP,
    'two lines of allowed methods',
    {
      headers: [
        ['Access-Control-Allow-Origin', '*'],
        ['Access-Control-Allow-Methods', 'GET'],
        ['Access-Control-Allow-Methods', 'PUT'],
      ],
    },
    { method: 'PUT' },
  ),
  preflighted(GROUP, 'no allowed methods', { headers: STAR }, { method: 'PUT' }),
  preflighted(
    GROUP,
    'the header in the singular',
    { headers: [...STAR, ['Access-Control-Allow-Method', 'PUT']] },
    { method: 'PUT' },
  ),
  preflighted(GROUP, 'Allow is another matter', { headers: [...STAR, ['Allow', 'PUT']] }, { method: 'PUT' }),
  preflighted(
    GROUP,
    'GET needs no listing',
    { headers: [...STAR, ['Access-Control-Allow-Headers', 'x-a']] },
    { headers: [['X-A', '1']] },
  ),
  preflighted(
    GROUP,
    'HEAD needs no listing',
    { headers: [...STAR, ['Access-Control-Allow-Headers', 'x-a']] },
    { method: 'HEAD', headers: [['X-A', '1']] },
  ),
  preflighted(
    GROUP,
    'POST needs no listing',
    { headers: [...STAR, ['Access-Control-Allow-Headers', 'x-a'], ['Access-Control-Allow-Methods', 'PUT']] },
    { method: 'POST', headers: [['X-A', '1']] },
  ),
  preflighted(
    GROUP,
    'an invalid list refuses GET too',
    {
      headers: [
        ...STAR,
        ['Access-Control-Allow-Headers', 'x-a'],
        ['Access-Control-Allow-Methods', 'PUT;DELETE'],
      ],
    },
    { headers: [['X-A', '1']] },
  ),
  simple(GROUP, 'GET with a body is no request', STAR, { init: { method: 'GET', body: 'x' } }),
  simple(GROUP, 'HEAD with a body is no request', STAR, { init: { method: 'HEAD', body: 'x' } }),
]
