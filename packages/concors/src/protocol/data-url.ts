import { parseMimeType, serializeMimeType } from './mime-type.js'
import { withoutFragment } from './request.js'

export interface DataUrl {
  /** Serialized, for Content-Type. */
  readonly mimeType: string
  readonly body: Uint8Array
}

const DEFAULT_MIME_TYPE = 'text/plain;charset=US-ASCII'

/** https://fetch.spec.whatwg.org/#data-url-processor; null is its failure. */
export function processDataUrl(url: URL): DataUrl | null {
  // 2-3
  const input = withoutFragment(url).slice('data:'.length)
  const comma = input.indexOf(',')
  // 7
  if (comma === -1) return null
  // 5-6
  const written = input.slice(0, comma).replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, '')
  // 9-10
  let body = percentDecode(input.slice(comma + 1))
  // 11
  const base64 = /; *base64$/i.exec(written)
  const mediaType = base64 === null ? written : written.slice(0, base64.index)
  if (base64 !== null) {
    const decoded = forgivingBase64Decode(body)
    if (decoded === null) return null
    body = decoded
  }
  // 12-14
  const mimeType = parseMimeType(mediaType.startsWith(';') ? `text/plain${mediaType}` : mediaType)
  return { mimeType: mimeType === null ? DEFAULT_MIME_TYPE : serializeMimeType(mimeType), body }
}

/** https://url.spec.whatwg.org/#string-percent-decode, for the ASCII that a serialized URL is made of */
function percentDecode(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  let length = 0
  for (let i = 0; i < text.length; i++) {
    const hex = text[i] === '%' ? text.slice(i + 1, i + 3) : ''
    if (/^[0-9A-Fa-f]{2}$/.test(hex)) {
      bytes[length++] = Number.parseInt(hex, 16)
      i += 2
    } else bytes[length++] = text.charCodeAt(i)
  }
  return bytes.subarray(0, length)
}

/** https://infra.spec.whatwg.org/#forgiving-base64-decode; null is its failure. */
function forgivingBase64Decode(bytes: Uint8Array): Uint8Array | null {
  try {
    const text = atob(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    return Uint8Array.from(text, (char) => char.charCodeAt(0))
  } catch {
    return null
  }
}
