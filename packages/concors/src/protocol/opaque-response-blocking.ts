import { determineNosniff } from './blocked-type.js'
import type { HeaderList } from './header-list.js'
import { extractMimeType, isJavaScriptMimeType } from './mime-type.js'
import type { MimeType } from './mime-type.js'
import type { Profile } from './profile.js'

/** Why an element gets nothing of a response without CORS. */
export type OrbReason = 'type' | 'nosniff' | 'status' | 'looks-like-data'

export interface OrbResponse {
  readonly status: number
  readonly headerList: HeaderList
  /** The body, or as much of it as was read. */
  readonly bytes: Uint8Array
}

/** https://github.com/annevk/orb#opaque-blocklisted-never-sniffed-mime-type; CSV among them, and media of no page. */
const NEVER_SNIFFED =
  /^(?:application\/(?:gzip|zip|pdf|msword|vnd\.ms-[a-z]+|vnd\.openxmlformats-.*|x-protobuf|x-gzip)|text\/csv|text\/event-stream)$/

/**
 * Whether a response may not even be given to the element that asked for it without CORS: it looks like data. Of a `fetch()`
 * the page gets an opaque response either way. https://github.com/annevk/orb
 *
 * @param parses whether a text is a program, for the engine that looks
 */
export function opaqueResponseBlock(
  { status, headerList, bytes }: OrbResponse,
  { opaqueResponseBlocking }: Pick<Profile, 'opaqueResponseBlocking'>,
  parses: (text: string) => boolean,
): OrbReason | null {
  if (opaqueResponseBlocking === 'none') return null
  const mimeType = extractMimeType(headerList)
  const essence = mimeType?.essence ?? ''
  const sniffs = opaqueResponseBlocking === 'sniffed'
  if (isSafelisted(mimeType)) return null
  // Chromium: a script of the right type is looked at too. Seen.
  if (isJavaScriptMimeType(mimeType))
    return sniffs && looksLikeData(decoded(bytes)) ? 'looks-like-data' : null
  if (NEVER_SNIFFED.test(essence)) return 'type'
  const isData = isDataType(mimeType)
  if (isData && status === 206) return 'status'
  if (determineNosniff(headerList) && (isData || essence === 'text/plain')) return 'nosniff'
  if (isMedia(bytes)) return null
  if (status < 200 || status > 299) return 'status'
  if (mimeType === null) return null
  if (/^(?:audio|image|video)\//.test(essence)) return 'type'
  const text = decoded(bytes)
  // Chromium: services/network/orb: what the response begins with. Seen.
  if (sniffs) return looksLikeData(text) ? 'looks-like-data' : null
  return isJson(text) || !parses(text) ? 'looks-like-data' : null
}

function isSafelisted(mimeType: MimeType | null): boolean {
  return mimeType?.essence === 'text/css' || mimeType?.essence === 'image/svg+xml'
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

/** HTML, JSON and XML. */
function isDataType(mimeType: MimeType | null): boolean {
  if (mimeType === null) return false
  const { essence, subtype } = mimeType
  return (
    ['text/html', 'text/json', 'application/json', 'text/xml', 'application/xml'].includes(essence) ||
    /\+(?:json|xml)$/.test(subtype)
  )
}

const MEDIA = [
  '\x89PNG\r\n\x1a\n',
  'GIF87a',
  'GIF89a',
  '\xff\xd8\xff',
  'BM',
  '\0\0\x01\0',
  'RIFF',
  'OggS\0',
  'ID3',
  '\x1a\x45\xdf\xa3',
] as const

function isMedia(bytes: Uint8Array): boolean {
  const start = String.fromCharCode(...bytes.subarray(0, 12))
  return MEDIA.some((signature) => start.startsWith(signature)) || start.slice(4, 8) === 'ftyp'
}

/** A tag of HTML, a declaration of XML, or `{"…":`. */
function looksLikeData(text: string): boolean {
  const start = text.replace(/^(?:\s|<!--[^]*?-->)*/, '')
  return (
    /^<(?:!doctype html|script|html|head|iframe|h1|div|font|table|a|style|title|b|body|br|p)[\s>/]/i.test(
      start,
    ) ||
    /^<!doctype html/i.test(start) ||
    start.startsWith('<?xml') ||
    /^\{\s*(?:"[^"\\]*"|'[^'\\]*')\s*:/.test(start)
  )
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
