import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import {
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2'
import { cors } from '../../src/node.js'
import { COOKIES, EVIL, MEDDLING, OWN } from './app.js'
import type { App } from './app.js'
import { ask, ask2, close, listen } from './listen.js'

type Response = Pick<
  ServerResponse,
  | 'writeHead'
  | 'setHeader'
  | 'appendHeader'
  | 'removeHeader'
  | 'write'
  | 'end'
  | 'statusCode'
  | 'getHeaderNames'
>

/** How a handler on bare node:http may write a head: each is a way past a middleware. */
const WAYS: Readonly<Record<string, (response: Response, http2: boolean) => void>> = {
  object: (response, http2) => {
    const headers = { ...MEDDLING, 'Content-Type': 'text/plain' }
    if (http2) response.writeHead(200, headers)
    else response.writeHead(200, 'OK', headers)
    response.end('x')
  },
  'object after setHeader': (response) => {
    response.setHeader('Vary', 'Accept-Language')
    response.setHeader('X-Kept', '1')
    response.writeHead(200, MEDDLING)
    response.end('x')
  },
  'flat list': (response) => {
    response.writeHead(200, Object.entries(MEDDLING).flat())
    response.end('x')
  },
  'pairs after setHeader': (response, http2) => {
    response.setHeader('X-Kept', '1')
    const pairs = Object.entries(MEDDLING)
    response.writeHead(200, (http2 ? pairs.flat() : pairs) as never)
    response.end('x')
  },
}

export const WAYS_TO_WRITE = Object.keys(WAYS)

export function handle(url: string, method: string, response: Response, http2: boolean): void {
  const way = /^\/way\/(.*)$/.exec(decodeURIComponent(url))?.[1]
  if (way !== undefined) {
    WAYS[way]!(response, http2)
    return
  }
  switch (url) {
    case '/plain':
    case '/inner':
      if (method === 'OPTIONS') response.setHeader('Allow', 'GET')
      response.setHeader('Content-Type', 'application/json')
      response.end('{}')
      break
    case '/meddles':
      for (const [name, value] of Object.entries(MEDDLING)) response.setHeader(name, value)
      response.end('{}')
      break
    case '/appends':
      response.appendHeader('Access-Control-Allow-Origin', EVIL)
      response.appendHeader('Access-Control-Allow-Origin', EVIL)
      response.appendHeader('Vary', 'Accept')
      response.setHeader('Set-Cookie', [...COOKIES])
      response.end('{}')
      break
    case '/removes':
      for (const name of response.getHeaderNames()) response.removeHeader(name)
      response.removeHeader('Vary')
      response.end('{}')
      break
    case '/throws':
      response.statusCode = 500
      response.end('thrown')
      break
    case '/redirect':
      response.writeHead(302, { Location: '/plain' })
      response.end()
      break
    case '/not-modified':
      response.writeHead(304)
      response.end()
      break
    case '/empty':
      response.statusCode = 204
      response.end()
      break
    case '/stream':
      response.write('a')
      response.end('b')
      break
    case '/own':
      response.writeHead(200, OWN)
      response.end()
      break
    default:
      response.writeHead(404)
      response.end()
  }
}

export const bare: App = {
  name: 'node:http',
  async start(source, hooks, inner) {
    const share = cors(source, hooks)
    const shareInner = inner === undefined ? null : cors(inner)
    const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
      if (await share(request, response)) return
      if (request.url === '/inner' && (await shareInner?.(request, response)) === true) return
      handle(request.url!, request.method!, response, false)
    })
    const port = await listen(server)
    return {
      ask: (...parts) => ask(port, ...parts),
      reconfigure: share.reconfigure,
      close: () => close(server),
    }
  },
}

export const http2: App = {
  name: 'node:http2',
  async start(source, hooks, inner) {
    const share = cors(source, hooks)
    const shareInner = inner === undefined ? null : cors(inner)
    const server = createHttp2Server(async (request: Http2ServerRequest, response: Http2ServerResponse) => {
      if (await share(request, response)) return
      if (request.url === '/inner' && (await shareInner?.(request, response)) === true) return
      handle(request.url, request.method, response as unknown as Response, true)
    })
    const port = await listen(server)
    return {
      ask: (...parts) => ask2(port, ...parts),
      reconfigure: share.reconfigure,
      close: () => close(server),
    }
  },
}
