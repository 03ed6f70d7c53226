import type { PageName } from './pages.js'
import type { Init, Reply, Scenario } from './scenario.js'
import { ALLOW_ALL, OPEN, STAR } from './shapes.js'

type Headers = NonNullable<Reply['headers']>

const ORIGIN = 'Access-Control-Allow-Origin'

/** Pages whose origin has to be written in a certain way, and how servers write it. */
const NAMES: readonly (readonly [page: PageName, value: string])[] = [
  ['six', '{six}'],
  ['six', 'http://[0:0:0:0:0:0:0:1]'],
  ['six', 'http://::1'],
  ['six', '{A}'],
  ['idn', '{idn}'],
  ['idn', 'http://b\u00c3\u00bccher.test'],
  ['idn', 'http://XN--BCHER-KVA.test'],
  ['app', '{app}'],
  ['app', 'http://app.test'],
  ['app', 'http://app.test.'],
  ['SA', '{SA}'],
  ['SA', '{app}'],
]

const names = NAMES.map(([page, value]): Scenario => {
  const target = page === 'SA' ? 'SC/x' : 'B/x'
  return {
    group: 'origins',
    name: `a page at ${page}, the server allows ${value}`,
    page,
    routes: { [target]: { '*': { headers: [[ORIGIN, value]], body: 'x' } } },
    steps: [{ fetch: target }],
  }
})

const PUT: Init = { method: 'PUT' }
const KEPT: Headers = [...ALLOW_ALL, ['Access-Control-Max-Age', '600']]

/** What a frame asks, and what is known of its preflights elsewhere. */
const framed: readonly Scenario[] = (['SA', 'SB', 'SC'] as const).flatMap((target) =>
  (
    [
      ['GET', {}],
      ['PUT', PUT],
      ['no-cors', { mode: 'no-cors' }],
      ['no-cors POST', { mode: 'no-cors', method: 'POST', body: 'x' }],
    ] as const
  ).map(([name, init]): Scenario => ({
    group: 'origins',
    name: `a frame in a page of another site: ${name} to ${target}`,
    page: 'framed',
    routes: { [`${target}/x`]: OPEN },
    steps: [{ fetch: `${target}/x`, init }],
  })),
)

/** One page asks, and then another: is the answer to the first one's preflight of use to the second? */
const SHARING: readonly (readonly [name: string, first: PageName, second: PageName, target: string])[] = [
  ['the same page twice', 'A', 'A', 'B/x'],
  ['a page of another origin', 'A', 'L', 'B/x'],
  ['a page of another site', 'A', 'app', 'B/x'],
  ['its own frame in another site', 'SA', 'framed', 'SB/x'],
  ['a frame in another site, then the page itself', 'framed', 'SA', 'SB/x'],
  ['a page with another policy', 'A', 'noReferrer', 'B/x'],
]

const sharing = SHARING.map(([name, first, second, target]): Scenario => ({
  group: 'preflight cache',
  name: `after another page's preflight: ${name}`,
  before: { page: first, steps: [{ fetch: target, init: PUT }] },
  page: second,
  routes: { [target]: { OPTIONS: { status: 204, headers: KEPT }, '*': { headers: STAR } } },
  steps: [{ fetch: target, init: PUT }],
}))

/** Pages with a referrer policy of their own. */
const policies = (['noReferrer', 'unsafeUrl'] as const).flatMap((page) =>
  (['A', 'B', 'L'] as const).map((target): Scenario => ({
    group: 'referrers and fetch metadata',
    name: `a page under ${page}, to ${target}`,
    page,
    routes: { [`${target}/x`]: OPEN },
    steps: [
      { fetch: `${target}/x` },
      { fetch: `${target}/x`, init: PUT },
      { fetch: `${target}/x`, init: { mode: 'no-cors', method: 'POST', body: 'x' } },
      { fetch: `${target}/x`, init: { referrerPolicy: 'origin' } },
    ],
  })),
)

export const framesAndNames: readonly Scenario[] = [...names, ...framed, ...sharing, ...policies]
