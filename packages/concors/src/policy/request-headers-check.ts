import { isToken } from '../protocol/method.js'

/** What `Access-Control-Request-Headers` came to: null if all is allowed, otherwise what is not, and why. */
export type HeadersVerdict = null | {
  readonly reason: 'header-not-allowed' | 'request-headers-malformed' | 'request-headers-too-long'
  /** The first name that is not allowed, cut to 64 characters; empty where the value as a whole is refused. */
  readonly name: string
}

const TOO_LONG: HeadersVerdict = { reason: 'request-headers-too-long', name: '' }

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
   */
  check(value: string): HeadersVerdict {
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
  #checkPatiently(value: string): HeadersVerdict {
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
export function compileWildcard(
  value: string,
  coversAuthorization: boolean,
): { readonly names: readonly string[]; readonly verdict: HeadersVerdict } {
  if (value.length > MAX_LENGTH) return { names: [], verdict: TOO_LONG }
  const names: string[] = []
  for (const part of value.split(',')) {
    const name = part.trim().toLowerCase()
    if (name === '') continue
    if (names.length === MAX_NAMES) return { names: [], verdict: TOO_LONG }
    // A header may be called `*`. Echoed, it would be the wildcard, and browsers let that cover Authorization.
    const covered = coversAuthorization || (name !== 'authorization' && name !== '*')
    if (!isToken(name) || !covered) return { names: [], verdict: refused(name) }
    names.push(name)
  }
  return { names, verdict: null }
}

function refused(name: string): HeadersVerdict {
  const reason = isToken(name) ? 'header-not-allowed' : 'request-headers-malformed'
  return { reason, name: name.slice(0, 64) }
}
