import { expect, test } from 'vitest'
import { ask, createContext } from '../../../test/drive.js'
import { createClient } from '../client.js'
import { failure } from '../failure.js'
import { urlOrigin } from '../origin.js'
import { createRequest } from '../request.js'
import { TraceRecorder } from '../trace.js'
import {
  firstViolation,
  networkError,
  networkPartitionKey,
  preflightCacheKey,
  wireError,
} from './fetch-params.js'
import type { FetchParams } from './fetch-params.js'

const found = failure('bad-port', 'concept-main-fetch', '7', {})
const other = failure('mixed-content', 'mixed-content#should-block-fetch', '1', {})

function params(recorder: TraceRecorder | null): FetchParams {
  return {
    request: ask(),
    context: createContext({ recorder }),
    first: null,
    firstReferrer: null,
    preflighted: false,
    preflightedWithBody: false,
    lateRefusal: null,
    refusalOfPage: null,
    headersDropped: [],
    bodyLeftBehind: false,
  }
}

test('a network error decides', () => {
  const recorder = new TraceRecorder()
  expect(networkError(params(recorder), found).failure).toBe(found)
  expect(recorder.trace).toMatchObject([{ failure: 'bad-port', decides: true }])
  expect(networkError(params(null), found).failure).toBe(found)
})

test.each([
  ['request', 1],
  ['preflight', 0],
] as const)('an error on the wire of a %s makes %d decisions', (kind, decisions) => {
  const recorder = new TraceRecorder()
  expect(wireError(params(recorder), kind, found).failure).toBe(found)
  expect(recorder.trace.length).toBe(decisions)
})

test('of several violations all are recorded and the first decides', () => {
  const recorder = new TraceRecorder()
  expect(firstViolation(params(recorder), [false, other, found])?.failure).toBe(other)
  expect(recorder.trace.map(({ failure: code, decides }) => [code, decides])).toEqual([
    ['mixed-content', true],
    ['bad-port', undefined],
  ])
  expect(firstViolation(params(recorder), [false, false])).toBeNull()
  expect(firstViolation(params(null), [found])?.failure).toBe(found)
})

test('the partition is the site at the top', () => {
  const client = createClient(new URL('https://a.test/'), {
    topLevelOrigin: urlOrigin(new URL('https://x.top.test/')),
  })
  expect(networkPartitionKey(ask({ client }), createContext())).toBe('https://top.test')
  const origin = urlOrigin(new URL('https://x.a.test/'))
  const request = createRequest({ url: new URL('https://b.test/'), origin })
  expect(networkPartitionKey(request, createContext())).toBe('https://a.test')
})

test.each([
  ['standard', 'null'],
  ['chromium', 'null'],
  ['firefox', 'https://a.test'],
  ['webkit', 'null'],
] as const)('%s keeps a preflight of a tainted chain under %s', (profile, origin) => {
  const request = ask()
  request.urlList.push(new URL('https://c.test/#f'))
  expect(preflightCacheKey(request, createContext({ profile }))).toEqual({
    partition: 'https://a.test',
    origin,
    url: 'https://c.test/#f',
  })
})
