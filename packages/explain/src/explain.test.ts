import { CORS_ERROR_NAMES } from 'concors'
import { FAILURES } from 'concors/failures'
import { describe, expect, test } from 'vitest'
import { API, observe, PAGE } from '../test/observe.js'
import { explainObservation } from './explain.js'

const ALLOWED = ['Access-Control-Allow-Origin', PAGE] as const

describe('a fetch that the page may read', () => {
  const explanation = explainObservation(
    observe({}, [
      {
        headers: [
          ALLOWED,
          ['Content-Type', 'application/json'],
          ['X-Total-Count', '3'],
          ['X-Hidden', '1'],
          ['Set-Cookie', 'a=b'],
          ['Access-Control-Expose-Headers', 'x-total-count'],
        ],
      },
    ]),
  )

  test('has no failure and no fix', () => {
    expect(explanation).toMatchObject({
      version: 1,
      verdict: 'readable',
      failure: null,
      violations: [],
      fix: null,
    })
  })

  test('says which headers the page sees', () => {
    expect(explanation.page).toEqual({
      kind: 'response',
      type: 'cors',
      status: 200,
      visibleHeaders: ['content-type', 'x-total-count'],
      hiddenHeaders: [
        'access-control-allow-origin',
        'x-hidden',
        'set-cookie',
        'access-control-expose-headers',
      ],
    })
  })

  test('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation)
  })
})

describe('a fetch that is blocked', () => {
  const explanation = explainObservation(
    observe({ credentials: 'include', profile: 'chromium' }, [{ status: 500 }]),
  )

  test('names the failure with its texts and its place in the standard', () => {
    const code = 'missing-allow-origin-header'
    expect(explanation.failure).toEqual({
      code,
      title: FAILURES[code].title,
      meaning: FAILURES[code].meaning,
      algorithm: 'concept-cors-check',
      step: '2',
      link: 'https://fetch.spec.whatwg.org/#concept-cors-check',
      values: { origin: PAGE, status: 500 },
      corsError: CORS_ERROR_NAMES[code],
      exchange: 0,
      revealed: false,
    })
  })

  test('names all violated conditions', () => {
    expect(explanation.violations.map(({ code }) => code)).toEqual([
      'missing-allow-origin-header',
      'invalid-allow-credentials',
    ])
  })

  test('says what the page and its console get', () => {
    expect(explanation.page).toEqual({ kind: 'error', name: 'TypeError', message: 'Failed to fetch' })
    expect(explanation.consoleMessages[0]?.text).toContain('has been blocked by CORS policy')
  })
})

test('each step is given to the exchange that it judged', () => {
  const { exchanges, trace } = explainObservation(
    observe({ method: 'PUT' }, [{ headers: [ALLOWED, ['Access-Control-Allow-Methods', 'PUT']] }, {}]),
  )
  const judged = exchanges.map(({ steps }) => trace.filter((_, index) => steps.includes(index)))
  expect(judged[0]?.map(({ algorithm }) => algorithm)).toContain('cors-preflight-fetch-0')
  expect(judged[0]?.some(({ outcome }) => outcome === 'fail')).toBe(false)
  expect(judged[1]?.at(-1)).toMatchObject({ algorithm: 'concept-cors-check', step: '2', decides: true })
})

test('what is found before anything is sent belongs to no exchange', () => {
  const explanation = explainObservation(observe({ mode: 'same-origin' }, []))
  expect(explanation).toMatchObject({ verdict: 'blocked', exchanges: [], failure: { exchange: null } })
})

test('no answer from the network is no matter of headers', () => {
  const explanation = explainObservation(observe({}, [{ reason: 'refused', detail: 'nobody listens' }]))
  expect(explanation).toMatchObject({
    verdict: 'unreachable',
    fix: null,
    failure: { code: 'network-failure' },
    exchanges: [{ response: null, failure: { reason: 'refused' } }],
  })
})

test('a withheld request has no exchange, and nothing comes of it', () => {
  const preflight = { headers: [ALLOWED, ['Access-Control-Allow-Methods', 'PUT']] } as const
  const explanation = explainObservation(
    observe({ method: 'PUT', approve: (kind) => kind === 'preflight' }, [preflight]),
  )
  expect(explanation).toMatchObject({
    verdict: 'withheld',
    withheld: { method: 'PUT', url: API },
    page: null,
    fix: null,
  })
  expect(explanation.exchanges).toHaveLength(1)
})

test('notices are told with their texts', () => {
  const { notices } = explainObservation(observe({ mode: 'no-cors' }, [{}]))
  expect(notices).toContainEqual(
    expect.objectContaining({
      code: 'opaque-response',
      title: expect.stringContaining('opaque'),
      exchange: 0,
    }),
  )
})

test('of an opaque response the page sees no header', () => {
  const { page } = explainObservation(
    observe({ mode: 'no-cors' }, [{ headers: [['Content-Type', 'text/plain']] }]),
  )
  expect(page).toEqual({
    kind: 'response',
    type: 'opaque',
    status: 0,
    visibleHeaders: [],
    hiddenHeaders: ['content-type'],
  })
})

test('a page of the same origin sees all but cookies', () => {
  const { page } = explainObservation(
    observe({ url: `${PAGE}/data` }, [
      {
        headers: [
          ['X-A', '1'],
          ['Set-Cookie', 'a=b'],
        ],
      },
    ]),
  )
  expect(page).toMatchObject({ type: 'basic', visibleHeaders: ['x-a'], hiddenHeaders: ['set-cookie'] })
})
