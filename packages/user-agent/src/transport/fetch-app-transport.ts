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
    const controller = new AbortController()
    const stop = signal === null ? null : onAbort(signal, () => controller.abort(signal.reason))
    try {
      return await this.#ask(request, bytes, controller)
    } finally {
      // The signal goes on to end the reading of a body that streams.
      if (signal?.aborted !== true) stop?.()
    }
  }

  async close(): Promise<void> {
    this.#closing.abort()
  }

  async #ask(
    request: WireRequest,
    bytes: Uint8Array | ReadableStream<Uint8Array> | null,
    controller: AbortController,
  ): Promise<TransportResult> {
    const { url } = request
    let answer: unknown
    try {
      const asked = appRequest(request, bytes, controller.signal)
      answer = await this.#withinTime(this.#app.fetch(asked), url, controller)
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
      body: answer.body === null ? null : new ResponseBody(answer),
    }
  }

  #withinTime(answer: unknown, url: URL, controller: AbortController): unknown {
    if (!isThenable(answer)) return answer
    return new Promise((resolve, reject) => {
      const give = (reason: 'timeout' | 'closed', detail: string): void => {
        resolve(networkFailure(reason, detail))
        controller.abort()
      }
      const timer = setTimeout(
        () => give('timeout', `The app at ${url.origin} did not answer within ${this.#timeout} ms`),
        this.#timeout,
      )
      const stopClosing = onAbort(this.#closing.signal, () => give('closed', 'The user agent was closed'))
      const stopAborting = onAbort(controller.signal, () => resolve(networkFailure('other', 'Aborted')))
      answer.then(resolve, reject).finally(() => {
        clearTimeout(timer)
        stopClosing()
        stopAborting()
      })
    })
  }
}

/** A body that the app's own Response holds. */
class ResponseBody implements WireBody {
  readonly #response: Response

  constructor(response: Response) {
    this.#response = response
  }

  async bytes(): Promise<Uint8Array> {
    return new Uint8Array(await this.#response.arrayBuffer())
  }

  stream(): ReadableStream<Uint8Array> {
    return this.#response.body!
  }

  discard(): void {
    if (!this.#response.bodyUsed && !this.#response.body!.locked)
      this.#response.body!.cancel().catch(() => {})
  }
}

function appRequest(
  { method, url, headers }: WireRequest,
  body: Uint8Array | ReadableStream<Uint8Array> | null,
  signal: AbortSignal,
): Request {
  const init: RequestInit & { duplex?: 'half' } = {
    method,
    headers: [['host', url.host], ...headers.map(([name, value]): [string, string] => [name, value])],
    signal,
    redirect: 'manual',
  }
  if (body !== null) {
    init.body = body as NonNullable<RequestInit['body']>
    if (body instanceof ReadableStream) init.duplex = 'half'
  }
  return new Request(url, init)
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
