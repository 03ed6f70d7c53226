import type { HeaderList } from '../protocol/header-list.js'
import { isCorsSafelistedMethod, isToken } from '../protocol/method.js'
import type { NormalizedOptions } from './options.js'
import type { DecisionReason } from './reasons.js'
import { AllowedHeaderNames, compileWildcard } from './request-headers-check.js'

const NO_HEADERS: HeaderList = Object.freeze([])

/** Longest method that is looked up: hashing a long one costs. */
const MAX_METHOD_LENGTH = 64

/** What a preflight asks for and does not get. */
interface Asked {
  readonly reason: DecisionReason
  readonly detail: string | null
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
  return allowHeaders === '*,authorization' && !allowCredentials
}

export function compileMethods(options: NormalizedOptions) {
  const { allowMethods } = options
  const name = 'Access-Control-Allow-Methods'
  if (isLiteralMethods(options)) {
    const literal: HeaderList = [[name, '*']]
    return { refuses: (): Asked | null => null, headers: () => literal }
  }
  if (allowMethods === '*') {
    return {
      refuses: (method: string): Asked | null =>
        method.length <= MAX_METHOD_LENGTH && isToken(method)
          ? null
          : { reason: 'method-not-allowed', detail: method },
      headers: (method: string): HeaderList => [[name, method]],
    }
  }
  const set = new Set(allowMethods)
  const list: HeaderList = allowMethods.length === 0 ? [] : [[name, allowMethods.join(', ')]]
  return {
    refuses: (method: string): Asked | null => {
      // Upload listeners and streams make browsers ask even for these.
      if (isCorsSafelistedMethod(method) || (method.length <= MAX_METHOD_LENGTH && set.has(method)))
        return null
      const upper = method.slice(0, MAX_METHOD_LENGTH).toUpperCase()
      const differs = set.has(upper) || isCorsSafelistedMethod(upper)
      return { reason: differs ? 'method-case-differs' : 'method-not-allowed', detail: method }
    },
    headers: () => list,
  }
}

export function compileNames(options: NormalizedOptions) {
  const { allowHeaders } = options
  const name = 'Access-Control-Allow-Headers'
  if (isLiteralNames(options)) {
    const list: HeaderList = [[name, '*, authorization']]
    return { list, answer: () => ({ refusal: null as Asked | null, headers: list }) }
  }
  if (typeof allowHeaders === 'string') {
    const coversAuthorization = allowHeaders === '*,authorization'
    return {
      list: NO_HEADERS,
      answer: (value: string) => {
        const { names, verdict } = compileWildcard(value, coversAuthorization)
        const headers: HeaderList = names.length === 0 ? [] : [[name, names.join(', ')]]
        if (verdict?.name !== 'authorization') return { refusal: refusalOf(verdict), headers }
        return { refusal: { reason: 'authorization-not-covered', detail: verdict.name } as Asked, headers }
      },
    }
  }
  const allowed = new AllowedHeaderNames(allowHeaders)
  const list: HeaderList = allowHeaders.length === 0 ? [] : [[name, allowHeaders.join(', ')]]
  return { list, answer: (value: string) => ({ refusal: refusalOf(allowed.check(value)), headers: list }) }
}

function refusalOf(verdict: ReturnType<AllowedHeaderNames['check']>): Asked | null {
  return verdict === null
    ? null
    : { reason: verdict.reason, detail: verdict.name === '' ? null : verdict.name }
}
