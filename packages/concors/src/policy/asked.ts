import type { HeaderList } from '../protocol/header-list.js'
import { isCorsSafelistedMethod, isToken } from '../protocol/method.js'
import type { Refusal } from './decision.js'
import type { NormalizedOptions } from './options.js'
import { compileWildcard, headerNamesCheck } from './request-headers-check.js'

/** Longest method that is looked up: hashing a long one costs. */
const MAX_METHOD_LENGTH = 64

/** What is said to what a preflight asks for: the header that grants it, or what is refused. */
export type Answer = HeaderList | Refusal

export function isRefusal(answer: Answer): answer is Refusal {
  return !Array.isArray(answer)
}

/** With credentials a literal `*` would be a method of that name. */
export function isLiteralMethods({ allowMethods, allowCredentials }: NormalizedOptions): boolean {
  return allowMethods === '*' && !allowCredentials
}

/**
 * A literal `*` covers Authorization in every engine, whatever the standard says, and in the preflight cache of
 * Chromium and WebKit also for requests that never asked. So it is sent only where Authorization is meant.
 */
export function isLiteralNames({ allowHeaders, allowCredentials }: NormalizedOptions): boolean {
  return Array.isArray(allowHeaders) && allowHeaders.includes('*') && !allowCredentials
}

export function compileMethods(options: NormalizedOptions): (method: string) => Answer {
  const { allowMethods = [] } = options
  const isAny = allowMethods === '*'
  const list = headerOf('access-control-allow-methods', allowMethods)
  if (isLiteralMethods(options)) return () => list
  // Upload listeners and streams make browsers ask even for safelisted ones.
  const isAllowed = (method: string): boolean =>
    isCorsSafelistedMethod(method) ||
    (method.length <= MAX_METHOD_LENGTH && (isAny ? isToken(method) : allowMethods.includes(method)))
  return (method) => {
    if (isAllowed(method)) return isAny ? headerOf('access-control-allow-methods', method) : list
    const differs = !isAny && isAllowed(method.slice(0, MAX_METHOD_LENGTH).toUpperCase())
    return { reason: differs ? 'method-case-differs' : 'method-not-allowed', detail: method }
  }
}

/** Also the whole list, where it does not depend on what was asked. */
export function compileNames(
  options: NormalizedOptions,
): readonly [answer: (value: string) => Answer, list: HeaderList] {
  const { allowHeaders = [] } = options
  const allow = (names: string | readonly string[]): HeaderList =>
    headerOf('access-control-allow-headers', names)
  const list = allow(allowHeaders)
  if (isLiteralNames(options)) return [() => list, list]
  if (allowHeaders.includes('*')) {
    const coversAuthorization = allowHeaders !== '*'
    const answer = (value: string): Answer => {
      const names = compileWildcard(value, coversAuthorization)
      return 'reason' in names ? names : allow(names)
    }
    return [answer, []]
  }
  const check = headerNamesCheck(allowHeaders as readonly string[])
  return [(value) => check(value) ?? list, list]
}

/** A header with a value or a list of them; none at all where there is nothing to say. */
export function headerOf(name: string, value: string | readonly string[] | false | undefined): HeaderList {
  if (!value || value.length === 0) return []
  return [Object.freeze([name, typeof value === 'string' ? value : value.join(', ')] as const)]
}
