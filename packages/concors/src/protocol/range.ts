/** A single byte range. Either end can be open, never both. */
export interface ByteRange {
  readonly start: number | null
  readonly end: number | null
}

/**
 * Reads `bytes=first-last`, exact but for tabs and spaces where they are allowed; null where it is no single range.
 * https://fetch.spec.whatwg.org/#simple-range-header-value
 *
 * @param largest position that can be read
 */
export function parseSingleRange(
  value: string,
  allowWhitespace: boolean,
  largest = Infinity,
): ByteRange | null {
  const pattern = allowWhitespace
    ? /^bytes[\t ]*=[\t ]*([0-9]*)[\t ]*-[\t ]*([0-9]*)$/
    : /^bytes=([0-9]*)-([0-9]*)$/
  const match = pattern.exec(value)
  if (match === null) return null
  const start = match[1] === '' ? null : Number(match[1])
  const end = match[2] === '' ? null : Number(match[2])
  // 17
  if (start === null && end === null) return null
  // Not in Fetch: engines read positions as signed 64-bit integers.
  if (Number(match[1]) > largest || Number(match[2]) > largest) return null
  // 18
  if (start !== null && end !== null && BigInt(match[1]!) > BigInt(match[2]!)) return null
  return { start, end }
}
