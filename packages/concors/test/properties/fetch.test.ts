import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { ask, cookieStub, createContext, drive } from '../drive.js'
import { asks, profileNames, servers } from './arbitrary.js'

const RUNS = 3000

const blob = { size: 4, type: '', body: 'blob', slice: () => 'part' }
const world = () => ({
  resolveBlobUrl: () => blob,
  cookies: cookieStub(),
  userAgent: 'x',
  acceptEncoding: 'gzip',
})

const cases = [asks, servers, profileNames] as const

describe('Any request, any server, any profile', { timeout: 60_000 }, () => {
  test('a failed fetch has exactly one deciding step, and it is the failure; another has none', () => {
    fc.assert(
      fc.property(...cases, (request, server, profile) => {
        const { response, trace } = drive(ask(request), server, { profile, ...world() })
        const deciding = trace.filter(({ decides }) => decides === true)
        expect(response.type === 'error').toBe(response.failure !== null)
        if (response.failure === null) {
          expect(deciding).toEqual([])
          return
        }
        const { code, algorithm, step, values } = response.failure
        const expected = { algorithm, step, values, outcome: 'fail', failure: code, decides: true }
        expect(deciding).toEqual([expected])
      }),
      { numRuns: RUNS },
    )
  })

  test('a failed step names a failure, no other does', () => {
    fc.assert(
      fc.property(...cases, (request, server, profile) => {
        const { trace } = drive(ask(request), server, { profile, ...world() })
        for (const step of trace) expect(step.outcome === 'fail').toBe(step.failure !== undefined)
      }),
      { numRuns: RUNS / 3 },
    )
  })

  test('every step of a trace exists in the pinned standard, or cites a known one', () => {
    fc.assert(
      // `drive` looks every step up, and throws.
      fc.property(...cases, (request, server, profile) => {
        expect(drive(ask(request), server, { profile, ...world() }).trace.length).toBeGreaterThan(0)
      }),
      { numRuns: RUNS },
    )
  })

  test('a trace is plain JSON', () => {
    fc.assert(
      fc.property(...cases, (request, server, profile) => {
        const { trace } = drive(ask(request), server, { profile, ...world() })
        expect(JSON.parse(JSON.stringify(trace))).toEqual(trace)
      }),
      { numRuns: RUNS / 10 },
    )
  })

  test('tracing changes neither the wire nor the result', () => {
    fc.assert(
      fc.property(...cases, (request, server, profile) => {
        const traced = drive(ask(request), server, { profile, ...world() })
        const quiet = drive(ask(request), server, { profile, ...world(), recorder: null })
        expect(quiet.requests).toEqual(traced.requests)
        expect(quiet.response).toEqual(traced.response)
      }),
      { numRuns: RUNS },
    )
  })

  test('a fetch ends: 20 redirects, a preflight and a second connection for each', () => {
    fc.assert(
      fc.property(...cases, (request, server, profile) => {
        const { requests } = drive(ask(request), server, { profile, ...world() })
        expect(requests.length).toBeLessThanOrEqual(21 * 4)
        for (const { hop } of requests) expect(hop).toBeLessThanOrEqual(20)
      }),
      { numRuns: RUNS / 3 },
    )
  })

  test('a preflight carries no credentials, and nothing is sent twice under one name', () => {
    fc.assert(
      fc.property(...cases, (request, server, profile) => {
        for (const wire of drive(ask(request), server, { profile, ...world() }).requests) {
          const names = wire.headers.map(([name]) => name.toLowerCase())
          for (const once of [
            'origin',
            'referer',
            'cookie',
            'content-length',
            'user-agent',
            'accept-encoding',
          ]) {
            expect(names.filter((name) => name === once).length, once).toBeLessThanOrEqual(1)
          }
          if (wire.kind !== 'preflight') continue
          expect(wire.includeCredentials).toBe(false)
          expect(names).not.toContain('cookie')
          expect(names).not.toContain('authorization')
        }
      }),
      { numRuns: RUNS / 3 },
    )
  })

  test('nothing of a cross-origin response is seen that was not allowed', () => {
    fc.assert(
      fc.property(...cases, (request, server, profile) => {
        const { response } = drive(ask(request), server, { profile, ...world() })
        const names = response.headerList.map(([name]) => name.toLowerCase())
        expect(names).not.toContain('set-cookie')
        if (response.type === 'cors' || response.type === 'basic') return
        expect([response.status, response.headerList, response.body]).toEqual([0, [], null])
      }),
      { numRuns: RUNS / 3 },
    )
  })
})

test('a context without a preflight cache asks every time', () => {
  const context = createContext({ preflightCache: null })
  const server = () => ({
    headers: [
      ['Access-Control-Allow-Origin', '*'],
      ['Access-Control-Allow-Methods', 'PUT'],
    ] as const,
  })
  const kinds = [1, 2].map(() =>
    drive(ask({ method: 'PUT' }), server, context).requests.map(({ kind }) => kind),
  )
  expect(kinds).toEqual([
    ['preflight', 'request'],
    ['preflight', 'request'],
  ])
})
