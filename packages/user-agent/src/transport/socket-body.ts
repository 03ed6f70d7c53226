import type { Dispatcher } from 'undici'
import { byteStream } from './wire-body.js'
import type { WireBody } from './wire-body.js'

/** Bytes that may wait unread before the connection is told to pause. */
const HIGH_WATER_MARK = 64 * 1024

/** Bytes of an unwanted body that are read to keep its connection; a longer one costs the connection. */
const MAX_DRAINED = 64 * 1024

type State = 'open' | 'ended' | 'failed'

/** The body of a response on an undici connection as it travels, with back-pressure. */
export class SocketBody implements WireBody {
  readonly #controller: Dispatcher.DispatchController
  readonly #signal: AbortSignal | null
  #chunks: Uint8Array[] = []
  #queued = 0
  #state: State = 'open'
  #error: unknown = null
  /** Reading whole, or thrown away: nothing is to be held back. */
  #flowing = false
  #discarded = false
  #wake: (() => void) | null = null

  /** @param signal of the fetch: it also takes back what came already and was not read yet */
  constructor(controller: Dispatcher.DispatchController, signal: AbortSignal | null) {
    this.#controller = controller
    this.#signal = signal
  }

  get holdsConnection(): boolean {
    return this.#state === 'open'
  }

  /** Called by the connection for each chunk. */
  push(chunk: Uint8Array): void {
    this.#queued += chunk.byteLength
    if (this.#discarded) {
      if (this.#queued > MAX_DRAINED) this.#controller.abort(new Error('The body was not wanted'))
      return
    }
    this.#chunks.push(chunk)
    if (!this.#flowing && this.#queued > HIGH_WATER_MARK) this.#controller.pause()
    this.#notify()
  }

  /** Called by the connection at the end. */
  end(): void {
    this.#state = 'ended'
    this.#notify()
  }

  /** Called when the connection broke or the request was aborted. */
  fail(error: unknown): void {
    if (this.#state !== 'open') return
    this.#state = 'failed'
    this.#error = error
    this.#chunks = []
    this.#notify()
  }

  async bytes(): Promise<Uint8Array> {
    this.#flowing = true
    this.#controller.resume()
    while (this.#state === 'open') await this.#change()
    this.#signal?.throwIfAborted()
    if (this.#state === 'failed') throw this.#error
    const bytes = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks)
    this.#chunks = []
    return bytes
  }

  stream(): ReadableStream<Uint8Array> {
    return byteStream({
      pull: async (controller) => {
        const chunk = await this.#read()
        if (chunk !== null) {
          // A copy: a byte stream takes its chunks' memory over, and this one's may belong to the connection.
          controller.enqueue(new Uint8Array(chunk))
          return
        }
        controller.close()
        controller.byobRequest?.respond(0)
      },
      cancel: () => this.discard(),
    })
  }

  discard(): void {
    if (this.#state !== 'open' || this.#flowing) return
    this.#discarded = true
    this.#chunks = []
    if (this.#queued > MAX_DRAINED) this.#controller.abort(new Error('The body was not wanted'))
    else this.#controller.resume()
  }

  /** The next chunk, or null at the end. */
  async #read(): Promise<Uint8Array | null> {
    for (;;) {
      this.#signal?.throwIfAborted()
      const chunk = this.#chunks.shift()
      if (chunk !== undefined) {
        this.#queued -= chunk.byteLength
        if (this.#queued <= HIGH_WATER_MARK) this.#controller.resume()
        return chunk
      }
      if (this.#state === 'failed') throw this.#error
      if (this.#state === 'ended') return null
      this.#controller.resume()
      await this.#change()
    }
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }

  #notify(): void {
    this.#wake?.()
    this.#wake = null
  }
}
