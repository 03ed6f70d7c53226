import { expect } from 'vitest'
import { isForbiddenRequestHeader, normalizeMethod } from '../../src/index.js'
import type { HeaderList } from '../../src/index.js'
import {
  A,
  ALLOW_CREDENTIALS,
  allowOrigin,
  ask,
  B,
  chain,
  C,
  cookieStub,
  drive,
  generous,
  lines,
  plus,
  sent,
  verdict,
} from '../drive.js'
import type { Ask } from '../drive.js'
import { each } from './point.js'
import type { Point } from './point.js'

/** D-23 to D-63: which requests are preflighted, what a preflight asks, and how its answer is judged. */

const ACAM = 'Access-Control-Allow-Methods'
const ACAH = 'Access-Control-Allow-Headers'
const ACRH = 'access-control-request-headers'
const ACRM = 'access-control-request-method'

const quoted = (value: string): string => JSON.stringify(value)

/** What the preflight asks for: null where there is none, otherwise method and header names. */
function asked(request: Ask): readonly [method: string | null, names: string | null] | null {
  const driven = drive(ask(request), generous)
  expect(verdict(driven)).toBe('cors')
  if (driven.requests[0]!.kind !== 'preflight') return null
  return [sent(driven, 0, ACRM), sent(driven, 0, ACRH)]
}

/** The verdict over a request whose preflight is answered so, and the request itself generously. */
function judged(request: Ask, headers: HeaderList, status = 204): string {
  return verdict(
    drive(ask(request), (wire) => (wire.kind === 'preflight' ? { status, headers } : generous(wire))),
  )
}

const include = { credentialsMode: 'include' } as const
const put: Ask = { method: 'PUT' }
const xA: Ask = { headers: [['X-A', '1']] }
const header = (name: string, value: string): Ask => ({ headers: [[name, value]] })

