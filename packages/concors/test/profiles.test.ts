import { describe, expect, test } from 'vitest'
import {
  corsUnsafeRequestHeaderNames,
  corpCheck,
  createClient,
  isForbiddenRequestHeader,
  PROFILES,
} from '../src/index.js'
import type { HeaderList, Profile, ProfileName, WireRequest } from '../src/index.js'
import { parseMaxAge } from '../src/protocol/max-age.js'
import { createResponse } from '../src/protocol/response.js'
import {
  A,
  ALLOW_CREDENTIALS,
  allowOrigin,
  ask,
  B,
  C,
  chain,
  cookieStub,
  createContext,
  drive,
  generous,
  lines,
  plus,
  sent,
  sentEach,
  verdict,
} from './drive.js'
import type { Ask, Reply } from './drive.js'

/** What each engine makes of one thing, in the order standard, Chromium, Firefox, WebKit. */
type Row = readonly [
  row: string,
  says: string,
  expected: readonly [standard: unknown, chromium: unknown, firefox: unknown, webkit: unknown],
  observe: (profile: ProfileName, rules: Profile) => unknown,
]

const NAMES = ['standard', 'chromium', 'firefox', 'webkit'] as const

const MAX_AGE = 'Access-Control-Max-Age'
const ACAM = 'Access-Control-Allow-Methods'
const ACAH = 'Access-Control-Allow-Headers'
const minute = plus(generous, [MAX_AGE, '60'])

const maxAge =
  (...values: string[]): Row[3] =>
  (_, rules) =>
    parseMaxAge(
      values.map((value) => [MAX_AGE, value]),
      rules,
    )

/** Kinds of all requests of several fetches from one page: P for a preflight, R for a request. */
function wire(profile: ProfileName, asks: readonly Ask[], server: (wire: WireRequest) => Reply): string {
  const context = createContext({ profile })
  return asks
    .map((request) =>
      drive(ask(request), server, context).requests.map(({ kind }) => (kind === 'preflight' ? 'P' : 'R')),
    )
    .flat()
    .join('')
}

const put: Ask = { method: 'PUT' }
const include = { credentialsMode: 'include' } as const

const wildcards = (): Reply => ({
  headers: [allowOrigin('*'), [MAX_AGE, '60'], [ACAM, '*'], [ACAH, '*']],
})

/** The verdict on a preflight that is wrong in several ways, and which of them is blamed. */
const blamed =
  (status: number, headers: HeaderList): Row[3] =>
  (profile) =>
    verdict(drive(ask(put), [{ status, headers }], { profile }))

const unsafe =
  (...headers: HeaderList): Row[3] =>
  (_, rules) =>
    corsUnsafeRequestHeaderNames(headers, rules).join()

