import { describe, expect, test } from 'vitest'
import { combineRepeated, createClient, createOpaqueOrigin, get, PROFILES, urlOrigin } from '../src/index.js'
import type { Header, ProfileName, WireRequest } from '../src/index.js'
import {
  A,
  allowOrigin,
  ask,
  B,
  C,
  chain,
  cookieStub,
  createContext,
  drive,
  generous,
  plus,
} from './drive.js'
import { sent, sentEach, verdict } from './drive.js'
import type { Ask, Driven, Reply } from './drive.js'

/** Differences found by running the engines, in the order standard, Chromium, Firefox, WebKit. */
type Row = readonly [
  says: string,
  expected: readonly [standard: unknown, chromium: unknown, firefox: unknown, webkit: unknown],
  observe: (profile: ProfileName) => unknown,
]

const NAMES = ['standard', 'chromium', 'firefox', 'webkit'] as const

const JSON_POST: Ask = {
  method: 'POST',
  headers: [['Content-Type', 'application/json']],
  body: { source: '{}', length: 2 },
}

/** Redirects through these URLs; each answer allows everything to everyone. */
function through(request: Ask, urls: readonly string[], profile: ProfileName, status = 302): Driven {
  return drive(ask({ url: urls[0]!, ...request }), chain(urls, { status }), { profile })
}

/** What a server answers that redirects to what is no URL. */
const NOWHERE: Reply = { status: 307, headers: [['Location', 'https://[']] }

const CREDENTIALS = 'Access-Control-Allow-Credentials'

function sandboxedFrame(): ReturnType<typeof createClient> {
  return createClient(new URL(`${A}/frame`), { origin: createOpaqueOrigin() })
}

/** A PUT of each of these, where preflights are kept for a minute. */
function putsOf(clients: readonly ReturnType<typeof createClient>[], profile: ProfileName): string {
  const context = createContext({ profile })
  const server = (): Reply => ({
    headers: [allowOrigin('*'), ['Access-Control-Allow-Methods', 'PUT'], ['Access-Control-Max-Age', '60']],
  })
  return clients.map((client) => methods(drive(ask({ client, method: 'PUT' }), server, context))).join(' ')
}

/** Two PUTs that are redirected, where preflights are kept for a minute. */
function redirectedPuts(location: string, redirectMode: 'follow' | 'error', profile: ProfileName): string {
  const context = createContext({ profile })
  const server = (wire: WireRequest): Reply =>
    wire.method === 'PUT'
      ? { status: 307, headers: [allowOrigin('*'), ['Location', location]] }
      : plus(generous, ['Access-Control-Max-Age', '60'])(wire)
  const request: Ask = { method: 'PUT', redirectMode }
  return [1, 2].map(() => methods(drive(ask(request), server, context))).join(' ')
}

/** Methods and targets that were sent, `B1` for the second URL of the chain at B. */
function methods(driven: Driven): string {
  return driven.requests.map(({ method }) => method).join(' ')
}

/** The first answer goes elsewhere, by as many lines as there are locations. */
const redirecting =
  (...locations: readonly string[]) =>
  (wire: WireRequest, index: number): Reply => {
    const reply = generous(wire)
    if (index > 0) return reply
    return {
      status: 302,
      headers: [...reply.headers!, ...locations.map((value): Header => ['Location', value])],
    }
  }

const last = (driven: Driven, name: string): string | null => sentEach(driven, name).at(-1) ?? null

