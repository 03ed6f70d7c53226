import { checkResolver } from './check-resolver.js'
import { listOf, orAny, splitList } from './checks.js'
import type { Check, Given } from './given.js'
import { isObject } from './given.js'
import type { OptionIssueCode } from './issue-texts.js'
import type { NormalizedOptions, OriginPattern } from './options.js'
import { isMistake, parseOriginPattern } from './origin-pattern.js'
import type { ParsedPattern } from './origin-pattern.js'
import { repairOriginPattern } from './origin-repair.js'
import { isKnownPublicSuffix } from './public-suffixes.js'
import { isSecureOrigin } from './secure-origin.js'

/** What is said of what is no text. */
function mistakeOf(value: unknown): OptionIssueCode {
  if (value instanceof RegExp) return 'origin-regular-expression'
  return typeof value === 'function' ? 'origin-function' : 'wrong-type'
}

function parse(given: Given): ParsedPattern | undefined {
  const { value } = given
  if (typeof value !== 'string') return given.refuse(mistakeOf(value))
  const parsed = parseOriginPattern(value)
  if (!isMistake(parsed)) return parsed
  return given.refuse(
    parsed,
    parsed === 'origin-list-in-string' ? splitList(value) : repairOriginPattern(value),
  )
}

/** Any pattern. */
export const checkOriginPattern: Check<OriginPattern> = (given) =>
  parse(given) && (given.value as OriginPattern)

/** Exact origins, in the form in which they are sent. */
export const checkExactOrigins = listOf<OriginPattern>((given, all) => {
  const origin = checkOriginPattern(given, all)
  return origin !== undefined && /[*{]/.test(origin) ? given.refuse('origin-not-exact') : origin
}, repairOriginPattern)

/** A pattern that does not let in more than is meant. */
const checkAllowedOrigin: Check<OriginPattern> = (given, all) => {
  const pattern = parse(given)
  if (pattern === undefined) return undefined
  const origin = given.value as OriginPattern
  if (
    all['allowCredentials'] &&
    all['dangerouslyAllowInsecureOrigins'] !== true &&
    !isSecureOrigin(pattern)
  ) {
    const isHttp = pattern.scheme === 'http'
    given.refuse('insecure-origin-with-credentials', isHttp ? origin.replace('http', 'https') : undefined)
  }
  if (pattern.subdomains && all['dangerouslyAllowPublicSuffixes'] !== true) {
    const isSuffix = askPublicSuffix(all, pattern.host.replace(/\.$/, ''))
    // Only `false` is a no.
    if (isSuffix !== false) given.refuse(isSuffix === true ? 'public-suffix' : 'public-suffix-unknown')
  }
  return origin
}

/** Whatever a function that we were given answers; undefined where it throws. */
function askPublicSuffix(
  { isPublicSuffix = isKnownPublicSuffix }: Partial<NormalizedOptions>,
  domain: string,
): unknown {
  try {
    return isPublicSuffix(domain)
  } catch {
    return undefined
  }
}

const checkAllowedOrigins = listOf(checkAllowedOrigin, repairOriginPattern)

/** `*`, a list or a resolver. */
export const checkAllowOrigins: Check<NormalizedOptions['allowOrigins']> = orAny<
  Exclude<NormalizedOptions['allowOrigins'], '*'>
>((given, all) => {
  const { value } = given
  const mistake = mistakeOf(value)
  if (mistake !== 'wrong-type') {
    return given.refuse(mistake, mistake === 'origin-function' ? { resolve: value } : undefined)
  }
  return isObject(value) ? checkResolver(given, all) : checkAllowedOrigins(given, all)
}, false)
