import { expect, test } from 'vitest'
import { A, allowOrigin, ask, cookieStub, drive, generous, plus } from '../../../test/drive.js'

test('a request goes to the wire with everything that a transport needs', () => {
  const body = { source: 'x', length: 1 }
  const { requests } = drive(ask({ method: 'POST', body, credentialsMode: 'include' }), generous)
  expect(requests).toMatchObject([
    {
      kind: 'request',
      method: 'POST',
      body,
      includeCredentials: true,
      partition: 'https://a.test',
      hop: 0,
      newConnection: false,
    },
  ])
  expect(requests[0]!.url.href).toBe('https://b.test/')
})

test.each([
  [{ reason: 'dns', detail: 'not found' }, 'network-failure', '8.1', { reason: 'dns', detail: 'not found' }],
  [{ reason: 'stream-body-needs-http2', detail: '' }, 'stream-body-needs-http2', '8.3', {}],
] as const)('%j ends the fetch', (failed, code, step, values) => {
  const { response, trace } = drive(ask(), [failed])
  expect(response.failure).toEqual({
    code,
    algorithm: 'concept-http-network-fetch',
    step,
    values: { ...values, url: 'https://b.test/' },
  })
  expect(response.urlList.map(String)).toEqual(['https://b.test/'])
  expect(trace.at(-1)!.decides).toBe(true)
})

test('what comes back is handed through as it is', () => {
  const body = { some: 'stream' }
  const headers = [allowOrigin(A), ['Set-Cookie', 'a=1'] as const]
  const { response } = drive(ask(), [{ status: 418, headers, body }])
  expect(response.internalResponse).toMatchObject({ status: 418, headerList: headers })
  expect(response.body).toBe(body)
})

test('each Set-Cookie is kept by itself, of the hop that sent it', () => {
  const cookies = cookieStub()
  const server = plus(generous, ['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2'])
  drive(ask({ url: 'https://a.test/' }), server, { cookies })
  expect(cookies.stored.map(([line, { url }]) => [line, url.href])).toEqual([
    ['a=1', 'https://a.test/'],
    ['b=2', 'https://a.test/'],
  ])
})
