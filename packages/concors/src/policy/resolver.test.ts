import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { definePolicy } from './define-policy.js'
import type { OriginQuestion, OriginResolver, ResolverPolicyOptions } from './options.js'

const A = 'https://a.example'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const policyOf = (resolver: OriginResolver, more: Partial<ResolverPolicyOptions> = {}) =>
  definePolicy({ allowOrigins: resolver, ...more } as ResolverPolicyOptions)

async function reasonOf(
  resolve: unknown,
  origin = A,
  more: Partial<ResolverPolicyOptions> = {},
): Promise<string> {
  const policy = policyOf({ resolve } as OriginResolver, more)
  const decision = policy.decide({ method: 'GET', headers: { origin } })
  await vi.runAllTimersAsync()
  return (await decision).reason
}

describe('A resolver', () => {
  test.each([
    ['true', () => true, 'origin-approved'],
    ['false', () => false, 'resolver-refused'],
    ['a promise of true', async () => true, 'origin-approved'],
    ['a promise of false', async () => false, 'resolver-refused'],
    ['an origin', () => A, 'resolver-returned-no-boolean'],
    ['1', () => 1, 'resolver-returned-no-boolean'],
    ['nothing', () => {}, 'resolver-returned-no-boolean'],
    ['a promise of an object', async () => ({}), 'resolver-returned-no-boolean'],
    [
      'a throw',
      () => {
        throw new Error('x')
      },
      'resolver-failed',
    ],
    [
      'a rejection',
      async () => {
        throw new Error('x')
      },
      'resolver-failed',
    ],
    ['never', () => new Promise(() => {}), 'resolver-timed-out'],
  ])('that answers with %s', async (_, resolve, reason) => {
    expect(await reasonOf(resolve)).toBe(reason)
  })

  test.each([
    ['null', 'null', {}, 'origin-null'],
    ['null by name', 'null', { dangerouslyAllowNullOrigin: true }, 'origin-listed'],
    ['nonsense', 'https://a.example/', {}, 'origin-malformed'],
    ['http without credentials', 'http://a.example', {}, 'origin-approved'],
    ['http with credentials', 'http://a.example', { allowCredentials: true }, 'origin-insecure'],
    ['localhost with credentials', 'http://localhost:1', { allowCredentials: true }, 'origin-approved'],
    [
      'http with credentials, by name',
      'http://a.example',
      { allowCredentials: true, dangerouslyAllowInsecureOrigins: true },
      'origin-approved',
    ],
  ] as const)('is not the only check: %s', async (_, origin, more, reason) => {
    expect(await reasonOf(() => true, origin, more)).toBe(reason)
  })

  test('sees origin, host and what it varies by, and nothing else', async () => {
    const questions: OriginQuestion[] = []
    const policy = policyOf({
      resolve: (question) => {
        questions.push(question)
        return true
      },
      vary: ['X-Tenant', 'accept'],
    })
    const headers = { origin: A, host: 'api.example', 'x-tenant': 't', cookie: 'secret' }
    const { vary } = await policy.decide({ method: 'GET', headers })
    expect(questions).toEqual([
      { origin: A, host: 'api.example', headers: { 'x-tenant': 't', accept: null } },
    ])
    expect(vary).toEqual(['Origin', 'x-tenant', 'accept'])
  })

  test('is not asked without an origin, and then the decision is there at once', () => {
    const resolve = vi.fn(() => true)
    const decision = policyOf({ resolve }).decide({ method: 'GET', headers: {} })
    expect(decision).toMatchObject({ kind: 'not-cors', vary: ['Origin'] })
    expect(resolve).not.toHaveBeenCalled()
  })

  test('is asked once at a time for the same, and again for anything else', async () => {
    const resolve = vi.fn(async () => true)
    const policy = policyOf({ resolve, vary: ['x-tenant'] })
    const ask = (more: Record<string, string>) =>
      policy.decide({ method: 'GET', headers: { origin: A, ...more } })
    await Promise.all([ask({}), ask({}), ask({ 'x-tenant': '1' }), ask({ host: 'h' })])
    expect(resolve).toHaveBeenCalledTimes(3)
    await ask({})
    expect(resolve).toHaveBeenCalledTimes(4)
  })

  test('shares no question that is too long to keep', async () => {
    const resolve = vi.fn(async () => true)
    const policy = policyOf({ resolve, vary: ['x-tenant'], cache: { max: 5, ttlMs: 5 } })
    const headers = { origin: A, 'x-tenant': 'x'.repeat(3000) }
    await Promise.all([policy.decide({ method: 'GET', headers }), policy.decide({ method: 'GET', headers })])
    expect(resolve).toHaveBeenCalledTimes(2)
  })

  test('has its answers kept for a while, as many as there is room for', async () => {
    const resolve = vi.fn(async ({ origin }: OriginQuestion) => origin === A)
    const policy = policyOf({ resolve, cache: { max: 2, ttlMs: 1000 } })
    const ask = (origin: string) => policy.decide({ method: 'GET', headers: { origin } })
    await ask(A)
    await ask('https://b.example')
    expect([ask(A), ask('https://b.example')]).toMatchObject([{ allowed: true }, { allowed: false }])
    expect(resolve).toHaveBeenCalledTimes(2)
    await ask('https://c.example')
    await ask(A)
    expect(resolve).toHaveBeenCalledTimes(4)
    vi.advanceTimersByTime(1000)
    await ask(A)
    expect(resolve).toHaveBeenCalledTimes(5)
  })

  test('has its failures forgotten', async () => {
    const resolve = vi
      .fn<() => Promise<boolean>>()
      .mockRejectedValueOnce(new Error('x'))
      .mockResolvedValueOnce(true)
    const policy = policyOf({ resolve, cache: { max: 2, ttlMs: 1000 } })
    const ask = () => policy.decide({ method: 'GET', headers: { origin: A } })
    expect([(await ask()).reason, (await ask()).reason]).toEqual(['resolver-failed', 'origin-approved'])
  })

  test('may be of a class: it keeps its this', async () => {
    class Tenants {
      readonly #origins = new Set([A])
      resolve({ origin }: OriginQuestion): boolean {
        return this.#origins.has(origin)
      }
      get vary(): readonly string[] {
        return ['x-tenant']
      }
    }
    const { reason, vary } = await policyOf(new Tenants()).decide({ method: 'GET', headers: { origin: A } })
    expect([reason, vary]).toEqual(['origin-approved', ['Origin', 'x-tenant']])
  })

  test('is copied, and frozen in the options that are read back', async () => {
    const resolve = vi.fn(async () => true)
    const given = { resolve, vary: ['x-tenant'], timeoutMs: 5, cache: { max: 1, ttlMs: 1000 } }
    const policy = policyOf(given)
    const copy = policy.options.allowOrigins as OriginResolver
    expect(copy).toEqual({ ...given, resolve: expect.any(Function) })
    expect([copy, copy.vary, copy.cache].map(Object.isFrozen)).toEqual([true, true, true])
    given.cache.ttlMs = 0
    given.resolve = vi.fn(async () => false)
    const ask = () => policy.decide({ method: 'GET', headers: { origin: A } })
    expect([(await ask()).allowed, (await ask()).allowed]).toEqual([true, true])
    expect(resolve).toHaveBeenCalledTimes(1)
  })

  test('serves upgrades', async () => {
    const policy = policyOf({ resolve: ({ host }) => host === 'h', vary: [] })
    expect(policy.kind).toBe('resolver')
    expect(await policy.allowsOrigin(A, { host: 'h' })).toBe(true)
    expect(await policy.allowsOrigin(A)).toBe(false)
    expect(policy.allowsOrigin('null')).toBe(false)
  })
})
