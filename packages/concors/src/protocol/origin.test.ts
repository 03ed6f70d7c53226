import { describe, expect, test } from 'vitest'
import {
  createOpaqueOrigin,
  isIpAddress,
  isSameOrigin,
  isSameOriginUrl,
  isSerializedOrigin,
  serializeOrigin,
  urlOrigin,
} from './origin.js'

describe('Origins', () => {
  test.each([
    ['https://a.test/x', 'https', 'a.test', null, 'https://a.test'],
    ['https://a.test:443/', 'https', 'a.test', null, 'https://a.test'],
    ['http://a.test:443/', 'http', 'a.test', 443, 'http://a.test:443'],
    ['https://BÜCHER.test/', 'https', 'xn--bcher-kva.test', null, 'https://xn--bcher-kva.test'],
    ['http://[0:0::1]:81/', 'http', '[::1]', 81, 'http://[::1]:81'],
    ['http://0x7f.1/', 'http', '127.0.0.1', null, 'http://127.0.0.1'],
    ['https://user:pw@a.test/', 'https', 'a.test', null, 'https://a.test'],
    ['blob:https://a.test:8443/uuid', 'https', 'a.test', 8443, 'https://a.test:8443'],
  ])('%s has %s, %s, %s: %s', (url, scheme, host, port, serialized) => {
    const origin = urlOrigin(new URL(url))
    expect(origin).toEqual({ kind: 'tuple', scheme, host, port, serialized })
    expect(serializeOrigin(origin)).toBe(serialized)
  })

  test.each(['data:,x', 'about:blank', 'file:///x', 'blob:null/uuid', 'foo://a.test/'])(
    '%s has none',
    (url) => {
      const origin = urlOrigin(new URL(url))
      expect([origin.kind, serializeOrigin(origin)]).toEqual(['opaque', 'null'])
      expect(isSameOrigin(origin, urlOrigin(new URL(url)))).toBe(false)
    },
  )

  test('an opaque origin is the same as itself only, and no URL has it', () => {
    const opaque = createOpaqueOrigin()
    expect(isSameOrigin(opaque, opaque)).toBe(true)
    expect(isSameOrigin(opaque, createOpaqueOrigin())).toBe(false)
    expect(isSameOriginUrl(opaque, new URL('data:,x'))).toBe(false)
  })

  test.each([
    ['https://a.test/', 'https://a.test:443/x', true],
    ['https://a.test/', 'http://a.test/', false],
    ['https://a.test/', 'https://a.test:444/', false],
    ['https://a.test/', 'https://x.a.test/', false],
  ])('%s and %s are the same: %s', (a, b, expected) => {
    const origin = urlOrigin(new URL(a))
    expect([isSameOrigin(origin, urlOrigin(new URL(b))), isSameOriginUrl(origin, new URL(b))]).toEqual([
      expected,
      expected,
    ])
  })

  test.each([
    ['https://a.test', true],
    ['https://a.test:8443', true],
    ['http://localhost:3000', true],
    ['http://127.0.0.1', true],
    ['http://[::1]:3000', true],
    ['http://[2001:db8::1:0:0:1]', true],
    ['chrome-extension://abc', true],
    ['http://xn--bcher-kva.test', true],
    ['https://a.test/', false],
    ['https://A.test', false],
    ['HTTPS://a.test', false],
    ['https://a.test:', false],
    ['https://a.test:123456', false],
    ['https://-a.test', false],
    ['https://a..test', false],
    ['https://a.test.', false],
    ['https://user@a.test', false],
    ['http://[0:0:0:0:0:0:0:1]', false],
    ['http://[::0001]', false],
    ['http://[::ffff:127.0.0.1]', false],
    ['http://[::1', false],
    ['http://[:::]', false],
    ['a.test', false],
    ['null', false],
    ['*', false],
    ['', false],
  ])('%s is written as browsers write an origin: %s', (text, expected) => {
    expect(isSerializedOrigin(text)).toBe(expected)
  })

  test.each([
    ['1.2.3.4', true],
    ['255.255.255.255', true],
    ['256.1.1.1', false],
    ['1.2.3', false],
    ['1.2.3.4.5', false],
    ['1.2.3.4.', false],
    ['[::1]', true],
    ['a.test', false],
  ])('%s is an IP address: %s', (host, expected) => {
    expect(isIpAddress(host)).toBe(expected)
  })
})
