import type { WireRequest } from 'concors'
import type { Agent, Dispatcher, ProxyAgent } from 'undici'
import type { buildConnector } from 'undici'
import { onAbort } from '../abort.js'
import { lazy } from '../lazy.js'
import { contentCodings } from './content-coding.js'
import { connectionFailure } from './connection-failure.js'
import { sourceBytes } from './request-body.js'
import type { PageRequestBody } from './request-body.js'
import { SocketBody } from './socket-body.js'
import { networkFailure } from './transport.js'
import type { Transport, TransportResult } from './transport.js'

/** Sets of connections kept at once; each belongs to one top-level site, with or without credentials. */
const MAX_POOLS = 64

export interface SocketOptions {
  /** undici's connection options: `ca`, `rejectUnauthorized`, `lookup`, … or a connector of one's own. */
  readonly connect?: buildConnector.BuildOptions | buildConnector.connector
  /** An HTTP proxy: its URL, or undici's ProxyAgent options. */
  readonly proxy?: string | ProxyAgent.Options
  /** Milliseconds to wait for a connection, for a response's head, and between two chunks of its body. */
  readonly timeout: number
  /** What connections end in, for messages. */
  readonly peer?: string
}

/** Requests over real sockets, by undici: only its connections are used, not its `fetch`. */
export class SocketTransport implements Transport {
  readonly #options: SocketOptions
  /** Least recently used first. */
  readonly #pools = new Map<string, Dispatcher>()
  #closed = false

  constructor(options: SocketOptions) {
    this.#options = options
  }

  async send(request: WireRequest, signal: AbortSignal | null): Promise<TransportResult> {
    if (this.#closed) return networkFailure('closed', 'The user agent was closed')
    const body = request.body as PageRequestBody | null
    if (body?.source === null) {
      return networkFailure('stream-body-needs-http2', 'A stream can be sent over HTTP/2 only')
    }
    const bytes = body === null ? null : await sourceBytes(body.source)
    return new Promise((resolve) => this.#dispatch(request, bytes, signal, resolve))
  }

  async close(): Promise<void> {
    this.#closed = true
    const pools = [...this.#pools.values()]
    this.#pools.clear()
    await Promise.all(pools.map((pool) => pool.destroy()))
  }

  #dispatch(
    request: WireRequest,
    bytes: Uint8Array | null,
    signal: AbortSignal | null,
    resolve: (result: TransportResult) => void,
  ): void {
    const { url, method } = request
    let body: SocketBody | null = null
    let stopListening: (() => void) | null = null
    const fail = (error: unknown): void => {
      stopListening?.()
      if (body === null) resolve(connectionFailure(error, request, this.#options))
      else if (signal?.aborted === true) body.fail(signal.reason)
      else body.fail(new TypeError('The connection broke while the body was read', { cause: error }))
    }
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(controller) {
        if (signal === null) return
        const abort = (): void => controller.abort(new Error('Aborted'))
        if (signal.aborted) abort()
        else stopListening = onAbort(signal, abort)
      },
      onResponseStart(controller, status, _headers, statusMessage) {
        if (status < 200) return
        const headers = headerList(controller.rawHeaders as Buffer[])
        const encoding = headers
          .filter(([name]) => name.toLowerCase() === 'content-encoding')
          .map(([, value]) => value)
        body = new SocketBody(controller, encoding.length === 0 ? null : contentCodings(encoding.join(',')))
        resolve({ status, statusMessage: statusMessage ?? '', headers, body })
      },
      onResponseData(_controller, chunk) {
        body?.push(chunk)
      },
      onResponseEnd() {
        stopListening?.()
        body?.end()
      },
      onResponseError(_controller, error) {
        fail(error)
      },
    }
    try {
      this.#pool(request).dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method: method as Dispatcher.HttpMethod,
          headers: flatHeaders(request),
          body: bytes,
          headersTimeout: this.#options.timeout,
          bodyTimeout: this.#options.timeout,
        },
        handler,
      )
    } catch (error) {
      fail(error)
    }
  }

  #pool(request: WireRequest): Dispatcher {
    const key = `${request.includeCredentials} ${request.newConnection} ${request.partition}`
    let pool = this.#pools.get(key)
    if (pool === undefined) {
      pool = this.#createAgent()
      if (this.#pools.size >= MAX_POOLS) {
        const [oldest, dispatcher] = this.#pools.entries().next().value!
        this.#pools.delete(oldest)
        void dispatcher.close()
      }
    } else this.#pools.delete(key)
    this.#pools.set(key, pool)
    return pool
  }

  #createAgent(): Dispatcher {
    const { connect, proxy, timeout } = this.#options
    const { Agent: HttpAgent, ProxyAgent: HttpProxyAgent } = lazy.undici()
    const connectOptions = typeof connect === 'function' ? connect : { timeout, ...connect }
    const options: Agent.Options = {
      connect: connectOptions as NonNullable<Agent.Options['connect']>,
      keepAliveTimeout: 4000,
    }
    if (proxy === undefined) return new HttpAgent(options)
    const proxyOptions = typeof proxy === 'string' ? { uri: proxy } : proxy
    const requestTls = typeof connect === 'function' ? undefined : connect
    return new HttpProxyAgent({ ...proxyOptions, ...(requestTls === undefined ? {} : { requestTls }) })
  }
}

/** undici's flat form keeps order, duplicates and case. */
function flatHeaders(request: WireRequest): string[] {
  const flat: string[] = []
  for (const [name, value] of request.headers) flat.push(name, value)
  return flat
}

function headerList(raw: readonly Buffer[]): [string, string][] {
  const headers: [string, string][] = []
  for (let i = 0; i + 1 < raw.length; i += 2) {
    headers.push([raw[i]!.toString('latin1'), raw[i + 1]!.toString('latin1').replace(/^[\t ]+|[\t ]+$/g, '')])
  }
  return headers
}
