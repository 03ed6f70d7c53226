import { Readable } from 'node:stream'
import type { Transform } from 'node:stream'
import { promisify } from 'node:util'
import zlib from 'node:zlib'

/** Bytes up to which decoding at once is quicker than a turn through the thread pool. */
const DECODED_AT_ONCE = 4096

/** Tolerates a missing end, as browsers do. */
const ZLIB_OPTIONS = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH }
const BROTLI_OPTIONS = {
  flush: zlib.constants.BROTLI_OPERATION_FLUSH,
  finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH,
}

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
        ? decodeAtOnce(decoded, coding)
        : await decodeInPool(decoded, coding)
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
  const decoder = createDecoder(coding, first.value)
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

/** A decoder of one coding, given the first bytes of it. */
function createDecoder(coding: ContentCoding, start: Uint8Array): Transform {
  switch (coding) {
    case 'gzip':
      return zlib.createGunzip(ZLIB_OPTIONS)
    case 'br':
      return zlib.createBrotliDecompress(BROTLI_OPTIONS)
    case 'deflate':
      return hasZlibHeader(start) ? zlib.createInflate(ZLIB_OPTIONS) : zlib.createInflateRaw(ZLIB_OPTIONS)
  }
}

function decodeAtOnce(bytes: Uint8Array, coding: ContentCoding): Uint8Array {
  switch (coding) {
    case 'gzip':
      return zlib.gunzipSync(bytes, ZLIB_OPTIONS)
    case 'br':
      return zlib.brotliDecompressSync(bytes, BROTLI_OPTIONS)
    case 'deflate':
      return hasZlibHeader(bytes)
        ? zlib.inflateSync(bytes, ZLIB_OPTIONS)
        : zlib.inflateRawSync(bytes, ZLIB_OPTIONS)
  }
}

const gunzip = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.gunzip)
const inflate = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.inflate)
const inflateRaw = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.inflateRaw)
const brotliDecompress = promisify<Uint8Array, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress)

function decodeInPool(bytes: Uint8Array, coding: ContentCoding): Promise<Uint8Array> {
  switch (coding) {
    case 'gzip':
      return gunzip(bytes, ZLIB_OPTIONS)
    case 'br':
      return brotliDecompress(bytes, BROTLI_OPTIONS)
    case 'deflate':
      return hasZlibHeader(bytes) ? inflate(bytes, ZLIB_OPTIONS) : inflateRaw(bytes, ZLIB_OPTIONS)
  }
}

/** Servers send `deflate` with and without its zlib header; the first byte tells (RFC 1950, 2.2). */
function hasZlibHeader(bytes: Uint8Array): boolean {
  return (bytes[0]! & 0x0f) === 0x08
}