const ROWS: readonly Row[] = [
  [
    'C1',
    'Authorization under *',
    ['authorization-not-covered-by-wildcard', 'cors', 'cors', 'cors'],
    (profile) => verdict(drive(ask({ headers: [['Authorization', 'x']] }), wildcards, { profile })),
  ],
  [
    'C1',
    'Authorization under a cached *',
    ['PP', 'PRPR', 'PRPR', 'PRR'],
    (profile) => {
      const request: Ask = { headers: [['Authorization', 'x']] }
      return wire(profile, [request, request], wildcards)
    },
  ],
  ['C2', 'the longest Max-Age', [86_400, 7200, 86_400, 600], maxAge('99999999')],
  ['C3', 'no Max-Age', [5, 5, 5, 5], maxAge()],
  ['C4', 'Max-Age -1', [5, 0, 0, 0], maxAge('-1')],
  ['C5', 'Max-Age abc', [5, 5, 0, 5], maxAge('abc')],
  ['C5', 'Max-Age 5s', [5, 5, 0, 5], maxAge('60s')],
  ['C6', 'an empty Max-Age', [5, 5, 5, 5], maxAge('')],
  ['C7', 'Max-Age +60', [5, 60, 0, 60], maxAge('+60')],
  ['C8', 'two lines of Max-Age', [5, 5, 0, 5], maxAge('60', '60')],
  [
    'C9',
    'a method beside the cached one, and the first again',
    ['PRPRR', 'PRPRPR', 'PRPRR', 'PRPRPR'],
    (profile) => wire(profile, [put, { method: 'DELETE' }, put], minute),
  ],
  ['C9', 'a cached *', ['PRR', 'PRR', 'PRPR', 'PRR'], (profile) => wire(profile, [put, put], wildcards)],
  [
    'C9',
    'an answer that refused the method, and then one that it allows',
    ['PPR', 'PPR', 'PPR', 'PR'],
    (profile) =>
      wire(profile, [put, { headers: [['X-A', '1']] }], () => ({
        headers: [allowOrigin(A), [MAX_AGE, '60'], [ACAM, 'DELETE'], [ACAH, 'X-A']],
      })),
  ],
  [
    'C10',
    'with credentials, then without',
    ['PRR', 'PRR', 'PRPR', 'PRR'],
    (profile) => wire(profile, [{ ...put, ...include }, put], minute),
  ],
  [
    'C10',
    'a * of a credentialed answer, for a request without',
    ['PRPR', 'PRPR', 'PRPR', 'PRR'],
    (profile) =>
      wire(profile, [{ method: '*', ...include }, put], () => ({
        headers: [allowOrigin(A), ALLOW_CREDENTIALS, [MAX_AGE, '60'], [ACAM, '*']],
      })),
  ],
  [
    'C11',
    'a cached HEAD with a header',
    ['PRR', 'PRR', 'PRPR', 'PRR'],
    (profile) => {
      const head: Ask = { method: 'HEAD', headers: [['X-A', '1']] }
      return wire(profile, [head, head], () => ({
        headers: [allowOrigin('*'), [MAX_AGE, '60'], [ACAH, 'X-A']],
      }))
    },
  ],
  [
    'C12',
    'after a response that may not be read',
    ['PRPR', 'PRR', 'PRPR', 'PRR'],
    (profile) =>
      wire(profile, [put, put], (request) => (request.kind === 'preflight' ? minute(request) : {})),
  ],
  [
    'C13',
    'a direct request after a redirected one, kept under the origin null or under the page',
    ['PRPR+PR', 'PRPR+PR', 'PRPR+R', 'PRPR+PR'],
    (profile) => {
      const context = createContext({ profile })
      const kinds = (request: Ask, server: (wire: WireRequest) => Reply): string =>
        drive(ask(request), server, context)
          .requests.map(({ kind }) => (kind === 'preflight' ? 'P' : 'R'))
          .join('')
      const redirected = kinds(put, (request) =>
        plus(chain([`${B}/`, `${C}/`], { status: 307 }), [MAX_AGE, '60'])(request),
      )
      return `${redirected}+${kinds({ ...put, url: `${C}/` }, minute)}`
    },
  ],
  ['C14', 'keys kept', [1024, 1024, 100, 1024], (_, rules) => rules.preflightCache.maxSize],
  [
    'C14',
    'a URL of 1024 characters',
    ['PRR', 'PRPR', 'PRR', 'PRR'],
    (profile) => {
      const request = { ...put, url: `${B}/`.padEnd(1024, 'x') }
      return wire(profile, [request, request], minute)
    },
  ],
  [
    'C14',
    'a URL of 1023 characters',
    ['PRR', 'PRR', 'PRR', 'PRR'],
    (profile) => {
      const request = { ...put, url: `${B}/`.padEnd(1023, 'x') }
      return wire(profile, [request, request], minute)
    },
  ],
  ...(['default', 'no-store', 'reload', 'no-cache', 'force-cache'] as const).map((cacheMode): Row => [
    'C15',
    `cache mode ${cacheMode} on the second`,
    {
      default: ['PRR', 'PRR', 'PRR', 'PRR'],
      'no-store': ['PRR', 'PRPR', 'PRPR', 'PRR'],
      reload: ['PRR', 'PRPR', 'PRPR', 'PRR'],
      'no-cache': ['PRR', 'PRPR', 'PRR', 'PRR'],
      'force-cache': ['PRR', 'PRR', 'PRR', 'PRR'],
    }[cacheMode] as unknown as Row[2],
    (profile) => wire(profile, [put, { ...put, cacheMode }], minute),
  ]),
  [
    'C16',
    'a 404 without Access-Control-Allow-Origin',
    [
      'preflight-missing-allow-origin-header',
      'preflight-missing-allow-origin-header',
      'preflight-missing-allow-origin-header',
      'preflight-invalid-status',
    ],
    blamed(404, []),
  ],
  [
    'C16',
    'a redirect without Access-Control-Allow-Origin',
    [
      'preflight-missing-allow-origin-header',
      'preflight-disallowed-redirect',
      'preflight-missing-allow-origin-header',
      'preflight-disallowed-redirect',
    ],
    blamed(302, [['Location', '/']]),
  ],
  [
    'C17',
    'PATCH listed, patch asked for',
    Array(4).fill('method-disallowed-by-preflight-response') as unknown as Row[2],
    (profile) =>
      verdict(drive(ask({ method: 'patch' }), [{ headers: [allowOrigin(A), [ACAM, 'PATCH']] }], { profile })),
  ],
  [
    'C18',
    'nine Accepts of 128 bytes',
    ['accept', 'accept', Array(9).fill('accept').join(), ''],
    unsafe(...Array.from({ length: 9 }, () => ['Accept', 'a'.repeat(128)] as const)),
  ],
  ...(
    [
      ['DPR', '2.0', ''],
      ['Device-Memory', '8', ''],
      ['Downlink', 'fast', 'downlink'],
      ['RTT', '100', ''],
      ['Width', '1.5', 'width'],
      ['Viewport-Width', '800', ''],
      ['Save-Data', 'On', ''],
      ['Save-Data', 'off', 'save-data'],
      ['ECT', '4g', ''],
      ['ECT', '5g', 'ect'],
    ] as const
  ).map(([name, value, inChromium]): Row => {
    const elsewhere = name.toLowerCase()
    return ['C19', `${name}: ${value}`, [elsewhere, inChromium, elsewhere, elsewhere], unsafe([name, value])]
  }),
  ['C21', 'Range: bytes=-200', ['range', 'range', 'range', 'range'], unsafe(['Range', 'bytes=-200'])],
  ['C22', 'Range: BYTES=0-', ['range', 'range', 'range', ''], unsafe(['Range', 'BYTES=0-'])],
  [
    'seen',
    'Range: bytes=99999999999999999999-',
    ['', 'range', 'range', 'range'],
    unsafe(['Range', 'bytes=99999999999999999999-']),
  ],
  ['seen', 'Accept beyond ASCII', ['', '', 'accept', ''], unsafe(['Accept', '\xff'])],
  [
    'C23',
    'User-Agent of a script is dropped',
    [false, true, false, false],
    (_, rules) => isForbiddenRequestHeader('User-Agent', 'x', rules),
  ],
  [
    'C29',
    'Origin of a no-cors POST from A to A to B',
    [A, 'null', A, A],
    (profile) => {
      const request: Ask = { mode: 'no-cors', method: 'POST', url: `${A}/` }
      return sent(drive(ask(request), chain([`${A}/`, `${B}/`], { status: 307 }), { profile }), 1, 'origin')
    },
  ],
  [
    'C31',
    'Authorization on a redirect to another origin',
    Array(4).fill(null) as unknown as Row[2],
    (profile) => {
      const request: Ask = { url: `${A}/`, headers: [['Authorization', 'x']] }
      return sentEach(drive(ask(request), chain([`${A}/`, `${B}/`]), { profile }), 'authorization').at(-1)
    },
  ],
  [
    'C32',
    'no-cors from B to a URL with user info',
    ['opaque', 'redirect-contains-credentials', 'opaque', 'opaque'],
    (profile) => {
      const urls = [`${B}/`, 'https://user:pw@b.test/']
      return verdict(drive(ask({ mode: 'no-cors' }), chain(urls), { profile }))
    },
  ],
  [
    'C37',
    'Accept of a response, not exposed',
    [[], [], [], []],
    (profile) => {
      const { response } = drive(ask(), [{ headers: [allowOrigin(A), ['Accept', '*/*']] }], { profile })
      return response.headerList.map(([name]) => name)
    },
  ],
  [
    'C44',
    'Cross-Origin-Resource-Policy same-site on another port of an IP address',
    [undefined, 'corp-not-same-site', undefined, undefined],
    (profile) => {
      const response = createResponse({
        urlList: [new URL('http://127.0.0.1:8081/')],
        headerList: [['Cross-Origin-Resource-Policy', 'same-site']],
      })
      const request = ask({ from: 'http://127.0.0.1:8080/', url: 'http://127.0.0.1:8081/', mode: 'no-cors' })
      return corpCheck(request, response, createContext({ profile }))?.code
    },
  ],
  [
    'C45',
    'cookies of a no-cors request under COEP credentialless',
    [null, null, null, 'c=1'],
    (profile) => {
      const client = createClient(new URL(`${A}/page`), { embedderPolicy: 'credentialless' })
      const request: Ask = { mode: 'no-cors', client, ...include }
      return sent(drive(ask(request), [{}], { profile, cookies: cookieStub() }), 0, 'cookie')
    },
  ],
  [
    'C50',
    'a stream as a body',
    ['sent', 'sent', 'sent-as-text', 'refused'],
    (_, rules) => rules.streamRequestBodies,
  ],
  ['C54', 'a cookie without SameSite', ['lax', 'lax', 'none', 'none'], (_, rules) => rules.sameSiteDefault],
  [
    'C55',
    'SameSite=None needs Secure',
    [true, true, true, false],
    (_, rules) => rules.sameSiteNoneNeedsSecure,
  ],
  [
    'C56',
    'http and https of one site',
    ['unset-or-less', 'unset-or-less', 'strict-or-less', 'strict-or-less'],
    (profile) => {
      const cookies = cookieStub()
      const request: Ask = { from: 'http://a.test/', url: 'https://api.a.test/', ...include }
      drive(ask(request), generous, { profile, cookies })
      return cookies.asked[0]!.sameSite
    },
  ],
  [
    'C57',
    'third-party cookies',
    ['allowed', 'allowed', 'partitioned', 'blocked'],
    (_, rules) => rules.thirdPartyCookies,
  ],
  [
    'C58',
    'Partitioned',
    ['always', 'always', 'unless-blocked', 'never'],
    (_, rules) => rules.partitionedCookies,
  ],
  [
    'C59',
    'Secure cookies on loopback',
    [true, true, true, false],
    (_, rules) => rules.secureCookiesOnLoopback,
  ],
  [
    'C62',
    'Accept-Encoding beside Range',
    ['identity', 'identity', 'gzip', 'identity'],
    (profile) => {
      const request: Ask = { headers: [['Range', 'bytes=0-']] }
      return sent(drive(ask(request), generous, { profile, acceptEncoding: 'gzip' }), 0, 'accept-encoding')
    },
  ],

  // Seen in the browsers, without a row in the table of sources.
  [
    'seen',
    'Origin of the second preflight, PUT 307 from B to C',
    ['null,null', 'null,null', `${A},null`, 'null,null'],
    (profile) => {
      const driven = drive(ask(put), chain([`${B}/`, `${C}/`], { status: 307 }), { profile })
      return [sent(driven, 2, 'origin'), sent(driven, 3, 'origin')].join()
    },
  ],
  [
    'seen',
    'POST of JSON, 303 to B: a GET',
    [
      ['OPTIONS POST GET', null],
      ['OPTIONS POST GET', null],
      ['OPTIONS POST OPTIONS GET', null],
      ['OPTIONS POST OPTIONS GET', 'content-type'],
    ],
    (profile) => {
      const body = { source: '{}', length: 2 }
      const request: Ask = { method: 'POST', headers: [['Content-Type', 'application/json']], body }
      const driven = drive(ask(request), chain([`${B}/`, `${B}/2`], { status: 303 }), { profile })
      const methods = driven.requests.map(({ method }) => method).join(' ')
      return [methods, sent(driven, 2, 'access-control-request-headers')]
    },
  ],
  [
    'seen',
    'Authorization, GET 302 from B to C',
    [
      ['OPTIONS GET GET', 'null', null],
      ['OPTIONS GET GET', 'null', null],
      ['OPTIONS GET OPTIONS GET', A, null],
      ['OPTIONS GET OPTIONS GET', 'null', 'authorization'],
    ],
    (profile) => {
      const driven = drive(ask({ headers: [['Authorization', 'x']] }), chain([`${B}/`, `${C}/`]), { profile })
      expect(sentEach(driven, 'authorization').at(-1)).toBeNull()
      const methods = driven.requests.map(({ method }) => method).join(' ')
      return [methods, sent(driven, 2, 'origin'), sent(driven, 2, 'access-control-request-headers')]
    },
  ],
  [
    'seen',
    'A to B to A with wildcards',
    [
      ['cors', 3],
      ['cors', 3],
      ['cors', 3],
      ['wildcard-origin-not-allowed', 2],
    ],
    (profile) => {
      const anyone = ['Access-Control-Allow-Origin', '*'] as const
      const targets = [`${B}/`, `${A}/2`]
      const server = ({ hop }: WireRequest): Reply =>
        hop < 2 ? { status: 302, headers: [anyone, ['Location', targets[hop]!]] } : { headers: [anyone] }
      const driven = drive(ask({ url: `${A}/` }), server, { profile })
      return [verdict(driven), lines(driven).length]
    },
  ],
  [
    'seen',
    'Origin of a no-cors POST under no-referrer',
    ['null', A, 'null', 'null'],
    (profile) => {
      const request: Ask = { mode: 'no-cors', method: 'POST', referrerPolicy: 'no-referrer' }
      return sent(drive(ask(request), [{}], { profile }), 0, 'origin')
    },
  ],
  [
    'seen',
    'http://localhost from an https page',
    ['cors', 'cors', 'cors', 'mixed-content'],
    (profile) => verdict(drive(ask({ url: 'http://localhost:8080/' }), generous, { profile })),
  ],
]

describe.each(NAMES)('%s', (profile) => {
  const index = NAMES.indexOf(profile)

  test.each(ROWS.map(([row, says, expected, observe]) => [row, says, expected[index], observe] as const))(
    '%s, %s: %j',
    (_row, _says, expected, observe) => {
      expect(observe(profile, PROFILES[profile])).toEqual(expected)
    },
  )
})

test('each profile goes by its own name', () => {
  for (const [name, profile] of Object.entries(PROFILES)) expect(profile.name).toBe(name)
})
