import { describe, expect, test } from 'vitest'
import { definePolicy } from './define-policy.js'
import { PolicyError } from './issues.js'
import { originsFromList } from './origins-from-list.js'
import { definePolicies } from './policies.js'
import { isPolicy } from './policy.js'

const A = 'https://a.example'
const open = definePolicy({ allowOrigins: '*' })
const closed = definePolicy({ allowOrigins: [A] })

function issuesOf(work: () => unknown) {
  try {
    work()
    return []
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    return error.issues.map(({ code, path }) => `${code} ${path}`)
  }
}

describe('Policies by path', () => {
  const policies = definePolicies({
    '/api/*': closed,
    '/api/public/*': open,
    '/api/public/secret': { allowOrigins: [A], allowCredentials: true },
    '/status': open,
  })
  test.each([
    ['/api', closed],
    ['/api/', closed],
    ['/api/items/1?q=/api/public/', closed],
    ['/api/public', open],
    ['/api/public/x/y', open],
    ['/status', open],
    ['/status?x', open],
    ['/status/x', null],
    ['/apix', null],
    ['/', null],
    ['*', null],
    ['', null],
    ['/api/public/../x', null],
    ['/api/public/..', null],
    ['/api//public/x', null],
    ['/api/public/..%2fx', null],
    ['/api/public/%2E%2E/x', null],
    ['/api/public\\..\\x', null],
    ['http://h/api/public/x', null],
  ])('%s', (path, policy) => {
    expect(policies.for(path)).toBe(policy)
  })

  test.each([
    // Router by router: Fastify and Hono decode, Express ignores case and the slash at the end.
    ['/%61dmin/secret', null],
    ['/admin/%73ecret', null],
    ['/admin/%2561', null],
    ['/ADMIN/secret', null],
    ['/admin/Status', null],
    ['/admin/status/', null],
    ['/admin/status;x=1', null],
    ['/admin;x/y', null],
    ['/x;y/%', open],
    ['/x/..;/admin/y', null],
    ['/;/admin/y', null],
    ['/caf%c3%a9', null],
    ['/caf\u00C3\u00A9', null],
    ['/CAF%C3%89', null],
    ['/%C3', open],
    ['/a%40b', null],
    ['/upper', null],
    ['/both', closed],
    ['/both/', closed],
    ['/admin/', closed],
    ['/admin/X/', closed],
    ['/X%20y/', open],
    ['/', open],
  ])('%s counts as not covered where another reading has another policy', (path, policy) => {
    const options = { allowOrigins: [A] } as const
    const lenient = definePolicies({
      '/*': open,
      '/admin/*': closed,
      '/admin/status': options,
      '/caf%C3%A9': closed,
      '/a@b': closed,
      '/Upper': closed,
      '/both': closed,
      '/both/': closed,
    })
    expect(lenient.for(path)).toBe(policy)
    // The same where all paths are written plainly.
    const plain = definePolicies({ '/*': open, '/admin/*': closed, '/admin/status': options })
    if (path.includes('dmin')) expect(plain.for(path)).toBe(policy)
  })

  test('have one policy for one path, however it is spelled', () => {
    const options = { allowOrigins: [A] } as const
    expect(issuesOf(() => definePolicies({ '/x': options, '/x/': options, '/X': options }))).toEqual([])
    const given = { '/x': open, '/X/': closed, '/x/*': open, '/X/*': closed }
    expect(issuesOf(() => definePolicies(given))).toEqual(['path-ambiguous /X/', 'path-ambiguous /X/*'])
    expect(issuesOf(() => definePolicies({ '/%61': open, '/é': open }))).toEqual([
      'path-invalid /%61',
      'path-invalid /é',
    ])
  })

  test.each([null, undefined, 42, '/x', [open]])('are an object, not %j', (given) => {
    expect(issuesOf(() => definePolicies(given as never))).toEqual(['not-an-object '])
  })

  test('may be given as options', () => {
    expect(policies.for('/api/public/secret')?.options.allowCredentials).toBe(true)
    expect([isPolicy(policies.for('/status')), isPolicy({}), isPolicy(null)]).toEqual([true, false, false])
  })

  test('may cover everything', () => {
    const all = definePolicies({ '/*': open })
    expect(['/', '/x/y'].map((path) => all.for(path))).toEqual([open, open])
  })

  test('tell all mistakes of all of them', () => {
    const given = {
      'api/*': open,
      '/a*b': open,
      '/a//b': open,
      '': open,
      '/x': { allowOrigins: ['a.example'] },
      '/y': null,
    }
    expect(issuesOf(() => definePolicies(given as never))).toEqual([
      'path-invalid api/*',
      'path-invalid /a*b',
      'path-invalid /a//b',
      'path-invalid ',
      'origin-missing-scheme ["/x"].allowOrigins[0]',
      'not-an-object ["/y"]',
    ])
    expect(issuesOf(() => definePolicies({}))).toEqual(['empty-list '])
    const broken = {
      get allowOrigins(): never {
        throw new RangeError('x')
      },
    }
    expect(() => definePolicies({ '/x': broken })).toThrow(RangeError)
  })
})

describe('Origins from a list', () => {
  test('are separated by commas or white space', () => {
    const text = ` ${A}, https://*.b.example\n${A},`
    expect(originsFromList(text)).toEqual([A, 'https://*.b.example'])
  })

  test.each([
    [undefined, 'undefined-value '],
    [null, 'wrong-type '],
    ['', 'empty-list '],
    [' , ', 'empty-list '],
    ['*', 'wildcard-in-list [0]'],
    [`${A},b.example`, 'origin-missing-scheme [1]'],
  ])('%j is refused', (text, issue) => {
    expect(issuesOf(() => originsFromList(text))).toEqual([issue])
  })
})

describe('A path that may be one of a policy that rejects', () => {
  const gate = definePolicies({
    '/admin/*': { allowOrigins: [A], rejectDisallowed: true, selfOrigins: ['https://own.example'] },
    '/admin/Open': open,
    '/public/*': open,
  })
  const statusOf = (path: string, origin: string | null): unknown => {
    const headers = origin === null ? {} : { origin }
    const decision = gate.for(path)?.decide({ method: 'POST', headers })
    return decision === undefined ? 'not covered' : (decision as { status: number | null }).status
  }

  test.each([
    '/ADMIN/delete',
    '/%61dmin/delete',
    '//admin/delete',
    '/public/../admin/delete',
    '/x/;/../admin/delete',
    'http://h/admin/delete',
    '/admin/open',
    '/PUBLIC%2f../admin/delete',
  ])('%s rejects every other origin, and shares nothing', (path) => {
    expect([A, 'https://evil.example', 'null'].map((origin) => statusOf(path, origin))).toEqual([
      403, 403, 403,
    ])
    expect([null, 'https://own.example'].map((origin) => statusOf(path, origin))).toEqual([null, null])
    expect(gate.for(path)!.decide({ method: 'GET', headers: { origin: A } })).toMatchObject({ headers: [] })
  })

  test('also one without own origins', () => {
    const policies = definePolicies({ '/a': { allowOrigins: [A], rejectDisallowed: true } })
    expect(policies.for('/A')!.decide({ method: 'POST', headers: { origin: A } })).toMatchObject({
      status: 403,
    })
  })

  test.each(['/other', '/PUBLIC/x', '/', '*'])('%s is none', (path) => {
    expect(statusOf(path, 'https://evil.example')).toBe('not covered')
  })
})
