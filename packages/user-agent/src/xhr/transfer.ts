import type { Failure, InnerRequest, InnerResponse, Trace } from 'concors/protocol'
import { createNetworkError } from 'concors/protocol'
import type { NetworkError } from '../network-error.js'
import type { PageFetcher } from '../page-fetcher.js'
import { MAX_DELAY } from '../transport/deadline-transport.js'
import type { WireBody } from '../transport/wire-body.js'

/** Milliseconds between two events about progress. https://xhr.spec.whatwg.org/#the-send()-method */
const PROGRESS_INTERVAL = 50

/** What a transfer tells, each in its turn; nothing once it was ended. */
export interface TransferListener {
  /** The request's body has gone out. */
  onUploaded(): void
  onResponse(response: InnerResponse): void
  /** @param due whether it is time to tell the page */
  onChunk(chunk: Uint8Array, due: boolean): void
  onEnd(): void
  onFailure(error: NetworkError): void
  onTimeout(): void
}

/** What one `send()` has under way. */
export class Transfer {
  /** Bytes. */
  readonly uploadLength: number
  readonly trace: Trace
  uploadComplete: boolean
  readonly #fetcher: PageFetcher
  readonly #inner: InnerRequest
  readonly #dropped: readonly string[]
  readonly #listener: TransferListener
  readonly #recorder
  readonly #controller = new AbortController()
  #started = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #ended = false
  #stopListening = (): void => {}

  constructor(
    fetcher: PageFetcher,
    inner: InnerRequest,
    dropped: readonly string[],
    listener: TransferListener,
  ) {
    this.#fetcher = fetcher
    this.#inner = inner
    this.#dropped = dropped
    this.#listener = listener
    this.#recorder = fetcher.createRecorder()
    this.trace = this.#recorder?.trace ?? []
    this.uploadLength = inner.body?.length ?? 0
    this.uploadComplete = inner.body === null
  }

  /** @param timeout milliseconds, 0 for none */
  start(timeout: number): void {
    this.#started = performance.now()
    this.#stopListening = this.#fetcher.lifetime.onEnd(() => this.end())
    this.limit(timeout)
    void this.#run()
  }

  /** A limit that is set late still counts from the start. */
  limit(timeout: number): void {
    clearTimeout(this.#timer)
    if (timeout === 0 || this.#ended) return
    const left = this.#started + timeout - performance.now()
    this.#timer = setTimeout(() => this.#listener.onTimeout(), Math.min(Math.max(0, left), MAX_DELAY))
  }

  /** Nothing more comes of it, and nothing more is told. */
  end(): void {
    if (this.#ended) return
    this.#settle()
    this.#controller.abort()
  }

  #settle(): void {
    this.#ended = true
    this.#stopListening()
    clearTimeout(this.#timer)
  }

  async #run(): Promise<void> {
    const state = { inner: this.#inner, signal: this.#controller.signal, dropped: this.#dropped }
    try {
      const { response, body } = await this.#fetcher.fetch(state, this.#recorder, {
        onResult: ({ kind }, result) => this.#sent(kind === 'request' && !('reason' in result)),
      })
      if (this.#ended) body?.discard()
      else if (response.failure !== null) this.#fail(response)
      else await this.#read(response, body)
    } catch (error) {
      // What was ended rejects with the reason of its signal.
      if (!this.#ended) throw error
    }
  }

  #sent(arrived: boolean): void {
    if (this.#ended || this.uploadComplete || !arrived) return
    this.uploadComplete = true
    this.#listener.onUploaded()
  }

  async #read(response: InnerResponse, body: WireBody | null): Promise<void> {
    this.#listener.onResponse(response)
    if (this.#ended) {
      body?.discard()
      return
    }
    if (body !== null) await this.#readBody(response, body)
    if (this.#ended) return
    this.#settle()
    this.#listener.onEnd()
  }

  async #readBody(response: InnerResponse, body: WireBody): Promise<void> {
    const reader = body.stream().getReader()
    let told = -Infinity
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        const due = performance.now() - told >= PROGRESS_INTERVAL
        if (due) told = performance.now()
        if (!this.#ended) this.#listener.onChunk(next.value, due)
        if (this.#ended) return
      }
    } catch (error) {
      if (!this.#ended) this.#break(response, error)
    } finally {
      if (this.#ended) await reader.cancel().catch(() => {})
    }
  }

  /** The connection broke in the middle of the body. */
  #break(response: InnerResponse, error: unknown): void {
    const url = response.urlList.at(-1)?.href ?? ''
    const failure: Failure = {
      code: 'network-failure',
      algorithm: 'concept-http-network-fetch',
      step: '8.1',
      values: { reason: 'other', detail: error instanceof Error ? error.message : String(error), url },
    }
    this.#recorder?.decide(failure)
    const broken = createNetworkError(failure)
    broken.urlList = response.urlList
    this.#fail(broken)
  }

  #fail(response: InnerResponse): void {
    this.#settle()
    this.#listener.onFailure(this.#fetcher.networkError(this.#inner, response, this.#recorder, 'xhr'))
  }
}
