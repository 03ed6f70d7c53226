import { describe, expect, test } from 'vitest'
import { consoleMessages } from '../src/failures.js'
import { createClient, createOpaqueOrigin, urlOrigin } from '../src/index.js'
import type { Client, Header, ProfileName, WireRequest } from '../src/index.js'
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
  sent,
  verdict,
} from './drive.js'
import type { Ask, Reply } from './drive.js'

/** Differences that random scenarios have shown, in the order standard, Chromium, Firefox, WebKit. */
type Row = readonly [
  says: string,
  expected: readonly [standard: unknown, chromium: unknown, firefox: unknown, webkit: unknown],
  observe: (profile: ProfileName) => unknown,
]

const NAMES = ['standard', 'chromium', 'firefox', 'webkit'] as const

const STORAGE_ACCESS = 'sec-fetch-storage-access'

/** A frame without an origin of its own, in a page of https://a.test. */
function opaqueFrame(): Client {
  const origin = createOpaqueOrigin()
  return createClient(new URL(`${A}/frame`), { origin, topLevelOrigin: urlOrigin(new URL(A)) })
}

/** What an opaque frame sends with credentials at the end of a chain. */
function fromOpaqueFrame(profile: ProfileName, urls: readonly string[], header: string): string | null {
  const cookies = { ...cookieStub(), thirdPartyCookies: 'partitioned' as const }
  const request: Ask = { client: opaqueFrame(), url: urls[0]!, mode: 'no-cors', credentialsMode: 'include' }
  const driven = drive(ask(request), chain(urls, { status: 302 }), createContext({ profile, cookies }))
  return sent(driven, urls.length - 1, header)
}

function preflightOfOpaqueFrame(profile: ProfileName): string | null {
  const cookies = { ...cookieStub(), thirdPartyCookies: 'partitioned' as const }
  const request: Ask = { client: opaqueFrame(), url: `${A}/x`, method: 'PUT', credentialsMode: 'include' }
  return sent(drive(ask(request), generous, createContext({ profile, cookies })), 0, 'origin')
}

