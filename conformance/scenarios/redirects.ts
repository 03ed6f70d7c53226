import type { Init, Reply, Scenario, Step } from './scenario.js'
import { ALLOW_ALL, CREDENTIALED, STAR } from './shapes.js'

const GROUP = 'redirects'

type Headers = NonNullable<Reply['headers']>

/** A chain of addresses: each but the last sends to the next. */
function chain(
  name: string,
  addresses: readonly string[],
  options: {
    readonly status?: number
    readonly init?: Init
    /** Of each answer, in the order of the addresses; the last of the list stays. */
    readonly headers?: readonly Headers[]
    readonly locations?: readonly string[]
    readonly page?: Scenario['page']
  } = {},
): Scenario {
  const { status = 302, init, headers = [STAR], locations = [], page } = options
  const routes = addresses.map((address, index) => {
    const own = headers[Math.min(index, headers.length - 1)]!
    const next = addresses[index + 1]
    const location = locations[index] ?? (next === undefined ? undefined : `{${next}}`)
    const reply: Reply =
      location === undefined
        ? { headers: own, body: 'end' }
        : { status, headers: [...own, ['Location', location]] }
    const preflight: Headers =
      own === STAR
        ? ALLOW_ALL
        : [
            ...own,
            ['Access-Control-Allow-Methods', 'PUT'],
            ['Access-Control-Allow-Headers', 'x-a,authorization,content-type'],
          ]
    return [address, { OPTIONS: { status: 204, headers: preflight }, '*': reply }] as const
  })
  const step: Step = init === undefined ? { fetch: addresses[0]! } : { fetch: addresses[0]!, init }
  return {
    group: GROUP,
    name,
    ...(page === undefined ? {} : { page }),
    routes: Object.fromEntries(routes),
    steps: [step],
  }
}

const STATUSES = [300, 301, 302, 303, 304, 305, 306, 307, 308] as const
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'] as const

/** Where it goes, by origin. */
const PATHS = [
  'A A',
  'A B',
  'B A',
  'B B',
  'B C',
  'A A B',
  'A B A',
  'A B B',
  'A B C',
  'B B A',
  'B A B',
  'B C B',
  'B B B',
] as const
const ORIGIN: Headers = [['Access-Control-Allow-Origin', '{A}']]
const NULL: Headers = [['Access-Control-Allow-Origin', 'null']]
const NONE: Headers = []

const addressesOf = (path: string): string[] => path.split(' ').map((origin, index) => `${origin}/${index}`)
const JSON_POST: Init = { method: 'POST', body: '{}', headers: [['Content-Type', 'application/json']] }

const paths = PATHS.flatMap((path) => [
  chain(`${path} under *`, addressesOf(path)),
  chain(`${path} under the page's origin`, addressesOf(path), { headers: [ORIGIN] }),
  chain(`${path} under null`, addressesOf(path), { headers: [NULL] }),
  chain(`${path} under *, then null at the end`, addressesOf(path), {
    headers: [
      ...path
        .split(' ')
        .slice(1)
        .map(() => STAR),
      NULL,
    ],
  }),
  chain(`${path}, nothing but the last is shared`, addressesOf(path), {
    headers: [
      ...path
        .split(' ')
        .slice(1)
        .map(() => NONE),
      STAR,
    ],
  }),
  chain(`${path}, PUT 307`, addressesOf(path), { status: 307, init: { method: 'PUT' } }),
  chain(`${path}, X-A`, addressesOf(path), { init: { headers: [['X-A', '1']] } }),
  chain(`${path}, Authorization`, addressesOf(path), { init: { headers: [['Authorization', 'x']] } }),
  chain(`${path}, included credentials`, addressesOf(path), {
    headers: [CREDENTIALED],
    init: { credentials: 'include' },
  }),
  chain(`${path}, no-cors`, addressesOf(path), { headers: [NONE], init: { mode: 'no-cors' } }),
  chain(`${path}, no-cors POST 307`, addressesOf(path), {
    status: 307,
    headers: [NONE],
    init: { mode: 'no-cors', method: 'POST', body: 'x' },
  }),
  chain(`${path}, POST 307`, addressesOf(path), { status: 307, init: { method: 'POST', body: 'x' } }),
  chain(`${path}, POST of JSON 303`, addressesOf(path), { status: 303, init: JSON_POST }),
  chain(`${path}, mode same-origin`, addressesOf(path), { init: { mode: 'same-origin' } }),
])

