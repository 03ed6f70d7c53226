import { expect, test } from 'vitest'
import { isCorsSafelistedResponseHeaderName, isForbiddenResponseHeaderName } from './response-header.js'

test.each([
  ['Cache-Control', true],
  ['content-language', true],
  ['CONTENT-LENGTH', true],
  ['Content-Type', true],
  ['Expires', true],
  ['Last-Modified', true],
  ['Pragma', true],
  ['X-Exposed', true],
  ['X-Hidden', false],
  ['Set-Cookie', false],
  ['Set-Cookie2', false],
  ['Accept', false],
])('%s is shown: %s', (name, expected) => {
  const exposed = new Set(['x-exposed', 'set-cookie', 'set-cookie2'])
  expect(isCorsSafelistedResponseHeaderName(name, exposed)).toBe(expected)
})

test.each([
  ['Set-Cookie', true],
  ['SET-COOKIE2', true],
  ['Set-Cookie3', false],
  ['X-Set-Cookie', false],
])('%s is never shown: %s', (name, expected) => {
  expect(isForbiddenResponseHeaderName(name)).toBe(expected)
})
