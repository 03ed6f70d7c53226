import type { HeaderList } from 'concors'
import { describe, expect, test } from 'vitest'
import { API, observe, PAGE } from '../test/observe.js'
import type { Answer, Asked } from '../test/observe.js'
import { explainObservation } from './explain.js'
import type { Fix, HeaderChange, ServerChange } from './fix.js'

const ALLOWED: HeaderList = [['Access-Control-Allow-Origin', PAGE]]
const JSON_PUT: Asked = { method: 'PUT', headers: [['Content-Type', 'application/json']] }

function fixOf(asked: Asked, answers: readonly Answer[]): Fix {
  const { fix } = explainObservation(observe(asked, answers))
  if (fix === null) throw new Error('The fetch was not blocked')
  return fix
}

function isLocation([name]: readonly [string, string]): boolean {
  return name === 'Location'
}

function lines(changes: readonly HeaderChange[] = []): string[] {
  return changes.map(({ action, name, value }) => `${action} ${name}: ${value}`)
}

/** The answers with the changes made to them, the one that was never seen behind them. */
function repaired(answers: readonly Answer[], changes: readonly ServerChange[]): Answer[] {
  const result = [...answers]
  for (const { exchange, status, headers } of changes) {
    const before = exchange === null ? {} : (result[exchange] ?? {})
    if ('reason' in before) throw new Error('There is no answer to change')
    const after: Answer = {
      ...before,
      status: status?.to ?? before.status ?? 200,
      headers: headers.reduce(changed, before.headers ?? []),
    }
    if (exchange === null) result.push(after)
    else result[exchange] = after
  }
  return result
}

function changed(list: HeaderList, { action, name, value }: HeaderChange): HeaderList {
  const kept = action === 'add' ? list : list.filter(([other]) => other.toLowerCase() !== name.toLowerCase())
  return value === null ? kept : [...kept, [name, value]]
}

// What a server did wrong; with the changes made, the page has to be able to read the response.
const broken: readonly (readonly [name: string, asked: Asked, answers: readonly Answer[]])[] = [
  ['no header', {}, [{}]],
  ['no header, with credentials', { credentials: 'include' }, [{}]],
  ['another origin', {}, [{ headers: [['Access-Control-Allow-Origin', 'https://other.example']] }]],
  ['a slash behind the origin', {}, [{ headers: [['access-control-allow-origin', `${PAGE}/`]] }]],
  ['two lines', {}, [{ headers: [...ALLOWED, ['Access-Control-Allow-Origin', '*']] }]],
  ['a list', {}, [{ headers: [['Access-Control-Allow-Origin', `${PAGE}, https://other.example`]] }]],
  ['no URL', {}, [{ headers: [['Access-Control-Allow-Origin', 'app.example.com']] }]],
  ['* with credentials', { credentials: 'include' }, [{ headers: [['Access-Control-Allow-Origin', '*']] }]],
  [
    'True',
    { credentials: 'include' },
    [{ headers: [...ALLOWED, ['Access-Control-Allow-Credentials', 'True']] }],
  ],
  ['a sandboxed page', { sandboxed: true }, [{}]],
  ['a preflight answered by 404', JSON_PUT, [{ status: 404 }]],
  ['a preflight answered by a redirect', JSON_PUT, [{ status: 301, headers: [['Location', `${API}/`]] }]],
  ['a preflight without lists', JSON_PUT, [{ headers: ALLOWED }]],
  [
    'a preflight without lists, with credentials',
    { ...JSON_PUT, credentials: 'include' },
    [{ headers: ALLOWED }],
  ],
  [
    '* in the lists, with credentials',
    { ...JSON_PUT, credentials: 'include' },
    [{ headers: [...ALLOWED, ['Access-Control-Allow-Methods', '*'], ['Access-Control-Allow-Headers', '*']] }],
  ],
  [
    'lists that do not parse',
    JSON_PUT,
    [
      {
        headers: [
          ...ALLOWED,
          ['Access-Control-Allow-Methods', 'GET PUT'],
          ['Access-Control-Allow-Headers', '@'],
        ],
      },
    ],
  ],
  [
    'Authorization under *',
    { headers: [['Authorization', 'Bearer x']] },
    [{ headers: [...ALLOWED, ['Access-Control-Allow-Headers', '*']] }],
  ],
  [
    'a method in the wrong case',
    { method: 'patch' },
    [{ headers: [...ALLOWED, ['Access-Control-Allow-Methods', 'PATCH']] }],
  ],
  [
    'the answer behind a preflight that passes',
    { method: 'PUT' },
    [{ headers: [...ALLOWED, ['Access-Control-Allow-Methods', 'PUT']] }, {}],
  ],
  [
    'user info in a redirect',
    {},
    [{ status: 302, headers: [...ALLOWED, ['Location', 'https://a:b@api.example.net/2']] }],
  ],
  [
    'a policy that keeps others from embedding',
    { mode: 'no-cors' },
    [{ headers: [['Cross-Origin-Resource-Policy', 'same-origin']] }],
  ],
]

