import http from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { buildConnector, Dispatcher } from 'undici'
import { lazy } from '../lazy.js'
import { KEEP_ALIVE } from './socket-options.js'
import type { SocketOptions } from './socket-options.js'

type Handler = Dispatcher.DispatchHandler

/**
 * Connections whose parser takes what browsers take and undici does not: control bytes in values, lines that end in LF
 * alone, folded lines, and `100 Continue` that nobody asked for. They are node:http's, behind undici's own interface,
 * so that nothing else has to know. https://nodejs.org/api/http.html#httprequesturl-options-callback
 */
export class LenientConnections {
  readonly #agent: http.Agent
  readonly #maxHead: number
  readonly #connector: buildConnector.connector
  readonly #underWay = new Set<ClientRequest>()
  #whenIdle: (() => void) | null = null

  constructor({ connect, timeout, maxHead }: SocketOptions) {
    this.#maxHead = maxHead
    this.#connector =
      typeof connect === 'function' ? connect : lazy.undici().buildConnector({ timeout, ...connect })
    this.#agent = new http.Agent({ keepAlive: true, timeout: KEEP_ALIVE })
    // By scheme too: TLS is the connector's matter, of which the agent knows nothing.
    this.#agent.getName = (options) => (options as unknown as { origin: string }).origin
    this.#agent.createConnection = (options, callback) => {
      this.#connect((options as unknown as { origin: string }).origin, callback!)
      return undefined
    }
  }

  dispatch(options: Dispatcher.DispatchOptions, handler: Handler): boolean {
    const origin = String(options.origin)
    const body = options.body as Uint8Array | null
    const told: http.RequestOptions & { readonly origin: string } = {
      origin,
      agent: this.#agent,
      host: new URL(origin).hostname,
      path: options.path,
      setHost: false,
      insecureHTTPParser: true,
      maxHeaderSize: this.#maxHead,
    }
    const request = http.request(told)
    // Without a limit it is two thousand, and the others are left out in silence.
    request.maxHeadersCount = 0
    // Given to the constructor, it would be turned into upper case.
    request.method = options.method
    try {
      addHeaders(request, origin, options.headers as readonly string[])
    } catch (error) {
      // It was about to connect.
      request.on('error', () => {}).destroy()
      throw error
    }
    if (body !== null && !request.hasHeader('content-length'))
      request.setHeader('Content-Length', body.byteLength)
    this.#underWay.add(request)
    request.once('close', () => this.#ended(request))
    listen(request, handler, options.bodyTimeout ?? 0)
    request.end(body)
    return true
  }

  /** Resolves once everything that is under way has ended. */
  async close(): Promise<void> {
    if (this.#underWay.size > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve))
    this.#agent.destroy()
  }

  async destroy(): Promise<void> {
    const error = new (lazy.undici().errors.ClientDestroyedError)()
    for (const request of this.#underWay) request.destroy(error)
    this.#agent.destroy()
  }

  #ended(request: ClientRequest): void {
    this.#underWay.delete(request)
    if (this.#underWay.size === 0) this.#whenIdle?.()
  }

  #connect(origin: string, callback: (error: Error | null, stream: Duplex) => void): void {
    const { hostname, host, protocol, port } = new URL(origin)
    const options = { hostname, host, protocol, port, servername: '' }
    const done: buildConnector.Callback = (...[error, socket]) => callback(error, socket as unknown as Duplex)
    try {
      this.#connector(options, done)
    } catch (error) {
      done(error as Error, null)
    }
  }
}

function addHeaders(request: ClientRequest, origin: string, flat: readonly string[]): void {
  request.setHeader('Host', new URL(origin).host)
  request.setHeader('Connection', 'keep-alive')
  for (let index = 0; index < flat.length; index += 2) request.appendHeader(flat[index]!, flat[index + 1]!)
}

/** Tells the handler what happens to a request, in undici's words. */
function listen(request: ClientRequest, handler: Handler, bodyTimeout: number): void {
  const { errors } = lazy.undici()
  const controller = new Controller(request)
  let ended = false
  const fail = (error: Error): void => {
    if (ended) return
    ended = true
    handler.onResponseError?.(controller, controller.reason ?? undiciError(error))
  }
  const interim = (status: number): void => handler.onResponseStart?.(controller, status, {})
  request.on('continue', () => interim(100))
  request.on('information', ({ statusCode }) => interim(statusCode))
  request.on('upgrade', (_response, socket) => {
    socket.destroy()
    fail(new errors.SocketError('bad upgrade'))
  })
  request.on('error', fail)
  request.on('response', (response) => {
    controller.response = response
    if (response.rawHeaders.some((text) => text.includes('\0'))) {
      // No browser takes this one.
      request.destroy(
        Object.assign(new errors.HTTPParserError('(Invalid header value char)'), { data: '\0' }),
      )
      return
    }
    response.setTimeout(bodyTimeout, () => response.destroy(new errors.BodyTimeoutError()))
    response.on('error', fail)
    response.on('data', (chunk: Buffer) => handler.onResponseData?.(controller, chunk))
    response.on('end', () => {
      ended = true
      handler.onResponseEnd?.(controller, {})
    })
    handler.onResponseStart?.(controller, response.statusCode!, {}, response.statusMessage)
  })
  handler.onRequestStart?.(controller, null)
}

class Controller implements Dispatcher.DispatchController {
  readonly #request: ClientRequest
  response: IncomingMessage | null = null
  reason: Error | null = null

  constructor(request: ClientRequest) {
    this.#request = request
  }

  get aborted(): boolean {
    return this.reason !== null
  }

  get paused(): boolean {
    return this.response?.isPaused() ?? false
  }

  get rawHeaders(): string[] {
    return this.response?.rawHeaders ?? []
  }

  abort(reason: Error): void {
    this.reason ??= reason
    this.#request.destroy(reason)
  }

  pause(): void {
    this.response?.pause()
  }

  resume(): void {
    this.response?.resume()
  }
}

/** node:http's errors of the parser and of a connection that ended, as undici has them. */
function undiciError(
  error: NodeJS.ErrnoException & { reason?: string; rawPacket?: Buffer; bytesParsed?: number },
) {
  const { errors } = lazy.undici()
  const { code = '', message, reason = message, rawPacket, bytesParsed } = error
  if (code === 'HPE_HEADER_OVERFLOW') return new errors.HeadersOverflowError()
  if (code.startsWith('HPE_')) {
    const rest = rawPacket?.subarray(bytesParsed).toString('latin1') ?? ''
    const text = `Response does not match the HTTP/1.1 protocol (${reason})`
    return Object.assign(new errors.HTTPParserError(text), { code, data: rest })
  }
  const hungUp = message === 'socket hang up' || message === 'aborted'
  return hungUp ? new errors.SocketError('other side closed') : error
}
