/**
 * CORS around Mock Service Worker.
 *
 * @module @concors/test/msw
 */
import { fetchApp } from '@concors/user-agent'
import type { FetchApp } from '@concors/user-agent'
import { createCors } from './cors.js'
import type { Cors, CorsOptions } from './cors.js'
import { current } from './current.js'
import { putInPlace } from './install.js'
import { onTheWire } from './wire.js'

/** What is used of msw's `setupServer()`. */
export interface MockServer {
  listHandlers(): readonly object[]
}

export interface EnforceOptions extends Partial<CorsOptions> {
  /**
   * Who answers a preflight. `auto`: a handler for OPTIONS where there is one, and otherwise the CORS headers of the handler that
   * answers the request itself. `handlers`: always the handlers; what none of them answers goes to the network. Default: `auto`.
   */
  readonly preflight?: 'auto' | 'handlers'
}

/** CORS around a mock server, until it is stopped. */
export interface EnforcedCors extends Cors {
  /** Leaves the mock server alone again. What code still waits for does not come any more. */
  readonly stop: () => Promise<void>
}

/**
 * Has what a mock server answers go through a page: without CORS headers it is refused as in a browser. In an environment of this
 * package the page is the environment's, unless another is named.
 *
 * @param server what `setupServer()` of msw 2 returned; it listens already
 * @throws TypeError for what is no mock server or does not listen, and for options that are none
 */
export function enforceCors(
  server: MockServer,
  { preflight = 'auto', ...options }: EnforceOptions = {},
): EnforcedCors {
  check(server, preflight)
  const environment = current()?.cors ?? null
  const mocked = globalThis.fetch
  const { page = environment?.page.url } = options
  if (page === undefined) {
    throw new TypeError(
      "enforceCors: say where the page is: enforceCors(server, { page: 'https://app.example.com/' })",
    )
  }
  const own = environment === null || environment.page.url !== String(page)
  const cors = own ? createCors({ ...options, page }, globalThis, 'enforceCors') : environment
  const unmount = cors.browser.mount('*', mockApp(mocked))
  cors.browser.inferPreflights =
    preflight === 'auto' ? async (url) => !(await hasOptionsHandler(server, url)) : null
  const putBack = putInPlace(globalThis, cors.page)
  const stop = async (): Promise<void> => {
    putBack()
    unmount()
    cors.browser.inferPreflights = null
    if (!own) return
    cors.page.close()
    await cors.browser.close()
  }
  return Object.defineProperties({ stop }, Object.getOwnPropertyDescriptors(cors)) as EnforcedCors
}

/** Where the interceptors of msw leave themselves while they are applied. */
const APPLIED = Symbol.for('fetch-interceptor')

function check(server: unknown, preflight: unknown): void {
  if (typeof server !== 'object' || server === null || !('listHandlers' in server)) {
    throw new TypeError('enforceCors: expected what setupServer() of msw/node returns')
  }
  if (!Reflect.has(globalThis, APPLIED)) {
    throw new TypeError('enforceCors: the mock server does not listen; call server.listen() before')
  }
  if (preflight !== 'auto' && preflight !== 'handlers') {
    throw new TypeError(`enforceCors: preflight is one of auto, handlers, not ${JSON.stringify(preflight)}`)
  }
}

/** The mock server, and behind it the network, as an app: what comes of it is decoded already. */
function mockApp(mocked: typeof fetch): FetchApp {
  return fetchApp(async (request) => {
    const response = await onTheWire(() => mocked(request))
    if (!response.headers.has('content-encoding')) return response
    const headers = new Headers(response.headers)
    headers.delete('content-encoding')
    headers.delete('content-length')
    const { status, statusText } = response
    return new Response(response.body, { status, statusText, headers })
  })
}

/** What is read of a handler of msw. */
interface RequestHandler {
  readonly info?: { readonly method?: unknown }
  test?(args: { readonly request: Request }): Promise<boolean>
}

/** Whether a handler is for OPTIONS, and not just for everything. */
async function hasOptionsHandler(server: MockServer, url: URL): Promise<boolean> {
  for (const handler of server.listHandlers() as readonly RequestHandler[]) {
    if (handler.info?.method !== 'OPTIONS') continue
    if ((await handler.test?.({ request: new Request(url, { method: 'OPTIONS' }) })) === true) return true
  }
  return false
}
