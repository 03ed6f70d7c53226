import { describe, expect, test } from 'vitest'
import { isCorsSafelistedMethod, isForbiddenMethod, isMethod, isToken, normalizeMethod } from './method.js'

describe('Methods', () => {
  test.each([
    // method, normalized, safelisted as typed, forbidden
    ['GET', 'GET', true, false],
    ['get', 'GET', false, false],
    ['Head', 'HEAD', false, false],
    ['HEAD', 'HEAD', true, false],
    ['POST', 'POST', true, false],
    ['put', 'PUT', false, false],
    ['delete', 'DELETE', false, false],
    ['options', 'OPTIONS', false, false],
    ['patch', 'patch', false, false],
    ['PATCH', 'PATCH', false, false],
    ['gets', 'gets', false, false],
    ['connect', 'connect', false, true],
    ['TRACE', 'TRACE', false, true],
    ['Track', 'Track', false, true],
    ['tracer', 'tracer', false, false],
  ])('%s: sent as %s, safelisted %s, forbidden %s', (method, normalized, safelisted, forbidden) => {
    expect([normalizeMethod(method), isCorsSafelistedMethod(method), isForbiddenMethod(method)]).toEqual([
      normalized,
      safelisted,
      forbidden,
    ])
  })

  test.each([
    ['CHICKEN', true],
    ["!#$%&'*+-.^_`|~09azAZ", true],
    ['', false],
    ['A B', false],
    ['A\n', false],
    ['A/B', false],
    ['Ä', false],
    ['A:', false],
  ])('%j is a token: %s', (text, expected) => {
    expect([isToken(text), isMethod(text)]).toEqual([expected, expected])
  })
})
