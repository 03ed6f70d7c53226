import { CaptureError, placeAt } from './capture-error.js'

/** How a command was copied: for a POSIX shell, or for Windows' cmd. */
export type Shell = 'posix' | 'cmd'

/** cmd escapes with `^`, also the end of a line; no POSIX shell has it before a quote. */
function shellOf(text: string): Shell {
  return /\^\s*\r?\n|\^"|(?:^|\s)curl(?:\.exe)?\s+"[^"]*\^/.test(text) ? 'cmd' : 'posix'
}

/**
 * The words of one command, as the shell would pass them on. It ends at `;`, `|`, `&`, `>` or a line's end.
 *
 * @throws CaptureError for a quote that is not closed, and for what a shell would have to run or look up
 */
export function shellWords(text: string, shell: Shell = shellOf(text)): readonly string[] {
  return shell === 'cmd' ? cmdWords(text) : new PosixWords(text).read()
}

class PosixWords {
  readonly #text: string
  #at = 0
  #word: string | null = null
  readonly #words: string[] = []

  constructor(text: string) {
    this.#text = text
  }

  read(): readonly string[] {
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!
      if (/[;|&<>\n]/.test(char)) {
        if (char !== '\n' || this.#words.length > 0 || this.#word !== null) break
        this.#at++
      } else if (/\s/.test(char)) {
        this.#end()
        this.#at++
      } else this.#part(char)
    }
    this.#end()
    return this.#words
  }

  #end(): void {
    if (this.#word !== null) this.#words.push(this.#word)
    this.#word = null
  }

  #add(text: string): void {
    this.#word = (this.#word ?? '') + text
  }

  #part(char: string): void {
    const text = this.#text
    if (char === '\\') {
      const next = text[this.#at + 1]
      if (next === undefined)
        throw this.#cut(this.#at, 'a backslash at the very end', 'the rest of the command')
      const lineEnd = /^\\\r?\n/.exec(text.slice(this.#at, this.#at + 3))
      if (lineEnd === null) this.#add(next)
      this.#at += lineEnd?.[0].length ?? 2
    } else if (char === "'") {
      const end = text.indexOf("'", this.#at + 1)
      if (end === -1) throw this.#cut(this.#at, "the quote ' is never closed", "another '")
      this.#add(text.slice(this.#at + 1, end))
      this.#at = end + 1
    } else if (char === '"') this.#doubleQuoted()
    else if (text.startsWith("$'", this.#at)) this.#dollarQuoted()
    else if (char === '`' || /^\$[({A-Za-z_]/.test(text.slice(this.#at, this.#at + 2))) {
      throw this.#cut(this.#at, 'a variable or another command is used here', 'its value')
    } else {
      this.#add(char)
      this.#at++
    }
  }

  #doubleQuoted(): void {
    const start = this.#at
    const text = this.#text
    this.#add('')
    for (this.#at++; text[this.#at] !== '"'; this.#at++) {
      const char = text[this.#at]
      if (char === undefined) throw this.#cut(start, 'the quote " is never closed', 'another "')
      if (char === '`' || /^\$[({A-Za-z_]/.test(text.slice(this.#at, this.#at + 2))) {
        throw this.#cut(this.#at, 'a variable or another command is used here', 'its value')
      }
      if (char !== '\\') {
        this.#add(char)
        continue
      }
      const next = text[++this.#at] ?? ''
      if (next !== '\n') this.#add(/["\\$`]/.test(next) ? next : `\\${next}`)
    }
    this.#at++
  }

  /** `$'…'`, with the escapes of C. */
  #dollarQuoted(): void {
    const match = /^\$'((?:[^'\\]|\\[^])*)'/.exec(this.#text.slice(this.#at))
    if (match === null) throw this.#cut(this.#at, "the quote $' is never closed", "a '")
    this.#add(unescapeC(match[1]!))
    this.#at += match[0].length
  }

  #cut(at: number, found: string, expected: string): CaptureError {
    return new CaptureError(placeAt(this.#text, at), found, expected)
  }
}

const C_ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

function unescapeC(text: string): string {
  const escapes = /\\(?:u([0-9a-f]{1,4})|U([0-9a-f]{1,8})|x([0-9a-f]{1,2})|([0-7]{1,3})|([^]))/gi
  return text.replaceAll(
    escapes,
    (_all, u?: string, long?: string, hex?: string, octal?: string, char = '') => {
      const code = u ?? long ?? hex
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16))
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
      return C_ESCAPES[char as string] ?? (char as string)
    },
  )
}

/** cmd's own quoting is undone first, `^` by `^`; what is left is split as Windows programs split it. */
function cmdWords(text: string): readonly string[] {
  const line = text
    .trim()
    .replaceAll(/\^\r?\n[ \t]*(?:\r?\n)?/g, ' ')
    .replaceAll(/\^([^])/g, '$1')
  const words: string[] = []
  let word: string | null = null
  let quoted = false
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!
    if (char === '\\' && line[at + 1] === '"') {
      word = `${word ?? ''}"`
      at++
    } else if (char === '"') {
      if (quoted && line[at + 1] === '"') {
        word = `${word ?? ''}"`
        at++
      } else quoted = !quoted
      word ??= ''
    } else if (!quoted && /\s/.test(char)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + char
  }
  if (quoted) throw new CaptureError(placeAt(text, text.length), 'the quote " is never closed', 'another "')
  if (word !== null) words.push(word)
  return words
}
