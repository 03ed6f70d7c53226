import type { WireFailure, WireRequest } from 'concors/protocol'
import type { Dispatcher } from 'undici'
import { onAbort } from '../abort.js'
import { connectionFailure } from './connection-failure.js'
import { decoded } from './decoded-body.js'
import { describeThrown } from './describe-thrown.js'
import { createPool, receivedBefore } from './pool.js'
import type { Connections } from './pool.js'
import type { SocketOptions } from './socket-options.js'
import { sourceBytes, Upload } from './request-body.js'
import type { PageRequestBody } from './request-body.js'
import { SocketBody } from './socket-body.js'
import { networkFailure } from './transport.js'
import type { Transport, TransportResult } from './transport.js'

/** Sets of connections kept at once; each belongs to one top-level site, with or without credentials. */
const MAX_POOLS = 64

/** Interim responses (103 and the like) that a request may get: more are a flood. */
const MAX_INTERIM = 32

export interface SocketTransportOptions extends SocketOptions {
  /** What connections end in, for messages. */
  readonly peer?: string
  /** How a pool of connections is made. Default: to real sockets. */
  readonly createPool?: () => Connections
  /** Whether a stream can be sent, as over HTTP/2. Default: false, what HTTP/1 does. */
  readonly sendsStreams?: boolean
}

/** Requests over real sockets, by undici: only its connections are used, not its `fetch`. */
export class SocketTransport implements Transport {
  readonly #options: SocketTransportOptions
  /** Least recently used first. */
  readonly #pools = new Map<string, Connections>()
  /** Out of use, but with requests under way. */
  readonly #retired = new Set<Connections>()
  #closed = false

  constructor(options: SocketTransportOptions) {
    this.#options = options
  }

