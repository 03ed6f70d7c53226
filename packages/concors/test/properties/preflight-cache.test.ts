import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { CorsPreflightCache, get, PROFILES } from '../../src/index.js'
import type { HeaderList, WireRequest } from '../../src/index.js'
import { A, ask, B, C, chain, createContext, drive, generous } from '../drive.js'
import type { Ask, Reply } from '../drive.js'
import { headers, profileNames } from './arbitrary.js'

/** A server whose answer to a preflight depends on nothing but the URL and the Origin. */
const constantServers = fc
  .record({
    origin: fc.constantFrom('*', A, 'null', 'echo'),
    credentials: fc.boolean(),
    methods: fc.constantFrom(null, '*', 'PUT', 'PUT, DELETE', 'GET', 'put', '*, PUT', 'no no'),
    names: fc.constantFrom(
      null,
      '*',
      'X-A',
      'x-a, X-B',
      'Authorization',
      '*, Authorization',
      'content-type',
      'no no',
    ),
    maxAge: fc.constantFrom(null, '0', '-1', '1', '60', '99999999', 'x'),
    status: fc.constantFrom(200, 204, 204, 404),
  })
  .map((words) => (wire: WireRequest): Reply => {
    const origin = words.origin === 'echo' ? get(wire.headers, 'origin') : words.origin
    const list: HeaderList = [
      ['Access-Control-Allow-Origin', origin ?? '*'],
      ...(words.credentials ? [['Access-Control-Allow-Credentials', 'true'] as const] : []),
      ...(words.methods === null ? [] : [['Access-Control-Allow-Methods', words.methods] as const]),
      ...(words.names === null ? [] : [['Access-Control-Allow-Headers', words.names] as const]),
      ...(words.maxAge === null ? [] : [['Access-Control-Max-Age', words.maxAge] as const]),
    ]
    return { status: wire.kind === 'preflight' ? words.status : 200, headers: list }
  })

const requests: fc.Arbitrary<Ask> = fc
  .record({
    url: fc.constantFrom(`${B}/`, `${B}/?q`),
    from: fc.constantFrom(`${A}/page`, `${A}/page`, 'opaque'),
    method: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'put', '*'),
    credentialsMode: fc.constantFrom('omit', 'same-origin', 'include'),
    useCorsPreflight: fc.constantFrom(false, false, true),
    cacheMode: fc.constantFrom('default', 'default', 'no-store', 'no-cache'),
    headers: fc.array(headers, { maxLength: 3 }),
  } as const)
  .map((parts) => ({ ...parts }) as Ask)

const sequences = fc.array(fc.tuple(requests, fc.constantFrom(0, 500, 1000, 5000, 60_000)), {
  minLength: 2,
  maxLength: 8,
})

describe('The preflight cache', { timeout: 60_000 }, () => {
  test('lets no request go that a fresh preflight would have refused', () => {
    fc.assert(
      fc.property(profileNames, constantServers, sequences, (profile, server, sequence) => {
        const clock = { now: 0 }
        const context = createContext({ profile, clock })
        for (const [request, wait] of sequence) {
          clock.now += wait
          const remembered = drive(ask(request), server, context)
          const fresh = drive(ask(request), server, { ...context, preflightCache: null })
          const sentBy = ({ requests }: typeof fresh): number =>
            requests.filter(({ kind }) => kind === 'request').length
          expect(sentBy(remembered)).toBe(sentBy(fresh))
          expect(remembered.response.failure?.code).toBe(fresh.response.failure?.code)
        }
      }),
      { numRuns: 3000 },
    )
  })

  test('a redirected request goes on what the page itself was allowed where it asks as the page, and nowhere else', () => {
    const server = (wire: WireRequest): Reply =>
      wire.url.host === 'b.test' && wire.hop === 0
        ? chain([`${B}/`, `${C}/`], { status: 307 })(wire)
        : named(wire)
    const named = (wire: WireRequest): Reply => ({
      headers: generous(wire).headers!.map(([name, value]) => [name, value === 'null' ? A : value] as const),
    })
    const asked = (['standard', 'chromium', 'firefox', 'webkit'] as const).map((profile) => {
      const context = createContext({ profile })
      drive(ask({ method: 'PUT', url: `${C}/` }), server, context)
      const { requests, response } = drive(ask({ method: 'PUT' }), server, context)
      expect(response.failure?.code).toMatch(/allow-origin-mismatch$/)
      return requests.at(-1)!.kind
    })
    // C13: Firefox sends its preflight as the page, so it loses nothing by keying so.
    expect(asked).toEqual(['preflight', 'preflight', 'request', 'preflight'])
  })

  test('keeps no more keys than its profile says', () => {
    fc.assert(
      fc.property(profileNames, fc.integer({ min: 0, max: 30 }), (profile, over) => {
        const rules = { ...PROFILES[profile].preflightCache, maxSize: 10 }
        const cache = new CorsPreflightCache(rules, () => 0)
        for (let i = 0; i < over; i++) {
          cache.store({ partition: A, origin: A, url: `${B}/${i}` }, false, 60, ['PUT'], [])
          expect(cache.size).toBeLessThanOrEqual(10)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('keeps the keys used last', () => {
    const cache = new CorsPreflightCache({ ...PROFILES.standard.preflightCache, maxSize: 2 }, () => 0)
    const key = (url: string) => ({ partition: A, origin: A, url })
    const put = { credentials: false, method: 'PUT', methodAlwaysNeeded: false, unsafeNames: [] }
    for (const url of ['1', '2']) cache.store(key(url), false, 60, ['PUT'], [])
    expect(cache.allows(key('1'), put)).toBe(true)
    cache.store(key('3'), false, 60, ['PUT'], [])
    expect(['1', '2', '3'].map((url) => cache.allows(key(url), put))).toEqual([true, false, true])
  })
})
