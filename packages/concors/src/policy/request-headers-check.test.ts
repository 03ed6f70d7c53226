import { afterEach, describe, expect, test, vi } from 'vitest'
import fc from 'fast-check'
import { definePolicy } from './define-policy.js'
import { compileWildcard, headerNamesCheck } from './request-headers-check.js'

const A = 'https://a.example'
const NAMES = ['accept', 'authorization', 'content-type', 'x-a', 'x-csrf-token', 'x-request-id']

/** 16 kB each. */
const hostile: readonly (readonly [what: string, value: string])[] = [
  ['one long token', 'x'.repeat(16_384)],
  [
    '4,000 short tokens',
    Array.from({ length: 4000 }, (_, i) => `x${i % 100}`)
      .join(',')
      .slice(0, 16_384),
  ],
  ['only spaces', ' '.repeat(16_384)],
  ['only commas', ','.repeat(16_384)],
  ['every allowed name, over and over', `${NAMES.join(',')},`.repeat(260).slice(0, 16_384)],
  ['a long token after an allowed one', `accept,${'x'.repeat(16_000)}`],
]

const LINEAR = ['split', 'indexOf', 'lastIndexOf', 'trim', 'toLowerCase', 'toUpperCase', 'slice'] as const

/** How many characters the work may have touched: what string methods were called on, what was hashed or matched. */
function work(run: () => void): number {
  let touched = 0
  for (const name of LINEAR) {
    const original = String.prototype[name] as (...values: unknown[]) => unknown
    vi.spyOn(String.prototype, name).mockImplementation(function (this: string, ...values: unknown[]) {
      // A slice is no copy; to look for a comma stops at it.
      touched += name === 'slice' || name === 'indexOf' ? 1 : this.length
      return original.apply(this, values) as never
    })
  }
  for (const [prototype, name] of [
    [Map.prototype, 'get'],
    [Set.prototype, 'has'],
  ] as const) {
    const original = (prototype as never)[name] as (key: unknown) => unknown
    vi.spyOn(prototype as Map<unknown, unknown>, name as 'get').mockImplementation(function (
      this: unknown,
      key: unknown,
    ) {
      touched += typeof key === 'string' ? key.length : 0
      return original.call(this, key) as never
    })
  }
  const exec = Reflect.get(RegExp.prototype, 'exec') as (this: RegExp, text: string) => RegExpExecArray | null
  vi.spyOn(RegExp.prototype, 'exec').mockImplementation(function (this: RegExp, text: string) {
    touched += text.length
    return exec.call(this, text)
  })
  try {
    run()
  } finally {
    vi.restoreAllMocks()
  }
  return touched
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe('Access-Control-Request-Headers of 16 kB', () => {
  const allowed = headerNamesCheck(NAMES)
  const normal = work(() => allowed(NAMES.join(',')))

  test.each(hostile)('%s: less work than a normal one', (_, value) => {
    let verdict: unknown
    expect(work(() => (verdict = allowed(value)))).toBeLessThanOrEqual(normal)
    expect(verdict).not.toBe(null)
  })

  test.each(hostile)('%s: nothing of it is read for a wildcard', (_, value) => {
    let answer: unknown
    expect(work(() => (answer = compileWildcard(value, false)))).toBeLessThan(100)
    expect(answer).toMatchObject({ reason: 'request-headers-too-long' })
  })

  test.each(['origin', 'access-control-request-method', 'access-control-request-headers'])(
    '%s: a whole preflight reads no more than for the longest that the policy could allow',
    (name) => {
      const policy = definePolicy({
        allowOrigins: [A, 'https://*.b.example', 'https://c.example:*'],
        allowMethods: ['PUT'],
        allowHeaders: NAMES,
      })
      const headers = {
        origin: A,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'x-a',
      }
      for (const [, value] of hostile) {
        const hostileHeaders = { ...headers, [name]: value }
        expect(work(() => policy.decide({ method: 'OPTIONS', headers: hostileHeaders }))).toBeLessThan(1000)
      }
    },
  )
})

describe('The allowed names', () => {
  test('are found in any order, case and spacing, as a naive check finds them', () => {
    const tokens = fc.oneof(fc.constantFrom(...NAMES, 'X-A', 'x-z', ''), fc.constantFrom('a b', '*'))
    const allowed = headerNamesCheck(NAMES)
    const spaced = fc
      .tuple(fc.constantFrom('', ' ', '\t'), tokens, fc.constantFrom('', ' '))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.array(spaced, { maxLength: 8 }), (parts) => {
        const naive = parts.every((part) => part.trim() === '' || NAMES.includes(part.trim().toLowerCase()))
        expect(allowed(parts.join(',')) === null).toBe(naive)
      }),
      { numRuns: 2000 },
    )
  })

  test('may be none: then none may be asked for', () => {
    const none = headerNamesCheck([])
    expect([none(''), none(', ,')]).toEqual([null, null])
    expect(none('x-a')).toEqual({ reason: 'header-not-allowed', detail: 'x-a' })
  })
})
