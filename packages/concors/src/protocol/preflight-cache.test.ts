import { describe, expect, test } from 'vitest'
import { CorsPreflightCache } from './preflight-cache.js'
import type { PreflightCacheQuery } from './preflight-cache.js'
import { PROFILES } from './profile.js'
import type { PreflightCacheRules, ProfileName } from './profile.js'

const KEY = { partition: 'https://a.test', origin: 'https://a.test', url: 'https://b.test/' }

const query = (parts: Partial<PreflightCacheQuery> = {}): PreflightCacheQuery => ({
  credentials: false,
  method: 'PUT',
  methodAlwaysNeeded: false,
  unsafeNames: [],
  ...parts,
})

function create(profile: ProfileName = 'standard', rules: Partial<PreflightCacheRules> = {}) {
  const clock = { now: 0 }
  const cache = new CorsPreflightCache({ ...PROFILES[profile].preflightCache, ...rules }, () => clock.now)
  return { cache, clock }
}

describe('The CORS-preflight cache', () => {
  test('knows nothing at first', () => {
    const { cache } = create()
    expect([cache.size, cache.allows(KEY, query())]).toEqual([0, false])
  })

  test.each([
    [59_999, true],
    [60_000, false],
  ])('keeps an answer of 60 s for %d ms: %s', (now, expected) => {
    const { cache, clock } = create()
    cache.store(KEY, false, 60, ['PUT'], [])
    clock.now = now
    expect(cache.allows(KEY, query())).toBe(expected)
  })

  test.each([
    [{ ...KEY, partition: 'https://top.test' }],
    [{ ...KEY, origin: 'null' }],
    [{ ...KEY, url: 'https://b.test/?q' }],
  ])('finds nothing under %j', (other) => {
    const { cache } = create()
    cache.store(KEY, false, 60, ['PUT'], [])
    expect(cache.allows(other, query())).toBe(false)
  })

  test('compares header names in any case, methods in one', () => {
    const { cache } = create()
    cache.store(KEY, false, 60, ['patch'], ['X-A'])
    expect(cache.allows(KEY, query({ method: 'patch', unsafeNames: ['x-a'] }))).toBe(true)
    expect(cache.allows(KEY, query({ method: 'PATCH' }))).toBe(false)
  })

  test('needs an entry even for a safelisted method where a listener asks for it', () => {
    const { cache } = create()
    cache.store(KEY, false, 60, ['PUT'], [])
    expect(cache.allows(KEY, query({ method: 'POST' }))).toBe(true)
    expect(cache.allows(KEY, query({ method: 'POST', methodAlwaysNeeded: true }))).toBe(false)
    cache.store(KEY, false, 60, ['POST'], [])
    expect(cache.allows(KEY, query({ method: 'POST', methodAlwaysNeeded: true }))).toBe(true)
  })

  test('drops what an answer of no time lists', () => {
    const { cache } = create()
    cache.store(KEY, false, 0, ['PUT'], [])
    expect(cache.size).toBe(0)
    cache.store(KEY, false, 60, ['PUT', 'DELETE'], [])
    cache.store(KEY, false, 0, ['PUT'], [])
    expect(['PUT', 'DELETE'].map((method) => cache.allows(KEY, query({ method })))).toEqual([false, true])
  })

  test('as a result: an answer replaces the one before, and one of no time removes it', () => {
    const { cache } = create('chromium')
    cache.store(KEY, false, 60, ['PUT'], [])
    cache.store(KEY, false, 60, ['DELETE'], [])
    expect(cache.allows(KEY, query())).toBe(false)
    cache.store(KEY, false, 60, ['PUT'], [])
    cache.store(KEY, false, 0, ['PUT'], [])
    expect(cache.size).toBe(0)
  })

  test('as a result: one that lists nothing lets safelisted methods go, for its time', () => {
    const { cache, clock } = create('webkit')
    cache.store(KEY, false, 60, [], ['X-A'])
    expect(cache.allows(KEY, query({ method: 'GET', unsafeNames: ['x-a'] }))).toBe(true)
    clock.now = 60_000
    expect(cache.allows(KEY, query({ method: 'GET' }))).toBe(false)
  })

  test('clears what is kept for a key, with and without credentials', () => {
    const { cache } = create()
    cache.store(KEY, false, 60, ['PUT'], [])
    cache.store(KEY, true, 60, ['PUT'], [])
    cache.clear({ ...KEY, origin: 'null' })
    expect(cache.size).toBe(1)
    cache.clear(KEY)
    expect(cache.size).toBe(0)
  })

  test('forgets everything when told to', () => {
    const { cache } = create('chromium')
    cache.store(KEY, false, 60, ['PUT'], [])
    cache.clearAll()
    expect(cache.size).toBe(0)
  })

  test('keeps a bounded number of names for one key, the newest', () => {
    const { cache } = create()
    const names = (from: number): string[] => Array.from({ length: 600 }, (_, i) => `x-${from + i}`)
    cache.store(KEY, false, 60, [], names(0))
    cache.store(KEY, false, 60, [], names(600))
    expect(cache.allows(KEY, query({ method: 'GET', unsafeNames: ['x-1199', 'x-200'] }))).toBe(true)
    expect(cache.allows(KEY, query({ method: 'GET', unsafeNames: ['x-199'] }))).toBe(false)
  })

  test('makes room by what is outdated', () => {
    const { cache, clock } = create()
    const many = Array.from({ length: 1000 }, (_, i) => `x-${i}`)
    cache.store(KEY, false, 60, [], ['x-kept'])
    cache.store(KEY, false, 1, [], many.slice(1))
    clock.now = 1000
    cache.store(KEY, false, 60, [], many)
    expect(cache.allows(KEY, query({ method: 'GET', unsafeNames: ['x-0', 'x-999'] }))).toBe(true)
  })
})
