import { describe, expect, test } from 'vitest'
import { registrableDomain } from '../../test/drive.js'
import { createOpaqueOrigin, urlOrigin } from './origin.js'
import { everyHostIsASite, isSameSite, isSchemelesslySameSite, serializeSite } from './site.js'

const origin = (url: string) => urlOrigin(new URL(url))

describe('Sites', () => {
  test.each([
    // a, b, schemelessly same site, same site
    ['https://a.test/', 'https://a.test:8443/', true, true],
    ['https://a.test/', 'https://x.a.test/', true, true],
    ['https://y.a.test/', 'https://x.a.test/', true, true],
    ['https://a.test/', 'http://a.test/', true, false],
    ['https://a.test/', 'http://x.a.test/', true, false],
    ['https://a.test/', 'https://b.test/', false, false],
    ['https://test/', 'https://a.test/', false, false],
    ['https://test/', 'https://test:81/', true, true],
    ['http://localhost/', 'http://127.0.0.1/', false, false],
    ['http://127.0.0.1/', 'http://127.0.0.1:81/', true, true],
    ['http://127.0.0.1/', 'http://127.0.0.2/', false, false],
    ['http://[::1]/', 'http://[::1]:81/', true, true],
  ])('%s and %s: %s without the scheme, %s with it', (a, b, schemeless, same) => {
    expect([
      isSchemelesslySameSite(origin(a), origin(b), registrableDomain),
      isSameSite(origin(a), origin(b), registrableDomain),
      isSameSite(origin(b), origin(a), registrableDomain),
    ]).toEqual([schemeless, same, same])
  })

  test('an opaque origin is a site of its own', () => {
    const opaque = createOpaqueOrigin()
    expect(isSameSite(opaque, opaque, registrableDomain)).toBe(true)
    expect(isSameSite(opaque, createOpaqueOrigin(), registrableDomain)).toBe(false)
    expect(isSameSite(opaque, origin('https://a.test/'), registrableDomain)).toBe(false)
    expect(isSameSite(origin('https://a.test/'), opaque, registrableDomain)).toBe(false)
  })

  test('without a public suffix list every host is a site', () => {
    expect(['a.test', 'x.a.test', '127.0.0.1', '[::1]'].map(everyHostIsASite)).toEqual([
      'a.test',
      'x.a.test',
      null,
      null,
    ])
  })

  test.each([
    ['https://x.a.test:8443/', 'https://a.test'],
    ['http://127.0.0.1:81/', 'http://127.0.0.1'],
    ['data:,x', 'null'],
  ])('%s is written as %s', (url, expected) => {
    expect(serializeSite(origin(url), registrableDomain)).toBe(expected)
  })
})
