import type { OriginName, PageName } from './pages.js'
import type { Init, Reply, Scenario } from './scenario.js'

const GROUP = 'third-party cookies'

type Headers = NonNullable<Reply['headers']>

const INCLUDE: Init = { credentials: 'include' }

/** Allows every page under test that may ask with credentials. */
function allow(origin: string): Headers {
  return [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Allow-Credentials', 'true'],
  ]
}

const LINES = [
  'a=1; SameSite=None; Secure',
  'a=1; SameSite=None; Secure; Partitioned',
  'a=1; Partitioned',
  'a=1; SameSite=None; Secure; HttpOnly',
  'a=1; SameSite=Lax; Secure',
  'a=1',
] as const

/** A server sets a cookie and is asked again, by a page whose origin is SA. */
function setAndAsked(name: string, line: string, at: OriginName, page: PageName = 'SA'): Scenario {
  return {
    group: GROUP,
    name: `${name}: ${line}`,
    page,
    routes: {
      [`${at}/set`]: { '*': { headers: [...allow('{SA}'), ['Set-Cookie', line]] } },
      [`${at}/ask`]: { '*': { headers: allow('{SA}') } },
    },
    steps: [
      { fetch: `${at}/set`, init: INCLUDE },
      { fetch: `${at}/ask`, init: INCLUDE },
    ],
  }
}

const ofThirdParty = LINES.map((line) => setAndAsked('set by a third party', line, 'SC'))

/** Sets a cookie as the page's own, and then meets it, or not, on a page of another site. */
function metAgain(
  name: string,
  line: string,
  first: { readonly page: PageName; readonly at: OriginName },
  then: { readonly page: PageName; readonly at: OriginName; readonly origin: string },
  init = INCLUDE,
): Scenario {
  return {
    group: GROUP,
    name,
    before: { page: first.page, steps: [{ fetch: `${first.at}/set`, init: INCLUDE }] },
    page: then.page,
    routes: {
      [`${first.at}/set`]: { '*': { headers: [['Set-Cookie', line]] } },
      [`${then.at}/ask`]: { '*': { headers: allow(then.origin) } },
    },
    steps: [{ fetch: `${then.at}/ask`, init }],
  }
}

const ATTRIBUTES = ['SameSite=None; Secure', 'SameSite=Lax; Secure', 'SameSite=Strict; Secure', 'Secure', 'SameSite=None; Secure; Partitioned'] as const // prettier-ignore

const firstParty = ATTRIBUTES.flatMap((attributes) => [
  metAgain(
    `set by a page of its own, met on another site: ${attributes}`,
    `a=1; ${attributes}`,
    { page: 'SC', at: 'SC' },
    { page: 'SA', at: 'SC', origin: '{SA}' },
  ),
  metAgain(
    `set by a page of its own, met on another site in mode no-cors: ${attributes}`,
    `a=1; ${attributes}`,
    { page: 'SC', at: 'SC' },
    { page: 'SA', at: 'SC', origin: '{SA}' },
    { mode: 'no-cors', credentials: 'include' },
  ),
  metAgain(
    `set by a page of its own, met in a frame of it on another site: ${attributes}`,
    `a=1; ${attributes}`,
    { page: 'SA', at: 'SA' },
    { page: 'framed', at: 'SA', origin: '{SA}' },
  ),
])

const FRAMED: readonly (readonly [name: string, at: OriginName])[] = [
  ['its own origin', 'SA'],
  ['the site around it', 'SC'],
]

const framed = FRAMED.flatMap(([name, at]) =>
  ['a=1; SameSite=None; Secure', 'a=1; SameSite=Lax; Secure', 'a=1'].map((line) =>
    setAndAsked(`a frame of another site, asking ${name}`, line, at, 'framed'),
  ),
)

export const thirdPartyCookies: readonly Scenario[] = [
  ...ofThirdParty,
  ...firstParty,
  ...framed,
  ...['a=1; SameSite=None; Secure', 'a=1'].map((line) =>
    setAndAsked('set by another host of the page’s site', line, 'SB'),
  ),
  metAgain(
    'set on one site, met on another, as a third party of both',
    'a=1; SameSite=None; Secure',
    { page: 'A', at: 'SC' },
    { page: 'SA', at: 'SC', origin: '{SA}' },
  ),
  {
    group: GROUP,
    name: 'an image of a third party',
    before: { page: 'SC', steps: [{ fetch: 'SC/set', init: INCLUDE }] },
    page: 'SA',
    routes: {
      'SC/set': { '*': { headers: [['Set-Cookie', 'a=1; SameSite=None; Secure']] } },
      'SC/i': { '*': { headers: [['Content-Type', 'image/png']], image: true } },
    },
    steps: [{ image: 'SC/i' }],
  },
  ...(['Lax', 'Strict'] as const).flatMap((sameSite) =>
    ([{ mode: 'no-cors' }, {}] as const).map((mode): Scenario => {
      const headers = [...allow('{SA}'), ['Location', '{SC/1}']] as const
      const back = [...allow('null'), ['Location', '{SB/2}']] as const
      return {
        group: GROUP,
        name: `SameSite=${sameSite}, set after a redirect by another site, ${JSON.stringify(mode)}`,
        page: 'SA',
        routes: {
          'SB/0': { '*': { status: 307, headers } },
          'SC/1': { '*': { status: 307, headers: back } },
          'SB/2': { '*': { headers: [...allow('null'), ['Set-Cookie', `a=1; SameSite=${sameSite}`]] } },
          'SB/3': { '*': { headers: [] } },
        },
        steps: [
          { fetch: 'SB/0', init: { ...INCLUDE, ...mode } },
          { fetch: 'SB/3', init: { ...INCLUDE, mode: 'no-cors' } },
        ],
      }
    }),
  ),
  ...([{ mode: 'no-cors' }, {}] as const).map((mode): Scenario => ({
    group: GROUP,
    name: `set by the page's host, after a redirect by another site, ${JSON.stringify(mode)}`,
    routes: {
      'L/0': { '*': { status: 307, headers: [...allow('{A}'), ['Location', '{B/1}']] } },
      'B/1': { '*': { headers: [['Set-Cookie', 'a=1']] } },
      'B/2': { '*': { headers: [] } },
    },
    steps: [
      { fetch: 'L/0', init: { ...INCLUDE, ...mode } },
      { fetch: 'B/2', init: { ...INCLUDE, mode: 'no-cors' } },
    ],
  })),
]
