import type { Init, Reply, Scenario, Step } from './scenario.js'
import { CREDENTIALED, STAR } from './shapes.js'

const GROUP = 'preflight cache'

type Headers = NonNullable<Reply['headers']>

const METHODS = ['Access-Control-Allow-Methods', 'PUT, DELETE'] as const
const LONG = ['Access-Control-Max-Age', '600'] as const
const NAMES = ['Access-Control-Allow-Headers', 'x-a, x-b'] as const
const LISTED: Headers = [...STAR, METHODS, NAMES, LONG]
const PUT: Init = { method: 'PUT' }

/** Several fetches of one URL; how many preflights they take is the question. */
function sequence(
  name: string,
  preflight: Headers | readonly Reply[],
  inits: readonly (Init | number | Step)[],
  reply: Reply | readonly Reply[] = { headers: STAR },
): Scenario {
  const first = preflight[0]
  const options: Reply | readonly Reply[] =
    first !== undefined && Array.isArray(first)
      ? { status: 204, headers: preflight as Headers }
      : (preflight as readonly Reply[])
  return {
    group: GROUP,
    name,
    routes: { 'B/x': { OPTIONS: options, '*': reply }, 'C/x': { OPTIONS: options, '*': reply } },
    steps: inits.map((init): Step => {
      if (typeof init === 'number') return { wait: init }
      return 'fetch' in init ? init : { fetch: 'B/x', init: init as Init }
    }),
  }
}

const AGES = ['0', '1', '600', '', '-1', '-0', '+5', 'abc', '5s', '1.5', '1e3', '600, 700', ' 600 ', '0600', '99999999', '99999999999999999999', '0x10', '"600"', '600;', '6 00'] as const // prettier-ignore

const ages = AGES.map((age) =>
  sequence(
    `max-age ${JSON.stringify(age)}: a second fetch at once`,
    [...STAR, METHODS, ['Access-Control-Max-Age', age]],
    [PUT, PUT],
  ),
)

const INCLUDE: Init = { method: 'PUT', credentials: 'include' }
const credentialedHeaders: Headers = [...CREDENTIALED, METHODS, NAMES, LONG]
const credentialed: Reply = { headers: CREDENTIALED }
const x = (...names: readonly string[]): Init => ({ headers: names.map((name) => [name, '1'] as const) })
const WILD: Headers = [
  ...STAR,
  ['Access-Control-Allow-Methods', '*'],
  ['Access-Control-Allow-Headers', '*'],
  LONG,
]

