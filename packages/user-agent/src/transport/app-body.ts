import { isUint8Array } from 'node:util/types'
import { onAbort } from '../abort.js'
import type { Upload } from './request-body.js'
import { byteStream } from './wire-body.js'
import type { WireBody } from './wire-body.js'

/** What ends the reading of a body before its end. */
export interface Interruptions {
  readonly signal: AbortSignal | null
  /** Tells the app that nobody wants the rest. */
  readonly cancelled: AbortController | null
  readonly closing: AbortSignal
  /** Milliseconds to wait for each chunk. */
  readonly timeout: number
  /** Whose body it is, for messages. */
  readonly peer: string
  /** A stream of the page that the app may be echoing: where that fails, the app is not at fault. */
  readonly upload: Upload | null
}

/** A body that an app's own Response holds: read as it comes, and never waited for beyond the timeout. */
export class AppBody implements WireBody {
  /** The app's response is collected with this one. */
  readonly holdsConnection = false
  readonly #source: ReadableStream<Uint8Array>
  readonly #interruptions: Interruptions
  #reader: ReadableStreamDefaultReader<Uint8Array> | null = null
  #interrupted: { readonly reason: unknown } | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  #stops: readonly (() => void)[] = []

  constructor(source: ReadableStream<Uint8Array>, interruptions: Interruptions) {
    this.#source = source
    this.#interruptions = interruptions
  }

  async bytes(): Promise<Uint8Array> {
    const first = await this.#read()
    if (first === null) return new Uint8Array()
    const chunks = [first]
    for (let chunk = await this.#read(); chunk !== null; chunk = await this.#read()) chunks.push(chunk)
    return chunks.length === 1 ? first : Buffer.concat(chunks)
  }

  stream(): ReadableStream<Uint8Array> {
    return byteStream({
      pull: async (controller) => {
        let chunk = await this.#read()
        while (chunk?.byteLength === 0) chunk = await this.#read()
        if (chunk !== null) {
          // A copy: a byte stream takes its chunks' memory over, and this one's is the app's.
          controller.enqueue(new Uint8Array(chunk))
          return
        }
        controller.close()
        controller.byobRequest?.respond(0)
      },
      cancel: (reason) => this.#interrupt(reason),
    })
  }

  discard(): void {
    if (this.#reader === null) this.#source.cancel().catch(() => {})
  }

  /** The next chunk, or null at the end. */
  async #read(): Promise<Uint8Array | null> {
    const reader = this.#reader ?? this.#start()
    this.#timer?.refresh()
    try {
      const { done, value } = await reader.read()
      if (this.#interrupted !== null) throw this.#interrupted.reason
      if (done) this.#stop()
      else if (!isUint8Array(value)) {
        throw new TypeError(`${this.#interruptions.peer} streams something that is no Uint8Array`)
      }
      return done ? null : value
    } catch (error) {
      this.#stop()
      throw this.#interrupted === null ? this.#broken(error) : this.#interrupted.reason
    }
  }

  #start(): ReadableStreamDefaultReader<Uint8Array> {
    const { signal, closing, timeout, peer } = this.#interruptions
    this.#reader = this.#source.getReader()
    const stalled = `${peer} sent nothing for ${timeout} ms in the middle of the body`
    this.#timer = setTimeout(() => this.#interrupt(new TypeError(stalled)), timeout)
    const stopClosing = onAbort(closing, () => this.#interrupt(new TypeError('The user agent was closed')))
    this.#stops = [stopClosing]
    if (signal !== null) this.#stops = [stopClosing, onAbort(signal, () => this.#interrupt(signal.reason))]
    return this.#reader
  }

  /** Cancelling ends a read that waits. */
  #interrupt(reason: unknown): void {
    this.#interrupted ??= { reason }
    this.#stop()
    this.#interruptions.cancelled?.abort(reason)
    this.#reader?.cancel(reason).catch(() => {})
  }

  #stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    for (const stop of this.#stops) stop()
    this.#stops = []
  }

  #broken(cause: unknown): TypeError {
    const { upload } = this.#interruptions
    if (upload !== null && upload.failure !== null) return new TypeError(upload.failure, { cause })
    if (cause instanceof TypeError) return cause
    return new TypeError(`${this.#interruptions.peer} broke off in the middle of the body`, { cause })
  }
}
