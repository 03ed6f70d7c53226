/**
 * What the usual middlewares do wrong, each fault by its name, and what happens here instead. They were observed by
 * running cors 2.8.6, @fastify/cors 11.4.3, @koa/cors 5, hono/cors 4.12.9, h3 and @elysiajs/cors.
 */
import { describe, expect, test } from 'vitest'
import { definePolicy, originsFromList, PolicyError } from '../src/index.js'
import type { Decision, OriginResolver, PolicyIssueCode, PolicyOptions, PolicyRequest } from '../src/index.js'
import { cors } from '../src/node.js'
import { bare } from './adapters/bare-apps.js'
import { lines, shared, start, vary } from './adapters/behaviour.js'

const A = 'https://a.example'
const EVIL = 'https://evil.example'
const LIST = {
  allowOrigins: [A],
  allowCredentials: true,
  allowMethods: ['PUT'],
  allowHeaders: ['x-a'],
} as const

/** Every policy that plain JavaScript can ask for. */
function define(options: unknown): unknown {
  return definePolicy(options as PolicyOptions)
}

function codesOf(make: () => unknown): readonly PolicyIssueCode[] {
  try {
    make()
  } catch (error) {
    if (error instanceof PolicyError) return error.issues.map(({ code }) => code)
    throw error
  }
  return []
}

describe('What they take, and what lets strangers in or never matches, fails at start-up:', () => {
  test.each<readonly [fault: string, options: unknown, code: PolicyIssueCode]>([
    ['no options at all expose any origin', {}, 'missing-allow-origins'],
    ['credentials without origins', { allowCredentials: true }, 'missing-allow-origins'],
    ['* with credentials', { allowOrigins: '*', allowCredentials: true }, 'wildcard-with-credentials'],
    [
      'an undefined origin, as of a variable that is not set',
      { ...LIST, allowOrigins: undefined },
      'undefined-value',
    ],
    ['an undefined origin in a list', { ...LIST, allowOrigins: [undefined] }, 'undefined-value'],
    ['false opens to everybody', { ...LIST, allowOrigins: false }, 'wrong-type'],
    ['a number reflects any origin', { ...LIST, allowOrigins: 42 }, 'wrong-type'],
    ['an empty object reflects any origin', { ...LIST, allowOrigins: {} }, 'resolver-incomplete'],
    ['a typo in a key', { origins: [A], allowCredentials: true }, 'unknown-option'],
    ['a callback in place of a list', { ...LIST, allowOrigins: () => true }, 'origin-function'],
    [
      'a regular expression that keeps its place',
      { ...LIST, allowOrigins: [/a\.example/g] },
      'origin-regular-expression',
    ],
    [
      'a regular expression without an anchor',
      { ...LIST, allowOrigins: /example\.com$/ },
      'origin-regular-expression',
    ],
    ['* within a list', { ...LIST, allowOrigins: ['*'] }, 'wildcard-in-list'],
    ['a slash at the end', { ...LIST, allowOrigins: [`${A}/`] }, 'origin-has-path'],
    ['no scheme', { ...LIST, allowOrigins: ['a.example'] }, 'origin-missing-scheme'],
    ['upper case', { ...LIST, allowOrigins: ['https://A.example'] }, 'origin-upper-case'],
    ['the default port', { ...LIST, allowOrigins: [`${A}:443`] }, 'origin-default-port'],
    ['a wildcard over a registry', { ...LIST, allowOrigins: ['https://*.co.uk'] }, 'public-suffix'],
    ['null with credentials', { ...LIST, dangerouslyAllowNullOrigin: true }, 'null-origin-with-credentials'],
    ['null as an origin', { ...LIST, allowOrigins: ['null'] }, 'origin-null'],
    ['a method in lower case', { ...LIST, allowMethods: ['put'] }, 'method-case'],
    ['two methods in one string', { ...LIST, allowMethods: ['GET PUT'] }, 'list-in-string'],
    ['a method that browsers forbid', { ...LIST, allowMethods: ['TRACE'] }, 'method-forbidden'],
    ['a name with a space', { ...LIST, allowHeaders: ['x a'] }, 'list-in-string'],
    ['a line break in a name', { ...LIST, allowHeaders: ['x-a\r\nx-b: 1'] }, 'list-in-string'],
    ['a line break in a name to expose', { ...LIST, exposeHeaders: ['x-a:\r\n'] }, 'header-name-invalid'],
    ['an empty list that means everything', { ...LIST, allowHeaders: [] }, 'empty-list'],
    ['a max-age below zero', { ...LIST, maxAge: -1 }, 'max-age-out-of-bounds'],
    ['a max-age that is no number', { ...LIST, maxAge: Number.NaN }, 'max-age-invalid'],
  ])('%s', (_fault, options, code) => {
    expect(codesOf(() => define(options))).toContain(code)
    expect(codesOf(() => cors(options as PolicyOptions))).toContain(code)
  })

  test.each([[undefined], [''], [' , ']])('a list of origins from a variable that is %j', (text) => {
    expect(codesOf(() => originsFromList(text))).not.toEqual([])
  })
})

