import { Readable } from 'node:stream'
import type { Profile } from 'concors/protocol'
import { blobBytes, isArrayBuffer, isBlob, isFormData, isURLSearchParams } from './dom/foreign.js'
import type { BlobLike, FormDataLike } from './dom/foreign.js'
import { encodeMultipart } from './multipart.js'
import type { BodySource, PageRequestBody } from './transport/request-body.js'

/** A request body, and the Content-Type that it brings along. */
export interface ExtractedBody {
  readonly body: PageRequestBody
  readonly contentType: string | null
}

/** Every body that Node's `fetch` takes. */
export type BodyInput = NonNullable<RequestInit['body']> | AsyncIterable<Uint8Array>

const encoder = new TextEncoder()

/** https://fetch.spec.whatwg.org/#concept-bodyinit-extract */
export function extractBody(input: BodyInput, profile: Profile): ExtractedBody {
  if (typeof input === 'string') return fromText(input)
  if (isURLSearchParams(input)) {
    return fromBytes(encoder.encode(input.toString()), 'application/x-www-form-urlencoded;charset=UTF-8')
  }
  if (isArrayBuffer(input)) {
    return fromBytes(new Uint8Array(input.slice(0)), null)
  }
  if (ArrayBuffer.isView(input)) {
    return fromBytes(new Uint8Array(input.buffer, input.byteOffset, input.byteLength).slice(), null)
  }
  if (isBlob(input)) {
    return withSource(blobSource(input), input.size, input.type === '' ? null : input.type)
  }
  if (isFormData(input)) return fromFormData(input)
  if (isStream(input)) return fromStream(input, profile)
  return fromText(String(input as unknown))
}

/** Whether a body can be sent once only, so that `duplex: 'half'` has to be given. */
export function isStream(input: unknown): input is ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> {
  return (
    input instanceof ReadableStream ||
    (typeof input === 'object' && input !== null && Symbol.asyncIterator in input)
  )
}

function fromStream(
  input: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
  profile: Profile,
): ExtractedBody {
  // Firefox: a stream is no body; like any other object it is sent as its text.
  if (profile.streamRequestBodies === 'sent-as-text') return fromText(String(input as unknown))
  const stream = input instanceof ReadableStream ? input : ReadableStream.from(input)
  if (stream.locked || Readable.isDisturbed(stream as never)) {
    throw new TypeError('The body is a stream that is locked or was read already')
  }
  return { body: { source: null, length: null, stream }, contentType: null }
}

function fromText(text: string): ExtractedBody {
  return fromBytes(encoder.encode(text), 'text/plain;charset=UTF-8')
}

function fromBytes(bytes: Uint8Array, contentType: string | null): ExtractedBody {
  return withSource(bytes, bytes.byteLength, contentType)
}

function blobSource(blob: BlobLike): BodySource {
  if (blob instanceof Blob) return blob
  const bytes = blobBytes(blob)
  // Whoever sends it says what went wrong; until then nobody may be listening.
  bytes.catch(() => {})
  return { formData: bytes }
}

function fromFormData(form: FormDataLike): ExtractedBody {
  const { contentType, length, bytes } = encodeMultipart(form)
  return withSource({ formData: bytes }, length, contentType)
}

function withSource(source: BodySource, length: number | null, contentType: string | null): ExtractedBody {
  return { body: { source, length, stream: null }, contentType }
}

/** A form's length is known once its bytes are. */
export async function withKnownLength(body: PageRequestBody): Promise<PageRequestBody> {
  if (body.source === null || !('formData' in body.source)) return body
  const bytes = await body.source.formData.catch(() => null)
  // A file in it cannot be read. The transport says so: a fetch fails then, it does not throw.
  if (bytes === null) return body
  return { source: bytes, length: bytes.byteLength, stream: null }
}
