import { expect, test } from 'vitest'
import { definePolicy } from 'concors'
import type { OriginPattern } from 'concors'
import { decide, meantOrigin, originsToTry } from './try-origins.js'

const PAGE = 'http://localhost:8610'

test.each([
  [['https://app.example.com'], 'https://app.example.com'],
  [['https://*.example.com'], 'https://app.example.com'],
  [['http://localhost:*', 'https://a.example'], 'https://a.example'],
  [['http://localhost:*'], 'http://localhost:8080'],
  [['https://a.example:{8443,9443}'], 'https://a.example:8443'],
  [['nonsense'], 'https://example.com'],
  ['*', 'https://example.com'],
  [undefined, 'https://example.com'],
])('of %j, %s is meant', (allowOrigins, expected) => {
  expect(meantOrigin(allowOrigins)).toBe(expected)
})

test.each(['https://app.example.com', 'http://localhost:3000', 'https://a.example:8443', 'https://[::1]:1'])(
  'all that resembles %s is tried, once each, and refused',
  (meant) => {
    const tried = originsToTry(PAGE, meant).map(({ origin }) => origin)
    expect(new Set(tried).size).toBe(tried.length)
    expect(tried).toEqual(
      expect.arrayContaining(['null', 'https://evil-example.com', 'https://example.com.evil.net']),
    )
    const policy = definePolicy({ allowOrigins: [meant as OriginPattern] })
    const allowed = tried.filter((origin) => decide(policy, origin).allowed)
    expect(allowed).toEqual([meant])
  },
)
