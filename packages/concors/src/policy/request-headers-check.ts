import { isToken } from '../protocol/method.js'
import type { Refusal } from './decision.js'

const TOO_LONG: Refusal = { reason: 'request-headers-too-long', detail: null }

/** Names that a `*` is compiled to, for one preflight, at most. */
const MAX_NAMES = 64
/** Characters of names that a `*` is compiled to, at most. */
const MAX_LENGTH = 4096

/**
 * Checks what a preflight asks for against a list of names, in lower case: what is refused, or null.
 *
 * The work is bounded by the list's size, however long the value is. Browsers send the names lower-case, with bare commas
 * between: that is read without trimming. Anything else is read again, patiently.
 */
export function headerNamesCheck(allowed: readonly string[]): (value: string) => Refusal | null {
  const known = new Set(allowed)
  // Twice what a browser could ask for, and some white space of a gateway: reading more is the sender's wish.
  const maxLength = 2 * allowed.join(',').length + 8 * allowed.length + 64
  return (value) => {
    if (value.length > maxLength) return TOO_LONG
    if (value === '' || value.split(',').every((name) => known.has(name))) return null
    const name = namesIn(value).find((asked) => !known.has(asked))
    return name === undefined ? null : refused(name)
  }
}

/**
 * The names that a preflight asks for, for an answer that stands for `*` where the literal would be dead or would say
 * too much. Refused is what is no token, more than 64 names or 4 kB, and what `*` does not cover.
 */
export function compileWildcard(value: string, coversAuthorization: boolean): readonly string[] | Refusal {
  if (value.length > MAX_LENGTH) return TOO_LONG
  const names = namesIn(value)
  if (names.length > MAX_NAMES) return TOO_LONG
  // A header may be called `*`. Echoed, it would be the wildcard, and browsers let that cover Authorization.
  const refusal = names.find(
    (name) => !isToken(name) || (!coversAuthorization && (name === '*' || name === 'authorization')),
  )
  if (refusal === undefined) return names
  return refusal === 'authorization'
    ? { reason: 'authorization-not-covered', detail: refusal }
    : refused(refusal)
}

/** Spaces, repetitions, empty elements and upper case, as gateways and test tools send. */
function namesIn(value: string): readonly string[] {
  return value
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter(Boolean)
}

function refused(name: string): Refusal {
  return { reason: isToken(name) ? 'header-not-allowed' : 'request-headers-malformed', detail: name }
}
