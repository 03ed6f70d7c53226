import { describe, expect, test } from 'vitest'
import { definePolicy } from './define-policy.js'
import { describeIssue } from './issue-texts.js'
import { PolicyError } from './issues.js'
import type { PolicyIssueCode } from './issues.js'

const A = 'https://a.example'
const resolve = () => true
const big = 'x'.repeat(400)

/** Plain JavaScript: whatever somebody may write. */
function issuesOf(options: unknown) {
  try {
    definePolicy(options as never)
    return []
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    return error.issues
  }
}

type Case = readonly [options: unknown, code: PolicyIssueCode, path: string, suggestion?: unknown]

/** Options that have one mistake, and what is said of it. */
const mistakes: readonly Case[] = [
  // Options as a whole
  [undefined, 'not-an-object', ''],
  [null, 'not-an-object', ''],
  ['*', 'not-an-object', ''],
  [[A], 'not-an-object', ''],
  [{ allowOrigins: [A], allowCredential: true }, 'unknown-option', 'allowCredential', 'allowCredentials'],
  [{ allowOrigins: [A], credentials: true }, 'unknown-option', 'credentials', 'allowCredentials'],
  [{ allowOrigins: [A], maxage: 5 }, 'unknown-option', 'maxage', 'maxAge'],
  [{ allowOrigins: [A], constructor: 1 }, 'unknown-option', 'constructor'],
  [{ allowOrigins: [A], [big]: 1 }, 'unknown-option', big],
  [{}, 'missing-allow-origins', 'allowOrigins'],
  [{ allowCredentials: true }, 'missing-allow-origins', 'allowOrigins'],
  // Types
  [{ allowOrigins: undefined }, 'undefined-value', 'allowOrigins'],
  [{ allowOrigins: undefined, allowCredentials: true }, 'undefined-value', 'allowOrigins'],
  [{ allowOrigins: null }, 'wrong-type', 'allowOrigins'],
  [{ allowOrigins: false }, 'wrong-type', 'allowOrigins'],
  [{ allowOrigins: true }, 'wrong-type', 'allowOrigins'],
  [{ allowOrigins: 42, allowCredentials: true }, 'wrong-type', 'allowOrigins'],
  [{ allowOrigins: 'null' }, 'wrong-type', 'allowOrigins'],
  [{ allowOrigins: 'a b' }, 'wrong-type', 'allowOrigins', ['https://a', 'https://b']],
  [{ allowOrigins: '%' }, 'wrong-type', 'allowOrigins'],
  [{ allowOrigins: A }, 'wrong-type', 'allowOrigins', [A]],
  [{ allowOrigins: `${A}, b.example/` }, 'wrong-type', 'allowOrigins', [A, 'https://b.example']],
  [{ allowOrigins: [undefined] }, 'undefined-value', 'allowOrigins[0]'],
  // oxlint-disable-next-line no-sparse-arrays -- a comma too many is what is tested
  [{ allowOrigins: [, A] }, 'undefined-value', 'allowOrigins[0]'],
  [{ allowOrigins: [A], selfOrigins: Array(1) }, 'undefined-value', 'selfOrigins[0]'],
  [{ allowOrigins: [A], allowMethods: Array(1) }, 'undefined-value', 'allowMethods[0]'],
  [{ allowOrigins: [A, null] }, 'wrong-type', 'allowOrigins[1]'],
  [{ allowOrigins: [[A]] }, 'wrong-type', 'allowOrigins[0]'],
  [{ allowOrigins: [A], allowCredentials: 'true' }, 'wrong-type', 'allowCredentials', true],
  [{ allowOrigins: [A], allowCredentials: 'false' }, 'wrong-type', 'allowCredentials', false],
  [{ allowOrigins: [A], allowCredentials: 1 }, 'wrong-type', 'allowCredentials'],
  [{ allowOrigins: [A], allowCredentials: undefined }, 'undefined-value', 'allowCredentials'],
  [{ allowOrigins: [A], allowMethods: 'PUT, DELETE' }, 'wrong-type', 'allowMethods', ['PUT', 'DELETE']],
  [{ allowOrigins: [A], allowMethods: '' }, 'wrong-type', 'allowMethods'],
  [{ allowOrigins: [A], allowMethods: null }, 'wrong-type', 'allowMethods'],
  [{ allowOrigins: [A], allowMethods: [1] }, 'wrong-type', 'allowMethods[0]'],
  [{ allowOrigins: [A], allowHeaders: [undefined] }, 'undefined-value', 'allowHeaders[0]'],
  [{ allowOrigins: [A], isPublicSuffix: true }, 'wrong-type', 'isPublicSuffix'],
  [{ allowOrigins: [A], isPublicSuffix: undefined }, 'undefined-value', 'isPublicSuffix'],
  [{ allowOrigins: [A], preflightStatus: 201 }, 'value-not-allowed', 'preflightStatus'],
  [{ allowOrigins: [A], preflightStatus: '200' }, 'value-not-allowed', 'preflightStatus', 200],
  [{ allowOrigins: [A], resourcePolicy: 'Same-Site' }, 'value-not-allowed', 'resourcePolicy', 'same-site'],
  // Empty lists
  [{ allowOrigins: [] }, 'empty-list', 'allowOrigins'],
  [{ allowOrigins: [A], allowMethods: [] }, 'empty-list', 'allowMethods'],
  [{ allowOrigins: [A], allowHeaders: [] }, 'empty-list', 'allowHeaders'],
  [{ allowOrigins: [A], timingAllowOrigins: [] }, 'empty-list', 'timingAllowOrigins'],
  // Origins that would never match
  [{ allowOrigins: [''] }, 'origin-invalid', 'allowOrigins[0]'],
  [{ allowOrigins: ['https://'] }, 'origin-invalid', 'allowOrigins[0]'],
  [{ allowOrigins: ['://a.example'] }, 'origin-invalid', 'allowOrigins[0]'],
  [{ allowOrigins: ['https://a..example'] }, 'origin-invalid', 'allowOrigins[0]'],
  [{ allowOrigins: ['https://1.2.3.4.5'] }, 'origin-invalid', 'allowOrigins[0]'],
  [{ allowOrigins: ['https://a.999'] }, 'origin-invalid', 'allowOrigins[0]'],
  [{ allowOrigins: [A, `${A}/`] }, 'origin-has-path', 'allowOrigins[1]', A],
  [{ allowOrigins: [`${A}/x?y#z`] }, 'origin-has-path', 'allowOrigins[0]', A],
  [{ allowOrigins: [`${A}:443/`] }, 'origin-has-path', 'allowOrigins[0]', A],
  [{ allowOrigins: [` ${A}`] }, 'origin-whitespace', 'allowOrigins[0]', A],
  [{ allowOrigins: [`${A}\n`] }, 'origin-whitespace', 'allowOrigins[0]', A],
  [
    { allowOrigins: [`${A},https://b.example`] },
    'origin-list-in-string',
    'allowOrigins[0]',
    [A, 'https://b.example'],
  ],
  [{ allowOrigins: ['a.example'] }, 'origin-missing-scheme', 'allowOrigins[0]', A],
  [{ allowOrigins: ['//a.example'] }, 'origin-missing-scheme', 'allowOrigins[0]', A],
  [{ allowOrigins: ['localhost:3000'] }, 'origin-missing-scheme', 'allowOrigins[0]', 'http://localhost:3000'],
  [{ allowOrigins: ['*.a.example'] }, 'origin-missing-scheme', 'allowOrigins[0]', 'https://*.a.example'],
  [{ allowOrigins: ['https://A.example'] }, 'origin-upper-case', 'allowOrigins[0]', A],
  [{ allowOrigins: ['HTTPS://a.example'] }, 'origin-upper-case', 'allowOrigins[0]', A],
  [{ allowOrigins: ['https://u:p@a.example'] }, 'origin-has-user-info', 'allowOrigins[0]', A],
  [
    { allowOrigins: ['https://ü.example'] },
    'origin-not-punycode',
    'allowOrigins[0]',
    'https://xn--tda.example',
  ],
  [
    { allowOrigins: ['https://*.ü.example:*'] },
    'origin-not-punycode',
    'allowOrigins[0]',
    'https://*.xn--tda.example:*',
  ],
  [{ allowOrigins: [`${A}:443`] }, 'origin-default-port', 'allowOrigins[0]', A],
  [{ allowOrigins: ['http://a.example:80'] }, 'origin-default-port', 'allowOrigins[0]', 'http://a.example'],
  [{ allowOrigins: [`${A}:{443,8443}`] }, 'origin-default-port', 'allowOrigins[0]'],
  [{ allowOrigins: [`${A}:`] }, 'origin-invalid-port', 'allowOrigins[0]'],
  [{ allowOrigins: [`${A}:0`] }, 'origin-invalid-port', 'allowOrigins[0]'],
  [{ allowOrigins: [`${A}:08443`] }, 'origin-invalid-port', 'allowOrigins[0]'],
  [{ allowOrigins: [`${A}:65536`] }, 'origin-invalid-port', 'allowOrigins[0]'],
  [{ allowOrigins: [`${A}:{}`] }, 'origin-invalid-port', 'allowOrigins[0]'],
  [{ allowOrigins: [`${A}:80*`] }, 'origin-invalid-port', 'allowOrigins[0]'],
  [{ allowOrigins: ['https://127.1'] }, 'origin-not-canonical', 'allowOrigins[0]', 'https://127.0.0.1'],
  [{ allowOrigins: ['https://[0:0::1]'] }, 'origin-not-canonical', 'allowOrigins[0]', 'https://[::1]'],
  [
    { allowOrigins: ['https://[::ffff:1.2.3.4]'] },
    'origin-not-canonical',
    'allowOrigins[0]',
    'https://[::ffff:102:304]',
  ],
  [{ allowOrigins: [`https://${big}.example`] }, 'origin-too-long', 'allowOrigins[0]'],
  [{ allowOrigins: [`${big.slice(0, 65)}://a.example`] }, 'origin-too-long', 'allowOrigins[0]'],
  // Origins that let strangers in
  [{ allowOrigins: ['null'] }, 'origin-null', 'allowOrigins[0]'],
  [{ allowOrigins: ['file://a'] }, 'origin-scheme-file', 'allowOrigins[0]'],
  [{ allowOrigins: /a\.example$/ }, 'origin-regular-expression', 'allowOrigins'],
  [{ allowOrigins: [/a\.example$/] }, 'origin-regular-expression', 'allowOrigins[0]'],
  [{ allowOrigins: resolve }, 'origin-function', 'allowOrigins', { resolve }],
  [{ allowOrigins: [resolve] }, 'origin-function', 'allowOrigins[0]'],
  [{ allowOrigins: ['*'] }, 'wildcard-in-list', 'allowOrigins[0]'],
  [{ allowOrigins: ['https://*'] }, 'wildcard-misplaced', 'allowOrigins[0]'],
  [{ allowOrigins: ['*://a.example'] }, 'wildcard-misplaced', 'allowOrigins[0]'],
  [{ allowOrigins: ['https://a.*.example'] }, 'wildcard-misplaced', 'allowOrigins[0]'],
  [{ allowOrigins: ['https://*a.example'] }, 'wildcard-misplaced', 'allowOrigins[0]'],
  [{ allowOrigins: ['https://*.*.example'] }, 'wildcard-misplaced', 'allowOrigins[0]'],
  [{ allowOrigins: ['https://*.127.0.0.1'] }, 'wildcard-with-ip-address', 'allowOrigins[0]'],
  [{ allowOrigins: ['https://*.com'] }, 'public-suffix', 'allowOrigins[0]'],
  [{ allowOrigins: ['https://*.com.'] }, 'public-suffix', 'allowOrigins[0]'],
  [{ allowOrigins: ['https://*.co.uk'] }, 'public-suffix', 'allowOrigins[0]'],
  [{ allowOrigins: ['https://*.github.io'] }, 'public-suffix', 'allowOrigins[0]'],
  [{ allowOrigins: ['https://*.corp'] }, 'public-suffix', 'allowOrigins[0]'],
  [{ allowOrigins: ['https://*.run.app'] }, 'public-suffix', 'allowOrigins[0]'],
  [{ allowOrigins: ['https://*.railway.app'], allowCredentials: true }, 'public-suffix', 'allowOrigins[0]'],
  [{ allowOrigins: ['https://*.amazonaws.com:*'] }, 'public-suffix', 'allowOrigins[0]'],
  [
    { allowOrigins: ['https://*.x.example'], isPublicSuffix: (d: string) => d === 'x.example' },
    'public-suffix',
    'allowOrigins[0]',
  ],
  ...[
    () => undefined,
    () => 0,
    async () => false,
    () => {
      throw new Error('no list')
    },
  ].map((isPublicSuffix): Case => {
    const options = { allowOrigins: [A, 'https://*.a.example'], isPublicSuffix }
    return [options, 'public-suffix-unknown', 'allowOrigins[1]']
  }),
  // With credentials
  [{ allowOrigins: '*', allowCredentials: true }, 'wildcard-with-credentials', 'allowOrigins'],
  [
    { allowOrigins: [A], allowCredentials: true, exposeHeaders: '*' },
    'wildcard-with-credentials',
    'exposeHeaders',
  ],
  [
    { allowOrigins: [A], allowCredentials: true, exposeHeaders: ['*'] },
    'wildcard-with-credentials',
    'exposeHeaders[0]',
  ],
  [
    { allowOrigins: ['http://a.example'], allowCredentials: true },
    'insecure-origin-with-credentials',
    'allowOrigins[0]',
    A,
  ],
  [
    { allowOrigins: ['weird://a.example'], allowCredentials: true },
    'insecure-origin-with-credentials',
    'allowOrigins[0]',
  ],
  [
    { allowOrigins: [A], allowCredentials: true, dangerouslyAllowNullOrigin: true },
    'null-origin-with-credentials',
    'dangerouslyAllowNullOrigin',
    false,
  ],
  // Methods
  [{ allowOrigins: [A], allowMethods: ['put'] }, 'method-case', 'allowMethods[0]', 'PUT'],
  [{ allowOrigins: [A], allowMethods: ['patch'] }, 'method-case', 'allowMethods[0]', 'PATCH'],
  [{ allowOrigins: [A], allowMethods: ['GET PUT'] }, 'list-in-string', 'allowMethods[0]', ['GET', 'PUT']],
  [{ allowOrigins: [A], allowMethods: ['TRACE'] }, 'method-forbidden', 'allowMethods[0]'],
  [{ allowOrigins: [A], allowMethods: ['connect'] }, 'method-forbidden', 'allowMethods[0]'],
  [{ allowOrigins: [A], allowMethods: ['P(UT'] }, 'method-invalid', 'allowMethods[0]'],
  [{ allowOrigins: [A], allowMethods: [''] }, 'method-invalid', 'allowMethods[0]'],
  // Header names
  [{ allowOrigins: [A], allowHeaders: ['x a'] }, 'list-in-string', 'allowHeaders[0]', ['x', 'a']],
  [
    { allowOrigins: [A], allowHeaders: ['x-a\r\nset-cookie'] },
    'list-in-string',
    'allowHeaders[0]',
    ['x-a', 'set-cookie'],
  ],
  [{ allowOrigins: [A], allowHeaders: ['x:'] }, 'header-name-invalid', 'allowHeaders[0]'],
  [{ allowOrigins: [A], allowHeaders: ['Cookie'] }, 'header-name-forbidden', 'allowHeaders[0]'],
  [{ allowOrigins: [A], allowHeaders: ['sec-x'] }, 'header-name-forbidden', 'allowHeaders[0]'],
  [{ allowOrigins: [A], allowHeaders: ['ETag'] }, 'request-header-expected', 'allowHeaders[0]'],
  [
    { allowOrigins: [A], allowHeaders: ['access-control-allow-origin'] },
    'request-header-expected',
    'allowHeaders[0]',
  ],
  [{ allowOrigins: [A], exposeHeaders: ['set-cookie'] }, 'header-name-forbidden', 'exposeHeaders[0]'],
  [{ allowOrigins: [A], exposeHeaders: ['Origin'] }, 'response-header-expected', 'exposeHeaders[0]'],
  [{ allowOrigins: [A], exposeHeaders: 'etag' }, 'wrong-type', 'exposeHeaders', ['etag']],
  // Max-Age
  [{ allowOrigins: [A], maxAge: -1 }, 'max-age-out-of-bounds', 'maxAge', 0],
  [{ allowOrigins: [A], maxAge: 86_401 }, 'max-age-out-of-bounds', 'maxAge', 86_400],
  [{ allowOrigins: [A], maxAge: Number.NaN }, 'max-age-invalid', 'maxAge'],
  [{ allowOrigins: [A], maxAge: Infinity }, 'max-age-invalid', 'maxAge'],
  [{ allowOrigins: [A], maxAge: 1.5 }, 'max-age-invalid', 'maxAge'],
  [{ allowOrigins: [A], maxAge: '600' }, 'wrong-type', 'maxAge', 600],
  [{ allowOrigins: [A], maxAge: '1h' }, 'wrong-type', 'maxAge'],
  // Lists of exact origins
  [
    { allowOrigins: [A], timingAllowOrigins: ['https://*.a.example'] },
    'origin-not-exact',
    'timingAllowOrigins[0]',
  ],
  [
    { allowOrigins: [A], timingAllowOrigins: ['a.example'] },
    'origin-missing-scheme',
    'timingAllowOrigins[0]',
    A,
  ],
  [{ allowOrigins: [A], selfOrigins: [`${A}:*`] }, 'origin-not-exact', 'selfOrigins[0]'],
  [{ allowOrigins: [A], selfOrigins: '*' }, 'wrong-type', 'selfOrigins'],
  // Resolvers
  [{ allowOrigins: {} }, 'resolver-incomplete', 'allowOrigins.resolve'],
  [{ allowOrigins: { resolve: true } }, 'resolver-incomplete', 'allowOrigins.resolve'],
  [{ allowOrigins: { resolve, varry: [] } }, 'unknown-option', 'allowOrigins.varry', 'vary'],
  [{ allowOrigins: { resolve, timeoutMs: undefined } }, 'undefined-value', 'allowOrigins.timeoutMs'],
  [{ allowOrigins: { resolve, timeoutMs: 0 } }, 'resolver-incomplete', 'allowOrigins.timeoutMs'],
  [{ allowOrigins: { resolve, timeoutMs: 60_001 } }, 'resolver-incomplete', 'allowOrigins.timeoutMs'],
  [{ allowOrigins: { resolve, vary: 'x-tenant' } }, 'resolver-incomplete', 'allowOrigins.vary', ['x-tenant']],
  [{ allowOrigins: { resolve, vary: 1 } }, 'resolver-incomplete', 'allowOrigins.vary'],
  [{ allowOrigins: { resolve, vary: ['x:'] } }, 'header-name-invalid', 'allowOrigins.vary[0]'],
  [{ allowOrigins: { resolve, vary: ['x a'] } }, 'list-in-string', 'allowOrigins.vary[0]', ['x', 'a']],
  [{ allowOrigins: { resolve, vary: ['Origin'] } }, 'value-not-allowed', 'allowOrigins.vary[0]'],
  [{ allowOrigins: { resolve, cache: 5 } }, 'not-an-object', 'allowOrigins.cache'],
  [{ allowOrigins: { resolve, cache: { max: 1 } } }, 'resolver-incomplete', 'allowOrigins.cache.ttlMs'],
  [
    { allowOrigins: { resolve, cache: { max: 0, ttlMs: 5 } } },
    'resolver-incomplete',
    'allowOrigins.cache.max',
  ],
  [
    { allowOrigins: { resolve, cache: { max: 1, ttlMs: 5, ttl: 5 } } },
    'unknown-option',
    'allowOrigins.cache.ttl',
  ],
]

