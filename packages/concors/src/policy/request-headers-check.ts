import { isToken } from '../protocol/method.js'
import type { Refusal } from './decision.js'

const TOO_LONG: Refusal = { reason: 'request-headers-too-long', detail: null }

/** Names that a `*` is compiled to, for one preflight, at most. */
const MAX_NAMES = 64
/** Characters of names that a `*` is compiled to, at most. */
const MAX_LENGTH = 4096

/** A list of allowed names, ready for checking. */
export class AllowedHeaderNames {
  readonly #indexes: ReadonlyMap<string, number>
  readonly #longest: number
  readonly #maxLength: number

  /** @param names lower-case, sorted, each once */
  constructor(names: readonly string[]) {
    this.#indexes = new Map(names.map((name, index) => [name, index]))
    this.#longest = Math.max(0, ...names.map(({ length }) => length))
    // Twice what a browser could ask for, and some white space of a gateway: reading more is the sender's wish.
    this.#maxLength = 2 * names.join(',').length + 8 * names.length + 64
  }

  /**
   * The work is bounded by the list's size, however long the value is. Browsers send the names lower-case, sorted,
   * each once, with bare commas between: that is read without trimming. Anything else is read again, patiently.
   *
   * @returns the first name that is not allowed; null where all are
   */
  check(value: string): Refusal | null {
    if (value.length > this.#maxLength) return TOO_LONG
    return this.#isSortedSubset(value) ? null : this.#checkPatiently(value)
  }

  #isSortedSubset(value: string): boolean {
    let last = -1
    for (let start = 0; start <= value.length;) {
      const comma = value.indexOf(',', start)
      const end = comma === -1 ? value.length : comma
      if (end - start > this.#longest) return false
      const index = this.#indexes.get(value.slice(start, end))
      if (index === undefined || index <= last) return false
      last = index
      start = end + 1
    }
    return true
  }

  /** Spaces, repetitions, empty elements and upper case, as gateways and test tools send. */
  #checkPatiently(value: string): Refusal | null {
    for (const part of value.split(',')) {
      const name = part.trim().toLowerCase()
      if (name !== '' && !this.#indexes.has(name)) return refused(name)
    }
    return null
  }
}

/**
 * The names that a preflight asks for, for an answer that stands for `*` where the literal would be dead or would say
 * too much. Refused is what is no token, more than 64 names or 4 kB, and what `*` does not cover.
 */
export function compileWildcard(value: string, coversAuthorization: boolean): readonly string[] | Refusal {
  if (value.length > MAX_LENGTH) return TOO_LONG
  const names: string[] = []
  for (const part of value.split(',')) {
    const name = part.trim().toLowerCase()
    if (name === '') continue
    if (names.length === MAX_NAMES) return TOO_LONG
    if (name === 'authorization' && !coversAuthorization) {
      return { reason: 'authorization-not-covered', detail: name }
    }
    // A header may be called `*`. Echoed, it would be the wildcard, and browsers let that cover Authorization.
    if (!isToken(name) || (name === '*' && !coversAuthorization)) return refused(name)
    names.push(name)
  }
  return names
}

function refused(name: string): Refusal {
  return { reason: isToken(name) ? 'header-not-allowed' : 'request-headers-malformed', detail: name }
}
