import { describe, expect, test } from 'vitest'
import type { Header } from 'concors'
import { answer } from './answer.js'
import { DEFAULT_SWITCHES, readSwitches, SWITCH_NAMES, SWITCHES, writeSwitches } from './switches.js'
import type { Switches } from './switches.js'

const PLACES = {
  page: 'http://localhost:1',
  sameSite: 'http://localhost:2',
  crossSite: 'http://127.0.0.1:3',
}

function ask(set: Partial<Switches>, method = 'GET', headers: readonly Header[] = []) {
  const url = new URL('/weather/readings', PLACES.crossSite)
  writeSwitches({ ...DEFAULT_SWITCHES, ...set }, url.searchParams)
  return answer({ method, url, headers }, PLACES)
}

const PREFLIGHT: readonly Header[] = [
  ['Origin', PLACES.page],
  ['Access-Control-Request-Method', 'PUT'],
]

test('switches travel in a URL and come back, each at each of its positions', () => {
  for (const name of SWITCH_NAMES) {
    for (const position of SWITCHES[name]) {
      const set = { ...DEFAULT_SWITCHES, [name]: position }
      const parameters = new URLSearchParams()
      writeSwitches(set, parameters)
      expect(readSwitches(new URLSearchParams(parameters.toString()))).toEqual(set)
    }
  }
  expect(readSwitches(new URLSearchParams('status=9&allowOrigin=__proto__&x=y'))).toEqual(DEFAULT_SWITCHES)
})

describe('by the switches', () => {
  test.each([
    ['none', []],
    ['any', ['*']],
    ['exact', ['http://localhost:1']],
    ['null', ['null']],
    ['two', ['http://localhost:1', '*']],
    ['port', ['http://localhost:1001']],
  ] as const)('allowOrigin %s sends %j', (allowOrigin, expected) => {
    const { headers } = ask({ allowOrigin })
    const lines = headers.filter(([name]) => name === 'Access-Control-Allow-Origin').map(([, value]) => value)
    expect(lines).toEqual(expected)
    expect(headers.some(([name]) => name === 'Vary')).toBe(allowOrigin === 'exact')
  })

  test('a preflight is OPTIONS with Origin and Access-Control-Request-Method, and nothing else is', () => {
    const set = { allowMethods: 'listed', preflightStatus: '404', preflightDelay: '1500' } as const
    const preflight = ask(set, 'OPTIONS', PREFLIGHT)
    expect(preflight).toMatchObject({ status: 404, body: 'none', delay: 1500 })
    expect(preflight.headers).toContainEqual(['Access-Control-Allow-Methods', 'PUT, DELETE, PATCH'])
    for (const headers of [[], PREFLIGHT.slice(0, 1), PREFLIGHT.slice(1)]) {
      expect(ask(set, 'OPTIONS', headers)).toMatchObject({ status: 200, delay: 0 })
    }
    expect(ask(set, 'PUT', PREFLIGHT)).toMatchObject({ status: 200, delay: 0 })
  })

  test.each([
    ['same-origin', /^\/weather\/readings\?allowOrigin=any$/],
    ['other-origin', /^http:\/\/localhost:2\/weather\/readings\?allowOrigin=any$/],
  ] as const)('a redirect %s leads on once', (redirect, target) => {
    const { status, headers } = ask({ redirect, allowOrigin: 'any' })
    expect(status).toBe(307)
    expect(headers.find(([name]) => name === 'Location')?.[1]).toMatch(target)
  })

  test('an error says what it is, and what it allows', () => {
    expect(ask({ status: '503', allowOrigin: 'any' })).toMatchObject({ status: 503, body: 'error' })
    expect(ask({ status: '503', allowOrigin: 'any' }).headers).toContainEqual([
      'Access-Control-Allow-Origin',
      '*',
    ])
  })
})

describe('by a policy', () => {
  const byPolicy = (policy: string, method: string, headers: readonly Header[]) => {
    const url = new URL('/weather/readings', PLACES.crossSite)
    url.searchParams.set('policy', policy)
    return answer({ method, url, headers }, PLACES)
  }
  const policy = JSON.stringify({ allowOrigins: [PLACES.page], allowMethods: ['PUT'] })

  test('the policy decides', () => {
    const granted = byPolicy(policy, 'OPTIONS', PREFLIGHT)
    expect(granted).toMatchObject({ status: 204, body: 'none' })
    expect(granted.headers).toContainEqual(['access-control-allow-methods', 'PUT'])
    expect(byPolicy(policy, 'OPTIONS', [['Origin', 'https://evil.example'], PREFLIGHT[1]!])).toMatchObject({
      status: 403,
    })
    const actual = byPolicy(policy, 'GET', [['Origin', PLACES.page]])
    expect(actual).toMatchObject({ status: 200, body: 'readings' })
    expect(actual.headers).toContainEqual(['access-control-allow-origin', PLACES.page])
    expect(actual.headers).toContainEqual(['Vary', 'Origin'])
  })

  test.each(['', '{', '[]', 'null', '{"allowOrigins":["*"]}', '{"allowOrigins":{"resolve":1}}'])(
    'what is none shares with nobody: %j',
    (text) => {
      const { status, headers } = byPolicy(text, 'GET', [['Origin', PLACES.page]])
      expect(status).toBe(500)
      expect(headers.some(([name]) => name.toLowerCase().startsWith('access-control-'))).toBe(false)
    },
  )
})

test('everything else is not there', () => {
  const url = new URL('/etc/passwd', PLACES.sameSite)
  expect(answer({ method: 'GET', url, headers: [] }, PLACES)).toMatchObject({ status: 404, body: 'error' })
})
