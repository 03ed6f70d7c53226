/**
 * What could move the cursor, change colours or reorder the line on a terminal: C0 and C1 controls, DEL, line and
 * paragraph separators, marks of invisible width, and the controls of bidirectional text.
 */
const UNSAFE =
  // oxlint-disable-next-line no-control-regex -- control characters are what this finds
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g

/** A text of unknown origin for a terminal: what is not to be seen is written as `\x1b` or `\u202e`. */
export function escapeControls(text: string): string {
  return text.replace(UNSAFE, (char) => escapeCharacter(char.charCodeAt(0)))
}

/**
 * A header's value for a terminal. Header values are bytes, one character each: what is UTF-8 is shown as such,
 * other bytes beyond ASCII as `\xe9`.
 */
export function escapeBytes(bytes: string): string {
  // oxlint-disable-next-line no-control-regex -- ASCII is the common case and needs no decoding
  if (/^[\x00-\x7f]*$/.test(bytes)) return escapeControls(bytes)
  // A text that is no string of bytes comes from elsewhere, for instance from a person.
  if (/[^\0-\xff]/.test(bytes)) return escapeControls(bytes)
  try {
    const array = Uint8Array.from(bytes, (char) => char.charCodeAt(0))
    return escapeControls(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(array))
  } catch {
    return escapeControls(bytes).replace(/[\u0080-\u00ff]/g, (char) => escapeCharacter(char.charCodeAt(0)))
  }
}

/** JSON text that a terminal shows as it is: JSON itself leaves DEL, C1 and bidi controls alone. */
export function escapeJson(json: string): string {
  return json.replace(UNSAFE, (char) =>
    char === '\n' ? char : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function escapeCharacter(code: number): string {
  return code <= 0xff
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`
}
