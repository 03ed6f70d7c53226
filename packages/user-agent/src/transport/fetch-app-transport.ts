import type { NetworkFailureReason, WireFailure, WireRequest } from 'concors/protocol'
import { onAbort } from '../abort.js'
import { readAnswer } from './app-answer.js'
import type { FetchApp } from './app.js'
import { describeThrown } from './describe-thrown.js'
import { sourceBytes, Upload } from './request-body.js'
import type { PageRequestBody } from './request-body.js'
import { networkFailure } from './transport.js'
import type { Transport, TransportResult } from './transport.js'

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
    // The app's own: Node's Request never takes back the listener that it adds to a signal.
    const cancelled = signal === null ? null : new AbortController()
    const upload = body !== null && body.source === null ? new Upload(body.stream!) : null
    let asked: Request
    try {
      const bytes = body?.source ? await sourceBytes(body.source) : null
      const sent = upload === null ? bytes : ReadableStream.from(upload.chunks())
      asked = appRequest(request, sent, cancelled?.signal ?? null)
    } catch (error) {
      return networkFailure('invalid-request', `This request cannot be sent (${describeThrown(error)})`)
    }
    if (signal === null || cancelled === null) return this.#ask(asked, request.url, upload, null, null)
    const stop = onAbort(signal, () => cancelled.abort(signal.reason))
    try {
      return await this.#ask(asked, request.url, upload, signal, cancelled)
    } finally {
      stop()
    }
  }

  async close(): Promise<void> {
    this.#closing.abort()
  }

  async #ask(
    asked: Request,
    url: URL,
    upload: Upload | null,
    signal: AbortSignal | null,
    cancelled: AbortController | null,
  ): Promise<TransportResult> {
    const peer = `The app at ${url.origin}`
    let answer: unknown
    try {
      answer = this.#app.fetch(asked)
      if (isThenable(answer)) answer = await this.#withinTime(answer, url, upload, signal)
      if (answer instanceof GivenUp) return answer.failure
    } catch (error) {
      return networkFailure('app', `${peer} threw ${describeThrown(error)}`)
    }
    const closing = this.#closing.signal
    const interruptions = { signal, cancelled, closing, timeout: this.#timeout, peer, upload }
    try {
      const read = readAnswer(answer, interruptions)
      return typeof read === 'string' ? networkFailure('app', `${peer} returned ${read}`) : read
    } catch (error) {
      return networkFailure('app', `${peer} returned a Response that threw ${describeThrown(error)}`)
    }
  }

  /** The app's answer, or why nobody waits for it any longer. */
  #withinTime(
    answer: Promise<unknown>,
    url: URL,
    upload: Upload | null,
    signal: AbortSignal | null,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const stops: (() => void)[] = []
      const settled = (): void => {
        clearTimeout(timer)
        for (const stop of stops) stop()
      }
      // Also where the app never answers, nothing may be left that waits for it.
      const give = (reason: NetworkFailureReason, detail: string): void => {
        settled()
        resolve(new GivenUp(networkFailure(reason, detail)))
      }
      const late = `The app at ${url.origin} did not answer within ${this.#timeout} ms`
      const timer = setTimeout(() => give('timeout', late), this.#timeout)
      const closed = (): void => give('closed', 'The user agent was closed')
      stops.push(onAbort(this.#closing.signal, closed))
      if (signal !== null) stops.push(onAbort(signal, closed))
      // Before the app, which reads it, throws the same.
      if (upload !== null) upload.onFailure = () => give('invalid-request', upload.failure!)
      // A thenable may lack `finally`, throw, or call back twice; a promise of ours does not.
      Promise.resolve(answer).then(resolve, reject).finally(settled)
    })
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
  return new Request(withoutCredentials(url).href, init)
}

/** As on a wire: user name and password of a URL are not part of a request, and `new Request` takes none. */
function withoutCredentials(url: URL): URL {
  if (url.username === '' && url.password === '') return url
  const bare = new URL(url)
  bare.username = ''
  bare.password = ''
  return bare
}

function isThenable(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value
}

/** Nobody waits for the app any longer. A class of this file, so that no answer of an app is taken for one. */
class GivenUp {
  readonly failure: WireFailure

  constructor(failure: WireFailure) {
    this.failure = failure
  }
}
