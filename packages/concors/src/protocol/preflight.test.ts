import { describe, expect, test } from 'vitest'
import { A, ALLOW_CREDENTIALS, allowOrigin, ask, createContext } from '../../test/drive.js'
import type { Ask } from '../../test/drive.js'
import { createPreflightRequest, judgePreflight, preflightGrant } from './preflight.js'
import type { HeaderList } from './header-list.js'
import type { ProfileName } from './profile.js'
import { corsUnsafeRequestHeaderNames } from './request-header.js'
import { createResponse } from './response.js'
import { TraceRecorder } from './trace.js'

const ACAM = 'Access-Control-Allow-Methods'
const ACAH = 'Access-Control-Allow-Headers'
const include: Ask = { credentialsMode: 'include' }
const put: Ask = { method: 'PUT' }

interface Judged {
  readonly code: string | null
  readonly step: string | null
  readonly all: readonly string[]
}

function judge(request: Ask, headers: HeaderList, status = 204, profile: ProfileName = 'standard'): Judged {
  const inner = ask(request)
  const names = corsUnsafeRequestHeaderNames(inner.headerList)
  const response = createResponse({ status, headerList: [allowOrigin(A), ALLOW_CREDENTIALS, ...headers] })
  const recorder = new TraceRecorder()
  const traced = judgePreflight(inner, names, response, createContext({ profile, recorder }))
  expect(judgePreflight(inner, names, response, createContext({ profile, recorder: null }))).toEqual(traced)
  return {
    code: traced?.code ?? null,
    step: traced?.step ?? null,
    all: recorder.trace.flatMap(({ failure, step }) => (failure === undefined ? [] : [`${step} ${failure}`])),
  }
}

describe('A preflight request', () => {
  test('asks as its request would, without credentials and body', () => {
    const request = ask({
      method: 'PUT',
      destination: 'image',
      referrerPolicy: 'origin',
      referrer: 'no-referrer',
      body: { source: 'x', length: 1 },
      headers: [['X-A', '1']],
      ...include,
    })
    request.urlList.push(new URL('https://c.test/'))
    request.redirectCount = 1
    const preflight = createPreflightRequest(request, ['x-a', 'x-b'])
    expect(preflight).toMatchObject({
      method: 'OPTIONS',
      urlList: request.urlList,
      origin: request.origin,
      client: null,
      destination: 'image',
      referrer: 'no-referrer',
      referrerPolicy: 'origin',
      mode: 'cors',
      responseTainting: 'cors',
      credentialsMode: 'same-origin',
      redirectCount: 1,
      body: null,
      headerList: [
        ['Accept', '*/*'],
        ['Access-Control-Request-Method', 'PUT'],
        ['Access-Control-Request-Headers', 'x-a,x-b'],
      ],
    })
    expect(preflight.urlList).not.toBe(request.urlList)
  })
})

describe('The grant of a preflight', () => {
  test.each<
    [says: string, request: Ask, headers: HeaderList, methods: readonly string[], names: readonly string[]]
  >([
    ['nothing said', put, [], [], []],
    [
      'both lists',
      put,
      [
        [ACAM, 'PUT, *'],
        [ACAH, 'X-A'],
      ],
      ['PUT', '*'],
      ['X-A'],
    ],
    [
      'flawed lists',
      put,
      [
        [ACAM, 'P T'],
        [ACAH, 'X A'],
      ],
      [],
      [],
    ],
    [
      'a listener, and a method that needs no list',
      { method: 'POST', useCorsPreflight: true },
      [],
      ['POST'],
      [],
    ],
    ['a listener, and an empty list', { method: 'POST', useCorsPreflight: true }, [[ACAM, '']], [], []],
    ['a listener, and a method that needs a list', { ...put, useCorsPreflight: true }, [], [], []],
  ])('%s', (_says, request, headerList, methods, headerNames) => {
    expect(preflightGrant(ask(request), createResponse({ headerList }))).toEqual({ methods, headerNames })
  })
})

describe('Judging a preflight', () => {
  const xAandAuth: Ask = {
    headers: [
      ['Accept', '"'],
      ['Authorization', 'x'],
    ],
  }

  test.each<[says: string, request: Ask, headers: HeaderList, code: string | null, step: string | null]>([
    ['PUT listed', put, [[ACAM, 'PUT']], null, null],
    ['PUT by *', put, [[ACAM, '*']], null, null],
    [
      'PUT by *, with credentials',
      { ...put, ...include },
      [[ACAM, '*']],
      'method-disallowed-by-preflight-response',
      '7.5',
    ],
    ['PUT not listed', put, [[ACAM, 'put']], 'method-disallowed-by-preflight-response', '7.5'],
    [
      'PUT with a listener, and no list',
      { ...put, useCorsPreflight: true },
      [],
      'method-disallowed-by-preflight-response',
      '7.5',
    ],
    ['flawed methods', put, [[ACAM, 'PUT;']], 'invalid-allow-methods-preflight-response', '7.3'],
    [
      'flawed headers',
      put,
      [
        [ACAM, 'PUT'],
        [ACAH, ';'],
      ],
      'invalid-allow-headers-preflight-response',
      '7.3',
    ],
    ['Authorization listed', { headers: [['Authorization', 'x']] }, [[ACAH, 'authorization']], null, null],
    [
      'Authorization by *',
      { headers: [['Authorization', 'x']] },
      [[ACAH, '*']],
      'authorization-not-covered-by-wildcard',
      '7.6',
    ],
    [
      'Authorization by *, with credentials',
      { headers: [['Authorization', 'x']], ...include },
      [[ACAH, '*']],
      'header-disallowed-by-preflight-response',
      '7.6',
    ],
    [
      'Authorization not listed comes before others',
      xAandAuth,
      [],
      'header-disallowed-by-preflight-response',
      '7.6',
    ],
    [
      'a header not listed',
      { headers: [['X-A', '1']] },
      [[ACAH, 'x-b']],
      'header-disallowed-by-preflight-response',
      '7.7',
    ],
  ])('%s', (_says, request, headers, code, step) => {
    expect(judge(request, headers)).toMatchObject({ code, step })
  })

  test('all that is wrong is recorded, the first of it reported', () => {
    expect(judge({ ...put, headers: [['X-A', '1']] }, [], 404).all).toEqual([
      '7 preflight-invalid-status',
      '7.5 method-disallowed-by-preflight-response',
      '7.7 header-disallowed-by-preflight-response',
    ])
  })

  test('engines go through the headers in order', () => {
    expect(judge(xAandAuth, [], 204, 'chromium').step).toBe('7.7')
  })

  test('the name is told as it was written', () => {
    const recorder = new TraceRecorder()
    const inner = ask({ headers: [['X-A', '1']] })
    judgePreflight(
      inner,
      ['x-a', 'x-gone'],
      createResponse({ headerList: [allowOrigin(A)] }),
      createContext({ recorder }),
    )
    const written = recorder.trace.flatMap(({ values }) =>
      values['written'] === undefined ? [] : [values['written']],
    )
    expect(written).toEqual(['X-A', 'x-gone'])
  })
})