describe('A resolver', () => {
  test.each<readonly [fault: string, resolve: unknown, allowed: boolean]>([
    ['that resolves with false hangs, or lets in', async () => false, false],
    ['that resolves with true hangs, or is refused', async () => true, true],
    [
      'that throws hangs, or is an error of the server',
      () => {
        throw new Error('database')
      },
      false,
    ],
    ['that rejects hangs, or lets in', () => Promise.reject(new Error('database')), false],
    ['that returns true hangs', () => true, true],
    ['that returns what is only truthy', () => 'yes', false],
  ])('%s: here its yes is true, and all else a no', async (_fault, resolve, allowed) => {
    const policy = definePolicy({ allowOrigins: { resolve: resolve as OriginResolver['resolve'] } })
    const decision = await policy.decide({ method: 'GET', headers: { origin: A } })
    expect([decision.allowed, decision.headers.length > 0]).toEqual([allowed, allowed])
  })
})

describe('Not so here: a request', () => {
  const policy = definePolicy(LIST)
  const decide = (method: string, headers: PolicyRequest['headers']): Decision =>
    policy.decide({ method, headers })
  const preflight = (origin: string, names = 'x-a', method = 'PUT'): Decision =>
    decide('OPTIONS', {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': names,
    })

  test.each([
    'constructor',
    '__proto__',
    `x://${A}`,
    'https://evila.example',
    `${A}.evil.example`,
    'null',
    `${A}, ${A}`,
  ])('from the origin %s is let in', (origin) => {
    expect(decide('GET', { origin })).toMatchObject({ allowed: false, headers: [] })
  })

  test.each([{}, { origin: EVIL }])('of %j gets Access-Control-Allow-Credentials', (headers) => {
    expect(decide('GET', headers).headers).toEqual([])
  })

  test('that is a preflight of a stranger is told the methods and headers', () => {
    expect(preflight(EVIL)).toMatchObject({ status: 403, headers: [] })
  })

  test.each([
    ['the method', preflight(A, 'x-a', 'DELETE')],
    ['the headers', preflight(A, 'x-a,x-b')],
    ['tokens that are none', preflight(A, 'not a token!!')],
    ['15 kB of tokens', preflight(A, 'x-a,'.repeat(4000))],
    ['15 kB of spaces', preflight(A, ' '.repeat(15_000))],
  ])('that is a preflight is not checked for %s', (_what, decision) => {
    expect(decision).toMatchObject({ allowed: false, status: 403, headers: [] })
  })

  test('with headers that a proxy added has their names shown to every origin', () => {
    const { headers } = decide('GET', { origin: EVIL, 'x-internal-auth': '1' })
    expect(headers).toEqual([])
    expect(JSON.stringify(preflight(A))).not.toContain('x-internal-auth')
  })

  test('without Access-Control-Request-Headers is answered with the text "undefined"', () => {
    const decision = decide('OPTIONS', { origin: A, 'access-control-request-method': 'PUT' })
    expect(decision.allowed).toBe(true)
    expect(JSON.stringify(decision.headers)).not.toContain('undefined')
  })

  test.each(['true', 'false'])(
    'for private network access (%s) is granted by a header that is no more',
    (value) => {
      const decision = decide('OPTIONS', {
        origin: A,
        'access-control-request-method': 'PUT',
        'access-control-request-private-network': value,
      })
      expect(JSON.stringify(decision.headers)).not.toContain('private-network')
    },
  )
})

describe('Not so here: on the wire', () => {
  const asked = { origin: A, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-a' }

  test('an OPTIONS that is no preflight does not reach its handler, and no page can read it', async () => {
    const app = await start(bare, LIST)
    const plain = await app.ask('OPTIONS', '/plain')
    expect([plain.status, lines(plain, 'allow')]).toEqual([200, ['GET']])
    const actual = await app.ask('OPTIONS', '/plain', { origin: A })
    expect([actual.status, lines(actual, 'access-control-allow-origin')]).toEqual([200, [A]])
  })

  test('a preflight that was answered by what it asked for does not vary by it', async () => {
    const app = await start(bare, LIST)
    expect(vary(await app.ask('OPTIONS', '/plain', asked))).toEqual([
      'access-control-request-headers',
      'access-control-request-method',
      'origin',
    ])
  })

  test('a 204 has a Content-Length', async () => {
    const app = await start(bare, LIST)
    const answer = await app.ask('OPTIONS', '/plain', asked)
    expect([answer.status, lines(answer, 'content-length')]).toEqual([204, []])
  })

  test.each(['/meddles', '/appends', '/removes'])(
    'the handler of %s undoes Vary and the allowed origin',
    async (path) => {
      const app = await start(bare, LIST)
      const answer = await app.ask('GET', path, { origin: A })
      expect(vary(answer)).toContain('origin')
      expect(shared(answer)).toEqual({
        'access-control-allow-origin': [A],
        'access-control-allow-credentials': ['true'],
      })
    },
  )

  test.each(['/missing', '/throws'])('%s has lost the headers', async (path) => {
    const app = await start(bare, LIST)
    expect(lines(await app.ask('GET', path, { origin: A }), 'access-control-allow-origin')).toEqual([A])
  })

  test.each([
    ['a constant * varies by Origin, or by *', { allowOrigins: '*' }, {}, []],
    ['one origin alone does not vary', { allowOrigins: [A] }, {}, ['origin']],
  ] as const)('%s', async (_fault, options, headers, expected) => {
    const app = await start(bare, options as PolicyOptions)
    expect(vary(await app.ask('GET', '/plain', headers))).toEqual(expected)
  })

  test('two lines of Origin are one', () => {
    const { allowed } = definePolicy(LIST).decide({
      method: 'GET',
      headers: [
        ['origin', A],
        ['Origin', A],
      ],
    })
    expect(allowed).toBe(false)
  })
})
