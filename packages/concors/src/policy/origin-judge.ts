import { isResolver } from './options.js'
import type { NormalizedOptions } from './options.js'
import { MAX_ORIGIN_LENGTH, parseOriginPattern } from './origin-pattern.js'
import type { ParsedPattern } from './origin-pattern.js'
import { originSet, partsOf } from './origin-set.js'
import type { DecisionReason } from './reasons.js'
import { isSecureOrigin } from './secure-origin.js'

/** What a policy thinks of an origin; `ask` where only its resolver knows. */
export type OriginVerdict = DecisionReason | 'ask'

/** Judges origins, before anything else about a request is looked at. */
export function originJudge(options: NormalizedOptions): (origin: string | null) => OriginVerdict {
  const { allowOrigins } = options
  if (allowOrigins === '*') return (origin) => (origin === null ? 'no-origin' : 'any-origin')
  const mustBeSecure = options.allowCredentials && !options.dangerouslyAllowInsecureOrigins
  const judgeTuple = isResolver(allowOrigins)
    ? (origin: string): OriginVerdict => {
        const parts = partsOf(origin)
        if (parts === null) return 'origin-malformed'
        return mustBeSecure && !isSecureOrigin(parts) ? 'origin-insecure' : 'ask'
      }
    : // They have been checked.
      originSet(allowOrigins.map((text) => parseOriginPattern(text) as ParsedPattern))
  // A page asks many times in a row.
  let last = 'null'
  let lastVerdict: OriginVerdict = options.dangerouslyAllowNullOrigin ? 'origin-listed' : 'origin-null'
  const nullVerdict = lastVerdict
  return (origin) => {
    if (origin === last) return lastVerdict
    if (origin === null) return 'no-origin'
    const verdict = origin === 'null' ? nullVerdict : judgeTuple(origin)
    // What is longer than an origin is not worth keeping.
    if (origin.length <= MAX_ORIGIN_LENGTH) {
      last = origin
      lastVerdict = verdict
    }
    return verdict
  }
}

export function isAllowed(verdict: DecisionReason): boolean {
  return verdict === 'origin-listed' || verdict === 'origin-approved' || verdict === 'any-origin'
}
