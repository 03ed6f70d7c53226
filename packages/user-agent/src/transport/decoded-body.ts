import type { HeaderList } from 'concors/protocol'
import { contentCodings, decodeBytes, decodeStream } from './content-coding.js'
import type { ContentCoding } from './content-coding.js'
import { byteStream } from './wire-body.js'
import type { WireBody } from './wire-body.js'

/** The body that the headers of its response describe, decoded. */
export function decoded(body: WireBody, headers: HeaderList): WireBody {
  const codings = contentCodings(contentEncoding(headers))
  return codings === null ? body : new DecodedBody(body, codings)
}

function contentEncoding(headers: HeaderList): string | null {
  let all: string | null = null
  for (const [name, value] of headers) {
    if (name.length === 16 && name.toLowerCase() === 'content-encoding') {
      all = all === null ? value : `${all},${value}`
    }
  }
  return all
}

/** A body without the content codings that it travelled in. */
class DecodedBody implements WireBody {
  readonly #encoded: WireBody
  readonly #codings: readonly ContentCoding[]
  /** Why there is no more to decode. */
  #broken: { readonly error: unknown } | null = null

  constructor(encoded: WireBody, codings: readonly ContentCoding[]) {
    this.#encoded = encoded
    this.#codings = codings
  }

  get holdsConnection(): boolean {
    return this.#encoded.holdsConnection
  }

  async bytes(): Promise<Uint8Array> {
    const bytes = await this.#encoded.bytes()
    try {
      return await decodeBytes(bytes, this.#codings)
    } catch (error) {
      throw undecodable(error)
    }
  }

  stream(): ReadableStream<Uint8Array> {
    const reader = this.#encoded.stream().getReader()
    const chunks = decodeStream(this.#read(reader), this.#codings)[Symbol.asyncIterator]()
    return byteStream({
      pull: async (controller) => {
        try {
          const { done, value } = await chunks.next()
          if (done !== true) {
            controller.enqueue(new Uint8Array(value))
            return
          }
        } catch (error) {
          void reader.cancel(error).catch(() => {})
          throw this.#broken === null ? undecodable(error) : this.#broken.error
        }
        controller.close()
        controller.byobRequest?.respond(0)
      },
      cancel: (reason) => reader.cancel(reason),
    })
  }

  discard(): void {
    this.#encoded.discard()
  }

  async *#read(reader: ReadableStreamDefaultReader<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
    } catch (error) {
      this.#broken = { error }
      throw error
    }
  }
}

function undecodable(cause: unknown): TypeError {
  return new TypeError('The body of the response could not be decoded', { cause })
}