const statuses = STATUSES.flatMap((status) =>
  METHODS.map((method) => {
    const body = method === 'POST' || method === 'PUT' ? { body: 'x' } : {}
    return chain(`${method} ${status}`, ['B/0', 'B/1'], { status, init: { method, ...body } })
  }),
)

const locations: readonly (readonly [name: string, location: string])[] = [
  ['relative', '1'],
  ['absolute path', './1'],
  ['with a fragment', '{B/1}#there'],
  ['empty', ''],
  ['no URL', 'http://['],
  ['data:', 'data:text/plain,{id}'],
  ['about:blank', 'about:blank#{id}'],
  ['file:', 'file:///{id}'],
  ['ftp:', 'ftp://127.0.0.1/{id}'],
  ['blob:', 'blob:{A}/{id}'],
  ['mailto:', 'mailto:{id}@b'],
  ['bad port', 'http://127.0.0.1:6666/{id}'],
  ['itself', '{B/0}'],
  ['spaces around', '  {B/1}  '],
  ['a backslash', '\\{id}\\1'],
]

const USERINFO = ['user:pw', 'user', ':pw', '', ':'] as const
const userinfo = USERINFO.flatMap((info) =>
  (['B B', 'A A', 'A B', 'B A', 'B C'] as const).map((path) =>
    chain(`${path} with user info ${JSON.stringify(info)}`, addressesOf(path), {
      locations: [`{${info}@${path.slice(-1)}/1}`],
    }),
  ),
)

const long = (count: number): string[] => Array.from({ length: count + 1 }, (_, index) => `B/${index}`)

const modes = (['manual', 'error'] as const).flatMap((redirect) => [
  chain(`${redirect}: own origin`, ['A/0', 'A/1'], { init: { redirect } }),
  chain(`${redirect}: another origin under *`, ['B/0', 'B/1'], { init: { redirect } }),
  chain(`${redirect}: another origin, not shared`, ['B/0', 'B/1'], { headers: [NONE], init: { redirect } }),
  chain(`${redirect}: no redirect`, ['B/0'], { init: { redirect } }),
  chain(`${redirect}: PUT`, ['B/0', 'B/1'], { init: { redirect, method: 'PUT' } }),
  chain(`${redirect}: no-cors to another origin`, ['B/0', 'B/1'], { init: { redirect, mode: 'no-cors' } }),
  chain(`${redirect}: no-cors to the own origin`, ['A/0', 'A/1'], { init: { redirect, mode: 'no-cors' } }),
])

/** In WebKit the page's process has a say of its own about redirects by others, once the next preflight has passed. */
const ANSWERS: Readonly<Record<string, Headers>> = {
  '*': STAR,
  'the origin': ORIGIN,
  'the origin and credentials': CREDENTIALED,
  null: NULL,
  'null and credentials': [...NULL, ['Access-Control-Allow-Credentials', 'true']],
  nothing: NONE,
}
const checkedLate = (['A/0 B/1 A/2', 'A/0 B/1 B/2', 'A/0 B/1 C/2'] as const).flatMap((path) =>
  (['*', 'the origin', 'the origin and credentials'] as const).flatMap((redirect) =>
    (['*', 'null', 'null and credentials', 'nothing'] as const).map((next): Scenario => {
      const [first, second, third] = path.split(' ') as [string, string, string]
      const methods = ['Access-Control-Allow-Methods', 'PUT'] as const
      const to = (address: string): Reply => ({ status: 307, headers: [['Location', `{${address}}`]] })
      return {
        group: GROUP,
        name: `${path}, PUT: the redirect allows ${redirect}, the next preflight ${next}`,
        routes: {
          [first]: { '*': to(second) },
          [second]: {
            OPTIONS: { status: 204, headers: [...STAR, methods] },
            '*': { ...to(third), headers: [...ANSWERS[redirect]!, ...to(third).headers!] },
          },
          [third]: {
            OPTIONS: { status: 204, headers: [...ANSWERS[next]!, methods] },
            '*': { headers: ANSWERS[next]! },
          },
        },
        steps: [{ fetch: first, init: { method: 'PUT' } }],
      }
    }),
  ),
)

