import type { WireRequest } from 'concors'
import { onAbort } from '../abort.js'
import type { FetchApp } from './app.js'
import { sourceBytes } from './request-body.js'
import type { PageRequestBody } from './request-body.js'
import { networkFailure } from './transport.js'
import type { Transport, TransportResult } from './transport.js'
import type { WireBody } from './wire-body.js'

/** Requests to an app of this process that takes a `Request` and gives a `Response`. It counts as HTTP/2. */
export class FetchAppTransport implements Transport {
  readonly #app: FetchApp
  readonly #timeout: number
  readonly #closing = new AbortController()

  /** @param timeout milliseconds to wait for the app's answer */
  constructor(app: FetchApp, timeout: number) {
    this.#app = app
    this.#timeout = timeout
  }

  async send(request: WireRequest, signal: AbortSignal | null): Promise<TransportResult> {
    if (this.#closing.signal.aborted) return networkFailure('closed', 'The user agent was closed')
    const body = request.body as PageRequestBody | null
    const bytes = body === null ? null : body.source === null ? body.stream : await sourceBytes(body.source)
    return this.#ask(request, bytes, signal)
  }

  async close(): Promise<void> {
    this.#closing.abort()
  }

  async #ask(
    request: WireRequest,
    bytes: Uint8Array | ReadableStream<Uint8Array> | null,
    signal: AbortSignal | null,
  ): Promise<TransportResult> {
    const { url } = request
    let answer: unknown
    try {
      answer = this.#app.fetch(appRequest(request, bytes, signal))
      if (isThenable(answer)) answer = await this.#withinTime(answer, url, signal)
    } catch (error) {
      return networkFailure('app', `The app at ${url.origin} threw ${describe(error)}`)
    }
    if (isFailure(answer)) return answer
    if (!isResponse(answer)) {
      const what = answer === null || answer === undefined ? String(answer) : `a ${typeof answer}`
      return networkFailure('app', `The app at ${url.origin} returned ${what}, not a Response`)
    }
    if (answer.status < 200)
      return networkFailure('app', `The app at ${url.origin} returned Response.error()`)
    if (answer.bodyUsed) {
      return networkFailure(
        'app',
        `The app at ${url.origin} returned a Response that was read before: it answered twice with it`,
      )
    }
    const headers: [string, string][] = []
    for (const [name, value] of answer.headers) headers.push([name, value])
    return {
      status: answer.status,
      statusMessage: answer.statusText,
      headers,
      body: answer.body === null ? null : new ResponseBody(answer, signal),
    }
  }

  /** The app's answer, or why nobody waits for it any longer. */
  #withinTime(answer: Promise<unknown>, url: URL, signal: AbortSignal | null): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        resolve(
          networkFailure('timeout', `The app at ${url.origin} did not answer within ${this.#timeout} ms`),
        )
      }, this.#timeout)
      const closed = (): void => resolve(networkFailure('closed', 'The user agent was closed'))
      const stopClosing = onAbort(this.#closing.signal, closed)
      const stopAborting = signal === null ? null : onAbort(signal, closed)
      const settled = (): void => {
        clearTimeout(timer)
        stopClosing()
        stopAborting?.()
      }
      answer.then(resolve, reject).finally(settled)
    })
  }
}

/** A body that the app's own Response holds. */
class ResponseBody implements WireBody {
  readonly #response: Response
  readonly #signal: AbortSignal | null
  /** The app's response is collected with this one. */
  readonly holdsConnection = false

  constructor(response: Response, signal: AbortSignal | null) {
    this.#response = response
    this.#signal = signal
  }

  async bytes(): Promise<Uint8Array> {
    const response = this.#signal === null ? this.#response : new Response(this.stream())
    return new Uint8Array(await response.arrayBuffer())
  }

  stream(): ReadableStream<Uint8Array> {
    const body = this.#response.body!
    return this.#signal === null ? body : body.pipeThrough(new TransformStream(), { signal: this.#signal })
  }

  discard(): void {
    if (!this.#response.bodyUsed && !this.#response.body!.locked)
      this.#response.body!.cancel().catch(() => {})
  }
}

function appRequest(
  { method, url, headers }: WireRequest,
  body: Uint8Array | ReadableStream<Uint8Array> | null,
  signal: AbortSignal | null,
): Request {
  const init: RequestInit & { duplex?: 'half' } = {
    method,
    headers: [['host', url.host], ...(headers as readonly [string, string][])],
    redirect: 'manual',
  }
  if (signal !== null) init.signal = signal
  if (body !== null) {
    init.body = body as NonNullable<RequestInit['body']>
    if (body instanceof ReadableStream) init.duplex = 'half'
  }
  return new Request(url.href, init)
}

function isResponse(value: unknown): value is Response {
  if (value instanceof Response) return true
  // A Response of another copy of fetch (undici's, node-fetch's) is as good.
  return (
    typeof value === 'object' &&
    value !== null &&
    'status' in value &&
    'headers' in value &&
    'arrayBuffer' in value
  )
}

function isFailure(value: unknown): value is Extract<TransportResult, { reason: string }> {
  return typeof value === 'object' && value !== null && 'reason' in value && 'detail' in value
}

function isThenable(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
