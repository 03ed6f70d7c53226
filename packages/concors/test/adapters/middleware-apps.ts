import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import connect from 'connect'
import polka from 'polka'
import { cors } from '../../src/node.js'
import type { App } from './app.js'
import { handle } from './bare-apps.js'
import { ask, close, listen } from './listen.js'

type Next = (error?: unknown) => void

/** They have no ways of their own to write a response: it is node's, and so are the routes. */
function route(request: IncomingMessage, response: ServerResponse, next: Next): void {
  // Below a mount, `url` is the rest of it.
  const { originalUrl } = request as IncomingMessage & { readonly originalUrl: string }
  if (originalUrl === '/throws') next(new Error('thrown'))
  else handle(originalUrl, request.method!, response, false)
}

function fail(_error: unknown, _request: IncomingMessage, response: ServerResponse): void {
  for (const header of response.getHeaderNames()) response.removeHeader(header)
  response.statusCode = 500
  response.end('thrown')
}

const connectApp: App = {
  name: 'Connect 3',
  async start(source, hooks, inner) {
    const share = cors(source, hooks)
    const app = connect()
    app.use(share)
    if (inner !== undefined) app.use('/inner', cors(inner))
    app.use(route)
    app.use((error: unknown, request: IncomingMessage, response: ServerResponse, _next: unknown) =>
      fail(error, request, response),
    )
    const server = createServer(app)
    const port = await listen(server)
    return {
      ask: (...parts) => ask(port, ...parts),
      reconfigure: share.reconfigure,
      close: () => close(server),
    }
  },
}

const polkaApp: App = {
  name: 'Polka 0.5',
  async start(source, hooks, inner) {
    const share = cors(source, hooks)
    const app = polka({ onError: fail, onNoMatch: route as never })
    app.use(share)
    if (inner !== undefined) app.use('inner', cors(inner))
    const server = createServer((request, response) => app.handler(request as never, response))
    const port = await listen(server)
    return {
      ask: (...parts) => ask(port, ...parts),
      reconfigure: share.reconfigure,
      close: () => close(server),
    }
  },
}

export const middlewareApps: readonly App[] = [connectApp, polkaApp]
