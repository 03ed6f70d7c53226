import type { buildConnector, Dispatcher, Pool, ProxyAgent } from 'undici'
import { lazy } from '../lazy.js'
import { LenientConnections } from './lenient-connections.js'
import { KEEP_ALIVE } from './socket-options.js'
import type { SocketOptions } from './socket-options.js'

/** What of undici's dispatchers is used here. */
export type Connections = Pick<LenientConnections, 'dispatch' | 'close' | 'destroy'>

/** Connections that belong together: to any origin, but of one top-level site, with or without credentials. */
export function createPool(options: SocketOptions): Connections {
  if (options.lenient === true) return new LenientConnections(options)
  const { connect, timeout, maxHead } = options
  const { Agent: HttpAgent, buildConnector: build } = lazy.undici()
  if (options.proxy !== undefined) return createProxyPool(options.proxy, options)
  const connector = typeof connect === 'function' ? connect : build({ timeout, ...connect })
  return new HttpAgent({
    connect: remembering(connector),
    keepAliveTimeout: KEEP_ALIVE,
    maxHeaderSize: maxHead,
  })
}

/** As browsers do: `http:` in absolute form, `https:` through a tunnel. */
function createProxyPool(
  proxy: string | ProxyAgent.Options,
  { connect, timeout, maxHead }: SocketOptions,
): Dispatcher {
  const { Pool: HttpPool, ProxyAgent: HttpProxyAgent } = lazy.undici()
  const given = typeof proxy === 'string' ? { uri: proxy } : proxy
  return new HttpProxyAgent({
    proxyTunnel: false,
    keepAliveTimeout: KEEP_ALIVE,
    clientFactory: (origin, poolOptions) =>
      new HttpPool(origin, {
        ...(poolOptions as Pool.Options),
        headersTimeout: timeout,
        maxHeaderSize: maxHead,
      }),
    ...given,
    proxyTls: { timeout, ...given.proxyTls },
    requestTls: { timeout, ...(typeof connect === 'function' ? {} : connect), ...given.requestTls },
  })
}

/** The last bytes that came over a connection, by the error that ended it. */
const RECEIVED = new WeakMap<object, Uint8Array>()

/**
 * What a connection had received when `error` ended it. Of a head that contradicts itself the library says no more
 * than that.
 */
export function receivedBefore(error: unknown): Uint8Array | undefined {
  return typeof error === 'object' && error !== null ? RECEIVED.get(error) : undefined
}

function remembering(connector: buildConnector.connector): buildConnector.connector {
  return (options, callback) =>
    connector(options, (...result) => {
      if (result[0] === null) {
        const [, socket] = result
        let last: Uint8Array | null = null
        socket.read = (size?: number): unknown => {
          const chunk = Object.getPrototypeOf(socket).read.call(socket, size) as Uint8Array | null
          if (chunk !== null) last = chunk
          return chunk
        }
        socket.once('error', (error) => {
          if (last !== null) RECEIVED.set(error, last)
        })
      }
      callback(...result)
    })
}
