import { expect, test } from 'vitest'
import {
  A,
  allowOrigin,
  ask,
  createContext,
  drive,
  lines,
  plus,
  generous,
  verdict,
} from '../../../test/drive.js'
import type { Server } from '../../../test/drive.js'

const put = { method: 'PUT' } as const

test.each<[says: string, server: Server, values: unknown]>([
  [
    'no answer',
    [{ reason: 'refused', detail: 'x' }],
    { reason: 'refused', detail: 'x', url: 'https://b.test/' },
  ],
  ['no HTTP/2', [{ reason: 'stream-body-needs-http2', detail: 'x' }], { url: 'https://b.test/' }],
  ['a proxy that asks for a password', [{ status: 407 }], { status: 407 }],
])('%s to a preflight is its failure, and decides once', (_says, server, values) => {
  const driven = drive(ask(put), server)
  expect(driven.response.failure).toEqual({
    code: 'preflight-network-failure',
    algorithm: 'cors-preflight-fetch-0',
    step: '6',
    values,
  })
  expect(driven.trace.filter(({ decides }) => decides === true).length).toBe(1)
})

test('a preflight is repeated on another connection when it went to the wrong one', () => {
  const driven = drive(ask(put), (wire, index) => (index === 0 ? { status: 421 } : generous(wire)))
  expect(lines(driven)).toEqual(['OPTIONS https://b.test/', 'OPTIONS https://b.test/', 'PUT https://b.test/'])
  expect(driven.requests.map(({ newConnection }) => newConnection)).toEqual([false, true, false])
})

test('what is kept is told', () => {
  const server = plus(generous, ['Access-Control-Max-Age', '60'])
  const { trace } = drive(ask({ ...put, headers: [['X-A', '1']] }), server)
  expect(trace).toContainEqual({
    algorithm: 'cors-preflight-fetch-0',
    step: '7.10',
    outcome: 'info',
    values: { 'max-age': 60, methods: ['PUT'], 'header-names': ['x-a'] },
  })
})

test('without a cache nothing is kept', () => {
  expect(verdict(drive(ask(put), generous, createContext({ preflightCache: null })))).toBe('cors')
})

test('a refused preflight keeps the request from the wire', () => {
  const driven = drive(ask(put), [{ headers: [allowOrigin(A)] }])
  expect([verdict(driven), lines(driven)]).toEqual([
    'method-disallowed-by-preflight-response',
    ['OPTIONS https://b.test/'],
  ])
})
