import type { NormalizedOptions } from './options.js'
import { MAX_ORIGIN_LENGTH } from './origin-pattern.js'
import type { ParsedPattern } from './origin-pattern.js'
import { OriginSet, partsOf } from './origin-set.js'
import type { DecisionReason } from './reasons.js'
import { isSecureOrigin } from './secure-origin.js'

/** What a policy thinks of an origin; `ask` where only its resolver knows. */
export type OriginVerdict = DecisionReason | 'ask'

/** Judges origins, before anything else about a request is looked at. */
export function originJudge(
  options: NormalizedOptions,
  patterns: readonly ParsedPattern[],
): (origin: string | null) => OriginVerdict {
  const { allowOrigins } = options
  if (allowOrigins === '*') return (origin) => (origin === null ? 'no-origin' : 'any-origin')
  const nullVerdict = options.dangerouslyAllowNullOrigin ? 'origin-listed' : 'origin-null'
  if (Array.isArray(allowOrigins)) {
    const set = new OriginSet(patterns)
    return rememberingLast((origin) => {
      if (origin === null) return 'no-origin'
      if (origin === 'null') return nullVerdict
      switch (set.membership(origin)) {
        case 'in':
          return 'origin-listed'
        case 'out':
          return 'origin-not-listed'
        case 'malformed':
          return 'origin-malformed'
      }
    })
  }
  const mustBeSecure = options.allowCredentials && !options.dangerouslyAllowInsecureOrigins
  return (origin) => {
    if (origin === null) return 'no-origin'
    if (origin === 'null') return nullVerdict
    const parts = partsOf(origin)
    if (parts === null) return 'origin-malformed'
    return mustBeSecure && !isSecureOrigin(parts) ? 'origin-insecure' : 'ask'
  }
}

/** A page asks many times in a row. */
function rememberingLast(
  judge: (origin: string | null) => OriginVerdict,
): (origin: string | null) => OriginVerdict {
  let last: string | null = null
  let verdict = judge(null)
  return (origin) => {
    if (origin === last) return verdict
    // What is longer than an origin is not worth keeping.
    if (origin !== null && origin.length > MAX_ORIGIN_LENGTH) return judge(origin)
    verdict = judge(origin)
    last = origin
    return verdict
  }
}

export function isAllowed(verdict: DecisionReason): boolean {
  return verdict === 'origin-listed' || verdict === 'origin-approved' || verdict === 'any-origin'
}
