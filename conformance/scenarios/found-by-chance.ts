import { createHash } from 'node:crypto'
import type { Init, Reply, Scenario } from './scenario.js'
import { STAR } from './shapes.js'

type Headers = NonNullable<Reply['headers']>

const PNG = ['Content-Type', 'image/png'] as const
const ALLOWED = ['Access-Control-Allow-Credentials', 'true'] as const
const NAMES: Headers = [['Access-Control-Allow-Headers', '*']]
const INTEGRITY = `sha256-${createHash('sha256').update('hello').digest('base64')}`

/** Preflights, whose answers have these headers. */
function preflights(
  group: Scenario['group'],
  name: string,
  headers: Headers,
  inits: readonly Init[],
  at = 'B/x',
): Scenario {
  return {
    group,
    name,
    routes: { [at]: { OPTIONS: { headers }, '*': { headers: STAR } } },
    steps: inits.map((init) => ({ fetch: at, init })),
  }
}

const PUT: Init = { method: 'PUT' }
const MINUTES: Headers = [...STAR, ['Access-Control-Allow-Methods', '*'], ['Access-Control-Max-Age', '600']]

/** What is kept of a preflight that is sent after a redirect. */
const afterRedirects = (
  [
    ['twice from B to C', ['B/0', 'B/0']],
    ['from B to C, then at C', ['B/0', 'C/1']],
    ['at C, then from B to C', ['C/1', 'B/0']],
  ] as const
).map(([name, asked]): Scenario => ({
  group: 'preflight cache',
  name: `redirected ${name}`,
  routes: {
    'B/0': { OPTIONS: { headers: MINUTES }, '*': { status: 307, headers: [...STAR, ['Location', '{C/1}']] } },
    'C/1': { OPTIONS: { headers: MINUTES }, '*': { headers: STAR } },
  },
  steps: asked.map((fetch) => ({ fetch, init: PUT })),
}))

/** The same of a frame whose origin is opaque, and so cannot be tainted. */
const ofFrames = (['sandbox', 'data'] as const).flatMap((page) =>
  afterRedirects.map((scenario): Scenario => ({ ...scenario, name: `${scenario.name}, ${page}`, page })),
)

const CREDENTIALED: Headers = [
  ['Access-Control-Allow-Origin', '{A}'],
  ['Access-Control-Allow-Credentials', 'true'],
]

const others: readonly Scenario[] = [
  {
    group: 'referrers and fetch metadata',
    name: 'unsafe-url to the same site by https',
    page: 'app',
    routes: { 'SA/0': { '*': { headers: STAR } } },
    steps: [{ fetch: 'SA/0', init: { referrerPolicy: 'unsafe-url' } }],
  },
  {
    group: 'cookies',
    name: 'set by a 407',
    routes: {
      'B/0': { '*': { status: 407, headers: [...CREDENTIALED, ['Set-Cookie', 'a=1']] } },
      'B/1': { '*': { headers: CREDENTIALED } },
    },
    steps: ['B/0', 'B/1'].map((fetch) => ({ fetch, init: { credentials: 'include' } })),
  },
  ...(['A', 'B'] as const).map((first): Scenario => ({
    group: 'cookies',
    name: `no-cors, by a redirect from ${first} to C`,
    routes: {
      [`${first}/0`]: { '*': { status: 302, headers: [['Location', '{C/1}']] } },
      'C/1': { '*': { headers: [['Set-Cookie', 'a=1']] } },
    },
    steps: [1, 2].map(() => ({ fetch: `${first}/0`, init: { mode: 'no-cors' } })),
  })),
  {
    group: 'modes',
    name: 'no-cors: a blob with a type that is not safelisted',
    routes: { 'B/0': { '*': { headers: [] } } },
    steps: [
      {
        fetch: 'B/0',
        init: { method: 'POST', mode: 'no-cors', body: { kind: 'blob', type: 'application/json', size: 3 } },
      },
    ],
  },
  {
    group: 'modes',
    name: 'same-origin: a stream to another origin',
    routes: { 'B/0': { '*': { headers: STAR } } },
    steps: [{ fetch: 'B/0', init: { method: 'POST', mode: 'same-origin', body: { kind: 'stream' } } }],
  },
]

