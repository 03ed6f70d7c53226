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
  sent,
  verdict,
} from '../../../test/drive.js'
import type { Ask } from '../../../test/drive.js'
import { createOpaqueOrigin } from '../origin.js'
import { createRequest } from '../request.js'

const B = 'https://b.test/'

describe('Main fetch', () => {
  test.each<[request: Ask, expected: string]>([
    [{ url: `${A}/` }, 'basic'],
    [{ url: `${A}/`, mode: 'same-origin' }, 'basic'],
    [{ url: `${A}/`, mode: 'no-cors' }, 'basic'],
    [{ url: `${A}/`, mode: 'no-cors', redirectMode: 'manual' }, 'basic'],
    [{ mode: 'same-origin' }, 'disallowed-by-mode'],
    [{ mode: 'no-cors' }, 'opaque'],
    [{ mode: 'no-cors', redirectMode: 'error' }, 'no-cors-redirect-mode-not-follow'],
    [{ mode: 'no-cors', redirectMode: 'manual' }, 'no-cors-redirect-mode-not-follow'],
    [{ mode: 'navigate' }, 'basic'],
    [{ mode: 'websocket' }, 'basic'],
    [{}, 'cors'],
    [{ url: 'data:,x' }, 'basic'],
    [{ url: 'data:,x', mode: 'same-origin' }, 'basic'],
    [{ url: 'wss://b.test/' }, 'cors-disabled-scheme'],
    [{ url: 'http://b.test/' }, 'mixed-content'],
    [{ url: 'http://b.test:22/' }, 'bad-port'],
  ])('%j ends as %s', (request, expected) => {
    expect(verdict(drive(ask(request), generous))).toBe(expected)
  })

  test('a port and a scheme that are both wrong are both told', () => {
    const { trace } = drive(ask({ url: 'http://b.test:22/' }), [])
    expect(trace.map(({ failure, decides }) => [failure, decides])).toEqual([
      ['bad-port', true],
      ['mixed-content', undefined],
    ])
  })

  test.each<[request: Ask, preflight: boolean]>([
    [{}, false],
    [{ method: 'PUT' }, true],
    [{ method: 'PUT', unsafeRequest: false }, false],
    [{ headers: [['X-A', '1']] }, true],
    [{ headers: [['X-A', '1']], unsafeRequest: false }, false],
    [{ useCorsPreflight: true, unsafeRequest: false }, true],
  ])('%j is preflighted: %s', (request, preflight) => {
    const driven = drive(ask(request), generous)
    expect(driven.requests[0]!.kind === 'preflight').toBe(preflight)
    const route = driven.trace.find(({ step }) => step === '12')!
    expect(route.values).toMatchObject({ 'response-tainting': 'cors', preflight })
  })

  test('an image of an https page is asked for by https', () => {
    const driven = drive(ask({ url: 'http://b.test/', mode: 'no-cors', destination: 'image' }), [{}])
    expect([verdict(driven), lines(driven)]).toEqual(['opaque', [`GET ${B}`]])
  })

  test('the page says which referrer policy counts, and a request without a page has the default', () => {
    const client = { ...ask().client!, referrerPolicy: 'unsafe-url' as const }
    expect(sent(drive(ask({ client }), generous), 0, 'referer')).toBe(`${A}/page`)
    const request = createRequest({
      url: new URL(B),
      origin: createOpaqueOrigin(),
      mode: 'cors',
      referrer: new URL(`${A}/page`),
    })
    expect(sent(drive(request, generous), 0, 'referer')).toBe(`${A}/`)
    expect(request.referrerPolicy).toBe('strict-origin-when-cross-origin')
  })

  test.each<[request: Ask, status: number, body: unknown]>([
    [{}, 200, 'body'],
    [{ method: 'HEAD' }, 200, null],
    [{}, 204, null],
    [{}, 205, null],
    [{}, 304, null],
  ])('the body of %j answered %d is %j', (request, status, body) => {
    const { response } = drive(ask({ url: `${A}/`, ...request }), [{ status }])
    expect([response.body, response.internalResponse!.body]).toEqual([body, body])
  })

  test.each<[request: Ask, expected: string]>([
    [{ integrity: 'sha256-x' }, 'cors'],
    [{ integrity: 'sha256-x', mode: 'no-cors' }, 'integrity-mismatch'],
    [{ integrity: 'sha256-x', method: 'HEAD' }, 'integrity-mismatch'],
  ])('%j ends as %s', (request, expected) => {
    const { response } = drive(ask(request), generous)
    expect(response.failure?.code ?? response.type).toBe(expected)
    expect(response.urlList.map(String)).toEqual([B])
  })

  test.each([
    [`${A}/`, 'basic'],
    [B, 'cors'],
    ['data:,x', 'basic'],
  ])('a filtered response of %s shows the URLs and flags of what it hides', (url, type) => {
    const { response } = drive(ask({ url }), chain([url]))
    const { urlList, redirectTaint, timingAllowPassed } = response.internalResponse!
    expect(response).toMatchObject({ type, urlList, redirectTaint, timingAllowPassed })
    expect(urlList.map(String)).toEqual([url])
  })

  test('the taint of the chain goes with the response', () => {
    const { response } = drive(ask(), chain([B, 'https://x.b.test/']))
    expect([response.redirectTaint, response.internalResponse!.redirectTaint]).toEqual([
      'same-site',
      'same-site',
    ])
  })

  test('what is hidden, and why, is told', () => {
    const headers = [
      allowOrigin(A),
      ['Access-Control-Expose-Headers', 'no no'] as const,
      ['X-A', '1'] as const,
      ['Set-Cookie', 'a=1'] as const,
    ]
    const { trace } = drive(ask(), [{ headers }])
    expect(trace.filter(({ step }) => step.startsWith('14'))).toEqual([
      {
        algorithm: 'concept-main-fetch',
        step: '14.1.3',
        outcome: 'info',
        values: { 'access-control-expose-headers': 'no no', invalid: 'no no' },
        notice: 'expose-headers-malformed',
      },
      {
        algorithm: 'concept-main-fetch',
        step: '14.2',
        outcome: 'info',
        values: {
          'access-control-expose-headers': 'no no',
          shown: [],
          hidden: ['access-control-allow-origin', 'access-control-expose-headers', 'x-a'],
        },
        notice: 'headers-not-exposed',
      },
    ])
  })

  test('nothing hidden is no notice', () => {
    const { trace } = drive(ask(), [{ headers: [allowOrigin(A), ['Access-Control-Expose-Headers', '*']] }])
    expect(trace.find(({ step }) => step === '14.2')).not.toHaveProperty('notice')
  })

  test('a failed request without a preflight clears nothing', () => {
    const context = createContext()
    drive(ask({ method: 'PUT' }), generous, context)
    drive(ask(), [{}], context)
    expect(context.preflightCache!.size).toBe(1)
  })
})

