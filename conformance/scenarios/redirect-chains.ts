import type { Init, Reply, Route, Scenario } from './scenario.js'
import { PUT_AND_PATCH, STAR } from './shapes.js'
import type { OriginName, PageName } from './pages.js'

type Headers = NonNullable<Reply['headers']>

/** Servers that redirect from one to the next, `A/0` to `B/1`; the first one's redirect may have further headers. */
function chain(
  origins: readonly OriginName[],
  statuses: readonly number[],
  first: Headers = [],
): Scenario['routes'] {
  return Object.fromEntries(
    origins.map((origin, index): readonly [string, Route] => {
      const next = origins[index + 1]
      const further = index === 0 ? first : []
      const location: Headers = next === undefined ? [] : [['Location', `{${next}/${index + 1}}`]]
      const status = next === undefined ? 200 : statuses[index]!
      const reply: Reply = { status, headers: [...PUT_AND_PATCH, ...location, ...further], body: 'hello' }
      return [`${origin}/${index}`, { OPTIONS: { headers: PUT_AND_PATCH }, '*': reply }]
    }),
  )
}

/** What becomes of the headers of a body that a redirect has dropped. */
const bodyHeaders = (
  [
    ['POST', 'AAA', [301, 302]],
    ['POST', 'AAA', [301, 307]],
    ['POST', 'AAA', [303, 303]],
    ['POST', 'AAAA', [303, 307, 301]],
    ['POST', 'AAB', [301, 301]],
    ['POST', 'AABB', [301, 303, 307]],
    ['POST', 'ABB', [303, 301]],
    ['POST', 'ABA', [301, 301]],
    ['PATCH', 'AAA', [303, 301]],
    ['PATCH', 'ABB', [303, 301]],
    ['PATCH', 'BBB', [303, 303]],
    ['GET', 'AAA', [303, 301]],
    ['POST', 'AAA', [302, 308], 'no-cors'],
    ['POST', 'AAB', [302, 308], 'no-cors'],
    ['POST', 'ABC', [302, 308], 'no-cors'],
    ['POST', 'BCA', [302, 308], 'no-cors'],
    ['POST', 'ABBB', [302, 307, 308], 'no-cors'],
  ] as const
).map(([method, origins, statuses, ...others]): Scenario => {
  const [mode = 'cors'] = others
  const body = method === 'GET' ? {} : { body: 'x' }
  const headers = [['Content-Type', 'text/plain'], ['Content-Language', 'de']] as const // prettier-ignore
  return {
    group: 'redirects',
    name: `the type of a ${method} from ${origins.split('').join(' to ')} by ${statuses.join(' and ')}${mode === 'cors' ? '' : `, ${mode}`}`,
    routes: chain(origins.split('') as OriginName[], statuses),
    steps: [{ fetch: `${origins[0]}/0`, init: { method, mode, headers, ...body } }],
  }
})

/** What is asked for once a redirect has dropped a typed body, beside other names. */
const besideTypedBody = (
  [
    ['X-Name', '1'],
    ['Content-Language', '"de"'],
  ] as const
).map((header): Scenario => {
  const body = { kind: 'blob', type: 'application/json' } as const
  return {
    group: 'redirects',
    name: `a typed blob, BC, beside ${header.join(': ')}`,
    routes: chain(['B', 'C'], [303]),
    steps: [{ fetch: 'B/0', init: { method: 'POST', headers: [header], body } }],
  }
})

/** Back to the page's own origin from another site. */
const backAgain = (
  ['', 'unsafe-url', 'origin-when-cross-origin', 'strict-origin-when-cross-origin'] as const
).flatMap((referrerPolicy) =>
  (['none', 'unsafe-url', 'origin-when-cross-origin', 'same-origin'] as const).map((told): Scenario => {
    const first: Headers = told === 'none' ? [] : [['Referrer-Policy', told]]
    return {
      group: 'referrers and fetch metadata',
      name: `back from another site under ${JSON.stringify(referrerPolicy)}, which says ${told}`,
      page: 'L',
      routes: chain(['www', 'L'], [307], first),
      steps: [{ fetch: 'www/0', init: { referrerPolicy } }],
    }
  }),
)