  async send(request: WireRequest, signal: AbortSignal | null): Promise<TransportResult> {
    if (this.#closed) return networkFailure('closed', 'The user agent was closed')
    const body = request.body as PageRequestBody | null
    if (body === null) return new Promise((resolve) => this.#dispatch(request, null, signal, resolve))
    if (body.source === null) {
      if (this.#options.sendsStreams !== true) {
        return networkFailure('stream-body-needs-http2', 'A stream can be sent over HTTP/2 only')
      }
      const upload = new Upload(body.stream!)
      return new Promise((resolve) => this.#dispatch(request, upload, signal, resolve))
    }
    let bytes: Uint8Array
    try {
      bytes = await sourceBytes(body.source)
    } catch (error) {
      return networkFailure('invalid-request', `The body cannot be read (${describeThrown(error)})`)
    }
    return new Promise((resolve) => this.#dispatch(request, bytes, signal, resolve))
  }

  async close(): Promise<void> {
    this.#closed = true
    const pools = [...this.#pools.values(), ...this.#retired]
    this.#pools.clear()
    this.#retired.clear()
    await Promise.all(pools.map((pool) => pool.destroy()))
  }

  #dispatch(
    request: WireRequest,
    requestBody: Uint8Array | Upload | null,
    signal: AbortSignal | null,
    resolve: (result: TransportResult) => void,
  ): void {
    const { url, method } = request
    const { timeout, peer = url.host } = this.#options
    let body: SocketBody | null = null
    let stopListening: (() => void) | null = null
    let interim = 0
    let started: Dispatcher.DispatchController | null = null
    let timedOut = false
    // undici's own clock ticks once in half a second, and each interim response sets it back.
    const timer = setTimeout(() => {
      timedOut = true
      resolve(this.#timedOut(peer, started !== null, interim))
      started?.abort(new Error('Timed out'))
    }, timeout)
    const done = (): void => {
      stopListening?.()
      clearTimeout(timer)
    }
    const fail = (error: unknown): void => {
      done()
      if (body !== null && signal?.aborted === true) {
        body.fail(signal.reason)
        return
      }
      const uploadFailure = requestBody instanceof Upload ? requestBody.failure : null
      const failure =
        uploadFailure === null
          ? this.#failure(error, request, body !== null)
          : networkFailure('invalid-request', uploadFailure)
      if (body === null) resolve(failure)
      else if ('detail' in failure) body.fail(new TypeError(failure.detail, { cause: error }))
    }
    const refuse = (controller: Dispatcher.DispatchController, detail: string): void => {
      resolve(networkFailure('invalid-response', `${peer} sent ${detail}`))
      controller.abort(new Error(detail))
    }
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(controller) {
        started = controller
        if (timedOut) controller.abort(new Error('Timed out'))
        if (signal === null) return
        stopListening?.()
        stopListening = onAbort(signal, () => controller.abort(new Error('Aborted')))
      },
      onResponseStart(controller, status, _headers, statusMessage) {
        if (status < 200) {
          interim += 1
          if (interim > MAX_INTERIM) refuse(controller, `more than ${MAX_INTERIM} interim responses`)
          return
        }
        if (status > 999) {
          refuse(controller, `the status ${status}, which is above 999`)
          return
        }
        clearTimeout(timer)
        const headers = headerList(controller.rawHeaders as (Buffer | string)[])
        body = new SocketBody(controller, signal)
        resolve({ status, statusMessage: statusMessage ?? '', headers, body: decoded(body, headers) })
      },
      onResponseData(_controller, chunk) {
        body?.push(chunk)
      },
      onResponseEnd() {
        done()
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
          method: method,
          headers: this.#options.proxy === undefined ? flatHeaders(request) : combinedHeaders(request),
          body: (requestBody instanceof Upload ? requestBody.chunks() : requestBody) as Uint8Array | null,
          headersTimeout: 0,
          bodyTimeout: timeout,
        },
        handler,
      )
    } catch (error) {
      fail(error)
    }
  }

  #failure(error: unknown, request: WireRequest, inBody: boolean): TransportResult {
    const { timeout, maxHead, peer } = this.#options
    const proxy = proxyAddress(this.#options.proxy)
    const status = proxyStatus(error)
    // The protocol knows what a 407 means.
    if (status === 407) return { status, statusMessage: '', headers: [], body: null }
    if (status !== null) {
      return networkFailure('refused', `The proxy ${proxy} answered ${status} instead of connecting`)
    }
    const through = proxy === undefined ? peer : `${request.url.host} (through the proxy ${proxy})`
    const received = receivedBefore(error)
    return connectionFailure(error, request, { timeout, maxHead, peer: through, proxy, inBody, received })
  }

  /** What a peer did not do in time. */
  #timedOut(peer: string, connected: boolean, interim: number): WireFailure {
    const { timeout, proxy } = this.#options
    if (interim > 0)
      return networkFailure('invalid-response', `${peer} sent interim responses only for ${timeout} ms`)
    // Whether a proxy has reached the server is not known.
    if (proxy !== undefined) {
      const through = `${peer} (through the proxy ${proxyAddress(proxy)})`
      return networkFailure('timeout', `${through} did not answer within ${timeout} ms`)
    }
    const what = connected ? 'answer' : 'accept the connection'
    return networkFailure('timeout', `${peer} did not ${what} within ${timeout} ms`)
  }

  #pool(request: WireRequest): Connections {
    const key = `${request.includeCredentials} ${request.newConnection} ${request.partition}`
    let pool = this.#pools.get(key)
    if (pool === undefined) {
      pool = this.#options.createPool?.() ?? createPool(this.#options)
      if (this.#pools.size >= MAX_POOLS) this.#retireOldest()
    } else this.#pools.delete(key)
    this.#pools.set(key, pool)
    return pool
  }

  #retireOldest(): void {
    const [key, pool] = this.#pools.entries().next().value!
    this.#pools.delete(key)
    this.#retired.add(pool)
    pool.close().then(
      () => this.#retired.delete(pool),
      () => this.#retired.delete(pool),
    )
  }
}

/** undici's flat form keeps order, duplicates and case. */
function flatHeaders(request: WireRequest): string[] {
  const flat: string[] = []
  for (const [name, value] of request.headers) flat.push(name, value)
  return flat
}

/** undici's proxy agent takes the last of several lines of a name; joined they mean the same. */
function combinedHeaders(request: WireRequest): Record<string, string> {
  const combined: Record<string, string> = {}
  for (const [name, value] of request.headers) {
    combined[name] = combined[name] === undefined ? value : `${combined[name]}, ${value}`
  }
  return combined
}

function headerList(raw: readonly (Buffer | string)[]): [string, string][] {
  const headers: [string, string][] = []
  for (let i = 0; i + 1 < raw.length; i += 2) {
    headers.push([latin1(raw[i]!), latin1(raw[i + 1]!).replace(/^[\t ]+|[\t ]+$/g, '')])
  }
  return headers
}

function latin1(bytes: Buffer | string): string {
  return typeof bytes === 'string' ? bytes : bytes.toString('latin1')
}

/** Without the user name and password that a proxy's URL may have: they are for nobody's logs. */
function proxyAddress(proxy: SocketOptions['proxy']): string | undefined {
  if (proxy === undefined) return undefined
  const { protocol, host } = new URL(typeof proxy === 'object' ? proxy.uri : proxy)
  return `${protocol}//${host}`
}

/** What a proxy answered that would not connect: undici tells it in words only. */
function proxyStatus(error: unknown): number | null {
  if (!(error instanceof Error)) return null
  const status = /^Proxy (?:Authentication Required|response) \((\d{3})\)/.exec(error.message)?.[1]
  return status === undefined ? null : Number(status)
}
