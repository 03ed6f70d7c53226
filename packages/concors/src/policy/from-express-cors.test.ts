import { describe, expect, test } from 'vitest'
import { definePolicy } from './define-policy.js'
import { fromExpressCors } from './from-express-cors.js'
import type { ExpressCorsOptions } from './from-express-cors.js'

const A = 'https://a.example'

/** Says everything, so that there is nothing to note. */
const FULL = { origin: [A], methods: [], allowedHeaders: [] } as const

const cases: readonly (readonly [given: ExpressCorsOptions, options: unknown, noted: readonly string[]])[] = [
  [
    {},
    { allowOrigins: '*', allowMethods: ['PUT', 'PATCH', 'DELETE'], allowHeaders: ['*', 'authorization'] },
    ['methods', 'allowedHeaders'],
  ],
  [FULL, { allowOrigins: [A] }, []],
  // Who may read
  [{ ...FULL, origin: '*' }, { allowOrigins: '*' }, []],
  [{ ...FULL, origin: true }, { allowOrigins: '*' }, []],
  [{ ...FULL, origin: A }, { allowOrigins: [A] }, []],
  [{ ...FULL, origin: false }, null, ['origin']],
  [{ ...FULL, origin: undefined, credentials: true }, null, ['origin']],
  [{ ...FULL, origin: true, credentials: true }, null, ['origin']],
  [{ ...FULL, origin: '*', credentials: true }, null, ['origin']],
  [{ ...FULL, origin: /a\.example$/ }, null, ['origin']],
  [{ ...FULL, origin: [A, /x$/, 'null', 42] }, { allowOrigins: [A] }, ['origin', 'origin', 'origin']],
  [{ ...FULL, origin: [`${A}/`] }, { allowOrigins: [A] }, ['origin']],
  [{ ...FULL, origin: ['https://*'] }, null, ['origin']],
  // The rest
  [{ ...FULL, credentials: true }, { allowOrigins: [A], allowCredentials: true }, []],
  [{ ...FULL, credentials: false }, { allowOrigins: [A] }, []],
  [{ ...FULL, methods: 'GET,PUT' }, { allowOrigins: [A], allowMethods: ['PUT'] }, []],
  [{ ...FULL, methods: ['patch'] }, { allowOrigins: [A], allowMethods: ['PATCH'] }, ['methods']],
  [{ ...FULL, methods: '*' }, { allowOrigins: [A], allowMethods: '*' }, []],
  [{ ...FULL, allowedHeaders: 'x-a, x-b' }, { allowOrigins: [A], allowHeaders: ['x-a', 'x-b'] }, []],
  [{ origin: A, methods: [], headers: ['x-a'] }, { allowOrigins: [A], allowHeaders: ['x-a'] }, []],
  [{ ...FULL, exposedHeaders: '*' }, { allowOrigins: [A], exposeHeaders: ['*'] }, []],
  [
    { ...FULL, exposedHeaders: ['*', 'x-a'], credentials: true },
    { allowOrigins: [A], allowCredentials: true, exposeHeaders: ['x-a'] },
    ['exposedHeaders'],
  ],
  [{ ...FULL, maxAge: 600 }, { allowOrigins: [A], maxAge: 600 }, []],
  [{ ...FULL, maxAge: '600' }, { allowOrigins: [A], maxAge: 600 }, []],
  [{ ...FULL, maxAge: '' }, { allowOrigins: [A] }, []],
  [{ ...FULL, maxAge: -1 }, { allowOrigins: [A], maxAge: 0 }, ['maxAge']],
  [{ ...FULL, maxAge: 1e9 }, { allowOrigins: [A], maxAge: 86_400 }, ['maxAge']],
  [{ ...FULL, maxAge: '1h' }, { allowOrigins: [A] }, ['maxAge']],
  [{ ...FULL, optionsSuccessStatus: 200 }, { allowOrigins: [A], preflightStatus: 200 }, []],
  [{ ...FULL, optionsSuccessStatus: 204 }, { allowOrigins: [A] }, []],
  [{ ...FULL, optionsSuccessStatus: 202 }, { allowOrigins: [A] }, ['optionsSuccessStatus']],
  [{ ...FULL, preflightContinue: true }, { allowOrigins: [A] }, ['preflightContinue']],
  [{ ...FULL, preflightContinue: false }, { allowOrigins: [A] }, []],
  [{ ...FULL, origins: [A] } as ExpressCorsOptions, { allowOrigins: [A] }, ['origins']],
]

describe('Options of expressjs/cors', () => {
  test.each(cases)('%j', (given, options, noted) => {
    const result = fromExpressCors(given)
    expect(result.options).toEqual(options)
    expect(result.notes.map(({ option }) => option)).toEqual(noted)
    if (result.options !== null) definePolicy(result.options)
  })

  test('none are those of its defaults', () => {
    expect(fromExpressCors()).toEqual(fromExpressCors({}))
  })

  test.each([
    ['true', true, 'origin-approved'],
    ['the origin', A, 'origin-approved'],
    ['another origin', 'https://b.example', 'resolver-refused'],
    ['false', false, 'resolver-refused'],
    ['a regular expression', /a/, 'resolver-refused'],
  ])('an origin function that calls back with %s', async (_, answer, reason) => {
    const origin = (asked: string, callback: (error: Error | null, allowed: unknown) => void) => {
      expect(asked).toBe(A)
      callback(null, answer)
    }
    const policy = definePolicy(fromExpressCors({ ...FULL, origin }).options!)
    expect((await policy.decide({ method: 'GET', headers: { origin: A } })).reason).toBe(reason)
  })

  test('an origin function that calls back with an error', async () => {
    const origin = (_: string, callback: (error: Error) => void) => callback(new Error('x'))
    const policy = definePolicy(fromExpressCors({ ...FULL, origin }).options!)
    expect((await policy.decide({ method: 'GET', headers: { origin: A } })).reason).toBe('resolver-failed')
  })
})
