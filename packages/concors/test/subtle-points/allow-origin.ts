import { expect } from 'vitest'
import { A, ALLOW_CREDENTIALS, allowOrigin, ask, drive, verdict } from '../drive.js'
import type { Ask } from '../drive.js'
import type { HeaderList } from '../../src/index.js'
import { each } from './point.js'
import type { Point } from './point.js'

/** D-01 to D-22: what a response says with Access-Control-Allow-Origin and -Credentials. */

const include: Ask = { credentialsMode: 'include' }

function judge(headers: HeaderList, request: Ask = {}, status = 200): string {
  return verdict(drive(ask(request), [{ status, headers }]))
}

/** Bytes as they come from the wire; the transport has trimmed spaces and tabs, as HTTP says. */
const quoted = (value: string): string => JSON.stringify(value)

export const ALLOW_ORIGIN: readonly Point[] = [
  [
    1,
    'a trailing slash is another value',
    () => expect(judge([allowOrigin(`${A}/`)])).toBe('allow-origin-mismatch'),
  ],
  ...each(
    2,
    ['HTTPS://a.test', 'https://A.test'],
    (value) => `upper case is another value: ${value}`,
    (value) => expect(judge([allowOrigin(value)])).toBe('allow-origin-mismatch'),
  ),
  [
    3,
    'a default port is never written',
    () => expect(judge([allowOrigin(`${A}:443`)])).toBe('allow-origin-mismatch'),
  ],
  [4, 'http is not https', () => expect(judge([allowOrigin('http://a.test')])).toBe('allow-origin-mismatch')],
  ...each(
    5,
    [
      ['*', 'cors'],
      ['*\x0b', 'invalid-allow-origin-value'],
      ['*\x0c', 'invalid-allow-origin-value'],
      ['\0*', 'invalid-allow-origin-value'],
    ] as const,
    ([value, expected]) => `without credentials ${quoted(value)} is ${expected}`,
    ([value, expected]) => expect(judge([allowOrigin(value)])).toBe(expected),
  ),
  ...each(
    6,
    [
      ['"*"', 'invalid-allow-origin-value'],
      ["'*'", 'invalid-allow-origin-value'],
      ['**', 'invalid-allow-origin-value'],
      ['* *', 'multiple-allow-origin-values'],
      ['*,', 'multiple-allow-origin-values'],
      [',*', 'multiple-allow-origin-values'],
    ] as const,
    ([value]) => `${value} is no wildcard`,
    ([value, expected]) => expect(judge([allowOrigin(value)])).toBe(expected),
  ),
  [
    7,
    'two wildcards are none',
    () => expect(judge([allowOrigin('*'), allowOrigin('*')])).toBe('multiple-allow-origin-values'),
  ],
  [
    8,
    'an empty line and a wildcard are no wildcard',
    () => expect(judge([allowOrigin(''), allowOrigin('*')])).toBe('multiple-allow-origin-values'),
  ],
  [
    9,
    'the same origin twice is another value',
    () => expect(judge([allowOrigin(A), allowOrigin(A)])).toBe('multiple-allow-origin-values'),
  ],
  [
    10,
    'a list of origins is no origin',
    () => expect(judge([allowOrigin(`${A}, https://c.test`)])).toBe('multiple-allow-origin-values'),
  ],
  [
    11,
    'null is not an origin that has a name',
    () => expect(judge([allowOrigin('null')])).toBe('allow-origin-mismatch'),
  ],
  ...each(
    12,
    [
      ['null', 'cors'],
      ['*', 'cors'],
      [A, 'allow-origin-mismatch'],
    ] as const,
    ([value, expected]) => `a sandboxed page and ${value}: ${expected}`,
    ([value, expected]) => expect(judge([allowOrigin(value)], { from: 'opaque' })).toBe(expected),
  ),
  [
    13,
    'null with credentials lets every sandboxed page read',
    () =>
      expect(judge([allowOrigin('null'), ALLOW_CREDENTIALS], { from: 'opaque', ...include })).toBe('cors'),
  ],
  ...each(
    14,
    [[allowOrigin('*')], [allowOrigin('*'), ALLOW_CREDENTIALS]],
    (headers) => `a wildcard refuses credentials (${headers.length} headers)`,
    (headers) => expect(judge(headers, include)).toBe('wildcard-origin-not-allowed'),
  ),
  [
    15,
    'credentials mode same-origin goes with a wildcard',
    () => expect(judge([allowOrigin('*')], { credentialsMode: 'same-origin' })).toBe('cors'),
  ],
  ...each(
    16,
    [
      ['true', 'cors'],
      ['True', 'invalid-allow-credentials'],
      ['TRUE', 'invalid-allow-credentials'],
      ['1', 'invalid-allow-credentials'],
      ['', 'invalid-allow-credentials'],
    ] as const,
    ([value, expected]) => `Access-Control-Allow-Credentials ${quoted(value)}: ${expected}`,
    ([value, expected]) =>
      expect(judge([allowOrigin(A), ['Access-Control-Allow-Credentials', value]], include)).toBe(expected),
  ),
  [
    17,
    'true twice is not true',
    () =>
      expect(judge([allowOrigin(A), ALLOW_CREDENTIALS, ALLOW_CREDENTIALS], include)).toBe(
        'invalid-allow-credentials',
      ),
  ],
  ...each(
    18,
    ['omit', 'same-origin'] as const,
    (mode) => `credentials mode ${mode} needs no Access-Control-Allow-Credentials`,
    (credentialsMode) => expect(judge([allowOrigin(A)], { credentialsMode })).toBe('cors'),
  ),
  ...each(
    19,
    [403, 404, 500],
    (status) => `a ${status} that names the origin can be read`,
    (status) => {
      const driven = drive(ask(), [{ status, headers: [allowOrigin(A)] }])
      expect([verdict(driven), driven.response.status]).toEqual(['cors', status])
    },
  ),
  ...each(
    20,
    [
      ['https://xn--bcher-kva.test', 'cors'],
      ['https://b\xc3\xbccher.test', 'allow-origin-mismatch'],
    ] as const,
    ([value, expected]) => `from https://bücher.test/ ${value} is ${expected}`,
    ([value, expected]) =>
      expect(judge([allowOrigin(value)], { from: 'https://bücher.test/' })).toBe(expected),
  ),
  ...each(
    21,
    [
      ['http://[::1]:3000', 'cors'],
      ['http://[0:0:0:0:0:0:0:1]:3000', 'allow-origin-mismatch'],
      ['http://::1:3000', 'invalid-allow-origin-value'],
    ] as const,
    ([value, expected]) => `from http://[::1]:3000/ ${value} is ${expected}`,
    ([value, expected]) =>
      expect(judge([allowOrigin(value)], { from: 'http://[::1]:3000/', url: 'http://b.test/' })).toBe(
        expected,
      ),
  ),
  [
    22,
    'an empty value is a value',
    () => expect(judge([allowOrigin('')])).toBe('invalid-allow-origin-value'),
  ],
]
