import { describe, expect, expectTypeOf, test } from 'vitest'
import { definePolicy } from './define-policy.js'
import { PolicyError } from './issues.js'
import type { ListPolicyOptions } from './options.js'
import { originsFromList } from './origins-from-list.js'
import type { ListPolicy, ResolverPolicy } from './policy.js'

const A = 'https://a.example'
const missing = process.env['CONCORS_NO_SUCH_VARIABLE']
const isAllowed = (origin: string): boolean => origin === A

/** What the compiler refuses, and what happens to whoever does not ask it. */
const refused: Readonly<Record<string, () => unknown>> = {
  // @ts-expect-error -- nobody can be let in with credentials by a wildcard
  'a wildcard with credentials': () => definePolicy({ allowOrigins: '*', allowCredentials: true }),
  'an exposing wildcard with credentials': () =>
    // @ts-expect-error -- the wildcard has no meaning with credentials
    definePolicy({ allowOrigins: [A], allowCredentials: true, exposeHeaders: '*' }),
  'null with credentials': () =>
    // @ts-expect-error -- any page can be null
    definePolicy({ allowOrigins: [A], allowCredentials: true, dangerouslyAllowNullOrigin: true }),
  // @ts-expect-error -- a typing mistake must not open anything
  'an unknown key': () => definePolicy({ allowOrigins: [A], allowCredential: true }),
  // @ts-expect-error -- the key of another library
  'a key of another library': () => definePolicy({ origin: A, credentials: true }),
  // @ts-expect-error -- there is no default
  'no origins': () => definePolicy({ allowMethods: ['PUT'] }),
  // @ts-expect-error -- a variable that may be missing
  'an origin that may be undefined': () => definePolicy({ allowOrigins: [missing] }),
  // @ts-expect-error -- a variable that may be missing
  'origins that may be undefined': () => definePolicy({ allowOrigins: missing }),
  // @ts-expect-error -- an origin has a scheme
  'an origin without scheme': () => definePolicy({ allowOrigins: ['a.example'] }),
  // @ts-expect-error -- the wildcard is the whole value
  'a wildcard in a list': () => definePolicy({ allowOrigins: ['*'] }),
  // @ts-expect-error -- code is given as a resolver
  'a function': () => definePolicy({ allowOrigins: isAllowed }),
  // @ts-expect-error -- code is given as a resolver
  'a function in a list': () => definePolicy({ allowOrigins: [isAllowed] }),
  // @ts-expect-error -- no regular expressions
  'a regular expression': () => definePolicy({ allowOrigins: [/a\.example$/] }),
  // @ts-expect-error -- a list
  'methods in a string': () => definePolicy({ allowOrigins: [A], allowMethods: 'PUT, DELETE' }),
  // @ts-expect-error -- a number of seconds
  'a max-age in words': () => definePolicy({ allowOrigins: [A], maxAge: '10m' }),
  // @ts-expect-error -- 200 or 204
  'another status': () => definePolicy({ allowOrigins: [A], preflightStatus: 201 }),
}

describe('Refused by the compiler, and when it runs', () => {
  test.each(Object.entries(refused))('%s', (_, define) => {
    expect(define).toThrow(PolicyError)
  })

  test('a resolver that answers with something else than a boolean', () => {
    // @ts-expect-error -- strictly true or false
    expect(definePolicy({ allowOrigins: { resolve: () => A } }).kind).toBe('resolver')
  })
})

describe('Accepted by the compiler', () => {
  test('what is a policy', () => {
    expectTypeOf(definePolicy({ allowOrigins: [A], allowCredentials: true })).toEqualTypeOf<ListPolicy>()
    expectTypeOf(definePolicy({ allowOrigins: '*', exposeHeaders: '*' })).toEqualTypeOf<ListPolicy>()
    expectTypeOf(definePolicy({ allowOrigins: originsFromList(A) })).toEqualTypeOf<ListPolicy>()
    expectTypeOf(
      definePolicy({ allowOrigins: { resolve: async () => true } }),
    ).toEqualTypeOf<ResolverPolicy>()
    expectTypeOf(originsFromList).parameter(0).toEqualTypeOf<string | null | undefined>()
    expectTypeOf<{ allowOrigins: '*' }>().toExtend<ListPolicyOptions>()
  })
})