const ROWS: readonly Row[] = [
  [
    'Sec-Fetch-Storage-Access of an opaque frame, to the site at the top',
    [null, 'inactive', 'inactive', null],
    (profile) => fromOpaqueFrame(profile, [`${A}/x`], STORAGE_ACCESS),
  ],
  [
    'Origin of an opaque frame, to the site at the top',
    [null, 'null', 'null', null],
    (profile) => fromOpaqueFrame(profile, [`${A}/x`], 'origin'),
  ],
  [
    'Origin of an opaque frame, redirected within an origin of the site at the top',
    [null, 'null', 'null', null],
    (profile) => fromOpaqueFrame(profile, [`${A}/1`, `${A}/2`], 'origin'),
  ],
  [
    'Origin of an opaque frame, redirected from the site at the top',
    [null, 'null', null, null],
    (profile) => fromOpaqueFrame(profile, [`${A}/1`, `${B}/2`], 'origin'),
  ],
  [
    'Origin of an opaque frame, redirected to the site at the top',
    [null, null, null, null],
    (profile) => fromOpaqueFrame(profile, [`${B}/1`, `${A}/2`], 'origin'),
  ],
  [
    'Sec-Fetch-Storage-Access of an opaque frame, redirected to the site at the top',
    [null, 'inactive', null, null],
    (profile) => fromOpaqueFrame(profile, [`${B}/1`, `${A}/2`], STORAGE_ACCESS),
  ],
  [
    'Origin of the preflight of an opaque frame',
    ['null', 'null', 'null', 'null'],
    (profile) => preflightOfOpaqueFrame(profile),
  ],
  [
    'Sec-Fetch-Storage-Access of an opaque frame, to another site',
    [null, 'none', 'none', null],
    (profile) => fromOpaqueFrame(profile, [`${B}/x`], STORAGE_ACCESS),
  ],
  [
    'Sec-Fetch-Storage-Access of a preflight',
    [null, null, 'none', null],
    (profile) => {
      const cookies = { ...cookieStub(), thirdPartyCookies: 'partitioned' as const }
      const request: Ask = { method: 'PUT', credentialsMode: 'include' }
      return sent(drive(ask(request), generous, createContext({ profile, cookies })), 0, STORAGE_ACCESS)
    },
  ],
  [
    'credentials of the page’s own origin, redirected in mode no-cors',
    [false, false, false, true],
    (profile) => {
      const request: Ask = { url: `${A}/1`, mode: 'no-cors', credentialsMode: 'same-origin' }
      const { requests } = drive(
        ask(request),
        chain([`${A}/1`, `${B}/2`], { status: 302 }),
        createContext({ profile }),
      )
      return requests.at(-1)!.includeCredentials
    },
  ],
  [
    'the referrer under "unsafe-url", to the same site by https',
    ['http://app.test/page', 'http://app.test/page', 'http://app.test/page', 'http://app.test/page'],
    (profile) => {
      const client = createClient(new URL('http://app.test/page'))
      const request: Ask = { client, url: 'https://app.test/x', referrerPolicy: 'unsafe-url' }
      return sent(drive(ask(request), generous, createContext({ profile })), 0, 'referer')
    },
  ],
  [
    'a preflight that a frame of opaque origin sends after a redirect, the second time',
    ['request', 'preflight', 'request', 'request'],
    (profile) => {
      const client = createClient(new URL(`${A}/frame`), { origin: createOpaqueOrigin() })
      const context = createContext({ profile })
      const answers = chain([`${B}/1`, `${C}/2`], { status: 307 })
      const twice = [1, 2].map(() =>
        drive(
          ask({ client, url: `${B}/1`, method: 'PUT' }),
          plus(answers, ['Access-Control-Max-Age', '60']),
          context,
        ),
      )
      return twice[1]!.requests.at(-2)!.kind
    },
  ],
  [
    'cookies of a 407',
    [1, 0, 0, 1],
    (profile) => {
      const cookies = cookieStub()
      const reply = { status: 407, headers: [['Set-Cookie', 'a=1'] as const] }
      drive(ask({ credentialsMode: 'include' }), [reply], createContext({ profile, cookies }))
      return cookies.stored.length
    },
  ],
  [
    'SameSite once another site has redirected',
    ['unset-or-less', 'strict-or-less', 'unset-or-less', 'strict-or-less'],
    (profile) => {
      const cookies = cookieStub()
      const context = createContext({ profile, cookies })
      const request: Ask = { url: `${B}/1`, mode: 'no-cors', credentialsMode: 'include' }
      drive(ask(request), chain([`${B}/1`, `${A}/2`], { status: 302 }), context)
      return cookies.asked.at(-1)!.sameSite
    },
  ],
  [
    'the referrer of an image in an opaque frame, to where its document is',
    [null, null, `${A}/`, `${A}/page`],
    (profile) => {
      const request: Ask = { url: `${A}/i`, from: 'opaque', destination: 'image', mode: 'no-cors' }
      return sent(drive(ask(request), generous, { profile }), 0, 'referer')
    },
  ],
  [
    'what is cached of a preflight under no-store',
    ['OPTIONS PUT PUT', 'OPTIONS PUT OPTIONS PUT', 'OPTIONS PUT PUT', 'OPTIONS PUT PUT'],
    (profile) => {
      const context = createContext({ profile })
      const server = plus(generous, ['Access-Control-Max-Age', '60'])
      const put = (request: Ask): readonly WireRequest[] =>
        drive(ask({ ...request, method: 'PUT' }), server, context).requests
      return [...put({ cacheMode: 'no-store' }), ...put({})].map(({ method }) => method).join(' ')
    },
  ],
  [
    'a preflight that does not allow the method, and has a flawed list of names',
    [
      'invalid-allow-headers-preflight-response',
      'invalid-allow-headers-preflight-response',
      'method-disallowed-by-preflight-response',
      'invalid-allow-headers-preflight-response',
    ],
    (profile) => {
      const headers: Header[] = [allowOrigin(A), ['Access-Control-Allow-Headers', 'x b']]
      const server = (): Reply => ({ headers })
      return verdict(drive(ask({ method: 'DELETE' }), server, { profile }))
    },
  ],
  [
    'mode same-origin to another origin that is mixed content',
    ['mixed-content', 'disallowed-by-mode', 'disallowed-by-mode', 'disallowed-by-mode'],
    (profile) => verdict(drive(ask({ url: 'http://b.test/', mode: 'same-origin' }), [], { profile })),
  ],
  [
    'a redirect mode in mode no-cors, to mixed content',
    ['mixed-content', ...Array<string>(3).fill('no-cors-redirect-mode-not-follow')] as unknown as Row[1],
    (profile) => {
      const request: Ask = { url: 'http://b.test/', mode: 'no-cors', redirectMode: 'manual' }
      return verdict(drive(ask(request), [], { profile }))
    },
  ],
  [
    'the referrer under unsafe-url from https to http of another site',
    ['https://a.test/page', 'https://a.test/page', null, 'https://a.test/'],
    (profile) => {
      const request: Ask = { url: 'http://b.test/', mode: 'no-cors', referrerPolicy: 'unsafe-url' }
      const context = createContext({ profile, webSecurity: 'disabled' })
      return sent(drive(ask(request), generous, context), 0, 'referer')
    },
  ],
  [
    'lines of a keepalive request that is refused',
    [1, 2, 0, 3],
    (profile) => {
      const { response } = drive(ask({ keepalive: true }), [{}], { profile })
      const situation = { urls: [`${B}/`], origin: A, pageUrl: `${A}/page`, initiator: 'fetch' as const }
      const more = { mode: 'cors' as const, method: 'GET', keepalive: true }
      return consoleMessages(profile, response.failure!, { ...situation, ...more }).length
    },
  ],
]

describe.each(NAMES)('%s', (profile) => {
  const index = NAMES.indexOf(profile)

  test.each(ROWS.map(([says, expected, observe]) => [says, expected[index], observe] as const))(
    '%s: %j',
    (_says, expected, observe) => {
      expect(observe(profile)).toEqual(expected)
    },
  )
})