export const PREFLIGHT: readonly Point[] = [
  [23, 'GET with X-A is preflighted and asks for GET', () => expect(asked(xA)).toEqual(['GET', 'x-a'])],
  [24, 'patch is asked for as patch', () => expect(asked({ method: 'patch' })).toEqual(['patch', null])],
  [
    24,
    'a server that lists PATCH refuses patch',
    () =>
      expect(judged({ method: 'patch' }, [allowOrigin(A), [ACAM, 'PATCH']])).toBe(
        'method-disallowed-by-preflight-response',
      ),
  ],
  [24, 'put is PUT', () => expect(normalizeMethod('put')).toBe('PUT')],
  [
    25,
    'a method named * is allowed by a literal * even with credentials',
    () =>
      expect(judged({ method: '*', ...include }, [allowOrigin(A), ALLOW_CREDENTIALS, [ACAM, '*']])).toBe(
        'cors',
      ),
  ],
  [
    25,
    'a header named * is allowed by a literal * even with credentials',
    () =>
      expect(
        judged({ ...header('*', '1'), ...include }, [allowOrigin(A), ALLOW_CREDENTIALS, [ACAH, '*']]),
      ).toBe('cors'),
  ],
  ...each(
    26,
    [
      ['application/json', true],
      ['text/plain;', false],
      ['text/plain;garbage', false],
      ['Text/Plain; charset=UTF-8', false],
      ['text /plain', true],
      ['text/plain,', true],
      ['text/plain,x/x', true],
      ['text/plain\x0b', true],
      ['text/plain;"', true],
      ['', true],
    ] as const,
    ([value, unsafe]) => `Content-Type ${quoted(value)} is ${unsafe ? '' : 'not '}preflighted`,
    ([value, unsafe]) =>
      expect(asked({ method: 'POST', ...header('Content-Type', value) })).toEqual(
        unsafe ? ['POST', 'content-type'] : null,
      ),
  ),
  [
    27,
    'multipart/form-data needs no boundary',
    () => expect(asked({ method: 'POST', ...header('Content-Type', 'multipart/form-data') })).toBeNull(),
  ],
  [
    28,
    'two Content-Types, joined by Headers.append, are preflighted',
    () =>
      expect(asked({ method: 'POST', ...header('Content-Type', 'application/json, text/plain') })).toEqual([
        'POST',
        'content-type',
      ]),
  ],
  [
    28,
    'two Content-Types as two entries are preflighted',
    () =>
      expect(
        asked({
          method: 'POST',
          headers: [
            ['Content-Type', 'application/json'],
            ['Content-Type', 'text/plain'],
          ],
        }),
      ).toEqual(['POST', 'content-type']),
  ],
  ...each(
    29,
    [
      ['"', true],
      ['text/html, */*;q=0.5', false],
      ['a'.repeat(128), false],
      ['a'.repeat(129), true],
    ] as const,
    ([value, unsafe]) =>
      `Accept of ${value.length} bytes, ${quoted(value.slice(0, 24))}, is ${unsafe ? '' : 'not '}preflighted`,
    ([value, unsafe]) => expect(asked(header('Accept', value))).toEqual(unsafe ? ['GET', 'accept'] : null),
  ),
  ...each(
    30,
    [
      ['@', true],
      ['\x01', true],
      ['_', true],
      ['de-CH, en;q=0.5, *', false],
    ] as const,
    ([value, unsafe]) => `Accept-Language ${quoted(value)} is ${unsafe ? '' : 'not '}preflighted`,
    ([value, unsafe]) =>
      expect(asked(header('Accept-Language', value))).toEqual(unsafe ? ['GET', 'accept-language'] : null),
  ),
  ...each(
    31,
    [
      ['bytes=0-', false],
      ['bytes=0-499', false],
      ['bytes=-5', true],
      ['bytes=0-1,3-4', true],
      ['bytes 0-', true],
      ['bytes= 0-', true],
      ['bytes=5-2', true],
      ['Bytes=0-', true],
    ] as const,
    ([value, unsafe]) => `Range ${quoted(value)} is ${unsafe ? '' : 'not '}preflighted`,
    ([value, unsafe]) => expect(asked(header('Range', value))).toEqual(unsafe ? ['GET', 'range'] : null),
  ),
  ...each(
    32,
    [
      [8, null],
      [9, ['GET', 'accept,x-a'] as const],
    ] as const,
    ([count]) => `${count} Accepts of 128 bytes and X-A`,
    ([count, expected]) => {
      const headers = Array.from({ length: count }, () => ['Accept', 'a'.repeat(128)] as const)
      expect(asked({ headers })).toEqual(expected === null ? null : ['GET', 'accept'])
      expect(asked({ headers: [...headers, ['X-A', '1']] })).toEqual(expected ?? ['GET', 'x-a'])
    },
  ),
  ...each(
    33,
    [
      ['Accept', null],
      ['Accept-Language', ['GET', 'accept-language']],
    ] as const,
    ([name, expected]) => `a byte beyond ASCII in ${name} is ${expected === null ? 'safe' : 'unsafe'}`,
    ([name, expected]) => {
      for (const byte of ['\x80', '\xe9', '\xff']) expect(asked(header(name, byte))).toEqual(expected)
    },
  ),
  ...each(
    34,
    [
      ['TRACE', true],
      ['GET, track', true],
      ['PUT', false],
    ] as const,
    ([value, forbidden]) =>
      `X-HTTP-Method-Override: ${value} is ${forbidden ? 'dropped' : 'sent, and unsafe'}`,
    ([value, forbidden]) => {
      expect(isForbiddenRequestHeader('X-HTTP-Method-Override', value)).toBe(forbidden)
      if (!forbidden) {
        expect(asked(header('X-HTTP-Method-Override', value))).toEqual(['GET', 'x-http-method-override'])
      }
    },
  ),
  ...each(
    35,
    ['Sec-Foo', 'Proxy-Foo', 'Cookie'],
    (name) => `${name} is dropped before anybody asks`,
    (name) => expect(isForbiddenRequestHeader(name, '1')).toBe(true),
  ),
  [
    36,
    'headers of the browser itself are never asked for',
    () => {
      const driven = drive(ask({ ...put, ...include }), generous, {
        userAgent: 'Mozilla/5.0',
        acceptLanguage: 'de',
        acceptEncoding: 'gzip',
        cookies: cookieStub(),
      })
      expect(lines(driven)).toEqual([`OPTIONS ${B}/`, `PUT ${B}/`])
      expect(sent(driven, 0, ACRH)).toBeNull()
      for (const name of ['accept', 'accept-language', 'user-agent', 'referer', 'cookie']) {
        expect(sent(driven, 1, name), name).not.toBeNull()
      }
    },
  ],
  [
    37,
    'If-Modified-Since of a script is asked for',
    () =>
      expect(asked(header('If-Modified-Since', 'Mon, 23 Nov 2026 00:00:00 GMT'))).toEqual([
        'GET',
        'if-modified-since',
      ]),
  ],
  [
    38,
    'an upload listener preflights a simple POST',
    () =>
      expect(
        asked({ method: 'POST', ...header('Content-Type', 'text/plain'), useCorsPreflight: true }),
      ).toEqual(['POST', null]),
  ],
  [
    39,
    'a stream body preflights a simple POST',
    () =>
      expect(asked({ method: 'POST', body: { source: null, length: null }, useCorsPreflight: true })).toEqual(
        ['POST', null],
      ),
  ],
  [
    39,
    'a stream body to the own origin is not preflighted',
    () => {
      const stream = { method: 'POST', body: { source: null, length: null }, useCorsPreflight: true } as const
      expect(lines(drive(ask({ url: `${A}/`, ...stream }), generous))).toEqual([`POST ${A}/`])
    },
  ],
  [
    40,
    'the own origin is never preflighted',
    () => expect(lines(drive(ask({ url: `${A}/`, ...put, ...xA }), generous))).toEqual([`PUT ${A}/`]),
  ],
  [
    41,
    'a Range that a media element sets in no-cors is not preflighted',
    () => {
      const request = { mode: 'no-cors', unsafeRequest: false, ...header('Range', 'bytes=-5') } as const
      expect(lines(drive(ask(request), generous))).toEqual([`GET ${B}/`])
    },
  ],
  ...each(
    42,
    [
      ['multipart/form-data; boundary=x', false],
      ['application/x-www-form-urlencoded;charset=UTF-8', false],
      ['text/plain;charset=UTF-8', false],
      ['application/octet-stream', true],
      [null, false],
    ] as const,
    ([type, unsafe]) => `a body of type ${type ?? 'none'} is ${unsafe ? '' : 'not '}preflighted`,
    ([type, unsafe]) => {
      const headers = type === null ? [] : [['Content-Type', type] as const]
      expect(asked({ method: 'POST', body: { source: 'x', length: 1 }, headers })).toEqual(
        unsafe ? ['POST', 'content-type'] : null,
      )
    },
  ),
  [
    43,
    'names are lower-case, sorted, each once, joined by a bare comma',
    () =>
      expect(
        asked({
          headers: [
            ['X-C', '1'],
            ['x-a', '1'],
            ['X-A', '2'],
            ['X-B', '1'],
          ],
        }),
      ).toEqual(['GET', 'x-a,x-b,x-c']),
  ],
  [43, 'without unsafe names there is no such header', () => expect(asked(put)).toEqual(['PUT', null])],
  [
    44,
    'X-b and X-A are x-a,x-b',
    () =>
      expect(
        asked({
          headers: [
            ['X-b', '1'],
            ['X-A', '1'],
          ],
        }),
      ).toEqual(['GET', 'x-a,x-b']),
  ],
  [
    45,
    'a preflight accepts anything, names origin and referrer, and carries no credentials',
    () => {
      const request: Ask = { ...put, ...include, headers: [['Authorization', 'Basic eDp5']] }
      const driven = drive(ask(request), generous, { cookies: cookieStub() })
      expect(driven.requests[0]).toMatchObject({
        kind: 'preflight',
        method: 'OPTIONS',
        includeCredentials: false,
      })
      const expected = { accept: '*/*', origin: A, referer: `${A}/`, cookie: null, authorization: null }
      for (const [name, value] of Object.entries(expected)) expect(sent(driven, 0, name), name).toBe(value)
    },
  ],
  [
    45,
    'the Referer of a preflight follows the policy',
    () => {
      const driven = drive(ask({ ...put, referrerPolicy: 'no-referrer' }), generous)
      expect(sent(driven, 0, 'referer')).toBeNull()
    },
  ],
  [
    45,
    'the Origin of a preflight can be null',
    () => expect(sent(drive(ask({ ...put, from: 'opaque' }), generous), 0, 'origin')).toBe('null'),
  ],
  [46, 'the method is always asked for', () => expect(asked(xA)![0]).toBe('GET')],
  ...each(
    47,
    [
      [200, 'cors'],
      [204, 'cors'],
      [299, 'cors'],
      [300, 'preflight-invalid-status'],
      [301, 'preflight-invalid-status'],
      [304, 'preflight-invalid-status'],
      [401, 'preflight-invalid-status'],
      [405, 'preflight-invalid-status'],
      [500, 'preflight-invalid-status'],
    ] as const,
    ([status, expected]) => `a preflight answered ${status}: ${expected}`,
    ([status, expected]) => expect(judged(put, [allowOrigin(A), [ACAM, 'PUT']], status)).toBe(expected),
  ),
  [
    48,
    'a preflight follows no redirect, not even one that adds a slash',
    () => {
      const headers: HeaderList = [allowOrigin(A), [ACAM, 'PUT'], ['Location', `${B}/x/`]]
      const driven = drive(ask({ ...put, url: `${B}/x` }), [{ status: 308, headers }])
      expect(verdict(driven)).toBe('preflight-disallowed-redirect')
      expect(lines(driven)).toEqual([`OPTIONS ${B}/x`])
    },
  ],
  ...each(
    49,
    [
      ['GET', 'cors'],
      ['POST', 'cors'],
      ['PUT', 'method-disallowed-by-preflight-response'],
    ] as const,
    ([method, expected]) => `without ${ACAM} ${method} is ${expected}`,
    ([method, expected]) => expect(judged({ method, ...xA }, [allowOrigin(A), [ACAH, 'x-a']])).toBe(expected),
  ),
  [
    50,
    'Access-Control-Allow-Method means nothing',
    () =>
      expect(judged(put, [allowOrigin(A), ['Access-Control-Allow-Method', 'PUT']])).toBe(
        'method-disallowed-by-preflight-response',
      ),
  ],
  [
    51,
    'GET needs not be listed, and so not in upper case',
    () => expect(judged(xA, [allowOrigin(A), [ACAM, 'get'], [ACAH, 'x-a']])).toBe('cors'),
  ],
  ...each(
    52,
    [
      ['PUT,, ,DELETE', 'cors'],
      [',PUT', 'cors'],
      ['PUT;DELETE', 'invalid-allow-methods-preflight-response'],
      ['PUT DELETE', 'invalid-allow-methods-preflight-response'],
    ] as const,
    ([value, expected]) => `${ACAM}: ${value} is ${expected}`,
    ([value, expected]) => expect(judged(put, [allowOrigin(A), [ACAM, value]])).toBe(expected),
  ),
  [
    52,
    'a flawed list of methods refuses a GET too',
    () =>
      expect(judged(xA, [allowOrigin(A), [ACAM, 'PUT;DELETE'], [ACAH, 'x-a']])).toBe(
        'invalid-allow-methods-preflight-response',
      ),
  ],
  [
    53,
    'a flawed list of headers refuses a request that needs none',
    () =>
      expect(judged(put, [allowOrigin(A), [ACAM, 'PUT'], [ACAH, 'X A']])).toBe(
        'invalid-allow-headers-preflight-response',
      ),
  ],
  [54, 'X-A in the list allows x-a', () => expect(judged(xA, [allowOrigin(A), [ACAH, 'X-A']])).toBe('cors')],
  [
    55,
    '* allows X-A without credentials',
    () => expect(judged(xA, [allowOrigin(A), [ACAH, '*']])).toBe('cors'),
  ],
  [
    55,
    '* allows nothing with credentials',
    () =>
      expect(judged({ ...xA, ...include }, [allowOrigin(A), ALLOW_CREDENTIALS, [ACAH, '*']])).toBe(
        'header-disallowed-by-preflight-response',
      ),
  ],
  ...each(
    56,
    [
      ['*', 'authorization-not-covered-by-wildcard'],
      ['*, Authorization', 'cors'],
    ] as const,
    ([value, expected]) => `Authorization under ${value}: ${expected}`,
    ([value, expected]) =>
      expect(judged(header('Authorization', 'x'), [allowOrigin(A), [ACAH, value]])).toBe(expected),
  ),
  [
    57,
    'several lists are one',
    () =>
      expect(
        judged(
          {
            headers: [
              ['X-A', '1'],
              ['X-B', '1'],
            ],
          },
          [allowOrigin(A), [ACAH, 'x-a'], [ACAH, 'x-b']],
        ),
      ).toBe('cors'),
  ],
  [
    58,
    'a wildcard origin refuses the preflight of a request with credentials',
    () =>
      expect(judged({ ...put, ...include }, [allowOrigin('*'), ALLOW_CREDENTIALS, [ACAM, 'PUT']])).toBe(
        'preflight-wildcard-origin-not-allowed',
      ),
  ],
  [
    59,
    'the preflight of a request with credentials must allow them',
    () =>
      expect(judged({ ...put, ...include }, [allowOrigin(A), [ACAM, 'PUT']])).toBe(
        'preflight-invalid-allow-credentials',
      ),
  ],
  ...each(
    60,
    [
      ['*', A],
      [A, '*'],
    ] as const,
    ([first, second]) => `${first} on the preflight and ${second} on the response`,
    ([first, second]) => {
      const server = [
        { headers: [allowOrigin(first), [ACAM, 'PUT'] as const] },
        { headers: [allowOrigin(second)] },
      ]
      expect(verdict(drive(ask(put), server))).toBe('cors')
    },
  ),
  [
    61,
    'a preflight sets no cookies',
    () => {
      const cookies = cookieStub()
      const server = plus(generous, ['Set-Cookie', 'a=1'])
      drive(ask({ ...put, ...include }), (wire, index) => (index === 0 ? server(wire) : generous(wire)), {
        cookies,
      })
      expect(cookies.stored).toEqual([])
    },
  ],
  [
    62,
    'Allow says nothing',
    () =>
      expect(judged(put, [allowOrigin(A), ['Allow', 'PUT']])).toBe('method-disallowed-by-preflight-response'),
  ],
  [
    63,
    'what a preflight exposes counts for nothing',
    () => {
      const server = chain([`${B}/`], { end: { headers: [['X-B', '1']] } })
      const driven = drive(ask(put), (wire) =>
        wire.kind === 'preflight'
          ? plus(generous, ['Access-Control-Expose-Headers', 'X-B'])(wire)
          : server(wire),
      )
      expect([verdict(driven), driven.response.headerList]).toEqual(['cors', []])
    },
  ],
  [
    45,
    'after a redirect to a third origin the preflight there names null',
    () => {
      const driven = drive(ask(put), chain([`${B}/`, `${C}/`], { status: 307 }))
      expect([lines(driven)[2], sent(driven, 2, 'origin')]).toEqual([`OPTIONS ${C}/`, 'null'])
    },
  ],
]
