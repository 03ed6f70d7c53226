// Header values are bytes, a character for each.

/** Bytes read as UTF-8. */
export function utf8FromBytes(bytes: string): string {
  if (isAscii(bytes)) return bytes
  return new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)))
}

/** The bytes of a text in UTF-8. */
export function bytesOfUtf8(text: string): string {
  if (isAscii(text)) return text
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
}

/** The common case, which needs neither. */
function isAscii(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- ASCII is the common case
  return /^[\x00-\x7f]*$/.test(text)
}
