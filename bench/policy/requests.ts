import { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Who asks for what. */
export type Kind = 'no origin' | 'allowed' | 'disallowed' | 'preflight'

export const KINDS: readonly Kind[] = ['no origin', 'allowed', 'disallowed', 'preflight']

export const ALLOWED = 'https://app.example.com'
const OTHER = 'https://other.example.net'

/** What Chromium sends with a fetch, beside what is about CORS. */
const BROWSER_LINES = [
  ['Host', 'api.example.com'],
  ['Connection', 'keep-alive'],
  ['sec-ch-ua-platform', '"Linux"'],
  [
    'User-Agent',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  ],
  ['sec-ch-ua', '"Chromium";v="156", "Not.A/Brand";v="24"'],
  ['sec-ch-ua-mobile', '?0'],
  ['Accept', '*/*'],
  ['Sec-Fetch-Site', 'same-site'],
  ['Sec-Fetch-Mode', 'cors'],
  ['Sec-Fetch-Dest', 'empty'],
  ['Referer', 'https://app.example.com/'],
  ['Accept-Encoding', 'gzip, deflate, br, zstd'],
  ['Accept-Language', 'en-US,en;q=0.9'],
] as const

/** The lines of a request as a browser sends them, names and values in turn. */
export function rawHeaders(kind: Kind, origin = kind === 'disallowed' ? OTHER : ALLOWED): string[] {
  const raw: string[] = BROWSER_LINES.flat()
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

/** A socket that forgets what is written to it. */
class Sink {
  readonly remoteAddress = '127.0.0.1'
  readonly writable = true
  /** Where a response notes that it has held back what it wrote. */
  readonly _writableState = { corked: 0 }
  write(): boolean {
    return true
  }
  cork(): void {}
  uncork(): void {}
  on(): void {}
}

const SOCKET = new Sink() as unknown as Socket

/** A request of node:http as its parser makes it: the headers are not read before somebody asks for them. */
export function nodeRequest(method: string, raw: string[]): IncomingMessage {
  const request = new IncomingMessage(SOCKET)
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

/**
 * A response of node:http that nobody receives. It has a socket: without one it keeps what is written, and is kept by
 * it, which V8 takes for something that lives long.
 */
export function nodeResponse(request: IncomingMessage): ServerResponse {
  const response = new ServerResponse(request)
  response.assignSocket(new Sink() as unknown as Socket)
  return response
}

export const BODY = JSON.stringify({ readings: 'x'.repeat(1000) })

/** What an API's handler does. */
export function respond(response: ServerResponse): void {
  response.setHeader('Content-Type', 'application/json')
  response.setHeader('Content-Length', BODY.length)
  response.end(BODY)
}
