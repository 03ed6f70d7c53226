import { describe, expect, test } from 'vitest'
import { definePolicy, PolicyError } from './index.js'
import { isKnownPublicSuffix, SHARED_HOSTING_SUFFIXES } from './policy/public-suffixes.js'
import { isPublicSuffix } from './psl.js'

describe('The Public Suffix List', () => {
  test.each([
    ['com', true],
    ['corp', true],
    ['co.uk', true],
    ['kawasaki.jp', true],
    ['github.io', true],
    ['run.app', true],
    ['amazonaws.com', true],
    ['localhost', false],
    ['example.com', false],
    ['x.github.io', false],
  ])('%s: %s', (domain, expected) => {
    expect(isPublicSuffix(domain)).toBe(expected)
  })

  test('has all of the short list', () => {
    expect(SHARED_HOSTING_SUFFIXES.filter((domain) => !isPublicSuffix(domain))).toEqual([])
  })

  test('has more than the short list', () => {
    expect(isKnownPublicSuffix('kawasaki.jp')).toBe(false)
    expect(() => definePolicy({ allowOrigins: ['https://*.kawasaki.jp'], isPublicSuffix })).toThrow(
      PolicyError,
    )
  })
})
