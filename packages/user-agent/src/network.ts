import type { WireRequest } from 'concors/protocol'
import type { App, NodeListener } from './transport/app.js'
import { isFetchApp } from './transport/app.js'
import { FetchAppTransport } from './transport/fetch-app-transport.js'
import { lazy } from './lazy.js'
import { LateTransport } from './transport/late-transport.js'
import type { SocketOptions } from './transport/socket-options.js'
import { networkFailure } from './transport/transport.js'
import type { Transport, TransportResult } from './transport/transport.js'

/** Stands for all origins at which nothing is mounted. */
const EVERYWHERE = '*'

/** Apps of this process by the origin that they answer at; `*` for all others. */
export type NetworkMap = Readonly<Record<string, App>>

/** Where requests to all other origins go: to real sockets, or nowhere. */
export type Elsewhere = 'sockets' | 'closed'

/** The world outside a browser: apps in this process, and real servers. */
export class Network implements Transport {
  readonly #apps = new Map<string, Transport>()
  readonly #elsewhere: Elsewhere
  readonly #socketOptions: SocketOptions
  #sockets: Transport | null = null
  readonly #closing = new AbortController()

  /** @throws TypeError for a key that is no origin, or a value that is no app */
  constructor(map: NetworkMap, elsewhere: Elsewhere, socketOptions: SocketOptions) {
    this.#elsewhere = elsewhere
    this.#socketOptions = socketOptions
    if (typeof map !== 'object' || map === null) {
      throw new TypeError(
        'network: give an object of apps by origin, like { "https://api.example.com": app }',
      )
    }
    for (const [origin, app] of Object.entries(map)) this.mount(origin, app, 'network')
  }

  /**
   * The function that it returns takes the app away, unless another is there by then.
   *
   * @param where it was given, for messages
   * @throws TypeError for what is no origin, or no app
   */
  mount(origin: string, app: App, where = 'mount'): () => void {
    const key = origin === EVERYWHERE ? origin : checkedOrigin(origin, where)
    const transport = createAppTransport(origin, app, this.#socketOptions.timeout, where)
    this.#apps.set(key, transport)
    return () => {
      if (this.#apps.get(key) === transport) this.#apps.delete(key)
    }
  }

  /** Aborts when the user agent is closed. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  send(request: WireRequest, signal: AbortSignal | null): Promise<TransportResult> {
    if (this.closing.aborted) return Promise.resolve(networkFailure('closed', 'The user agent was closed'))
    const app = this.#apps.get(request.url.origin) ?? this.#apps.get(EVERYWHERE)
    if (app !== undefined) return app.send(request, signal)
    if (this.#elsewhere === 'closed') {
      const known = [...this.#apps.keys()].join(', ')
      const detail = `Nothing is mounted at ${request.url.origin}, and elsewhere is 'closed'; mounted: ${known || 'nothing'}`
      return Promise.resolve(networkFailure('refused', detail))
    }
    this.#sockets ??= lateSockets(this.#socketOptions)
    return this.#sockets.send(request, signal)
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.all([this.#sockets?.close(), ...[...this.#apps.values()].map((app) => app.close())])
  }
}

function createAppTransport(origin: string, app: App, timeout: number, where: string): Transport {
  if (typeof app === 'function') return lateListener(origin, app, timeout)
  if (typeof app === 'object' && app !== null && isFetchApp(app)) return new FetchAppTransport(app, timeout)
  throw new TypeError(
    `${where === 'network' ? `network[${JSON.stringify(origin)}]` : `mount: what goes to ${origin}`} is no app: give a (request, response) listener, an object with a fetch method, or fetchApp(handler)`,
  )
}

function lateSockets(options: SocketOptions): Transport {
  return new LateTransport(async () => {
    const { SocketTransport } = await import('./transport/socket-transport.js')
    // It takes a while, which is not to be the first request's time.
    lazy.undici()
    return new SocketTransport(options)
  })
}

function lateListener(origin: string, listener: NodeListener, timeout: number): Transport {
  return new LateTransport(async () => {
    const { NodeListenerTransport } = await import('./transport/node-listener-transport.js')
    return new NodeListenerTransport(origin, listener, timeout)
  })
}

function checkedOrigin(text: string, where: string): string {
  const origin = URL.canParse(text) ? new URL(text).origin : 'null'
  if (origin === 'null' || !/^https?:/.test(origin)) {
    throw new TypeError(
      `${where}: ${JSON.stringify(text)} is no http or https origin; write it like https://api.example.com`,
    )
  }
  if (origin !== text)
    throw new TypeError(`${where}: write ${JSON.stringify(origin)} instead of ${JSON.stringify(text)}`)
  return origin
}