describe('A policy with a mistake', () => {
  test.each(mistakes)('%j: %s at %s', (options, code, path, suggestion) => {
    const issues = issuesOf(options)
    expect(issues.map((issue) => ({ code: issue.code, path: issue.path }))).toEqual([{ code, path }])
    expect(issues[0]!.suggestion).toEqual(suggestion)
    expect(issues[0]!.message).toMatch(/^\S.* .*\.$/)
  })

  test('is told all of them at once, in one message', () => {
    const options = {
      origins: [A],
      allowOrigins: ['a.example', 'https://*.com'],
      allowMethods: ['patch'],
      maxAge: '1h',
    }
    expect(issuesOf(options).map(({ code }) => code)).toEqual([
      'unknown-option',
      'origin-missing-scheme',
      'public-suffix',
      'method-case',
      'wrong-type',
    ])
    expect(() => definePolicy(options as never)).toThrowErrorMatchingInlineSnapshot(`
      [PolicyError: The CORS policy has 5 mistakes:
      - origins: ["https://a.example"] has no effect: there is no such option. Write "allowOrigins".
      - allowOrigins[0]: "a.example" has no scheme, so it would never match. Write "https://a.example".
      - allowOrigins[1]: "https://*.com" lets strangers in: anybody can register a name there. dangerouslyAllowPublicSuffixes allows it.
      - allowMethods[0]: "patch" is not what pages send: case counts. Write "PATCH".
      - maxAge: "1h" is of the wrong type.]
    `)
  })

  test('has an error that says which', () => {
    const error = new PolicyError([])
    expect([error.name, error.code, error instanceof TypeError]).toEqual([
      'PolicyError',
      'ERR_CORS_POLICY',
      true,
    ])
  })

  test('is shown shortly, whatever it is', () => {
    const values = [big, null, [1, 2, 3, 4, 5, 6], [A], {}, /x/, resolve, 1, undefined, Symbol('s')]
    for (const value of values) expect(describeIssue('wrong-type', value).length).toBeLessThan(140)
  })

  test('has each suggestion that is a policy accepted', () => {
    for (const [options, code, path, suggestion] of mistakes) {
      if (typeof suggestion !== 'string' || !path.startsWith('allowOrigins[') || code === 'unknown-option')
        continue
      expect(issuesOf({ ...(options as object), allowOrigins: [suggestion] }), suggestion).toEqual([])
    }
  })
})

