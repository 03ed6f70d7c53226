import fc from 'fast-check'
import {
  corsUnsafeRequestHeaderNames,
  definePolicy,
  isCorsSafelistedMethod,
  PROFILES,
} from '../../src/index.js'
import type {
  Decision,
  Header,
  HeaderList,
  ListPolicy,
  ListPolicyOptions,
  ProfileName,
  WireRequest,
} from '../../src/index.js'
import { B } from '../drive.js'
import type { Ask, Reply } from '../drive.js'

/** Random valid policies, and cross-origin requests that some of them allow. */

const PAGES = [
  'https://a.test/page',
  'https://sub.a.test/',
  'https://x.y.a.test:8443/',
  'https://other.test/',
  'http://localhost:3000/',
  'http://plain.test/',
  'opaque',
] as const

const patterns = fc.constantFrom(
  'https://a.test',
  'https://*.a.test',
  'https://*.a.test:{8080,8443}',
  'https://*.test.test',
  'http://localhost:*',
  'http://plain.test',
  'https://other.test',
)

const methods = fc.subarray(['PUT', 'DELETE', 'PATCH', 'PURGE', 'purge', 'OPTIONS', 'GET', 'HEAD', 'POST'], {
  minLength: 1,
})
const names = fc.subarray(
  [
    'X-A',
    'x-b',
    'Authorization',
    'content-type',
    'accept',
    'accept-language',
    'range',
    'if-none-match',
    'dpr',
    'x-zz',
  ],
  { minLength: 1 },
)
const absent = fc.constant(undefined)

export const listPolicies: fc.Arbitrary<ListPolicy> = fc
  .record({
    any: fc.constantFrom(true, false, false, false),
    list: fc.uniqueArray(patterns, { minLength: 1, maxLength: 4 }),
    credentials: fc.boolean(),
    allowNull: fc.boolean(),
    allowMethods: fc.oneof(absent, methods, fc.constantFrom('*', ['*', 'PUT'])),
    allowHeaders: fc.oneof(absent, names, fc.constantFrom('*', ['*', 'authorization'], ['*', 'x-a'])),
    exposeHeaders: fc.oneof(absent, fc.constant(['x-r', 'etag'])),
    maxAge: fc.constantFrom(undefined, 0, 1, 60, 86_400),
    preflightStatus: fc.constantFrom(undefined, 200, 204),
  } as const)
  .map(({ any, list, credentials, allowNull, ...more }) => {
    const given = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined))
    const origins = any ? { allowOrigins: '*' } : { allowOrigins: list, allowCredentials: credentials }
    return definePolicy({
      ...origins,
      ...given,
      dangerouslyAllowInsecureOrigins: true,
      dangerouslyAllowNullOrigin: allowNull && (any || !credentials),
    } as unknown as ListPolicyOptions)
  })

const headers: fc.Arbitrary<HeaderList> = fc.array(
  fc.constantFrom<Header>(
    ['X-A', '1'],
    ['x-b', '2'],
    ['*', '3'],
    ['Authorization', 'Basic eDp5'],
    ['Content-Type', 'text/plain'],
    ['Content-Type', 'application/json'],
    ['Accept', 'text/html'],
    ['Accept', 'x'.repeat(129)],
    ['Accept-Language', '@'],
    ['Range', 'bytes=0-'],
    ['Range', 'bytes=-5'],
    ['If-None-Match', '"x"'],
    ['DPR', '2'],
    ['X-Zz', ''],
    ['X-Unknown', ''],
  ),
  { maxLength: 4 },
)

/** `credentials: 'include'` is left out where the policy does not allow it: there the browser alone refuses. */
export const requestsFor = (policy: ListPolicy): fc.Arbitrary<Ask> =>
  fc
    .record({
      url: fc.constantFrom(`${B}/`, `${B}/?q`),
      from: fc.constantFrom(...PAGES),
      method: fc.constantFrom(
        'GET',
        'HEAD',
        'POST',
        'PUT',
        'DELETE',
        'PATCH',
        'patch',
        'post',
        'PURGE',
        'OPTIONS',
        '*',
      ),
      credentialsMode:
        policy.options.allowCredentials === true
          ? fc.constantFrom('omit', 'same-origin', 'include', 'include')
          : fc.constantFrom('omit', 'same-origin'),
      useCorsPreflight: fc.constantFrom(false, false, true),
      cacheMode: fc.constantFrom('default', 'default', 'no-store', 'no-cache'),
      headers,
    } as const)
    .map((parts) => ({ ...parts }) as Ask)

/** A server that does what the policy says, and lets its handler answer 200. */
export function serverOf(policy: ListPolicy, debug = false): (wire: WireRequest) => Reply {
  return ({ method, headers: list }) => {
    const { status, headers: answer } = policy.decide({ method, headers: list }, { debug })
    return { status: status ?? 200, headers: [...answer, ['X-R', '1']] }
  }
}

/** What the policy says of a request as a whole: of its preflight, if this engine sends one, and of itself. */
export function decisionsOn(
  policy: ListPolicy,
  { from, method = 'GET', headers: list = [], useCorsPreflight = false }: Ask,
  profile: ProfileName,
): readonly Decision[] {
  const origin = from === 'opaque' ? 'null' : new URL(from!).origin
  const unsafe = corsUnsafeRequestHeaderNames(list, PROFILES[profile])
  const actual = policy.decide({ method, headers: [...list, ['Origin', origin]] })
  if (isCorsSafelistedMethod(method) && unsafe.length === 0 && !useCorsPreflight) return [actual]
  const asked: HeaderList = unsafe.length === 0 ? [] : [['Access-Control-Request-Headers', unsafe.join(',')]]
  const preflight = policy.decide({
    method: 'OPTIONS',
    headers: [['Origin', origin], ['Access-Control-Request-Method', method], ...asked],
  })
  return [preflight, actual]
}