describe('applied to the server, the fix works for', () => {
  test.each(broken)('%s', (_, asked, answers) => {
    const { server, proved, assumed, readableIn } = fixOf(asked, answers)
    const unseen =
      server.some((change) => change.assumed) ||
      (answers[0] as { headers?: HeaderList } | undefined)?.headers?.some(isLocation) === true
    // `*` for a page without an origin lets in more than was asked for.
    const offered = asked.sandboxed !== true
    expect({ proved, assumed }).toEqual({ proved: offered && !unseen, assumed: offered && unseen })
    expect(readableIn).toEqual(['standard', 'chromium', 'firefox', 'webkit'])
    // A redirect's target is asked once the redirect is in order.
    const target: Answer = { headers: ALLOWED }
    expect(observe(asked, [...repaired(answers, server), target]).outcome).toBe('readable')
  })

  test.each(broken)('%s, under every profile', (_, asked, answers) => {
    for (const profile of ['chromium', 'firefox', 'webkit'] as const) {
      const found = explainObservation(observe({ ...asked, profile }, [...answers, { headers: ALLOWED }]))
      const server = found.fix?.server ?? []
      const again = observe({ ...asked, profile }, [...repaired(answers, server), { headers: ALLOWED }])
      expect(again.outcome, profile).toBe('readable')
    }
  })
})

describe('the fix never', () => {
  test.each(broken)('opens more than was asked: %s', (_, asked, answers) => {
    const changes = fixOf(asked, answers).server.flatMap(({ headers }) => headers)
    const origins = changes
      .filter(({ name }) => name === 'Access-Control-Allow-Origin')
      .map(({ value }) => value)
    const allowed = asked.sandboxed === true ? '*' : PAGE
    for (const origin of origins) expect(origin).toBe(allowed)
    if (asked.credentials === 'include') expect(changes.map(({ value }) => value)).not.toContain('*')
  })

  test('lets a page without an origin have the cookies', () => {
    const { server, request } = fixOf({ sandboxed: true, credentials: 'include' }, [{}])
    expect(server).toEqual([])
    expect(request.map(({ kind }) => kind)).toContain('page')
  })

  test('allows null after a redirect across origins', () => {
    const answers = [
      {
        status: 302,
        headers: [
          ['Access-Control-Allow-Origin', '*'],
          ['Location', 'https://third.example/x'],
        ],
      },
      { headers: ALLOWED },
    ] as const
    const { server, request } = fixOf({}, answers)
    expect(lines(server[0]?.headers)).toEqual(['replace Access-Control-Allow-Origin: *'])
    expect(request).toContainEqual(expect.objectContaining({ kind: 'url', value: 'https://third.example/x' }))
  })
})

