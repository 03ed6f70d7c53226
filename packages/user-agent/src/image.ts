import type { CrossOrigin, InnerRequest, InnerResponse, ProfileName } from 'concors/protocol'
import { drawable, taintedError } from './canvas.js'
import type { CanvasRead } from './canvas.js'

export interface ImageOptions {
  readonly crossOrigin?: CrossOrigin
  /** Default: the page's. */
  readonly referrerPolicy?: InnerRequest['referrerPolicy']
}

/** An image that was loaded, and whether a canvas that it is drawn into may still be read. */
export interface LoadedImage {
  /** After redirects; empty where the page may not know. */
  readonly url: string
  readonly contentType: string
  /** What the server sent: for whoever tests. A page's scripts get it by {@link readPixels} only. */
  readonly bytes: Uint8Array
  /** False taints the canvas. https://html.spec.whatwg.org/#concept-canvas-origin-clean */
  readonly originClean: boolean
  /**
   * What `toDataURL()`, `toBlob()` and `getImageData()` need of a canvas with nothing but this in it: the image's bytes, not decoded
   * here.
   *
   * @param how what the page calls, for the engine's words. Default: `toDataURL`
   * @throws DOMException `SecurityError` where the image would taint the canvas
   */
  readPixels(how?: CanvasRead): Uint8Array
}

/**
 * The image that a response holds.
 *
 * @throws DOMException `EncodingError` where the bytes are no image: an `<img>` fires `error` then
 */
export function createLoadedImage(
  profile: ProfileName,
  response: InnerResponse,
  bytes: Uint8Array,
): LoadedImage {
  const internal = response.internalResponse ?? response
  const contentType = internal.headerList.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  if (!isImage(bytes, contentType)) {
    const what = contentType === '' ? 'no Content-Type' : `Content-Type ${contentType}`
    throw new DOMException(
      `The response is no image (${internal.status}, ${what}, ${bytes.byteLength} bytes)`,
      'EncodingError',
    )
  }
  // https://html.spec.whatwg.org/#cors-cross-origin
  const originClean = response.type !== 'opaque' && response.type !== 'opaqueredirect'
  return drawable({
    url: response.urlList.at(-1)?.href ?? '',
    contentType,
    bytes,
    originClean,
    readPixels(how = 'toDataURL') {
      if (!originClean) throw taintedError(profile, how)
      return bytes
    },
  })
}

/** What image files begin with: at a position, one character for a byte. */
const SIGNATURES: readonly (readonly [position: number, text: string])[] = [
  [0, '\x89PNG\r\n\x1a\n'],
  [0, 'GIF87a'],
  [0, 'GIF89a'],
  [0, '\xff\xd8\xff'],
  [0, 'BM'],
  [0, '\0\0\x01\0'],
  [0, '\0\0\x02\0'],
  [8, 'WEBPVP'],
  [4, 'ftypavif'],
  [4, 'ftypavis'],
]

/** https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern; SVG has no signature, and goes by its type. */
function isImage(bytes: Uint8Array, contentType: string): boolean {
  if (/^image\/svg\+xml\s*(?:;|$)/i.test(contentType)) return bytes.byteLength > 0
  const start = String.fromCharCode(...bytes.subarray(0, 16))
  return SIGNATURES.some(([position, text]) => start.startsWith(text, position))
}
