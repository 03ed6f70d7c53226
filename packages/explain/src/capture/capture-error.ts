/** What was pasted cannot be understood: where that is, and what was expected there. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError'
  /** Line and column from 1, or a path such as `log.entries[3].request.url`; empty for the whole. */
  readonly place: string
  readonly expected: string

  constructor(place: string, found: string, expected: string) {
    super(`${place === '' ? '' : `${place}: `}${found}; expected ${expected}`)
    this.place = place
    this.expected = expected
  }
}

/** Where an offset is, for people. */
export function placeAt(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n')
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`
}

/** A few words of what was found, for a message. */
export function excerpt(text: string, offset = 0): string {
  const words = text.slice(offset, offset + 40)
  return JSON.stringify(offset + 40 < text.length ? `${words}…` : words)
}