const sequences: readonly Scenario[] = [
  sequence('two max-age lines', [...STAR, METHODS, LONG, ['Access-Control-Max-Age', '700']], [PUT, PUT]),
  sequence('no max-age, at once', [...STAR, METHODS], [PUT, PUT]),
  sequence('no max-age, after six seconds', [...STAR, METHODS], [PUT, 6000, PUT]),
  sequence(
    'max-age 1, after two seconds',
    [...STAR, METHODS, ['Access-Control-Max-Age', '1']],
    [PUT, 2000, PUT],
  ),
  sequence('another method of the same answer', LISTED, [PUT, { method: 'DELETE' }]),
  sequence('a method that was not allowed', LISTED, [PUT, { method: 'PATCH' }, PUT]),
  sequence('HEAD needs no method entry', LISTED, [x('X-A'), { method: 'HEAD', ...x('X-A') }]),
  sequence('GET after PUT', LISTED, [PUT, x('X-A')]),
  sequence('another name of the same answer', LISTED, [x('X-A'), x('X-B')]),
  sequence('both names after each', LISTED, [x('X-A'), x('X-B'), x('X-A', 'X-B')]),
  sequence('a name that was not allowed', LISTED, [x('X-A'), x('X-C'), x('X-A')]),
  sequence('a safelisted name beside', LISTED, [
    x('X-A'),
    {
      headers: [
        ['X-A', '1'],
        ['Accept', 'text/html'],
      ],
    },
  ]),
  sequence('method and name', LISTED, [{ method: 'PUT', ...x('X-A') }, PUT, x('X-A')]),
  sequence(
    'merging two answers',
    [
      { headers: [...STAR, ['Access-Control-Allow-Methods', 'PUT'], LONG] },
      { headers: [...STAR, ['Access-Control-Allow-Methods', 'DELETE'], LONG] },
    ],
    [PUT, { method: 'DELETE' }, PUT],
  ),
  sequence(
    'names of two answers',
    [
      { headers: [...STAR, ['Access-Control-Allow-Headers', 'x-a'], LONG] },
      { headers: [...STAR, ['Access-Control-Allow-Headers', 'x-b'], LONG] },
    ],
    [x('X-A'), x('X-B'), x('X-A')],
  ),
  sequence('a wildcard of methods', WILD, [PUT, { method: 'DELETE' }, PUT]),
  sequence('a wildcard of names', WILD, [x('X-A'), x('X-B'), x('X-A')]),
  sequence('a wildcard and Authorization', WILD, [x('Authorization'), x('Authorization')]),
  sequence('a wildcard of names, then Authorization', WILD, [x('X-A'), x('Authorization')]),
  sequence(
    'the name beside a wildcard',
    [...STAR, ['Access-Control-Allow-Headers', '*, x-a'], LONG],
    [x('X-A'), x('X-A'), x('X-B')],
  ),
  sequence('credentials before, none after', credentialedHeaders, [INCLUDE, PUT], credentialed),
  sequence('none before, credentials after', credentialedHeaders, [PUT, INCLUDE], credentialed),
  sequence(
    'omit and same-origin are one',
    credentialedHeaders,
    [
      { ...PUT, credentials: 'omit' },
      { ...PUT, credentials: 'same-origin' },
    ],
    credentialed,
  ),
  sequence('credentials twice', credentialedHeaders, [INCLUDE, INCLUDE], credentialed),
  sequence('credentials, none, credentials', credentialedHeaders, [INCLUDE, PUT, INCLUDE], credentialed),
  sequence(
    'a wildcard asked with credentials, then without',
    [...CREDENTIALED, METHODS, ['Access-Control-Allow-Headers', '*'], LONG],
    [INCLUDE, { ...PUT, ...x('X-A') }],
    credentialed,
  ),
  sequence(
    'a wildcard asked without, then with credentials',
    [...CREDENTIALED, ['Access-Control-Allow-Methods', '*'], LONG],
    [PUT, INCLUDE],
    credentialed,
  ),
  sequence('another query', LISTED, [
    { fetch: 'B/x?1', init: PUT },
    { fetch: 'B/x?2', init: PUT },
  ]),
  sequence('the same query', LISTED, [
    { fetch: 'B/x?1', init: PUT },
    { fetch: 'B/x?1', init: PUT },
  ]),
  sequence('another fragment', LISTED, [
    { fetch: 'B/x#1', init: PUT },
    { fetch: 'B/x#2', init: PUT },
  ]),
  sequence('another server', LISTED, [PUT, { fetch: 'C/x', init: PUT }]),
  sequence('a refused preflight is not kept', [{ status: 403 }, { headers: LISTED }], [PUT, PUT, PUT]),
  sequence(
    'a preflight that allows something else',
    [{ headers: [...STAR, ['Access-Control-Allow-Methods', 'DELETE'], LONG] }],
    [PUT, { method: 'DELETE' }],
  ),
  sequence(
    'a failed request in between',
    LISTED,
    [PUT, PUT, PUT],
    [{ headers: STAR }, { headers: [] }, { headers: STAR }],
  ),
  sequence('the first request fails', LISTED, [PUT, PUT], [{ headers: [] }, { headers: STAR }]),
  sequence(
    'a status of 500 in between',
    LISTED,
    [PUT, PUT, PUT],
    [{ headers: STAR }, { status: 500, headers: STAR }, { headers: STAR }],
  ),
  sequence('a simple request in between does nothing', LISTED, [PUT, {}, PUT]),
  sequence(
    'a failed simple request in between',
    LISTED,
    [PUT, {}, PUT],
    [{ headers: STAR }, { headers: [] }, { headers: STAR }],
  ),
  sequence(
    'POST of JSON twice',
    [...STAR, ['Access-Control-Allow-Headers', 'content-type'], LONG],
    [
      { method: 'POST', body: '{}', headers: [['Content-Type', 'application/json']] },
      { method: 'POST', body: '[]', headers: [['Content-Type', 'application/json']] },
    ],
  ),
  sequence(
    'POST of JSON, then of text',
    [...STAR, ['Access-Control-Allow-Headers', 'content-type'], LONG],
    [
      { method: 'POST', body: '{}', headers: [['Content-Type', 'application/json']] },
      { method: 'POST', body: 'x' },
    ],
  ),
  sequence('an answer with status 200 is kept too', [{ status: 200, headers: LISTED }], [PUT, PUT]),
  sequence(
    'max-age of the second answer',
    [{ headers: [...STAR, METHODS, ['Access-Control-Max-Age', '0']] }, { headers: LISTED }],
    [PUT, PUT, PUT],
  ),
]

const modes = (['default', 'no-store', 'reload', 'no-cache', 'force-cache'] as const).map((cache) =>
  sequence(`the second with cache ${cache}`, LISTED, [PUT, { ...PUT, cache }, PUT]),
)

export const preflightCache: readonly Scenario[] = [...ages, ...sequences, ...modes]