/** A frame in a page of another site, whose server at the top redirects to another. */
const redirectedFrame: Scenario = {
  group: 'third-party cookies',
  name: 'a frame in a page of another site, redirected from that one',
  page: 'framed',
  routes: {
    'SC/0': {
      '*': {
        status: 308,
        headers: [
          ['Access-Control-Allow-Origin', '{SA}'],
          ['Access-Control-Allow-Credentials', 'true'],
          ['Location', '{SB/1}'],
        ],
      },
    },
    'SB/1': { '*': { headers: [] } },
  },
  steps: [{ fetch: 'SC/0', init: { credentials: 'include' } }],
}

const refusedNames = (['X-B', 'Range', 'If-None-Match', 'Accept-Language'] as const).map((second): Scenario =>
  preflights('preflight response', `the first of two names that are not allowed: ${second}, DPR`, STAR, [
    {
      headers: [
        [second, second === 'Range' ? 'bytes=5-2' : '"2"'],
        ['DPR', '"2"'],
      ],
    },
  ]),
)

/** A frame whose origin is opaque, in a page of the server's own site: its cookies are those of a third party. */
const storageAccess = (['sandbox', 'data'] as const).flatMap((page): readonly Scenario[] => [
  {
    group: 'third-party cookies',
    name: `a frame of opaque origin, ${page}`,
    page,
    routes: { 'A/x': { '*': { headers: [] } }, 'L/x': { '*': { headers: [] } } },
    steps: ['A/x', 'L/x'].map((fetch) => ({ fetch, init: { credentials: 'include' } })),
  },
  ...(['A/1', 'L/1', 'api/1'] as const).map((to): Scenario => ({
    group: 'third-party cookies',
    name: `a frame of opaque origin, ${page}, redirected from A to ${to}`,
    page,
    routes: {
      'A/0': { '*': { status: 307, headers: [['Location', `{${to}}`]] } },
      [to]: { '*': { headers: [] } },
    },
    steps: [{ fetch: 'A/0', init: { mode: 'no-cors', credentials: 'include' } }],
  })),
  {
    group: 'third-party cookies',
    name: `a frame of opaque origin, ${page}, an image`,
    page,
    routes: { 'B/i': { '*': { headers: [PNG], image: true } } },
    steps: [{ image: 'B/i' }],
  },
])

/** A chain from another site, of which a server of the page's own site sets a cookie on the way. */
const cookiesOfChains = (['a=1', 'a=1; SameSite=Strict'] as const).flatMap((cookie) =>
  (['image', 'no-cors', 'cors'] as const).map((how): Scenario => {
    const headers: Headers = [
      ['Access-Control-Allow-Origin', how === 'cors' ? 'null' : '*'],
      ['Access-Control-Allow-Credentials', 'true'],
    ]
    const to = (next: string, more: Headers = headers): Reply => ({
      status: 307,
      headers: [...more, ['Location', `{${next}}`]],
    })
    const first: Headers = [['Access-Control-Allow-Origin', '{A}'], headers[1]!]
    return {
      group: 'cookies',
      name: `kept of a redirect that another site has led to: ${cookie}, ${how}`,
      routes: {
        'L/0': { '*': to('B/1', first) },
        'B/1': { '*': to('B/2', [...headers, ['Set-Cookie', cookie]]) },
        'B/2': { '*': { headers: [...headers, PNG], image: true } },
      },
      steps: [
        how === 'image'
          ? { image: 'L/0' }
          : { fetch: 'L/0', init: { mode: how, credentials: 'include' as const } },
      ],
    }
  }),
)

