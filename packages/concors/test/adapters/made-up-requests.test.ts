import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { cors } from '../../src/node.js'
import type { NodeRequest, NodeResponse } from '../../src/node.js'

const A = 'https://a.example'

/** As much of a response as a mock has. */
class MockResponse {
  statusCode = 0
  readonly headersSent = false
  readonly writableEnded = false
  readonly headers = new Map<string, unknown>()
  writeHead(status: number, headers: object = {}): void {
    this.statusCode = status
    for (const [name, value] of Object.entries(headers)) this.setHeader(name, value)
  }
  end(): void {}
  setHeader(name: string, value: unknown): void {
    this.headers.set(name.toLowerCase(), value)
  }
  getHeader(): undefined {}
  getHeaderNames(): string[] {
    return []
  }
  removeHeader(): void {}
}

/** As platforms make them that have an event, not a socket. */
const serverless = Object.assign(new IncomingMessage(new Socket()), {
  method: 'OPTIONS',
  headers: { origin: A, 'access-control-request-method': 'PUT' },
})

test.each<readonly [what: string, request: NodeRequest, status: number]>([
  ['has headers only', { method: 'OPTIONS', headers: serverless.headers }, 204],
  [
    'has lists and undefined among them',
    {
      method: 'OPTIONS',
      headers: { Origin: [A], 'Access-Control-Request-Method': 'PUT', accept: undefined, 'x-a': ['1', '2'] },
    },
    204,
  ],
  ['has two origins', { method: 'OPTIONS', headers: { ...serverless.headers, origin: [A, A] } }, 403],
  ['has an empty raw list', serverless, 204],
  ['has no headers at all', { method: 'OPTIONS' }, 0],
])('A made-up request that %s is answered', (_, request, status) => {
  const response = new MockResponse()
  const share = cors({ allowOrigins: [A], allowMethods: ['PUT'] })
  expect(share(request, response as unknown as NodeResponse)).toBe(status !== 0)
  expect(response.statusCode).toBe(status)
  expect(response.headers.get('access-control-allow-origin')).toBe(status === 204 ? A : undefined)
})