/** Where a Location leads that is no URL, and what of it is seen first. */
const nowhere = (['//', 'http://[::1', ''] as const).flatMap((location) =>
  (
    [
      ['B', {}],
      ['B', { method: 'PUT' }],
      ['B', { redirect: 'manual' }],
      ['B', { redirect: 'error' }],
      ['A', { redirect: 'manual' }],
      ['A', { redirect: 'error' }],
    ] as const
  ).map(([server, init]: readonly [OriginName, Init]): Scenario => ({
    group: 'redirects',
    name: `location: ${JSON.stringify(location)} at ${server}, not shared, ${JSON.stringify(init)}`,
    routes: {
      [`${server}/0`]: {
        OPTIONS: { headers: PUT_AND_PATCH },
        '*': { status: 307, headers: [['Location', location]] },
      },
    },
    steps: [{ fetch: `${server}/0`, init }],
  })),
)

/** What a preflight is answered with that redirects. */
const ofPreflights = (['B/9', 'L/9', 'A/9'] as const).flatMap((target) =>
  (['{A}', '*'] as const).map((allowed): Scenario => {
    const headers: Headers = [['Access-Control-Allow-Origin', allowed], ['Location', `{${target}}`]] // prettier-ignore
    return {
      group: 'preflight response',
      name: `a redirect to ${target}, shared with ${allowed}`,
      routes: { 'L/1': { OPTIONS: { status: 307, headers } } },
      steps: [{ fetch: 'L/1', init: { method: 'PUT' } }],
    }
  }),
)

/** From https to http. */
const mixedUnshared: readonly Scenario[] = (['SA', 'SC'] as const).map((first) => ({
  group: 'https',
  name: `mixed content: ${first} redirects to app, not shared`,
  page: 'SA',
  routes: { [`${first}/0`]: { '*': { status: 302, headers: [['Location', '{app/1}']] } } },
  steps: [{ fetch: `${first}/0` }, { fetch: `${first}/0`, init: { mode: 'same-origin' } }],
}))
const mixedWithUserInfo: Scenario = {
  group: 'https',
  name: 'mixed content: with user name and password',
  page: 'SA',
  routes: { 'SA/0': { '*': { status: 302, headers: [...STAR, ['Location', '{user:pw@A/1}']] } } },
  steps: [{ fetch: 'SA/0', init: { mode: 'no-cors' } }, { fetch: 'SA/0' }],
}
const downgraded: Scenario = {
  group: 'referrers and fetch metadata',
  name: 'to https again, from another site by http',
  page: 'SA',
  routes: chain(['L', 'SB'], [307]),
  steps: (['unsafe-url', 'origin-when-cross-origin', 'no-referrer-when-downgrade'] as const).map(
    (referrerPolicy) => ({
      fetch: 'L/0',
      init: { referrerPolicy },
    }),
  ),
}
const mixed = (['SA', 'SC'] as const).flatMap((first) =>
  (['app', 'L'] as const).flatMap((last) =>
    ([{}, { method: 'PUT' }, { mode: 'no-cors' }] as const).map((init): Scenario => ({
      group: 'https',
      name: `mixed content: ${first} redirects to ${last}, ${JSON.stringify(init)}`,
      page: 'SA' satisfies PageName,
      routes: chain([first, last], [307]),
      steps: [{ fetch: `${first}/0`, init }],
    })),
  ),
)

const one = (name: string, location: string, fetch = 'B/0'): Scenario => ({
  group: 'redirects',
  name,
  routes: {
    'B/0': { '*': { status: 302, headers: [...STAR, ['Location', location]] } },
    'C/1': { '*': { headers: STAR, body: 'hello' } },
  },
  steps: [{ fetch }],
})