const ROWS: readonly Row[] = [
  [
    'an empty Location',
    ['redirect', 'cors', 'redirect', 'redirect-invalid-location'],
    (profile) => {
      const driven = drive(ask(), redirecting(''), { profile })
      return driven.requests.length === 1 ? verdict(driven) : 'redirect'
    },
  ],
  [
    'two equal Location lines',
    ['redirect-invalid-location', 'cors', 'cors', 'cors'],
    (profile) => verdict(drive(ask(), redirecting(`${B}/2`, `${B}/2`), { profile })),
  ],
  [
    'a redirect from the page’s origin to itself with a password',
    ['basic', 'redirect-contains-credentials', 'basic', 'basic'],
    (profile) => verdict(drive(ask({ url: `${A}/` }), redirecting('https://me:pw@a.test/2'), { profile })),
  ],
  [
    'about:blank in mode no-cors',
    ['opaque', 'unsupported-scheme', 'opaque', 'unsupported-scheme'],
    (profile) => verdict(drive(ask({ url: 'about:blank', mode: 'no-cors' }), [], { profile })),
  ],
  [
    'Content-Length of a data: URL',
    [1, 1, 2, 1],
    (profile) => drive(ask({ url: 'data:,x' }), [], { profile }).response.headerList.length,
  ],
  [
    'the body of a 205',
    [null, null, null, 'body'],
    (profile) => drive(ask(), (wire) => ({ ...generous(wire), status: 205 }), { profile }).response.body,
  ],
  [
    'Origin of an image with crossorigin at the page’s origin',
    [null, A, null, A],
    (profile) => {
      const request: Ask = { url: `${A}/i`, mode: 'cors', destination: 'image' }
      return sent(drive(ask(request), generous, { profile }), 0, 'origin')
    },
  ],
  [
    'Origin of the GET that was a POST to the page’s origin',
    [null, null, null, A],
    (profile) => last(through({ method: 'POST' }, [`${A}/`, `${A}/2`], profile, 303), 'origin'),
  ],
  [
    'Referer from http loopback to http elsewhere',
    [null, 'http://127.0.0.1/', 'http://127.0.0.1/', 'http://127.0.0.1/'],
    (profile) => {
      const request: Ask = { from: 'http://127.0.0.1/page', url: 'http://b.test/' }
      return sent(drive(ask(request), generous, { profile }), 0, 'referer')
    },
  ],
  [
    'Referer to another site under unsafe-url',
    [`${A}/page`, `${A}/page`, `${A}/`, `${A}/`],
    (profile) => {
      const request: Ask = { from: `${A}/page`, referrerPolicy: 'unsafe-url' }
      return sent(drive(ask(request), generous, { profile }), 0, 'referer')
    },
  ],
  [
    'Referer of a sandboxed frame: of a fetch, of an image',
    [
      [null, null],
      [null, null],
      [null, `${A}/`],
      [`${A}/`, `${A}/`],
    ],
    (profile) =>
      (['', 'image'] as const).map((destination) => {
        const client = createClient(new URL(`${A}/frame`), { origin: createOpaqueOrigin() })
        const request: Ask = { client, destination }
        return sent(drive(ask(request), generous, { profile }), 0, 'referer')
      }),
  ],
  [
    'Sec-Fetch-Storage-Access with included credentials to another site',
    [null, 'none', null, null],
    (profile) => {
      const request: Ask = { credentialsMode: 'include' }
      return sent(drive(ask(request), generous, { profile }), 0, 'sec-fetch-storage-access')
    },
  ],
  [
    'the same where third-party cookies are let through',
    [null, 'active', null, null],
    (profile) => {
      const cookies = { ...cookieStub(''), thirdPartyCookies: 'allowed' as const }
      const context = createContext({ profile, cookies })
      const driven = drive(ask({ credentialsMode: 'include' }), generous, context)
      return sent(driven, 0, 'sec-fetch-storage-access')
    },
  ],
  [
    'Sec-Fetch-Site after a redirect to another origin',
    ['cross-site', 'cross-site', 'cross-site', null],
    (profile) => last(through({}, [`${B}/`, `${C}/`], profile), 'sec-fetch-site'),
  ],
  [
    'Sec-Fetch-Site of the preflight after a redirect home',
    ['cross-site', 'same-origin', 'same-origin', 'cross-site'],
    (profile) => sent(through({ method: 'PUT' }, [`${B}/`, `${A}/`], profile, 307), 2, 'sec-fetch-site'),
  ],
  [
    'Sec-Fetch-Mode of a preflight to an untrustworthy URL',
    [null, 'cors', null, null],
    (profile) => {
      const request: Ask = { from: 'http://a.test/', url: 'http://b.test/', method: 'PUT' }
      return sent(drive(ask(request), generous, { profile }), 0, 'sec-fetch-mode')
    },
  ],
  [
    'Referer of the preflight after a redirect from the page’s origin',
    [`${A}/`, `${A}/`, `${A}/`, `${A}/page`],
    (profile) => {
      const request: Ask = { from: `${A}/page`, method: 'PUT' }
      return sent(through(request, [`${A}/`, 'https://x.a.test/'], profile, 307), 1, 'referer')
    },
  ],
  [
    'Authorization from A to B to B: requests, and what the last one has',
    [
      ['GET GET GET', null],
      ['GET GET GET', null],
      ['GET OPTIONS GET OPTIONS GET', 'x'],
      ['GET OPTIONS GET OPTIONS GET', 'x'],
    ],
    (profile) => {
      const driven = through({ headers: [['Authorization', 'x']] }, [`${A}/`, `${B}/1`, `${B}/2`], profile)
      return [methods(driven), last(driven, 'authorization')]
    },
  ],
  [
    'a POST of JSON that a 303 sends on twice: requests, and the type that the last one has',
    [
      ['OPTIONS POST GET GET', null],
      ['OPTIONS POST GET GET', null],
      ['OPTIONS POST OPTIONS GET OPTIONS GET', null],
      ['OPTIONS POST OPTIONS GET OPTIONS GET', 'application/json'],
    ],
    (profile) => {
      const driven = through(JSON_POST, [`${B}/0`, `${B}/1`, `${B}/2`], profile, 303)
      return [methods(driven), last(driven, 'content-type')]
    },
  ],
  [
    'a PUT from A to B to A under *',
    [
      'PUT OPTIONS PUT OPTIONS PUT',
      'PUT OPTIONS PUT OPTIONS PUT',
      'PUT OPTIONS PUT OPTIONS PUT',
      'PUT OPTIONS PUT OPTIONS',
    ],
    (profile) => {
      const targets = [`${B}/`, `${A}/2`]
      const server = ({ kind, hop }: WireRequest): Reply => {
        const headers = [allowOrigin('*'), ['Access-Control-Allow-Methods', 'PUT'] as const]
        if (kind === 'preflight' || hop === targets.length) return { headers }
        return { status: 307, headers: [...headers, ['Location', targets[hop]!]] }
      }
      return methods(drive(ask({ url: `${A}/`, method: 'PUT' }), server, { profile }))
    },
  ],
  [
    'Sec-Fetch-Site between ports of an IP address: at once, after a redirect',
    [
      ['same-site', 'same-site'],
      ['same-site', 'same-site'],
      ['same-site', 'cross-site'],
      ['same-site', 'same-site'],
    ],
    (profile) => {
      const [from, there] = ['http://127.0.0.1:1/', 'http://127.0.0.1:2/']
      return sentEach(through({ from }, [there, `${there}2`], profile), 'sec-fetch-site')
    },
  ],
  [
    'Accept of a credentialed response that exposes *',
    [[], [], [], ['Accept']],
    (profile) => {
      const headers = [
        ['Accept', 'x'],
        ['Access-Control-Expose-Headers', '*'],
      ] as const
      const driven = drive(ask({ credentialsMode: 'include' }), plus(generous, ...headers), { profile })
      return driven.response.headerList.map(([name]) => name)
    },
  ],
  [
    'a cached preflight, for a request with a condition of its own',
    ['OPTIONS GET GET', 'OPTIONS GET OPTIONS GET', 'OPTIONS GET GET', 'OPTIONS GET GET'],
    (profile) => {
      const context = createContext({ profile })
      const server = plus(generous, ['Access-Control-Max-Age', '60'])
      const get = (): string => methods(drive(ask({ headers: [['If-None-Match', '"e"']] }), server, context))
      return `${get()} ${get()}`
    },
  ],
  [
    'a DELETE that is redirected to another origin',
    ['DELETE', 'DELETE', 'DELETE', 'GET'],
    (profile) => through({ method: 'DELETE' }, [`${B}/`, `${C}/`], profile, 308).requests.at(-1)!.method,
  ],
  [
    'the page’s origin turns a PUT into a GET and sends it elsewhere',
    ['PUT GET', 'PUT GET', 'PUT GET', 'PUT GET'],
    (profile) => methods(through({ method: 'PUT' }, [`${A}/`, `${B}/`], profile, 303)),
  ],
  [
    'Sec-Fetch-Mode of the preflight after a redirect from an untrustworthy URL',
    ['cors', 'cors', 'cors', null],
    (profile) => {
      const urls = ['http://a.test/', `${B}/`]
      const driven = through({ from: 'http://a.test/', method: 'PUT' }, urls, profile, 307)
      return sent(driven, 1, 'sec-fetch-mode')
    },
  ],
  [
    'only-if-cached, with nothing cached',
    ['only-if-cached-miss', 'only-if-cached-miss', 'only-if-cached-miss', 'basic'],
    (profile) => {
      const request: Ask = { url: `${A}/x`, mode: 'same-origin', cacheMode: 'only-if-cached' }
      return verdict(drive(ask(request), generous, { profile }))
    },
  ],
  [
    'a header that is set twice',
    ['1 2', '1, 2', '1, 2', '1, 2'],
    (profile) => {
      const headers: Header[] = [
        ['X-A', '1'],
        ['x-a', '2'],
      ]
      // The page's half of it: see @concors/user-agent.
      if (PROFILES[profile].repeatedRequestHeaders === 'combined') combineRepeated(headers)
      const { requests } = drive(ask({ url: `${A}/x`, headers }), generous, { profile })
      return values(requests[0]!, 'x-a').join(' ')
    },
  ],
  [
    'what a preflight asks for a header that is set twice',
    ['x-a', 'x-a', 'x-a,x-a', 'x-a'],
    (profile) => {
      const headers: Header[] = [
        ['X-A', '1'],
        ['x-a', '2'],
      ]
      if (PROFILES[profile].repeatedRequestHeaders === 'combined') combineRepeated(headers)
      return sent(drive(ask({ headers }), generous, { profile }), 0, 'access-control-request-headers')
    },
  ],
  [
    'two Content-Types, with a body and without',
    [
      ['a/b c/d', 'a/b c/d'],
      ['a/b, c/d', 'a/b, c/d'],
      ['a/b', 'c/d'],
      ['a/b, c/d', 'a/b, c/d'],
    ],
    (profile) =>
      [{ source: 'x', length: 1 }, null].map((body) => {
        const headers: Header[] = [
          ['Content-Type', 'a/b'],
          ['Content-Type', 'c/d'],
        ]
        if (PROFILES[profile].repeatedRequestHeaders === 'combined') combineRepeated(headers)
        const request: Ask = { url: `${A}/x`, method: 'POST', headers, body }
        return values(drive(ask(request), generous, { profile }).requests[0]!, 'content-type').join(' ')
      }),
  ],
  [
    'a response header that is no UTF-8',
    ['\xe9', '\xe9', '\xe9', '\xef\xbf\xbd'],
    (profile) => {
      const driven = drive(ask({ url: `${A}/x` }), [{ headers: [['X-A', '\xe9']] }], { profile })
      return driven.response.headerList[0]![1]
    },
  ],
  [
    'a redirect by another origin of what began at home: refused, and after which requests',
    [
      ['cors', 'PUT OPTIONS PUT OPTIONS PUT'],
      ['cors', 'PUT OPTIONS PUT OPTIONS PUT'],
      ['cors', 'PUT OPTIONS PUT OPTIONS PUT'],
      ['invalid-allow-credentials', 'PUT OPTIONS PUT OPTIONS'],
    ],
    (profile) => {
      const targets = [`${B}/`, `${A}/2`]
      const server = ({ kind, hop }: WireRequest): Reply => {
        const headers = [['Access-Control-Allow-Methods', 'PUT'] as const]
        // The preflight of the last hop is right for every engine: it is not what is refused.
        if (kind === 'preflight') return { headers: [allowOrigin(hop === 1 ? A : 'null'), ...headers] }
        if (hop === targets.length) return { headers: [allowOrigin('null')] }
        return { status: 307, headers: [allowOrigin(A), ['Location', targets[hop]!]] }
      }
      const driven = drive(ask({ url: `${A}/`, method: 'PUT' }), server, { profile })
      return [verdict(driven), methods(driven)]
    },
  ],
  [
    'user info in a redirect of the page’s own origin: refused, and after which requests',
    [
      ['redirect-contains-credentials', 'PUT'],
      ['redirect-contains-credentials', 'PUT'],
      ['redirect-contains-credentials', 'PUT'],
      ['redirect-contains-credentials', 'PUT OPTIONS'],
    ],
    (profile) => {
      const driven = through({ method: 'PUT' }, [`${A}/`, 'https://me:pw@b.test/'], profile, 307)
      return [verdict(driven), methods(driven)]
    },
  ],
  [
    'the preflight’s answer after a redirect back home, which allows nobody',
    [
      'preflight-missing-allow-origin-header',
      'preflight-missing-allow-origin-header',
      'cors',
      'preflight-missing-allow-origin-header',
    ],
    (profile) => {
      const server = ({ kind, url }: WireRequest): Reply => {
        const allow = ['Access-Control-Allow-Methods', 'PUT'] as const
        if (url.origin === A) return { headers: kind === 'preflight' ? [allow] : [allowOrigin('null')] }
        const headers = [allowOrigin(A), allow]
        return kind === 'preflight'
          ? { headers }
          : { status: 307, headers: [...headers, ['Location', `${A}/`]] }
      }
      return verdict(drive(ask({ method: 'PUT' }), server, { profile }))
    },
  ],
  [
    'a resource policy that is none, under require-corp',
    [
      'corp-required-by-embedder-policy',
      'corp-required-by-embedder-policy',
      'opaque',
      'corp-required-by-embedder-policy',
    ],
    (profile) => {
      const client = createClient(new URL(`${A}/page`), { embedderPolicy: 'require-corp' })
      const headers = [['Cross-Origin-Resource-Policy', 'none']] as const
      return verdict(drive(ask({ client, mode: 'no-cors' }), [{ headers }], { profile }))
    },
  ],
  [
    'Referer of a frame of another site, to its own origin',
    [`${A}/page`, `${A}/page`, `${A}/page`, `${A}/`],
    (profile) => {
      const client = createClient(new URL(`${A}/page`), { topLevelOrigin: urlOrigin(new URL(B)) })
      return sent(drive(ask({ client, url: `${A}/x` }), generous, { profile }), 0, 'referer')
    },
  ],
  [
    'cookies of the site at the top, to a frame of another site',
    ['third-party', 'third-party', 'third-party', 'first-party'],
    (profile) => {
      const cookies = cookieStub()
      const framed = { topLevelOrigin: urlOrigin(new URL(B)), hasCrossSiteAncestor: true }
      const client = createClient(new URL(`${A}/page`), framed)
      drive(ask({ client, credentialsMode: 'include' }), generous, { profile, cookies })
      return cookies.asked[0]!.thirdParty ? 'third-party' : 'first-party'
    },
  ],
  [
    'Sec-Fetch-Storage-Access where cookies are partitioned: to another site, from a frame to the site at the top',
    [
      [null, null],
      ['none', 'inactive'],
      ['none', 'inactive'],
      [null, null],
    ],
    (profile) => {
      const cookies = { ...cookieStub(''), thirdPartyCookies: 'partitioned' as const }
      const framed = { topLevelOrigin: urlOrigin(new URL(B)), hasCrossSiteAncestor: true }
      return [createClient(new URL(`${A}/page`)), createClient(new URL(`${A}/page`), framed)].map(
        (client) => {
          const driven = drive(ask({ client, credentialsMode: 'include' }), generous, { profile, cookies })
          return sent(driven, 0, 'sec-fetch-storage-access')
        },
      )
    },
  ],
  [
    'bytes of a response’s head',
    [262_144, 262_144, 393_216, 65_536],
    (profile) => PROFILES[profile].maxResponseHead,
  ],
  [
    'a header beyond ASCII',
    ['\xe9', '\xe9', '\xe9', '\xc3\xa9'],
    (profile) => {
      const headers: Header[] = [['X-A', '\xe9']]
      return sent(drive(ask({ url: `${A}/x`, headers }), generous, { profile }), 0, 'x-a')
    },
  ],
  [
    'a cached preflight, after a failure of a simple request',
    ['OPTIONS PUT GET PUT', 'OPTIONS PUT GET PUT', 'OPTIONS PUT GET OPTIONS PUT', 'OPTIONS PUT GET PUT'],
    (profile) => {
      const context = createContext({ profile })
      const server = (wire: WireRequest): Reply =>
        wire.method === 'GET' ? {} : plus(generous, ['Access-Control-Max-Age', '60'])(wire)
      return [{ method: 'PUT' }, {}, { method: 'PUT' }]
        .map((each) => methods(drive(ask(each), server, context)))
        .join(' ')
    },
  ],
  [
    'a cached preflight of a sandboxed frame',
    ['OPTIONS PUT PUT', 'OPTIONS PUT OPTIONS PUT', 'OPTIONS PUT PUT', 'OPTIONS PUT PUT'],
    (profile) => {
      const frame = sandboxedFrame()
      return putsOf([frame, frame], profile)
    },
  ],
  [
    'a cached preflight of a sandboxed frame, then of another',
    ['OPTIONS PUT PUT', 'OPTIONS PUT OPTIONS PUT', 'OPTIONS PUT PUT', 'OPTIONS PUT OPTIONS PUT'],
    (profile) => putsOf([sandboxedFrame(), sandboxedFrame()], profile),
  ],
  [
    'Origin of a POST without CORS that names no referrer',
    [A, A, 'null', 'null'],
    (profile) => {
      const request: Ask = { method: 'POST', mode: 'no-cors', referrer: 'no-referrer' }
      return sent(drive(ask(request), generous, { profile }), 0, 'origin')
    },
  ],
  [
    'Access-Control-Allow-Credentials in two lines, one of them empty',
    ['invalid-allow-credentials', 'invalid-allow-credentials', 'cors', 'invalid-allow-credentials'],
    (profile) => {
      const server = [{ headers: [allowOrigin(A), [CREDENTIALS, ''], [CREDENTIALS, 'true']] as Header[] }]
      return verdict(drive(ask({ credentialsMode: 'include' }), server, { profile }))
    },
  ],
  [
    'Content-Type in three lines, one of them empty',
    ['a/a, , b/b', 'a/a, , b/b', 'a/a,,b/b', 'a/a, , b/b'],
    (profile) => {
      const headers = [allowOrigin('*'), ...['a/a', '', 'b/b'].map((type): Header => ['Content-Type', type])]
      return get(drive(ask(), [{ headers }], { profile }).response.headerList, 'content-type')
    },
  ],
  [
    'a redirect to what is no URL, not shared',
    [
      'missing-allow-origin-header',
      'redirect-invalid-location',
      'redirect-invalid-location',
      'missing-allow-origin-header',
    ],
    (profile) => verdict(drive(ask(), [NOWHERE], { profile })),
  ],
  [
    'the same in redirect mode "manual"',
    [
      'missing-allow-origin-header',
      'redirect-invalid-location',
      'missing-allow-origin-header',
      'missing-allow-origin-header',
    ],
    (profile) => verdict(drive(ask({ redirectMode: 'manual' }), [NOWHERE], { profile })),
  ],
  [
    'an empty Location in redirect mode "error"',
    ['redirect-mode-error', 'basic', 'redirect-mode-error', 'basic'],
    (profile) => verdict(drive(ask({ url: `${A}/`, redirectMode: 'error' }), redirecting(''), { profile })),
  ],
  [
    'a redirect to mixed content that needs a preflight',
    ['PUT', 'PUT', 'PUT', 'PUT OPTIONS'],
    (profile) => methods(through({ method: 'PUT' }, [`${A}/`, 'http://b.test/'], profile, 307)),
  ],
  [
    'a redirect to mixed content, not shared',
    [
      'missing-allow-origin-header',
      'missing-allow-origin-header',
      'mixed-content',
      'missing-allow-origin-header',
    ],
    (profile) => {
      const reply: Reply = { status: 307, headers: [['Location', 'http://b.test/']] }
      return verdict(drive(ask(), [reply], { profile }))
    },
  ],
  [
    'an image of loopback in a page of https',
    ['opaque', 'opaque', 'opaque', 'opaque'],
    (profile) => {
      const request: Ask = { url: 'http://localhost/i', mode: 'no-cors', destination: 'image' }
      return verdict(drive(ask(request), generous, { profile }))
    },
  ],
  [
    'Cross-Origin-Resource-Policy: same-site of localhost, to a page of opaque origin',
    ['corp-not-same-site', 'opaque', 'corp-not-same-site', 'mixed-content'],
    (profile) => {
      const reply: Reply = { headers: [['Cross-Origin-Resource-Policy', 'same-site']] }
      const request: Ask = { from: 'opaque', url: 'http://localhost/', mode: 'no-cors' }
      return verdict(drive(ask(request), [reply], { profile }))
    },
  ],
  [
    'Origin without CORS after a redirect that says no-referrer',
    ['null', A, 'null', A],
    (profile) => {
      const [first, second]: readonly Reply[] = [
        {
          status: 307,
          headers: [
            ['Location', `${B}/2`],
            ['Referrer-Policy', 'no-referrer'],
          ],
        },
        {},
      ]
      return last(drive(ask({ method: 'POST', mode: 'no-cors' }), [first!, second!], { profile }), 'origin')
    },
  ],
  [
    'user name and password in a redirect, in redirect mode "error"',
    ['redirect-mode-error', 'redirect-contains-credentials', 'redirect-mode-error', 'redirect-mode-error'],
    (profile) =>
      verdict(drive(ask({ redirectMode: 'error' }), redirecting('https://me:pw@c.test/'), { profile })),
  ],
  [
    'user name and password in a redirect of a keepalive request without CORS',
    ['opaque 2', 'redirect-contains-credentials 2', 'opaque 2', 'opaque 2'],
    (profile) => {
      const request: Ask = { mode: 'no-cors', keepalive: true }
      const driven = drive(ask(request), redirecting('https://me:pw@c.test/'), { profile })
      return `${verdict(driven)} ${driven.requests.length}`
    },
  ],
  [
    'Sec-Fetch-Storage-Access of a keepalive request',
    [null, 'none', null, null],
    (profile) => {
      const request: Ask = { credentialsMode: 'include', keepalive: true }
      const cookies = { ...cookieStub(), thirdPartyCookies: 'partitioned' } as const
      return sent(drive(ask(request), generous, { profile, cookies }), 0, 'sec-fetch-storage-access')
    },
  ],
  [
    'the preflight of a type that went with the body: one that an author has set, one that came with it',
    [
      ['POST GET GET', 'POST GET GET'],
      ['POST GET GET', 'POST GET GET'],
      ['POST GET OPTIONS GET', 'POST GET GET'],
      ['POST GET OPTIONS GET', 'POST GET OPTIONS GET'],
    ],
    (profile) =>
      [false, true].map((typeOfBodyImplied) => {
        const request: Ask = { ...JSON_POST, initiatorType: 'xmlhttprequest', typeOfBodyImplied }
        return methods(through(request, [`${A}/`, `${A}/2`, `${B}/3`], profile, 303))
      }),
  ],
  [
    'which cookies a page of opaque origin sends to the site at the top',
    ['unset-or-less', 'unset-or-less', 'unset-or-less', 'strict-or-less'],
    (profile) => {
      const cookies = cookieStub()
      const topLevelOrigin = urlOrigin(new URL(A))
      const client = createClient(new URL(`${A}/frame`), { origin: createOpaqueOrigin(), topLevelOrigin })
      const request: Ask = { client, url: `${A}/`, credentialsMode: 'include' }
      drive(ask(request), generous, { profile, cookies })
      return cookies.asked[0]?.sameSite
    },
  ],
  [
    'Content-Type of what was a POST without CORS, after a redirect from the page’s origin and one that keeps the method',
    [null, null, 'text/plain', null],
    (profile) => {
      const body = { source: 'x', length: 1 }
      const request: Ask = {
        method: 'POST',
        mode: 'no-cors',
        headers: [['Content-Type', 'text/plain']],
        body,
      }
      const server = (wire: WireRequest, index: number): Reply => {
        if (index === 2) return generous(wire)
        return { status: index === 0 ? 302 : 308, headers: [['Location', `${index === 0 ? B : C}/${index}`]] }
      }
      return last(drive(ask({ url: `${A}/`, ...request }), server, { profile }), 'content-type')
    },
  ],
  [
    'which cookies may be set after a redirect by another site',
    ['unset-or-less', 'strict-or-less', 'strict-or-less', 'strict-or-less'],
    (profile) => {
      const cookies = cookieStub()
      const urls = [`${A}/`, `${B}/2`, `${A}/3`]
      const server = (wire: WireRequest, index: number): Reply => {
        const reply = chain(urls)(wire)
        return index < 2 ? reply : { ...reply, headers: [...(reply.headers ?? []), ['Set-Cookie', 'c=1']] }
      }
      drive(ask({ url: urls[0]!, mode: 'no-cors', credentialsMode: 'include' }), server, { profile, cookies })
      return cookies.stored[0]?.[1].sameSite
    },
  ],
  [
    'Content-Type of what was a POST, after a second redirect at the page’s origin',
    [null, null, null, null],
    (profile) => {
      const request: Ask = {
        method: 'POST',
        headers: [['Content-Type', 'text/plain']],
        body: { source: 'x', length: 1 },
      }
      return last(through(request, [`${A}/`, `${A}/2`, `${A}/3`], profile, 302), 'content-type')
    },
  ],
  [
    'Content-Type of what was a PATCH, after 303 and 302',
    [null, null, 'text/plain', null],
    (profile) => {
      const request: Ask = {
        method: 'PATCH',
        headers: [['Content-Type', 'text/plain']],
        body: { source: 'x', length: 1 },
      }
      const server = (wire: WireRequest, index: number): Reply => {
        if (index === 2) return generous(wire)
        return { status: index === 0 ? 303 : 302, headers: [['Location', `${A}/${index}`]] }
      }
      return last(drive(ask({ url: `${A}/`, ...request }), server, { profile }), 'content-type')
    },
  ],
  [
    'Origin of a POST without CORS or referrer, from the page’s own origin to another one',
    ['null', 'null', 'null', A],
    (profile) => {
      const request: Ask = { method: 'POST', mode: 'no-cors', referrerPolicy: 'no-referrer' }
      return last(through(request, [`${A}/`, `${B}/`], profile, 307), 'origin')
    },
  ],
  [
    'a cached preflight, after a redirect to a port that is blocked',
    ['OPTIONS PUT PUT', 'OPTIONS PUT PUT', 'OPTIONS PUT OPTIONS PUT', 'OPTIONS PUT PUT'],
    (profile) => redirectedPuts(`${B}:6666/`, 'follow', profile),
  ],
  [
    'a cached preflight, after a redirect that is not wanted',
    ['OPTIONS PUT OPTIONS PUT', 'OPTIONS PUT PUT', 'OPTIONS PUT PUT', 'OPTIONS PUT PUT'],
    (profile) => redirectedPuts(`${B}/2`, 'error', profile),
  ],
  [
    'a redirect without Location in redirect mode "error"',
    ['redirect-mode-error', 'cors', 'redirect-mode-error', 'cors'],
    (profile) =>
      verdict(
        drive(ask({ redirectMode: 'error' }), [{ status: 307, headers: [allowOrigin('*')] }], { profile }),
      ),
  ],
  [
    'Content-Type of a POST without CORS, once a later redirect keeps the method, with credentials and without',
    [
      [null, null],
      [null, null],
      ['text/plain', 'text/plain'],
      ['text/plain', null],
    ],
    (profile) =>
      (['include', 'same-origin'] as const).map((credentialsMode) => {
        const request: Ask = {
          url: `${A}/`,
          method: 'POST',
          mode: 'no-cors',
          credentialsMode,
          headers: [['Content-Type', 'text/plain']],
          body: { source: 'x', length: 1 },
        }
        const server = (wire: WireRequest, index: number): Reply => {
          if (index === 2) return generous(wire)
          return { status: index === 0 ? 302 : 307, headers: [['Location', `${B}/${index}`]] }
        }
        return last(drive(ask(request), server, { profile }), 'content-type')
      }),
  ],
  [
    'Content-Type of what was a DELETE, after 303 to another origin',
    [null, null, null, null],
    (profile) => {
      const request: Ask = { method: 'DELETE', headers: [['Content-Type', 'text/plain']] }
      return last(through(request, [`${A}/`, `${B}/`], profile, 303), 'content-type')
    },
  ],
  [
    'a redirect to a data: URL, not shared',
    [
      'missing-allow-origin-header',
      'missing-allow-origin-header',
      'redirect-scheme-not-http',
      'missing-allow-origin-header',
    ],
    (profile) => {
      const server = [{ status: 302, headers: [['Location', 'data:,x']] as Header[] }]
      return verdict(drive(ask(), server, { profile }))
    },
  ],
  [
    'user name and password in a redirect of a keepalive request, which then leads to what is not shared',
    [
      'missing-allow-origin-header',
      'redirect-contains-credentials',
      'missing-allow-origin-header',
      'missing-allow-origin-header',
    ],
    (profile) => {
      const server = ['https://me:pw@a.test/2', `${B}/`].map((to): Reply => ({
        status: 307,
        headers: [['Location', to]],
      }))
      return verdict(drive(ask({ url: `${A}/`, keepalive: true }), [...server, {}], { profile }))
    },
  ],
  [
    'Referer under origin-when-cross-origin, back from another site',
    [`${A}/`, `${A}/`, `${A}/page`, `${A}/`],
    (profile) => {
      const request: Ask = { referrerPolicy: 'origin-when-cross-origin', from: `${A}/page` }
      return last(through(request, [`${B}/`, `${A}/2`], profile, 307), 'referer')
    },
  ],
  ...(
    [
      [[], ['no preflight', 'no preflight', 'content-type', 'content-type']],
      [[['X-Name', '1']], ['x-name', 'x-name', 'x-name', 'content-type,x-name']],
      [
        [['Content-Language', '"de"']],
        ['no preflight', 'no preflight', null, 'content-language,content-type'],
      ],
    ] as const
  ).map(([more, expected]): Row => [
    `names asked once a redirect has dropped a typed body of XMLHttpRequest, beside ${JSON.stringify(more)}`,
    expected,
    (profile) => {
      const headers: Header[] = [['Content-Type', 'application/json'], ...more]
      const request: Ask = { ...JSON_POST, headers, typeOfBodyImplied: true }
      const driven = through(request, [`${B}/`, `${C}/`], profile, 303)
      const names = sentEach(driven, 'access-control-request-headers').slice(2)
      return names.length === 1 ? 'no preflight' : names[0]
    },
  ]),
  ...(
    [
      ['ftp://b.test/', ['none', 'none', 'none', 'first']],
      ['wss://b.test/', ['none', 'none', 'first', 'none']],
      ['blob:https://c.test/1', ['none', 'none', 'first', 'none']],
      ['blob:https://b.test/1', ['none', 'none', 'none', 'none']],
    ] as const
  ).map(([location, expected]): Row => [
    `a redirect to ${location}, not shared: whether its scheme is seen first`,
    expected,
    (profile) => {
      const found = verdict(drive(ask(), [{ status: 302, headers: [['Location', location]] }], { profile }))
      return found === 'redirect-scheme-not-http' ? 'first' : 'none'
    },
  ]),
  ...(['script', ''] as const).map((destination): Row => [
    `a redirect to data: outside CORS, of ${destination || 'fetch()'}`,
    [
      'redirect-scheme-not-http',
      'redirect-scheme-not-http',
      'redirect-scheme-not-http',
      destination === '' ? 'redirect-scheme-not-http' : 'opaque',
    ],
    (profile) => {
      const server: Reply[] = [{ status: 302, headers: [['Location', 'data:text/javascript,1']] }]
      return verdict(drive(ask({ mode: 'no-cors', destination }), server, { profile }))
    },
  ]),
  [
    'what Cross-Origin-Resource-Policy refuses, on the way to nowhere',
    ['corp-not-same-origin', 'redirect-invalid-location', 'corp-not-same-origin', 'corp-not-same-origin'],
    (profile) => {
      const headers: Header[] = [...NOWHERE.headers!, ['Cross-Origin-Resource-Policy', 'same-origin']]
      return verdict(drive(ask({ mode: 'no-cors' }), [{ ...NOWHERE, headers }], { profile }))
    },
  ],
  [
    'a redirect to mixed content at a bad port',
    ['bad-port', 'bad-port', 'mixed-content', 'mixed-content'],
    (profile) =>
      verdict(through({ url: `${A}/`, mode: 'no-cors' }, [`${A}/`, 'http://b.test:6000/'], profile)),
  ],
]

function values({ headers }: WireRequest, wanted: string): string[] {
  return headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value)
}

describe.each(NAMES)('%s', (profile) => {
  const index = NAMES.indexOf(profile)

  test.each(ROWS.map(([says, expected, observe]) => [says, expected[index], observe] as const))(
    '%s: %j',
    (_says, expected, observe) => {
      expect(observe(profile)).toEqual(expected)
    },
  )
})
