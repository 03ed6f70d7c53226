import type { IncomingMessage, ServerResponse } from 'node:http'

/** Answers a request, as Hono, Elysia and workers do. */
export type FetchHandler = (request: Request) => Response | Promise<Response>

/** An app with a `fetch` method. */
export interface FetchApp {
  fetch: FetchHandler
}

/** Answers on a node response, as Express, Koa's `callback()` and Fastify's `routing` do. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => unknown

export type App = FetchApp | NodeListener

/**
 * Marks a bare function as a Fetch handler; without it, a function is taken for a node listener.
 *
 * @throws TypeError if `handler` is no function
 */
export function fetchApp(handler: FetchHandler): FetchApp {
  if (typeof handler !== 'function') throw new TypeError('fetchApp() takes a function (request) => response')
  return { fetch: handler }
}

export function isFetchApp(app: App): app is FetchApp {
  return typeof app === 'object' && typeof app.fetch === 'function'
}