describe('Without web security', () => {
  const off = { webSecurity: 'disabled' } as const

  test.each<[request: Ask, expected: string, methods: readonly string[]]>([
    [{}, 'basic', ['GET']],
    [{ method: 'PUT', headers: [['X-A', '1']] }, 'basic', ['PUT']],
    [{ useCorsPreflight: true }, 'basic', ['GET']],
    [{ url: 'http://b.test/' }, 'basic', ['GET']],
    [{ mode: 'no-cors' }, 'opaque', ['GET']],
    [{ mode: 'same-origin' }, 'disallowed-by-mode', []],
  ])('%j ends as %s', (request, expected, methods) => {
    const headers = [['Cross-Origin-Resource-Policy', 'same-origin']] as const
    const driven = drive(ask(request), [{ headers }], off)
    expect(verdict(driven)).toBe(expected)
    expect(driven.requests.map(({ method }) => method)).toEqual(methods)
  })

  test('all headers are shown but Set-Cookie, and only what asks for it carries credentials', () => {
    const headers = [
      ['X-A', '1'],
      ['Set-Cookie', 'a=1'],
    ] as const
    const driven = drive(ask({}), [{ headers }], off)
    expect(driven.response.headerList).toEqual([['X-A', '1']])
    expect(driven.requests[0]!.includeCredentials).toBe(false)
  })
})
