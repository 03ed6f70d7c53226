import type { UnderlyingByteSource } from 'node:stream/web'
import { lazy } from '../lazy.js'

/**
 * A response's body as a transport hands it over: read once, either whole or as a stream, or thrown away.
 */
export interface WireBody {
  /** All bytes, decoded. Rejects with the abort reason, or with a TypeError where the connection broke. */
  bytes(): Promise<Uint8Array>
  /** The same, as they come. */
  stream(): ReadableStream<Uint8Array>
  /** Whether a connection waits for it to be read or discarded. */
  readonly holdsConnection: boolean
  /** Nobody will read it: frees the connection. Harmless after reading. */
  discard(): void
}

/**
 * A byte stream that reads nothing ahead. Node's types know the class, but not that the global one is the same.
 */
export function byteStream(source: Omit<UnderlyingByteSource, 'type'>): ReadableStream<Uint8Array> {
  const { ReadableStream: NodeReadableStream } = lazy.webStreams()
  return new NodeReadableStream({ ...source, type: 'bytes' }, { highWaterMark: 0 })
}

/** A body that is there already: `data:` URLs and blobs. */
export class BytesBody implements WireBody {
  readonly #bytes: Uint8Array
  readonly holdsConnection = false

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  async bytes(): Promise<Uint8Array> {
    return this.#bytes
  }

  stream(): ReadableStream<Uint8Array> {
    const bytes = this.#bytes
    return byteStream({
      start(controller) {
        if (bytes.byteLength > 0) controller.enqueue(bytes.slice())
        controller.close()
      },
    })
  }

  discard(): void {}
}
