import { Readable } from 'node:stream'
import type { Transform } from 'node:stream'
import { promisify } from 'node:util'
import { lazy } from '../lazy.js'

/** Bytes up to which decoding at once is quicker than a turn through the thread pool. */
const DECODED_AT_ONCE = 4096

/** Content codings of responses that are decoded here. */
export type ContentCoding = 'gzip' | 'deflate' | 'br'

/** What `Accept-Encoding` asks for. */
export const ACCEPT_ENCODING = 'gzip, deflate, br'

/**
 * The codings of a Content-Encoding value in the order in which they were applied, or null where there is
 * nothing to decode: no coding, or one that is not known, whose bytes a browser passes on as they are.
 * https://fetch.spec.whatwg.org/#handle-content-codings
 */
export function contentCodings(value: string | null): readonly ContentCoding[] | null {
  if (value === null) return null
  const codings: ContentCoding[] = []
  for (const part of value.toLowerCase().split(',')) {
    const coding = part.trim()
    if (coding === '' || coding === 'identity') continue
    if (coding === 'gzip' || coding === 'x-gzip') codings.push('gzip')
    else if (coding === 'deflate' || coding === 'br') codings.push(coding)
    else return null
  }
  return codings.length === 0 ? null : codings
}

/** Decodes a whole body. Rejects where it is corrupt. */
export async function decodeBytes(bytes: Uint8Array, codings: readonly ContentCoding[]): Promise<Uint8Array> {
  let decoded = bytes
  for (const coding of codings.toReversed()) {
    // An empty body is no gzip file, and yet browsers take it for an empty body.
    if (decoded.byteLength === 0) return decoded
    decoded =
      decoded.byteLength <= DECODED_AT_ONCE
        ? decoderOf(coding, decoded).atOnce(decoded)
        : await decoderOf(coding, decoded).inPool(decoded)
  }
  return decoded
}

/** Decodes a body as it comes. Throws where it is corrupt, or where `chunks` does. */
export function decodeStream(
  chunks: AsyncIterable<Uint8Array>,
  codings: readonly ContentCoding[],
): AsyncIterable<Uint8Array> {
  let decoded = chunks
  for (const coding of codings.toReversed()) decoded = decodeOne(decoded, coding)
  return decoded
}

async function* decodeOne(
  chunks: AsyncIterable<Uint8Array>,
  coding: ContentCoding,
): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  const first = await iterator.next()
  // As with whole bodies: nothing at all is an empty body.
  if (first.done === true) return
  const decoder = decoderOf(coding, first.value).stream()
  const source = Readable.from(startingWith(first.value, iterator), { objectMode: false })
  source.once('error', (error) => decoder.destroy(error))
  try {
    yield* source.pipe(decoder)
  } finally {
    source.destroy()
  }
}

async function* startingWith(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

/** How one coding is undone. */
interface Decoder {
  stream(): Transform
  atOnce(bytes: Uint8Array): Uint8Array
  inPool(bytes: Uint8Array): Promise<Uint8Array>
}

/** The decoder of one coding, given the first bytes of it. A missing end is tolerated, as browsers do. */
function decoderOf(coding: ContentCoding, start: Uint8Array): Decoder {
  const zlib = lazy.zlib()
  const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = zlib.constants
  const options = { flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH }
  const brotli = { flush: BROTLI_OPERATION_FLUSH, finishFlush: BROTLI_OPERATION_FLUSH }
  switch (coding) {
    case 'gzip':
      return decoder(options, zlib.createGunzip, zlib.gunzipSync, zlib.gunzip)
    case 'br':
      return decoder(brotli, zlib.createBrotliDecompress, zlib.brotliDecompressSync, zlib.brotliDecompress)
    case 'deflate':
      return hasZlibHeader(start)
        ? decoder(options, zlib.createInflate, zlib.inflateSync, zlib.inflate)
        : decoder(options, zlib.createInflateRaw, zlib.inflateRawSync, zlib.inflateRaw)
  }
}

/** What Node has in three forms. */
function decoder<Options>(
  options: Options,
  stream: (options: Options) => Transform,
  atOnce: (bytes: Uint8Array, options: Options) => Uint8Array,
  inPool: (
    bytes: Uint8Array,
    options: Options,
    done: (error: Error | null, decoded: Uint8Array) => void,
  ) => void,
): Decoder {
  return {
    stream: () => stream(options),
    atOnce: (bytes) => atOnce(bytes, options),
    inPool: (bytes) => promisify(inPool)(bytes, options),
  }
}

/** Servers send `deflate` with and without its zlib header; the first byte tells (RFC 1950, 2.2). */
function hasZlibHeader(bytes: Uint8Array): boolean {
  return (bytes[0]! & 0x0f) === 0x08
}
