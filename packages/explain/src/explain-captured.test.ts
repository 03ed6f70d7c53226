import type { HeaderList } from 'concors'
import { describe, expect, test } from 'vitest'
import { API, PAGE } from '../test/observe.js'
import { explain } from './explain-captured.js'
import type { Exchange, ExplainedRequest } from './explanation.js'

const REQUEST: ExplainedRequest = {
  method: 'PUT',
  url: API,
  origin: PAGE,
  mode: 'cors',
  credentials: 'include',
  headers: [['Authorization', 'Bearer t']],
}

function exchange(method: string, status: number, headers: HeaderList = [], url = API): Exchange {
  const kind = method === 'OPTIONS' ? 'preflight' : 'request'
  const response = { status, statusMessage: '', headers }
  return { kind, request: { method, url, headers: [] }, response, failure: null, milliseconds: 1 }
}

const ALLOW_ALL = [['Access-Control-Allow-Origin', '*']] as const

describe('where every answer is known', () => {
  const exchanges = [exchange('OPTIONS', 404, ALLOW_ALL), exchange('PUT', 200, [['Vary', 'Accept']])]
  const explanation = explain({ request: REQUEST, exchanges })

  test('violations are found to the end of the chain, as if each was repaired', () => {
    expect(
      explanation.violations.map(({ code, exchange: index, revealed }) => [code, index, revealed]),
    ).toEqual([
      ['preflight-wildcard-origin-not-allowed', 0, false],
      ['preflight-invalid-allow-credentials', 0, false],
      ['preflight-invalid-status', 0, false],
      ['method-disallowed-by-preflight-response', 0, false],
      ['header-disallowed-by-preflight-response', 0, false],
      ['missing-allow-origin-header', 1, true],
      ['invalid-allow-credentials', 1, true],
    ])
  })

  test('the fix is proved in every engine, and opens for the page alone', () => {
    expect(explanation.fix).toMatchObject({
      proved: true,
      assumed: false,
      readableIn: ['standard', 'chromium', 'firefox', 'webkit'],
    })
    expect(
      explanation.fix?.server.map(({ status, headers }) => [
        status?.to ?? null,
        headers.map(({ action, name, value }) => `${action} ${name}: ${value}`),
      ]),
    ).toEqual([
      [
        204,
        [
          `replace Access-Control-Allow-Origin: ${PAGE}`,
          'set Vary: Origin',
          'set Access-Control-Allow-Credentials: true',
          'set Access-Control-Allow-Methods: PUT',
          'set Access-Control-Allow-Headers: authorization',
        ],
      ],
      [
        null,
        [
          `set Access-Control-Allow-Origin: ${PAGE}`,
          'add Vary: Origin',
          'set Access-Control-Allow-Credentials: true',
        ],
      ],
    ])
  })

  test('the answer that the browser did not ask for is there, judged by no step', () => {
    expect(explanation.exchanges.map(({ steps }) => steps.length > 0)).toEqual([true, false])
  })
})

test('an answer that nobody captured makes the fix an assumption', () => {
  const { fix, verdict } = explain({ request: REQUEST, exchanges: [exchange('OPTIONS', 404)] })
  expect(verdict).toBe('blocked')
  expect(fix).toMatchObject({ proved: false, assumed: true, server: [{ assumed: false }, { assumed: true }] })
})

test('where the browser would go on and nothing was captured, nobody knows', () => {
  const { verdict, withheld, page } = explain({
    request: { ...REQUEST, method: 'GET', headers: [] },
    exchanges: [],
  })
  expect({ verdict, page }).toEqual({ verdict: 'unknown', page: null })
  expect(withheld).toMatchObject({ method: 'GET', url: API })
})

describe('the engines', () => {
  test('agree mostly', () => {
    const { profiles } = explain({
      request: { ...REQUEST, method: 'GET', headers: [] },
      exchanges: [exchange('GET', 200)],
    })
    expect(profiles).toEqual(
      ['standard', 'chromium', 'firefox', 'webkit'].map((profile) => ({
        profile,
        verdict: 'blocked',
        code: 'missing-allow-origin-header',
        differences: [],
      })),
    )
  })

  test('are told apart by the rule that makes the difference', () => {
    const headers = [...ALLOW_ALL, ['Access-Control-Allow-Headers', '*']] as const
    const { profiles } = explain({
      request: { ...REQUEST, method: 'GET', credentials: 'omit' },
      exchanges: [exchange('OPTIONS', 204, headers), exchange('GET', 200, ALLOW_ALL)],
    })
    expect(profiles.map(({ verdict }) => verdict)).toEqual(['blocked', 'readable', 'readable', 'readable'])
    for (const { differences } of profiles.slice(1)) {
      expect(differences).toEqual([
        { knob: 'authorizationCoveredByWildcard', why: expect.stringContaining('covers Authorization') },
      ])
    }
  })
})

describe('what the page could do instead is tried out too', () => {
  test('proved where every answer is known', () => {
    const { fix } = explain({
      request: { ...REQUEST, method: 'GET', headers: [] },
      exchanges: [exchange('GET', 200, ALLOW_ALL)],
    })
    expect(fix?.request).toMatchObject([{ name: 'credentials', value: 'omit', proved: true, assumed: false }])
  })

  test('assumed where not', () => {
    const { fix } = explain({
      request: { ...REQUEST, method: 'GET', credentials: 'omit' },
      exchanges: [exchange('OPTIONS', 204, ALLOW_ALL)],
    })
    expect(fix?.request).toMatchObject([
      { kind: 'drop-header', name: 'authorization', proved: false, assumed: true },
    ])
  })
})