/** Bodies without CORS that a redirect leaves behind, and what a 303 makes of DELETE. */
const leftBehind = [
  ...(['omit', 'same-origin', 'include'] as const).flatMap((credentials) =>
    (
      [
        [
          ['A', 'B', 'www'],
          [302, 307],
        ],
        [
          ['A', 'A', 'B', 'C'],
          [302, 301, 307],
        ],
      ] as const
    ).map(([origins, statuses]): Scenario => ({
      group: 'redirects',
      name: `a POST without CORS, credentials ${credentials}, ${origins.join(' to ')} by ${statuses.join(' and ')}`,
      routes: chain(origins, [...statuses]),
      steps: [
        { fetch: `${origins[0]}/0`, init: { method: 'POST', mode: 'no-cors', body: 'x', credentials } },
      ],
    })),
  ),
  ...(['A', 'B'] as const).map((first): Scenario => ({
    group: 'redirects',
    name: `a DELETE with a type, ${first} to C by 303, and on by 307`,
    routes: {
      [`${first}/0`]: {
        OPTIONS: { headers: [...PUT_AND_PATCH, ['Access-Control-Allow-Methods', 'DELETE']] },
        '*': { status: 303, headers: [...STAR, ['Location', '{C/1}']] },
      },
      'C/1': { '*': { status: 307, headers: [...STAR, ['Location', '{C/2}']] } },
      'C/2': { '*': { headers: STAR, body: 'hello' } },
    },
    steps: [{ fetch: `${first}/0`, init: { method: 'DELETE', headers: [['Content-Type', 'text/plain']] } }],
  })),
]

/** To itself, for ever. */
const withoutEnd = (
  [
    ['A', 'A', { keepalive: true }],
    ['A', 'B', { keepalive: true, mode: 'no-cors' }],
    ['A', 'B', {}],
    ['sandbox', 'B', { method: 'PUT' }],
    ['data', 'B', { method: 'PUT' }],
  ] as const
).map(([page, server, init]): Scenario => ({
  group: 'redirects',
  name: `without end, ${page} to ${server}, ${JSON.stringify(init)}`,
  page,
  routes: {
    [`${server}/0`]: {
      OPTIONS: { headers: PUT_AND_PATCH },
      '*': { status: 307, headers: [...STAR, ['Location', '?1']] },
    },
  },
  steps: [{ fetch: `${server}/0`, init }],
}))

/** What a request without CORS says of its origin. */
const withoutCors = (
  [
    ['A', ['A', 'B'], 308, { referrerPolicy: 'same-origin' }],
    ['A', ['A', 'A'], 301, { referrerPolicy: 'origin' }],
    ['A', ['SC', 'SB', 'SB'], 308, {}],
    ['SC', ['A'], 200, { referrerPolicy: 'unsafe-url' }],
    ['SC', ['A'], 200, { referrerPolicy: 'origin-when-cross-origin' }],
    ['A', ['A', 'B', 'C'], 307, { referrerPolicy: 'no-referrer' }],
    ['A', ['A', 'app'], 307, { referrer: '' }],
    ['A', ['B', 'C'], 307, { referrerPolicy: 'no-referrer' }],
  ] as const
).flatMap(([page, origins, status, init]) =>
  (['none', 'no-referrer'] as const).map((told): Scenario => {
    const first: Headers = told === 'none' ? [] : [['Referrer-Policy', told]]
    return {
      group: 'referrers and fetch metadata',
      name: `a POST without CORS, ${page} to ${origins.join(' to ')} by ${status}, ${JSON.stringify(init)}, which says ${told}`,
      page,
      routes: chain(origins, [status, 302], first),
      steps: [{ fetch: `${origins[0]}/0`, init: { method: 'POST', mode: 'no-cors', ...init } }],
    }
  }),
)

export const redirectChains: readonly Scenario[] = [
  ...leftBehind,
  ...withoutEnd,
  ...withoutCors,
  ...bodyHeaders,
  ...besideTypedBody,
  ...backAgain,
  ...nowhere,
  ...mixed,
  ...ofPreflights,
  ...mixedUnshared,
  mixedWithUserInfo,
  downgraded,
  one('credentials in the target, and the URL had a fragment', '{user:pw@C/1}', 'B/0#2'),
  one('credentials in the target, which has a fragment', '{user:pw@C/1}#1', 'B/0#2'),
  ...(['before', 'after'] as const).map((when): Scenario => {
    const lines: Headers = [['Location', '{C/1}'], ['Location', '']] // prettier-ignore
    return {
      group: 'redirects',
      name: `two Location lines, an empty one ${when} the other`,
      routes: {
        'B/0': {
          '*': { status: 302, headers: [...STAR, ...(when === 'after' ? lines : lines.toReversed())] },
        },
        'C/1': { '*': { headers: STAR } },
      },
      steps: [{ fetch: 'B/0' }],
    }
  }),
]
