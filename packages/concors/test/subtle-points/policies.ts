import { expect } from 'vitest'
import { corpCheck, createClient } from '../../src/index.js'
import type { HeaderList } from '../../src/index.js'
import { remove } from '../../src/protocol/header-list.js'
import { createResponse } from '../../src/protocol/response.js'
import {
  A,
  allowOrigin,
  ask,
  B,
  chain,
  cookieStub,
  createContext,
  drive,
  lines,
  sentEach,
  verdict,
} from '../drive.js'
import type { Ask } from '../drive.js'
import { each } from './point.js'
import type { Point } from './point.js'

/** D-109 to D-128: resource policies, timing, cookies, fetch metadata, limits. */

const corp = (value: string): readonly [string, string] => ['Cross-Origin-Resource-Policy', value]
const noCors: Ask = { mode: 'no-cors', unsafeRequest: false }

export const POLICIES: readonly Point[] = [
  ...each(
    109,
    [
      [['same-origin'], 'corp-not-same-origin'],
      [['Same-Origin'], 'opaque'],
      [['same-origin', 'same-origin'], 'opaque'],
      [['same-site, same-origin'], 'opaque'],
      [['cross-origin'], 'opaque'],
    ] as const,
    ([values, ends]) => `${JSON.stringify(values)}: ${ends}`,
    ([values, ends]) => expect(verdict(drive(ask(noCors), [{ headers: values.map(corp) }]))).toBe(ends),
  ),
  ...each(
    110,
    [
      ['http://a.test/', 'https://img.a.test/', 'corp-not-same-site'],
      ['https://a.test/', 'http://img.a.test/', undefined],
      ['https://a.test/', 'https://img.a.test/', undefined],
      ['https://a.test/', 'https://b.test/', 'corp-not-same-site'],
    ] as const,
    ([from, url, ends]) => `same-site, from ${from} to ${url}: ${ends ?? 'allowed'}`,
    ([from, url, ends]) => {
      const response = createResponse({ urlList: [new URL(url)], headerList: [corp('same-site')] })
      expect(corpCheck(ask({ from, url, ...noCors }), response, createContext())?.code).toBe(ends)
    },
  ),
  [
    111,
    'a redirect that does not allow it blocks',
    () => {
      const headers: HeaderList = [corp('same-origin'), ['Location', `${B}/2`]]
      const driven = drive(ask(noCors), [{ status: 302, headers }, {}])
      expect([verdict(driven), driven.requests.length]).toEqual(['corp-not-same-origin', 1])
    },
  ],
  [
    112,
    'mode cors does not look at it',
    () => expect(verdict(drive(ask(), [{ headers: [allowOrigin(A), corp('same-origin')] }]))).toBe('cors'),
  ],
  ...each(
    113,
    [
      ['cors', [allowOrigin(A)], 'cors'],
      ['no-cors', [], 'corp-required-by-embedder-policy'],
      ['no-cors', [corp('cross-origin')], 'opaque'],
    ] as const,
    ([mode, headers, ends]) => `require-corp, mode ${mode}, ${headers.length} headers: ${ends}`,
    ([mode, headers, ends]) => {
      const client = createClient(new URL(`${A}/page`), { embedderPolicy: 'require-corp' })
      expect(verdict(drive(ask({ mode, client }), [{ headers }]))).toBe(ends)
    },
  ),
  ...each(
    114,
    [
      [`${A}/page`, [A], true],
      [`${A}/page`, ['*'], true],
      [`${A}/page`, ['https://x.test', A], true],
      [`${A}/page`, [`https://x.test, ${A}`], true],
      [`${A}/page`, [`https://x.test ${A}`], false],
      [`${A}/page`, ['HTTPS://A.TEST'], false],
      [`${A}/page`, [], false],
      ['opaque', ['null'], true],
      ['opaque', ['Null'], false],
    ] as const,
    ([from, values, passes]) =>
      `Timing-Allow-Origin ${JSON.stringify(values)} ${passes ? 'shows' : 'hides'} timing to ${from}`,
    ([from, values, passes]) => {
      const headers = values.map((value) => ['Timing-Allow-Origin', value] as const)
      const { response } = drive(ask({ from }), [{ headers: [allowOrigin('*'), ...headers] }])
      expect([response.timingAllowPassed, response.internalResponse!.timingAllowPassed]).toEqual([
        passes,
        passes,
      ])
    },
  ),
  [
    114,
    'timing that one hop hides stays hidden',
    () => {
      const { response } = drive(ask(), [
        { status: 302, headers: [allowOrigin(A), ['Location', '/2']] },
        { headers: [allowOrigin(A), ['Timing-Allow-Origin', '*']] },
      ])
      expect([response.type, response.timingAllowPassed]).toEqual(['cors', false])
    },
  ],
  [
    115,
    'cookies are kept although the response may not be read',
    () => {
      const cookies = cookieStub()
      const server = [{ headers: [['Set-Cookie', 'a=1'] as const, ['Set-Cookie', 'b=2'] as const] }]
      const driven = drive(ask({ credentialsMode: 'include' }), server, { cookies })
      expect(verdict(driven)).toBe('missing-allow-origin-header')
      expect(cookies.stored.map(([line]) => line)).toEqual(['a=1', 'b=2'])
    },
  ],
  [
    116,
    'credentials mode same-origin sends and keeps none cross-origin',
    () => {
      const cookies = cookieStub()
      const driven = drive(ask(), [{ headers: [allowOrigin(A), ['Set-Cookie', 'a=1']] }], { cookies })
      expect([sentEach(driven, 'cookie'), cookies.asked, cookies.stored]).toEqual([[null], [], []])
    },
  ],
  ...each(
    117,
    [
      [[`${B}/`], ['unset-or-less']],
      [['https://api.a.test/'], ['strict-or-less']],
      [
        ['https://api.a.test/', `${B}/`, 'https://api.a.test/2'],
        ['strict-or-less', 'unset-or-less', 'unset-or-less'],
      ],
    ] as const,
    ([urls]) => `SameSite cookies along ${urls.join(' to ')}`,
    ([urls, modes]) => {
      const cookies = cookieStub()
      drive(ask({ url: urls[0], credentialsMode: 'include' }), chain(urls), { cookies })
      expect(cookies.asked.map(({ sameSite }) => sameSite)).toEqual(modes)
    },
  ),
  ...each(
    119,
    [
      [
        [`${A}/`, `${A}/2`],
        ['same-origin', 'same-origin'],
      ],
      [
        [`${A}/`, `${B}/`, `${A}/2`],
        ['same-origin', 'cross-site', 'cross-site'],
      ],
      [
        [`${A}/`, 'https://api.a.test/', `${A}/2`],
        ['same-origin', 'same-site', 'same-site'],
      ],
    ] as const,
    ([urls]) => `Sec-Fetch-Site along ${urls.join(' to ')}`,
    ([urls, sites]) => {
      expect(sentEach(drive(ask({ url: urls[0] }), chain(urls)), 'sec-fetch-site')).toEqual(sites)
    },
  ),
  ...each(
    120,
    [
      ['http://b.test/', null],
      ['http://localhost/', 'cors'],
      ['https://b.test/', 'cors'],
    ] as const,
    ([url, mode]) => `Sec-Fetch-Mode to ${url} is ${mode ?? 'not sent'}`,
    ([url, mode]) => {
      const driven = drive(ask({ from: 'http://a.test/', url }), chain([url]))
      expect(sentEach(driven, 'sec-fetch-mode')).toEqual([mode])
    },
  ),
  [
    122,
    'an image without crossorigin is loaded, and opaque',
    () => expect(verdict(drive(ask({ ...noCors, destination: 'image' }), [{}]))).toBe('opaque'),
  ],
  [
    122,
    'an image with crossorigin needs to be allowed',
    () => {
      const request: Ask = { unsafeRequest: false, destination: 'image' }
      expect(verdict(drive(ask(request), [{}]))).toBe('missing-allow-origin-header')
    },
  ],
  ...each(
    126,
    [
      [65_536, 0, 'cors'],
      [65_537, 0, 'keepalive-body-too-large'],
      [65_535, 1, 'cors'],
      [65_536, 1, 'keepalive-body-too-large'],
    ] as const,
    ([length, inflight, ends]) => `keepalive with ${length} bytes and ${inflight} under way: ${ends}`,
    ([length, inflight, ends]) => {
      const request = ask({ method: 'POST', keepalive: true, body: { source: 'x', length } })
      expect(verdict(drive(request, chain([`${B}/`]), { inflightKeepaliveBytes: () => inflight }))).toBe(ends)
    },
  ),
  [
    127,
    'port 6666 is never asked',
    () => {
      const driven = drive(ask({ url: 'https://b.test:6666/' }), [])
      expect([verdict(driven), lines(driven)]).toEqual(['bad-port', []])
    },
  ],
  ...each(
    128,
    [
      [206, 'bytes=0-', 'partial-response-not-requested'],
      [416, 'bytes=0-', 'partial-response-not-requested'],
      [200, 'bytes=0-', 'opaque'],
      [206, null, 'opaque'],
    ] as const,
    ([status, range, ends]) =>
      `an opaque ${status}, answered to Range ${range} and given to a request without: ${ends}`,
    ([status, range, ends]) => {
      // Nothing here hands the answer of one request to another, as a service worker does: so the request changes.
      const request = ask({ ...noCors, headers: range === null ? [] : [['Range', range]] })
      const driven = drive(request, () => {
        remove(request.headerList, 'range')
        return { status }
      })
      expect(verdict(driven)).toBe(ends)
    },
  ),
]