describe('Vary: Origin', () => {
  test.each([
    ['is set where there is none', [], ['set Vary: Origin']],
    ['is added beside another one', [['Vary', 'Accept-Encoding']], ['add Vary: Origin']],
    ['is not repeated', [['vary', 'Accept-Encoding, origin']], []],
    ['adds nothing to *', [['Vary', '*']], []],
  ] as const)('%s', (_, headers, expected) => {
    const changes = fixOf({}, [{ headers }]).server[0]?.headers
    expect(lines(changes?.filter(({ name }) => name === 'Vary'))).toEqual(expected)
  })
})

test('the lists keep what they have', () => {
  const [preflight] = fixOf({ ...JSON_PUT, method: 'DELETE' }, [
    {
      headers: [
        ...ALLOWED,
        ['Access-Control-Allow-Methods', 'GET, PUT'],
        ['Access-Control-Allow-Headers', 'X-Requested-With'],
      ],
    },
  ]).server
  expect(lines(preflight?.headers)).toEqual([
    'replace Access-Control-Allow-Methods: GET, PUT, DELETE',
    'replace Access-Control-Allow-Headers: X-Requested-With, content-type',
  ])
})

test('the answer behind a refused preflight is said to be unseen', () => {
  const [preflight, answer] = fixOf({ ...JSON_PUT, credentials: 'include' }, [{ status: 405 }]).server
  expect(preflight).toMatchObject({
    exchange: 0,
    kind: 'preflight',
    method: 'OPTIONS',
    status: { from: 405, to: 204 },
  })
  expect(answer).toMatchObject({ exchange: null, kind: 'request', method: 'PUT', url: API })
  expect(lines(answer?.headers)).toEqual([
    `set Access-Control-Allow-Origin: ${PAGE}`,
    'set Vary: Origin',
    'set Access-Control-Allow-Credentials: true',
  ])
})

describe('instead of the server, the page can', () => {
  const preflight: Answer = { headers: [...ALLOWED, ['Access-Control-Allow-Methods', 'PUT, PATCH']] }
  test.each([
    [
      'use a content type that needs no permission',
      JSON_PUT,
      [preflight],
      { kind: 'set-header', name: 'content-type' },
    ],
    ['leave a header out', { headers: [['X-A', '1']] }, [preflight], { kind: 'drop-header', name: 'x-a' }],
    [
      'write the method in capitals',
      { method: 'patch' },
      [preflight],
      { kind: 'option', name: 'method', value: 'PATCH' },
    ],
    [
      'leave the cookies out',
      { credentials: 'include' },
      [{ headers: [['Access-Control-Allow-Origin', '*']] }],
      { kind: 'option', name: 'credentials', value: 'omit' },
    ],
    [
      'fetch the final URL',
      { method: 'PUT' },
      [{ status: 308, headers: [['Location', '/items/']] }],
      { kind: 'url', value: 'https://api.example.net/items/' },
    ],
    ['use mode cors', { mode: 'same-origin' }, [], { kind: 'option', name: 'mode', value: 'cors' }],
    [
      'follow redirects',
      { redirect: 'error' },
      [{ status: 302, headers: [...ALLOWED, ['Location', '/2']] }],
      { kind: 'option', name: 'redirect', value: 'follow' },
    ],
    ['use https', { url: 'http://api.example.net/' }, [], { kind: 'url', value: 'https://api.example.net/' }],
    ['use another port', { url: 'https://api.example.net:6667/' }, [], { kind: 'url' }],
  ] as const)('%s', (_, asked: Asked, answers: readonly Answer[], change) => {
    expect(fixOf(asked, answers).request).toContainEqual(expect.objectContaining(change))
  })

  test('nothing twice', () => {
    const { request } = fixOf({ credentials: 'include' }, [
      { headers: [['Access-Control-Allow-Origin', '*']] },
    ])
    expect(request).toHaveLength(1)
  })
})
