import { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Who asks for what. */
export type Kind = 'no origin' | 'allowed' | 'disallowed' | 'preflight'

export const KINDS: readonly Kind[] = ['no origin', 'allowed', 'disallowed', 'preflight']

export const ALLOWED = 'https://app.example.com'
const OTHER = 'https://other.example.net'

/** The lines of a request as a browser sends them, names and values in turn. */
export function rawHeaders(kind: Kind, origin = kind === 'disallowed' ? OTHER : ALLOWED): string[] {
  const raw = [
    'Host',
    'api.example.com',
    'Connection',
    'keep-alive',
    'User-Agent',
    'Mozilla/5.0',
    'Accept',
    '*/*',
  ]
  if (kind === 'no origin') return raw
  raw.push('Origin', origin)
  if (kind === 'preflight') {
    raw.push(
      'Access-Control-Request-Method',
      'PUT',
      'Access-Control-Request-Headers',
      'content-type,x-csrf-token',
    )
  }
  return raw
}

export function methodOf(kind: Kind): string {
  return kind === 'preflight' ? 'OPTIONS' : 'GET'
}

const NO_SOCKET = { remoteAddress: '127.0.0.1' } as Socket

/** A request of node:http as its parser makes it: the headers are not read before somebody asks for them. */
export function nodeRequest(method: string, raw: string[]): IncomingMessage {
  const request = new IncomingMessage(NO_SOCKET)
  request.method = method
  request.url = '/api/items'
  request.httpVersionMajor = 1
  request.httpVersionMinor = 1
  request.httpVersion = '1.1'
  // What node's parser calls, so that `headers` is made when it is first read.
  const parsed = request as unknown as Record<'_addHeaderLines', (lines: string[], count: number) => void>
  parsed['_addHeaderLines'](raw, raw.length)
  request.rawHeaders = raw
  return request
}

/** A response of node:http that nobody receives: it writes its head and body into memory. */
export function nodeResponse(request: IncomingMessage): ServerResponse {
  return new ServerResponse(request)
}

export const BODY = JSON.stringify({ readings: 'x'.repeat(1000) })

/** What an API's handler does. */
export function respond(response: ServerResponse): void {
  response.setHeader('Content-Type', 'application/json')
  response.setHeader('Content-Length', BODY.length)
  response.end(BODY)
}
