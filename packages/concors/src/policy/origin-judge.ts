import type { Facts } from './facts.js'
import { isResolver } from './options.js'
import type { NormalizedOptions } from './options.js'
import { parseOriginPattern } from './origin-pattern.js'
import type { ParsedPattern } from './origin-pattern.js'
import { originSet, partsOf } from './origin-set.js'
import type { DecisionReason } from './reasons.js'
import { resolverCall } from './resolver.js'
import { isSecureOrigin } from './secure-origin.js'

/** Judges the origin of a request, before anything else about it is looked at. A promise only where a resolver is asked. */
export type Judge = (origin: string, facts: Pick<Facts, 'header'>) => DecisionReason | Promise<DecisionReason>

export function originJudge(options: NormalizedOptions): Judge {
  const { allowOrigins } = options
  if (allowOrigins === '*') return () => 'any-origin'
  const judgeTuple = isResolver(allowOrigins)
    ? resolverJudge(options, resolverCall(allowOrigins))
    : // They have been checked.
      originSet(allowOrigins.map((text) => parseOriginPattern(text) as ParsedPattern))
  const nullVerdict = options.dangerouslyAllowNullOrigin ? 'origin-listed' : 'origin-null'
  return (origin, facts) => (origin === 'null' ? nullVerdict : judgeTuple(origin, facts))
}

/** A resolver's yes passes the same checks as a list. */
function resolverJudge(
  { allowCredentials, dangerouslyAllowInsecureOrigins }: NormalizedOptions,
  ask: Judge,
): Judge {
  const mustBeSecure = allowCredentials && !dangerouslyAllowInsecureOrigins
  return (origin, facts) => {
    const parts = partsOf(origin)
    if (parts === null) return 'origin-malformed'
    return mustBeSecure && !isSecureOrigin(parts) ? 'origin-insecure' : ask(origin, facts)
  }
}

export function isAllowed(verdict: DecisionReason): boolean {
  return verdict === 'origin-listed' || verdict === 'origin-approved' || verdict === 'any-origin'
}
