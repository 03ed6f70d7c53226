import type { IssueList } from './issues.js'
import type { OptionReader } from './option-reader.js'
import { splitList } from './option-reader.js'
import type { OriginPattern, OriginResolver } from './options.js'
import { isExact, isMistake, parseOriginPattern } from './origin-pattern.js'
import type { ParsedPattern } from './origin-pattern.js'
import { repairOriginPattern } from './origin-repair.js'
import { checkResolver } from './check-resolver.js'
import { isSecureOrigin } from './secure-origin.js'

/** What the other options say that bears on origins. */
export interface OriginRules {
  readonly credentials: boolean
  readonly allowInsecure: boolean
  readonly allowPublicSuffixes: boolean
  readonly isPublicSuffix: (domain: string) => boolean
}

export function checkAllowOrigins(
  reader: OptionReader,
  rules: OriginRules,
): '*' | readonly ParsedPattern[] | OriginResolver {
  const { issues } = reader
  if (!reader.names('allowOrigins')) issues.add('missing-allow-origins', 'allowOrigins', undefined)
  if (!reader.has('allowOrigins')) return []
  const value = reader.value('allowOrigins')
  if (value === '*') {
    if (rules.credentials) issues.add('wildcard-with-credentials', 'allowOrigins', value)
    return '*'
  }
  if (Array.isArray(value)) {
    if (value.length === 0) issues.add('empty-list', 'allowOrigins', value)
    return withHoles(value).flatMap((item, index) =>
      checkPattern(item, `allowOrigins[${index}]`, issues, rules),
    )
  }
  if (value instanceof RegExp) issues.add('origin-regular-expression', 'allowOrigins', value)
  else if (typeof value === 'function')
    issues.add('origin-function', 'allowOrigins', value, { resolve: value })
  else if (typeof value === 'object' && value !== null) return checkResolver(value, 'allowOrigins', issues)
  else issues.add('wrong-type', 'allowOrigins', value, originsSuggestion(value))
  return []
}

/** Exact origins, in the form in which they are sent. */
export function checkExactOrigins(
  list: readonly unknown[],
  path: string,
  issues: IssueList,
): readonly OriginPattern[] {
  const origins = withHoles(list).flatMap((item, index) => {
    const at = `${path}[${index}]`
    const parsed = checkOriginPattern(item, at, issues)
    if (parsed === null) return []
    if (!isExact(parsed)) issues.add('origin-not-exact', at, item)
    return [parsed.text]
  })
  return [...new Set(origins as OriginPattern[])]
}

/** With its holes as undefined: `flatMap` passes over them. */
function withHoles(list: readonly unknown[]): readonly unknown[] {
  return Array.from(list)
}

function checkPattern(
  item: unknown,
  path: string,
  issues: IssueList,
  rules: OriginRules,
): readonly ParsedPattern[] {
  const parsed = checkOriginPattern(item, path, issues)
  if (parsed === null) return []
  if (rules.credentials && !rules.allowInsecure && !isSecureOrigin(parsed)) {
    const secure = parsed.scheme === 'http' ? parsed.text.replace('http:', 'https:') : undefined
    issues.add('insecure-origin-with-credentials', path, item, secure)
  }
  if (parsed.subdomains && !rules.allowPublicSuffixes) {
    const isSuffix = askPublicSuffix(rules, parsed.host.replace(/\.$/, ''))
    if (isSuffix !== false) issues.add(isSuffix ? 'public-suffix' : 'public-suffix-unknown', path, item)
  }
  return [parsed]
}

/** Null where a function that we were given does not know: only its `false` is a no. */
function askPublicSuffix({ isPublicSuffix }: OriginRules, domain: string): boolean | null {
  try {
    const answer: unknown = isPublicSuffix(domain)
    return typeof answer === 'boolean' ? answer : null
  } catch {
    return null
  }
}

/** The pattern, or null and an issue. */
export function checkOriginPattern(item: unknown, path: string, issues: IssueList): ParsedPattern | null {
  if (typeof item !== 'string') {
    if (item === undefined) issues.add('undefined-value', path, item)
    else if (item instanceof RegExp) issues.add('origin-regular-expression', path, item)
    else if (typeof item === 'function') issues.add('origin-function', path, item)
    else issues.add('wrong-type', path, item)
    return null
  }
  const parsed = parseOriginPattern(item)
  if (!isMistake(parsed)) return parsed
  issues.add(parsed, path, item, suggestionFor(parsed, item))
  return null
}

function suggestionFor(mistake: string, text: string): unknown {
  switch (mistake) {
    case 'origin-null':
    case 'wildcard-in-list':
    case 'origin-scheme-file':
      return undefined
    case 'origin-list-in-string':
      return splitList(text)
    default:
      return repairOriginPattern(text)
  }
}

function originsSuggestion(value: unknown): unknown {
  if (typeof value !== 'string' || value === 'null') return undefined
  const origins = splitList(value).map((part) => repairOriginPattern(part))
  return origins.length > 0 && origins.every((origin) => origin !== undefined) ? origins : undefined
}