export const redirects: readonly Scenario[] = [
  ...statuses,
  ...paths,
  ...locations.map(([name, location]) =>
    chain(`location: ${name}`, ['B/0', 'B/1'], { locations: [location] }),
  ),
  ...userinfo,
  ...modes,
  chain('twenty are followed', long(20)),
  chain('twenty-one are not', long(21)),
  chain(
    'twenty of the own origin',
    long(20).map((address) => address.replace('B', 'A')),
  ),
  chain(
    'twenty-one of the own origin',
    long(21).map((address) => address.replace('B', 'A')),
  ),
  chain('the fragment is inherited', ['B/0', 'B/1'], { init: {} }),
  chain('a referrer policy on the way: no-referrer', ['B/0', 'C/1'], {
    headers: [[...STAR, ['Referrer-Policy', 'no-referrer']], STAR],
  }),
  chain('a referrer policy on the way: unsafe-url', ['B/0', 'C/1'], {
    headers: [[...STAR, ['Referrer-Policy', 'unsafe-url']], STAR],
  }),
  chain('exposed headers on the way do not count', ['B/0', 'B/1'], {
    headers: [
      [...STAR, ['Access-Control-Expose-Headers', 'x-r']],
      [...STAR, ['X-R', '1']],
    ],
  }),
  {
    group: GROUP,
    name: 'two Location lines, equal',
    routes: {
      'B/0': { '*': { status: 302, headers: [...STAR, ['Location', '{B/1}'], ['Location', '{B/1}']] } },
      'B/1': { '*': { headers: STAR } },
    },
    steps: [{ fetch: 'B/0' }],
  },
  {
    group: GROUP,
    name: 'two Location lines, different',
    routes: {
      'B/0': { '*': { status: 302, headers: [...STAR, ['Location', '{B/1}'], ['Location', '{B/2}']] } },
      'B/1': { '*': { headers: STAR } },
      'B/2': { '*': { headers: STAR } },
    },
    steps: [{ fetch: 'B/0' }],
  },
  ...['SB SB', 'SA SB', 'SB SA', 'SB SC', 'SC SC', 'SA SC SA'].map((path) =>
    chain(`https: ${path}`, addressesOf(path), { page: 'SA' }),
  ),
  chain('A B with user info, X-A', ['A/0', 'B/1'], {
    locations: ['{me:pw@B/1}'],
    init: { headers: [['X-A', '1']] },
  }),
  ...USERINFO.slice(0, 1).flatMap((info) =>
    (['B B', 'A A', 'A B', 'B A'] as const).map((path) =>
      chain(`no-cors: ${path} with user info`, addressesOf(path), {
        locations: [`{${info}@${path.slice(-1)}/1}`],
        init: { mode: 'no-cors' },
      }),
    ),
  ),
  ...checkedLate,
  {
    group: GROUP,
    name: 'to a server whose preflight is not shared',
    routes: {
      'B/0': {
        OPTIONS: { status: 204, headers: ALLOW_ALL },
        '*': { status: 307, headers: [...STAR, ['Location', '{C/1}']] },
      },
      'C/1': { OPTIONS: { status: 204 }, '*': { headers: STAR } },
    },
    steps: [{ fetch: 'B/0', init: { method: 'PUT' } }],
  },
  {
    group: GROUP,
    name: 'a status of redirects without Location',
    routes: { 'B/0': { '*': { status: 302, headers: STAR, body: 'here' } } },
    steps: [{ fetch: 'B/0' }],
  },
  chain('twice to another site and back: L', ['L/0', 'B/1']),
  chain('from the own origin to another site', ['A/0', 'L/1']),
  chain('same site, then another', ['B/0', 'L/1', 'B/2']),
]