describe('What is checked', () => {
  test('is what is used: an option is read once', () => {
    let reads = 0
    const options = { allowOrigins: ['http://a.example'], get allowCredentials() { return reads++ > 0 } } // prettier-ignore
    expect(definePolicy(options as never).options.allowCredentials).toBeUndefined()
    expect(reads).toBe(1)
  })

  test.each([
    ['dangerouslyAllowInsecureOrigins', ['http://a.example'], 'insecure-origin-with-credentials'],
    ['dangerouslyAllowPublicSuffixes', ['https://*.github.io'], 'public-suffix'],
  ])('is loosened by nothing but true: %s', (name, allowOrigins, code) => {
    const codes = issuesOf({ allowOrigins, allowCredentials: true, [name]: 'no' }).map((issue) => issue.code)
    expect(codes.toSorted()).toEqual([code, 'wrong-type'].toSorted())
  })

  test.each([
    ['dangerouslyAllowInsecureOrigins', true, ['http://a.example']],
    ['dangerouslyAllowPublicSuffixes', true, ['https://*.github.io']],
    ['isPublicSuffix', () => false, ['https://*.github.io']],
  ])('is not loosened by what every object has: %s', (name, value, allowOrigins) => {
    const everyObject = Object.prototype as Record<string, unknown>
    everyObject[name] = value
    try {
      expect(issuesOf({ allowOrigins, allowCredentials: true })).toHaveLength(1)
    } finally {
      delete everyObject[name]
    }
  })

  test('may be a list in itself', () => {
    const list: unknown[] = []
    list.push(list)
    expect(issuesOf({ allowOrigins: list }).map(({ code }) => code)).toEqual(['wrong-type'])
    expect(issuesOf({ allowOrigins: [A], maxAge: list })[0]!.message).toBe('[[...]] is of the wrong type.')
  })

  test('may be long', () => {
    const ports = Array.from({ length: 20_000 }, (_, index) => 1000 + index).join()
    expect(
      definePolicy({ allowOrigins: [`https://a.example:{${ports}}`] }).allowsOrigin(
        'https://a.example:20999',
      ),
    ).toBe(true)
    expect(issuesOf({ allowOrigins: [`${','.repeat(60_000)}}`] })[0]!.code).toBe('origin-list-in-string')
  })

  test('is a wildcard of methods whatever stands beside it', () => {
    const { allowMethods } = definePolicy({ allowOrigins: '*', allowMethods: ['*', 'authorization'] }).options
    expect(allowMethods).toBe('*')
  })
})

