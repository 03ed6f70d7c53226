import { describe, expect, test } from 'vitest'
import type { HeaderList } from './header-list.js'
import { PROFILES } from './profile.js'
import {
  corsUnsafeRequestHeaderNames,
  isCorsNonWildcardRequestHeaderName,
  isCorsSafelistedRequestHeader,
  isForbiddenRequestHeader,
  isNoCorsSafelistedRequestHeader,
  isNoCorsSafelistedRequestHeaderName,
  isPrivilegedNoCorsRequestHeaderName,
} from './request-header.js'

describe('CORS-safelisted request headers', () => {
  test.each([
    ['Accept', '', true],
    ['ACCEPT', 'text/html, */*;q=0.5', true],
    ['Accept', '\t', true],
    ['Accept', 'a'.repeat(128), true],
    ['Accept', 'a'.repeat(129), false],
    ['Accept-Language', 'de-CH, en;q=0.9, *.', true],
    ['Accept-Language', 'de_CH', false],
    ['Accept-Language', 'de\tfr', false],
    ['Content-Language', 'de', true],
    ['Content-Language', 'd\xe9', false],
    ['Content-Type', 'text/plain', true],
    ['Content-Type', 'TEXT/PLAIN;x', true],
    ['Content-Type', ' multipart/form-data ', true],
    ['Content-Type', 'application/x-www-form-urlencoded; charset=UTF-8', true],
    ['Content-Type', 'text/plain; charset="x"', false],
    ['Content-Type', 'application/json', false],
    ['Content-Type', 'text/html', false],
    ['Content-Type', 'text', false],
    ['Content-Type', '', false],
    ['Range', 'bytes=0-', true],
    ['range', 'bytes=1-2', true],
    ['Range', 'bytes=-1', false],
    ['Range', '', false],
    ['X-A', '', false],
    ['Authorization', 'x', false],
    ['DPR', '2', false],
    ['Last-Event-ID', '1', false],
  ])('%s: %j is one: %s', (name, value, expected) => {
    expect(isCorsSafelistedRequestHeader(name, value)).toBe(expected)
  })

  test('the unsafe bytes are 45', () => {
    const bytes = Array.from({ length: 256 }, (_, i) => i)
    const unsafe = bytes.filter((byte) => !isCorsSafelistedRequestHeader('accept', String.fromCharCode(byte)))
    const controls = Array.from({ length: 32 }, (_, i) => i).filter((byte) => byte !== 9)
    const others = Array.from('"():<>?@[\\]{}\x7f', (char) => char.charCodeAt(0))
    expect(unsafe).toEqual([...controls, ...others].toSorted((x, y) => x - y))
  })

  test('the bytes of a language are 69', () => {
    const bytes = Array.from({ length: 256 }, (_, i) => String.fromCharCode(i))
    const safe = bytes.filter((byte) => isCorsSafelistedRequestHeader('accept-language', byte))
    expect(safe.join('')).toBe(' *,-.0123456789;=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
  })

  test.each([
    ['dpr', '1.5', true],
    ['dpr', 'x', false],
    ['device-memory', '0.', true],
    ['width', '10', true],
    ['rtt', '1.0', false],
    ['save-data', 'ON', true],
    ['ect', 'slow-2g', true],
    ['ect', '1g', false],
    ['x-hint', '1', false],
  ])('Chromium: %s: %s is one: %s', (name, value, expected) => {
    expect(isCorsSafelistedRequestHeader(name, value, PROFILES.chromium)).toBe(expected)
  })
})

describe('CORS-unsafe request-header names', () => {
  const long = (count: number) => Array.from({ length: count }, () => ['Accept', 'a'.repeat(128)] as const)

  test('of nothing are none', () => {
    expect(corsUnsafeRequestHeaderNames([])).toEqual([])
  })

  test('are lower-case, sorted, each once', () => {
    expect(
      corsUnsafeRequestHeaderNames([
        ['X-B', '1'],
        ['Accept', 'x'],
        ['x-a', '1'],
        ['X-A', '2'],
      ]),
    ).toEqual(['x-a', 'x-b'])
  })

  test.each<[headers: HeaderList, expected: readonly string[]]>([
    [[...long(8)], []],
    [
      [...long(8), ['Accept-Language', 'd']],
      ['accept', 'accept-language'],
    ],
    [
      [...long(9), ['X-A', '1']],
      ['accept', 'x-a'],
    ],
  ])('beyond 1024 bytes are all of them (%#)', (headers, expected) => {
    expect(corsUnsafeRequestHeaderNames(headers)).toEqual(expected)
  })

  test('WebKit: counts no sum', () => {
    expect(corsUnsafeRequestHeaderNames(long(9), PROFILES.webkit)).toEqual([])
  })
})

describe('Other classes', () => {
  test.each([
    // name, non-wildcard, privileged, no-CORS-safelisted
    ['Authorization', true, false, false],
    ['Range', false, true, false],
    ['Accept', false, false, true],
    ['accept-language', false, false, true],
    ['Content-Language', false, false, true],
    ['CONTENT-TYPE', false, false, true],
    ['X-Accept', false, false, false],
  ])('%s', (name, ...expected) => {
    expect([
      isCorsNonWildcardRequestHeaderName(name),
      isPrivilegedNoCorsRequestHeaderName(name),
      isNoCorsSafelistedRequestHeaderName(name),
    ]).toEqual(expected)
  })

  test.each([
    ['Content-Type', 'text/plain', true],
    ['Content-Type', 'application/json', false],
    ['Range', 'bytes=0-', false],
  ])('%s: %s in no-cors is kept: %s', (name, value, expected) => {
    expect(isNoCorsSafelistedRequestHeader(name, value)).toBe(expected)
  })
})

describe('Forbidden request headers', () => {
  test.each(
    (
      'Accept-Charset Accept-Encoding Access-Control-Request-Headers Access-Control-Request-Method Connection ' +
      'Content-Length Cookie Cookie2 Date DNT Expect Host Keep-Alive Origin Referer Set-Cookie TE Trailer ' +
      'Transfer-Encoding Upgrade Via Proxy- Proxy-X SEC- Sec-Fetch-Site'
    ).split(' '),
  )('%s', (name) => {
    expect(isForbiddenRequestHeader(name, '')).toBe(true)
  })

  test.each([
    ['X-HTTP-Method', 'connect', true],
    ['X-HTTP-Method-Override', 'GET, TRACK', true],
    ['x-method-override', ' trace ', true],
    ['X-Method-Override', '"TRACE"', false],
    ['X-Method-Override', 'PUT', false],
    ['X-Method', 'TRACE', false],
    ['User-Agent', 'x', false],
    ['Set-Cookie2', 'x', false],
    ['Proxy', 'x', false],
    ['Authorization', 'x', false],
  ])('%s: %s is one: %s', (name, value, expected) => {
    expect(isForbiddenRequestHeader(name, value)).toBe(expected)
  })

  test('Chromium: User-Agent too', () => {
    expect(isForbiddenRequestHeader('user-AGENT', 'x', PROFILES.chromium)).toBe(true)
  })
})
