import type { OriginName, PageName } from './pages.js'
import type { Init, Reply, Scenario } from './scenario.js'

const GROUP = 'cookies'

function allow(origin: string): NonNullable<Reply['headers']> {
  return [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Allow-Credentials', 'true'],
  ]
}

/** Sets cookies at one server, then asks another of the same or another site. */
function cookie(
  name: string,
  page: PageName,
  at: OriginName,
  lines: readonly string[],
  more: {
    readonly set?: Init
    readonly ask?: Init
    readonly askAt?: OriginName
    readonly headers?: NonNullable<Reply['headers']>
  } = {},
): Scenario {
  const { set = { credentials: 'include' }, ask = { credentials: 'include' }, askAt = at } = more
  const headers = more.headers ?? allow(`{${page}}`)
  return {
    group: GROUP,
    name,
    page,
    routes: {
      [`${at}/set`]: {
        '*': { headers: [...headers, ...lines.map((line) => ['Set-Cookie', line] as const)] },
      },
      [`${askAt}/ask`]: {
        OPTIONS: { status: 204, headers: [...headers, ['Access-Control-Allow-Methods', 'PUT']] },
        '*': { headers },
      },
    },
    steps: [
      { fetch: `${at}/set`, init: set },
      { fetch: `${askAt}/ask`, init: ask },
    ],
  }
}

const LINES = [
  'a=1',
  'a=1; SameSite=Lax',
  'a=1; SameSite=Strict',
  'a=1; SameSite=None',
  'a=1; SameSite=None; Secure',
  'a=1; Secure',
  'a=1; SameSite=bogus',
  'a=1; samesite=NONE; secure',
  'a=1; HttpOnly',
  'a=1; Max-Age=0',
  'a=1; Path=/elsewhere',
  'a=1; Domain=example.org',
] as const

const sameOrigin = LINES.map((line) => cookie(`to the page's own origin: ${line}`, 'A', 'A', [line]))
const sameSite = LINES.map((line) => cookie(`same site, another port: ${line}`, 'A', 'B', [line]))
const sameSiteName = LINES.slice(0, 8).map((line) =>
  cookie(`same site, another name: ${line}`, 'app', 'www', [line]),
)
const crossSite = LINES.slice(0, 8).map((line) => cookie(`cross-site, http: ${line}`, 'app', 'api', [line]))
const crossSiteSecure = LINES.slice(0, 8).map((line) =>
  cookie(`cross-site, https: ${line}`, 'SA', 'SC', [line]),
)
const sameSiteSecure = LINES.slice(0, 8).map((line) =>
  cookie(`same site, https: ${line}`, 'SA', 'SB', [line]),
)

const REFUSED: NonNullable<Reply['headers']> = []
const OMIT: Init = { credentials: 'omit' }
const DEFAULT: Init = {}

export const cookies: readonly Scenario[] = [
  ...sameOrigin,
  ...sameSite,
  ...sameSiteName,
  ...crossSite,
  ...crossSiteSecure,
  ...sameSiteSecure,
  cookie('kept although the CORS check fails', 'A', 'B', ['a=1'], { headers: REFUSED }),
  cookie('not kept under omit', 'A', 'B', ['a=1'], { set: OMIT }),
  cookie('not kept from another origin by default', 'A', 'B', ['a=1'], { set: DEFAULT }),
  cookie('not sent to another origin by default', 'A', 'B', ['a=1'], { ask: DEFAULT }),
  cookie('not sent under omit', 'A', 'B', ['a=1'], { ask: OMIT }),
  cookie('own origin: sent by default', 'A', 'A', ['a=1'], { set: DEFAULT, ask: DEFAULT }),
  cookie('own origin: not sent under omit', 'A', 'A', ['a=1'], { ask: OMIT }),
  cookie('own origin: not kept under omit', 'A', 'A', ['a=1'], { set: OMIT }),
  cookie('two of them', 'A', 'B', ['a=1', 'b=2']),
  cookie('the later one counts', 'A', 'B', ['a=1', 'a=2']),
  cookie('shared by the ports of a host', 'A', 'A', ['a=1'], { askAt: 'B' }),
  cookie('no-cors sends and keeps them', 'A', 'B', ['a=1'], {
    set: { mode: 'no-cors' },
    ask: { mode: 'no-cors' },
  }),
  cookie('no-cors with include', 'A', 'B', ['a=1'], {
    set: { mode: 'no-cors', credentials: 'include' },
    ask: { mode: 'no-cors', credentials: 'include' },
  }),
  cookie('never on the preflight', 'A', 'B', ['a=1'], { ask: { credentials: 'include', method: 'PUT' } }),
  cookie('kept of another host name', 'A', 'L', ['a=1']),
  cookie('kept of another host name, SameSite=None and Secure', 'A', 'L', ['a=1; SameSite=None; Secure']),
  {
    group: GROUP,
    name: 'kept of a redirect',
    routes: {
      'B/r': {
        '*': { status: 302, headers: [...allow('{A}'), ['Location', '{B/ask}'], ['Set-Cookie', 'a=1']] },
      },
      'B/ask': { '*': { headers: allow('{A}') } },
    },
    steps: [{ fetch: 'B/r', init: { credentials: 'include' } }],
  },
  {
    group: GROUP,
    name: 'not kept of a preflight',
    routes: {
      'B/x': {
        OPTIONS: {
          status: 204,
          headers: [...allow('{A}'), ['Access-Control-Allow-Methods', 'PUT'], ['Set-Cookie', 'a=1']],
        },
        '*': { headers: allow('{A}') },
      },
    },
    steps: [{ fetch: 'B/x', init: { method: 'PUT', credentials: 'include' } }],
  },
  ...(['sandbox', 'data'] as const).flatMap((page) =>
    ['a=1', 'a=1; SameSite=Lax', 'a=1; SameSite=Strict'].map((line) =>
      cookie(`of a page of opaque origin: ${line}, ${page}`, page, 'B', [line], { headers: allow('null') }),
    ),
  ),
]
