import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { DECISION_REASONS, definePolicy } from '../../src/index.js'
import type { FailureCode, ListPolicy, ProfileName } from '../../src/index.js'
import { createContext, drive } from '../drive.js'
import type { Ask } from '../drive.js'
import { decisionsOn, listPolicies, requestsFor, serverOf } from './policies.js'

const PROFILE_NAMES: readonly ProfileName[] = ['standard', 'chromium', 'firefox', 'webkit']

/** For each of the four profiles. */
const RUNS = 5000

const exchanges = listPolicies.chain((policy) => fc.tuple(fc.constant(policy), requestsFor(policy)))

const sequences = listPolicies.chain((policy) =>
  fc.tuple(
    fc.constant(policy),
    fc.array(fc.tuple(requestsFor(policy), fc.constantFrom(0, 500, 1000, 5000, 60_000)), {
      minLength: 2,
      maxLength: 8,
    }),
  ),
)

function allows(policy: ListPolicy, request: Ask, profile: ProfileName): boolean {
  return decisionsOn(policy, request, profile).every(({ allowed }) => allowed)
}

describe.each(PROFILE_NAMES)('The two halves agree under %s', (profile) => {
  test('what the policy allows the page can read, and nothing else', () => {
    const seen = { allowed: 0, refused: 0 }
    fc.assert(
      fc.property(exchanges, ([policy, request]) => {
        const { response } = drive(request, serverOf(policy), {
          profile,
          preflightCache: null,
          recorder: null,
        })
        const allowed = allows(policy, request, profile)
        expect(response.type).toBe(allowed ? 'cors' : 'error')
        seen[allowed ? 'allowed' : 'refused']++
      }),
      { numRuns: RUNS },
    )
    // A property of nothing but refusals would show nothing.
    expect(Math.min(seen.allowed, seen.refused)).toBeGreaterThan(RUNS / 10)
  })

  test('the browser reports what the catalogue says of the reason', () => {
    fc.assert(
      fc.property(exchanges, fc.boolean(), ([policy, request], debug) => {
        const refused = decisionsOn(policy, request, profile).find(({ allowed }) => !allowed)
        if (refused === undefined) return
        const server: typeof drive extends (a: never, server: infer S, ...rest: never[]) => unknown
          ? S
          : never = (wire) => {
          const { status, headers } = policy.decide(wire, { debug })
          return { status: status ?? 200, headers }
        }
        const { response } = drive(request, server, { profile, preflightCache: null, recorder: null })
        const kind = refused.kind === 'preflight' ? 'preflight' : 'actual'
        const known: readonly FailureCode[] = DECISION_REASONS[refused.reason].failures[kind]
        expect(known).toContain(response.failure?.code)
      }),
      { numRuns: RUNS / 5 },
    )
  })

  test('the preflight cache never turns a refused request into an allowed one, nor the reverse', () => {
    fc.assert(
      fc.property(sequences, ([policy, sequence]) => {
        const clock = { now: 0 }
        const context = createContext({ profile, clock, recorder: null })
        for (const [request, wait] of sequence) {
          clock.now += wait
          const { response } = drive(request, serverOf(policy), context)
          expect(response.type).toBe(allows(policy, request, profile) ? 'cors' : 'error')
        }
      }),
      { numRuns: RUNS / 5 },
    )
  })
})

describe('Under a list', () => {
  test('no origin outside it ever sees an Access-Control-* header', () => {
    const origins = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.webUrl().map((url) => new URL(url).origin),
      fc.constantFrom(
        'null',
        '*',
        '',
        'https://evila.test',
        'https://a.test.evil.test',
        'https://a.test:443',
        'http://a.test',
        'https://a.test/',
      ),
    )
    const policy = definePolicy({
      allowOrigins: ['https://a.test', 'https://*.b.test'],
      allowCredentials: true,
      allowMethods: '*',
      allowHeaders: '*',
    })
    const listed = (origin: string): boolean =>
      origin === 'https://a.test' || /^https:\/\/[a-z0-9_.-]+\.b\.test$/.test(origin)
    fc.assert(
      fc.property(origins, fc.boolean(), fc.boolean(), fc.string(), (origin, preflight, debug, names) => {
        const headers = {
          origin,
          'access-control-request-method': 'PUT',
          'access-control-request-headers': names,
        }
        const decision = policy.decide({ method: preflight ? 'OPTIONS' : 'GET', headers }, { debug })
        expect(decision.vary).toContain('Origin')
        if (!listed(origin)) expect([decision.allowed, decision.headers]).toEqual([false, []])
      }),
      { numRuns: 3000 },
    )
  })
})