/** Scenarios that random ones were shrunk to, and what they had shown to be wrong. */
export const foundByChance: readonly Scenario[] = [
  ...refusedNames,
  ...storageAccess,
  redirectedFrame,
  ...afterRedirects,
  ...ofFrames,
  ...others,
  ...cookiesOfChains,
  {
    group: 'third-party cookies',
    name: 'a preflight before a request with credentials',
    page: 'L',
    routes: { 'A/x': { OPTIONS: { headers: [] } } },
    steps: [{ fetch: 'A/x', init: { method: 'PUT', credentials: 'include' } }],
  },
  {
    group: 'images',
    name: 'redirected to another site and back to the own, without crossorigin',
    routes: {
      'www/i': { '*': { status: 302, headers: [['Location', '{C/i}']] } },
      'C/i': { '*': { headers: [PNG], image: true } },
    },
    steps: [{ image: 'www/i' }],
  },
  preflights(
    'preflight cache',
    'the first with cache no-store',
    [...STAR, ...NAMES],
    [{ headers: [['X-A', '1']], cache: 'no-store' }, { headers: [['X-B', '2']] }],
  ),
  preflights(
    'preflight response',
    'neither the method is allowed nor the list of names valid',
    [...STAR, ['Access-Control-Allow-Headers', 'x-a, x b']],
    [{ method: 'DELETE' }],
  ),
  ...(['A', 'app'] as const).flatMap((target): readonly Scenario[] => [
    {
      group: 'https',
      name: `mode same-origin to ${target}`,
      page: 'SA',
      routes: { [`${target}/x`]: { '*': { headers: [] } } },
      steps: [{ fetch: `${target}/x`, init: { mode: 'same-origin' } }],
    },
    {
      group: 'https',
      name: `no-cors to ${target}, manual`,
      page: 'SA',
      routes: { [`${target}/x`]: { '*': { headers: [] } } },
      steps: [{ fetch: `${target}/x`, init: { mode: 'no-cors', redirect: 'manual' } }],
    },
    {
      group: 'https',
      name: `to ${target} under unsafe-url`,
      page: 'SA',
      routes: { [`${target}/x`]: { '*': { headers: STAR } } },
      steps: [{ fetch: `${target}/x`, init: { referrerPolicy: 'unsafe-url' } }],
    },
  ]),
  ...([null, 'anonymous'] as const).map((crossOrigin): Scenario => ({
    group: 'referrers and fetch metadata',
    name: `an image of a sandboxed frame, from where its document is, crossorigin ${crossOrigin}`,
    page: 'sandbox',
    routes: { 'A/i': { '*': { headers: [...STAR, PNG], image: true } } },
    steps: [{ image: 'A/i', crossOrigin }],
  })),
  {
    group: 'integrity',
    name: 'of a redirect that is not followed',
    routes: { 'A/x': { '*': { status: 307, headers: [] } } },
    steps: [{ fetch: 'A/x', init: { redirect: 'manual', integrity: INTEGRITY } }],
  },
  {
    group: 'redirects',
    name: 'not shared, and the URL had a fragment',
    routes: { 'B/0': { '*': { status: 307, headers: [['Location', '{C/1}']] } } },
    steps: [{ fetch: 'B/0#2' }],
  },
  {
    group: 'bodies',
    name: 'keepalive, not shared',
    routes: { 'B/x': { '*': { headers: [] } } },
    steps: [{ fetch: 'B/x', init: { keepalive: true } }],
  },
  {
    group: 'bodies',
    name: 'keepalive, the preflight is not shared',
    routes: { 'B/x': { OPTIONS: { headers: [] } } },
    steps: [{ fetch: 'B/x', init: { keepalive: true, method: 'PUT' } }],
  },
  {
    group: 'referrers and fetch metadata',
    name: 'no referrer, and no CORS',
    routes: { 'A/x': { '*': { headers: STAR } }, 'B/x': { '*': { headers: STAR } } },
    steps: [
      { fetch: 'B/x', init: { method: 'POST', mode: 'no-cors', referrer: '' } },
      { fetch: 'A/x', init: { method: 'POST', mode: 'no-cors', referrer: '', referrerPolicy: 'unsafe-url' } },
      { fetch: 'A/x', init: { method: 'PUT', mode: 'same-origin', referrer: '' } },
      { fetch: 'A/x', init: { method: 'POST', referrer: '' } },
    ],
  },
  {
    group: 'credentials',
    name: 'two Allow-Credentials lines, one of them empty',
    routes: {
      'B/0': { '*': { headers: [['Access-Control-Allow-Origin', '{A}'], ALLOWED, [ALLOWED[0], '']] } },
      'B/1': { '*': { headers: [['Access-Control-Allow-Origin', '{A}'], [ALLOWED[0], ''], ALLOWED] } },
    },
    steps: [
      { fetch: 'B/0', init: { credentials: 'include' } },
      { fetch: 'B/1', init: { credentials: 'include' } },
    ],
  },
  preflights(
    'preflight cache',
    'two Max-Age lines, one of them empty',
    [
      ...STAR,
      ['Access-Control-Allow-Methods', '*'],
      ['Access-Control-Max-Age', '600'],
      ['Access-Control-Max-Age', ''],
    ],
    [PUT, PUT],
  ),
  ...(['sandbox', 'data'] as const).flatMap((page) =>
    (['sandbox', 'data'] as const).map((before): Scenario => {
      const put = { fetch: 'B/x', init: PUT }
      return {
        group: 'opaque origins',
        name: `a cached preflight of ${before}, then of ${page}`,
        page,
        before: { page: before, steps: [put] },
        routes: { 'B/x': { OPTIONS: { headers: MINUTES }, '*': { headers: STAR } } },
        steps: [put, put],
      }
    }),
  ),
  ...(['sandbox', 'data'] as const).map((page): Scenario => ({
    group: 'opaque origins',
    name: `Cross-Origin-Resource-Policy: same-site of localhost, ${page}`,
    page,
    routes: { 'L/x': { '*': { headers: [['Cross-Origin-Resource-Policy', 'same-site']] } } },
    steps: [{ fetch: 'L/x', init: { mode: 'no-cors' } }],
  })),
  ...(['AAB', 'ABB', 'BBB'] as const).map((way): Scenario => {
    const [first, second, last] = way.split('')
    const to = (next: string): Reply => ({
      status: 303,
      headers: [...MINUTES, ...NAMES, ['Location', `{${next}}`]],
    })
    return {
      group: 'redirects',
      name: `a typed blob, ${way}`,
      routes: {
        [`${first}/0`]: { OPTIONS: { headers: [...MINUTES, ...NAMES] }, '*': to(`${second}/1`) },
        [`${second}/1`]: { OPTIONS: { headers: [...MINUTES, ...NAMES] }, '*': to(`${last}/2`) },
        [`${last}/2`]: { OPTIONS: { headers: [...MINUTES, ...NAMES] }, '*': { headers: STAR } },
      },
      steps: [
        { fetch: `${first}/0`, init: { method: 'POST', body: { kind: 'blob', type: 'application/json' } } },
      ],
    }
  }),
  ...(['sandbox', 'data'] as const).map((page): Scenario => ({
    group: 'third-party cookies',
    name: `access to storage: a POST of ${page} becomes a GET`,
    page,
    routes: {
      'B/0': { '*': { status: 303, headers: [['Location', '{C/1}']] } },
      'C/1': { '*': { headers: STAR } },
    },
    steps: [{ fetch: 'B/0', init: { method: 'POST', mode: 'no-cors', credentials: 'include' } }],
  })),
  {
    group: 'third-party cookies',
    name: 'an image in a frame, redirected to the site at the top',
    page: 'framed',
    routes: {
      'SC/0': { '*': { status: 302, headers: [['Location', '{SB/1}']] } },
      'SB/1': { '*': { headers: [PNG], image: true } },
    },
    steps: [{ image: 'SC/0', crossOrigin: null }],
  },
  ...(['app', 'SA'] as const).map((page): Scenario => ({
    group: 'third-party cookies',
    name: `access to storage: ${page} asks SB, and with keepalive SC`,
    page,
    routes: { 'SB/x': { '*': { headers: STAR } }, 'SC/x': { '*': { headers: STAR } } },
    steps: [
      { fetch: 'SB/x', init: { credentials: 'include', mode: 'no-cors' } },
      { fetch: 'SC/x', init: { credentials: 'include', mode: 'no-cors', keepalive: true } },
    ],
  })),
  ...(['A', 'L'] as const).map((server): Scenario => ({
    group: 'https',
    name: `mixed content: an image of ${server}`,
    page: 'SA',
    routes: { [`${server}/i`]: { '*': { headers: [...STAR, PNG], image: true } } },
    steps: [{ image: `${server}/i`, crossOrigin: null }],
  })),
]
