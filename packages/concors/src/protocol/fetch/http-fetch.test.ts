import { describe, expect, test } from 'vitest'
import {
  A,
  allowOrigin,
  ask,
  chain,
  createContext,
  drive,
  generous,
  lines,
  plus,
  verdict,
} from '../../../test/drive.js'
import type { Ask } from '../../../test/drive.js'
import type { HeaderList } from '../header-list.js'

const redirect = (headers: HeaderList = [], status = 302) => [
  { status, headers: [allowOrigin(A), ['Location', 'https://b.test/2'] as const, ...headers] },
  { headers: [allowOrigin(A)] },
]

describe('HTTP fetch', () => {
  test.each<[request: Ask, expected: string]>([
    [{ redirectMode: 'follow' }, 'cors'],
    [{ redirectMode: 'error' }, 'redirect-mode-error'],
    [{ redirectMode: 'manual' }, 'opaqueredirect'],
  ])('%j ends as %s', (request, expected) => {
    expect(verdict(drive(ask(request), redirect()))).toBe(expected)
  })

  test('redirect mode error is no matter where nothing redirects', () => {
    expect(verdict(drive(ask({ redirectMode: 'error' }), [{ status: 300, headers: [allowOrigin(A)] }]))).toBe(
      'cors',
    )
  })

  test('a request that the cache allows is traced so', () => {
    const context = createContext()
    const server = plus(generous, ['Access-Control-Max-Age', '60'])
    drive(ask({ method: 'PUT' }), server, context)
    const { trace } = drive(ask({ method: 'PUT', url: 'https://b.test/' }), server, context)
    expect(trace).toContainEqual({
      algorithm: 'concept-http-fetch',
      step: '4.1',
      outcome: 'pass',
      values: { url: 'https://b.test/', method: 'PUT', 'unsafe-header-names': [], cached: true },
    })
  })

  test('timing that is not allowed is noticed where CORS is', () => {
    const notices = ({ trace }: ReturnType<typeof drive>) =>
      trace.flatMap(({ notice }) => (notice?.startsWith('timing') ? notice : []))
    expect(notices(drive(ask(), generous))).toEqual(['timing-not-allowed'])
    expect(notices(drive(ask(), plus(generous, ['Timing-Allow-Origin', '*'])))).toEqual([])
    expect(notices(drive(ask({ mode: 'no-cors' }), generous))).toEqual([])
  })

  test('only an opaque response is checked against the resource policy', () => {
    const policy = ['Cross-Origin-Resource-Policy', 'same-origin'] as const
    expect(verdict(drive(ask({ mode: 'no-cors' }), [{ headers: [policy] }]))).toBe('corp-not-same-origin')
    expect(verdict(drive(ask(), [{ headers: [allowOrigin(A), policy] }]))).toBe('cors')
    expect(verdict(drive(ask({ from: 'https://b.test/' }), [{ headers: [policy] }]))).toBe('basic')
  })

  test('Firefox looks back also at a request whose method alone was unsafe', () => {
    const driven = drive(
      ask({ method: 'PUT' }),
      chain(['https://b.test/', 'https://b.test/2'], { status: 303 }),
      {
        profile: 'firefox',
      },
    )
    expect(lines(driven)).toEqual([
      'OPTIONS https://b.test/',
      'PUT https://b.test/',
      'OPTIONS https://b.test/2',
      'GET https://b.test/2',
    ])
  })
})
