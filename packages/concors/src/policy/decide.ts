import type { HeaderList } from '../protocol/header-list.js'
import {
  compileMethods,
  compileNames,
  isLiteralMethods,
  isLiteralNames,
  isRefusal,
  headerOf,
} from './asked.js'
import type { Decision, Refusal, RequestKind } from './decision.js'
import type { Facts } from './facts.js'
import type { NormalizedOptions } from './options.js'
import { isAllowed } from './origin-judge.js'
import type { DecisionReason } from './reasons.js'
import { isOwnRequest } from './self.js'

const NONE: HeaderList = Object.freeze([])

/** A detail comes from the request, so it is cut. */
const MAX_DETAIL = 64

/**
 * Turns normalized options into the function that decides, once it is known what to think of the origin. Whatever does
 * not depend on the request is made here, and frozen, since handlers have been seen to change what they were handed.
 */
export function compile(
  options: NormalizedOptions,
): (facts: Facts, reason: DecisionReason, debug: boolean) => Decision {
  const preflight = compilePreflight(options)
  const actual = compileActual(options)
  return (facts, reason, debug) => {
    if (facts.method !== 'OPTIONS' || facts.origin === null) return actual(facts, reason)
    const method = facts.header('access-control-request-method')
    if (method === null) return actual(facts, reason)
    const names = facts.header('access-control-request-headers') ?? ''
    return preflight(facts.origin, reason, method, names, debug)
  }
}

/** Only the origin decides about an actual request: its method and headers are there already. */
function compileActual(options: NormalizedOptions): (facts: Facts, reason: DecisionReason) => Decision {
  const { allowOrigins, allowCredentials, exposeHeaders, timingAllowOrigins, resourcePolicy } = options
  const vary = Object.freeze(varyOf(options))
  const defaults: HeaderList = Object.freeze([
    ...headerOf('timing-allow-origin', timingAllowOrigins),
    ...headerOf('cross-origin-resource-policy', resourcePolicy),
  ])
  const more: HeaderList = Object.freeze([
    ...headerOf('access-control-allow-credentials', allowCredentials ? 'true' : null),
    ...headerOf('access-control-expose-headers', exposeHeaders),
  ])
  const anyone = allowOrigins === '*' ? allowing('*', more) : NONE
  const decision = (
    kind: RequestKind,
    allowed: boolean,
    reason: DecisionReason,
    headers: HeaderList,
    status: number | null = null,
  ): Decision => ({ kind, allowed, reason, detail: null, headers, defaults, vary, status })

  // Pages ask many times in a row.
  let lastOrigin = ''
  let lastHeaders = NONE
  return (facts, reason) => {
    if (reason === 'no-origin') return decision('not-cors', true, reason, anyone)
    if (reason === 'any-origin') return decision('actual', true, reason, anyone)
    if (!isAllowed(reason)) {
      const rejects = options.rejectDisallowed && !isOwnRequest(facts, options.selfOrigins)
      return decision('actual', false, reason, NONE, rejects ? 403 : null)
    }
    if (facts.origin !== lastOrigin) lastHeaders = allowing((lastOrigin = facts.origin!), more)
    return decision('actual', true, reason, lastHeaders)
  }
}

function compilePreflight(options: NormalizedOptions) {
  const vary = Object.freeze([...varyOf(options), ...preflightVary(options)])
  const more = headerOf('access-control-allow-credentials', options.allowCredentials ? 'true' : null)
  const maxAge = headerOf('access-control-max-age', options.maxAge === null ? null : String(options.maxAge))
  const answerMethod = compileMethods(options)
  const [answerNames, names] = compileNames(options)

  const decision = (
    { reason, detail }: Refusal,
    headers: HeaderList,
    allowed: boolean,
    status: number,
  ): Decision => ({
    kind: 'preflight',
    allowed,
    reason,
    detail: detail === null ? null : detail.slice(0, MAX_DETAIL),
    headers,
    defaults: NONE,
    vary,
    status,
  })

  return (
    origin: string,
    reason: DecisionReason,
    askedMethod: string,
    askedNames: string,
    debug: boolean,
  ): Decision => {
    if (!isAllowed(reason)) return decision({ reason, detail: null }, NONE, false, 403)
    const method = answerMethod(askedMethod)
    const asked = answerNames(askedNames)
    const base = allowing(options.allowOrigins === '*' ? '*' : origin, more)
    if (!isRefusal(method) && !isRefusal(asked)) {
      const headers = [...base, ...method, ...asked, ...maxAge]
      return decision({ reason, detail: null }, headers, true, options.preflightStatus)
    }
    const refusal = isRefusal(method) ? method : (asked as Refusal)
    if (!debug) return decision(refusal, NONE, false, 403)
    // The browser then finds for itself, and prints, what is not in the lists.
    const lists = isRefusal(method) ? names : [...method, ...names]
    return decision(refusal, [...base, ...lists], false, options.preflightStatus)
  }
}

/** Names that responses vary by, whatever the method. */
function varyOf({ allowOrigins }: NormalizedOptions): readonly string[] {
  // A constant `*` depends on nothing. A list of one does: the header is there for this origin only.
  if (allowOrigins === '*') return []
  return ['Origin', ...('resolve' in allowOrigins ? (allowOrigins.vary ?? []) : [])]
}

/** Where a literal `*` is sent, the answer does not depend on what was asked. */
function preflightVary(options: NormalizedOptions): readonly string[] {
  if (options.allowOrigins === '*') return []
  return [
    ...(isLiteralMethods(options) ? [] : ['Access-Control-Request-Method']),
    ...(isLiteralNames(options) ? [] : ['Access-Control-Request-Headers']),
  ]
}

function allowing(origin: string, more: HeaderList): HeaderList {
  return Object.freeze([Object.freeze(['access-control-allow-origin', origin] as const), ...more])
}
