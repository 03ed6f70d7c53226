import { isUint8Array } from 'node:util/types'
import type { RequestBody } from 'concors/protocol'
import { describeThrown } from './describe-thrown.js'

/** What a page's request body is made of, in a form that every transport can send. */
export type BodySource = Uint8Array | Blob | FormDataBytes

/** A form's bytes, known only after they were put together. */
export interface FormDataBytes {
  readonly formData: Promise<Uint8Array>
}

export interface PageRequestBody extends RequestBody {
  readonly source: BodySource | null
  /** Set where `source` is null. */
  readonly stream: ReadableStream<Uint8Array> | null
}

/** All bytes of a body that can be sent again. Rejects where it cannot be read, as a file that has gone. */
export async function sourceBytes(source: BodySource): Promise<Uint8Array> {
  if (isUint8Array(source)) return source
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer())
  return source.formData
}

/** A page's stream on its way to a server. When it fails, the page is at fault: the server saw no more than its end. */
export class Upload {
  readonly #stream: ReadableStream<Uint8Array>
  /** Why the stream failed, in a sentence; null while it did not. */
  failure: string | null = null
  /** Called once when it fails. */
  onFailure: (() => void) | null = null

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#stream = stream
  }

  /** The stream's chunks, once. Throws a TypeError for one that is no bytes, as engines do. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    const stream: unknown = this.#stream
    try {
      for await (const chunk of stream as AsyncIterable<unknown>) {
        if (!isUint8Array(chunk)) throw new TypeError('The body streams something that is no Uint8Array')
        yield chunk
      }
    } catch (error) {
      this.failure = `The body stream of the page failed with ${describeThrown(error)}`
      this.onFailure?.()
      throw error
    }
  }
}
