import type { RequestBody } from 'concors'

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
  if (source instanceof Uint8Array) return source
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer())
  return source.formData
}

/** The chunks of a stream. Throws a TypeError for one that is no bytes, as engines do. */
export async function* streamChunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream as unknown as AsyncIterable<unknown>) {
    if (!(chunk instanceof Uint8Array))
      throw new TypeError('The body streams something that is no Uint8Array')
    yield chunk
  }
}