describe('A policy without a mistake', () => {
  test('is not loosened by what somebody has added to every object', () => {
    const everyObject = Object.prototype as { dangerouslyAllowNullOrigin?: boolean }
    everyObject.dangerouslyAllowNullOrigin = true
    try {
      expect(definePolicy({ allowOrigins: [A] }).allowsOrigin('null')).toBe(false)
    } finally {
      delete everyObject.dangerouslyAllowNullOrigin
    }
  })

  const accepted: readonly (readonly [what: string, options: unknown])[] = [
    [
      'subdomains, ports, addresses',
      {
        allowOrigins: [
          'https://*.a.example',
          'https://*.a.example:{8080,8443}',
          'http://localhost:*',
          'https://[::1]:8443',
          'http://127.0.0.1:*',
          'https://1.2.3.4',
        ],
      },
    ],
    [
      'a trailing dot, an underscore, punycode',
      { allowOrigins: ['https://a.example.', 'https://a_b.example', 'https://xn--tda.example'] },
    ],
    [
      'loopback and localhost with credentials',
      {
        allowOrigins: ['http://localhost:*', 'http://*.localhost:*', 'http://[::1]', 'http://127.0.0.2:8080'],
        allowCredentials: true,
      },
    ],
    [
      'extensions and apps with credentials',
      {
        allowOrigins: [
          'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
          'tauri://localhost',
          'capacitor://app',
        ],
        allowCredentials: true,
      },
    ],
    [
      'insecure origins by name',
      { allowOrigins: ['http://a.example'], allowCredentials: true, dangerouslyAllowInsecureOrigins: true },
    ],
    [
      'public suffixes by name',
      { allowOrigins: ['https://*.github.io'], dangerouslyAllowPublicSuffixes: true },
    ],
    [
      'public suffixes by another list',
      { allowOrigins: ['https://*.github.io'], isPublicSuffix: () => false },
    ],
    ['insecure origins without credentials', { allowOrigins: ['http://a.example'] }],
    ['own methods', { allowOrigins: [A], allowMethods: ['PURGE', 'purge'] }],
    [
      'wildcards',
      {
        allowOrigins: '*',
        allowMethods: ['*', 'PUT'],
        allowHeaders: ['*'],
        exposeHeaders: ['*'],
        timingAllowOrigins: '*',
      },
    ],
    [
      'a resolver',
      { allowOrigins: { resolve, vary: ['X-Tenant'], timeoutMs: 1, cache: { max: 1, ttlMs: 1 } } },
    ],
  ]
  test.each(accepted)('may have %s', (_, options) => {
    expect(issuesOf(options)).toEqual([])
  })

  test('reads back its options, normalized', () => {
    const { options } = definePolicy({
      allowOrigins: [A, 'https://*.b.example', A],
      allowMethods: ['PUT', 'PUT'],
      allowHeaders: ['X-B', 'content-type', 'x-b'],
      exposeHeaders: ['X-R', 'ETag'],
      maxAge: 0,
      preflightStatus: 204,
      allowCredentials: false,
    })
    expect(options).toEqual({
      allowOrigins: [A, 'https://*.b.example'],
      allowMethods: ['PUT'],
      allowHeaders: ['content-type', 'x-b'],
      exposeHeaders: ['etag', 'x-r'],
      maxAge: 0,
    })
    expect(Object.isFrozen(options) && Object.isFrozen(options.allowOrigins)).toBe(true)
  })

  test('comes back from JSON as it was', () => {
    const policy = definePolicy({
      allowOrigins: [A],
      allowCredentials: true,
      allowMethods: '*',
      allowHeaders: ['*', 'Authorization'],
      preflightStatus: 200,
      resourcePolicy: 'same-site',
      selfOrigins: [A],
    })
    const again = definePolicy(JSON.parse(JSON.stringify(policy)))
    expect(again.options).toEqual(policy.options)
    expect(again.options.allowHeaders).toEqual(['*', 'authorization'])
  })

  test('has no JSON where code stands', () => {
    expect(() => JSON.stringify(definePolicy({ allowOrigins: { resolve } }))).toThrow('resolver')
    const injected = definePolicy({ allowOrigins: [A], isPublicSuffix: () => false })
    expect(injected.options.isPublicSuffix).toBeTypeOf('function')
    expect(() => injected.toJSON()).toThrow('isPublicSuffix')
  })
})
