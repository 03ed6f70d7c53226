import { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { decodeBytes, decodeStream } from './content-coding.js'
import type { ContentCoding } from './content-coding.js'
import { byteStream } from './wire-body.js'
import type { WireBody } from './wire-body.js'

/** Bytes that may wait unread before the connection is told to pause. */
const HIGH_WATER_MARK = 64 * 1024

/** Bytes of an unwanted body that are read to keep its connection; a longer one costs the connection. */
const MAX_DRAINED = 64 * 1024

type State = 'open' | 'ended' | 'failed'

/** The body of a response on an undici connection, with back-pressure. */
export class SocketBody implements WireBody {
  readonly #controller: Dispatcher.DispatchController
  readonly #codings: readonly ContentCoding[] | null
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
  constructor(
    controller: Dispatcher.DispatchController,
    codings: readonly ContentCoding[] | null,
    signal: AbortSignal | null,
  ) {
    this.#controller = controller
    this.#codings = codings
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
    if (this.#codings === null) return bytes
    try {
      return await decodeBytes(bytes, this.#codings)
    } catch (error) {
      throw undecodable(error)
    }
  }

  stream(): ReadableStream<Uint8Array> {
    return this.#codings === null ? this.#raw() : this.#decoded(this.#codings)
  }

  discard(): void {
    if (this.#state !== 'open' || this.#flowing) return
    this.#discarded = true
    this.#chunks = []
    if (this.#queued > MAX_DRAINED) this.#controller.abort(new Error('The body was not wanted'))
    else this.#controller.resume()
  }

  #raw(): ReadableStream<Uint8Array> {
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

  #decoded(codings: readonly ContentCoding[]): ReadableStream<Uint8Array> {
    const decoded = Readable.from(this.#decodedChunks(codings), { objectMode: false })
    return Readable.toWeb(decoded) as ReadableStream<Uint8Array>
  }

  async *#decodedChunks(codings: readonly ContentCoding[]): AsyncGenerator<Uint8Array> {
    try {
      yield* decodeStream(this.#rawChunks(), codings)
    } catch (error) {
      throw this.#state === 'failed' ? this.#error : undecodable(error)
    } finally {
      this.discard()
    }
  }

  async *#rawChunks(): AsyncGenerator<Uint8Array> {
    for (let chunk = await this.#read(); chunk !== null; chunk = await this.#read()) yield chunk
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

function undecodable(cause: unknown): TypeError {
  return new TypeError('The body of the response could not be decoded', { cause })
}
