import type { HeaderList } from '../protocol/header-list.js'
import {
  compileMethods,
  compileNames,
  isLiteralMethods,
  isLiteralNames,
  isRefusal,
  headerOf,
} from './asked.js'
import type { Decision, RequestKind } from './decision.js'
import type { Facts } from './facts.js'
import { isResolver } from './options.js'
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
    const isOptions = facts.method === 'OPTIONS' && facts.origin !== null
    const method = isOptions ? facts.header('access-control-request-method') : null
    return method === null ? actual(facts, reason) : preflight(facts, reason, method, debug)
  }
}

/** Only the origin decides about an actual request: its method and headers are there already. */
function compileActual(options: NormalizedOptions): (facts: Facts, reason: DecisionReason) => Decision {
  const { selfOrigins = [] } = options
  const vary = Object.freeze(varyOf(options))
  const defaults: HeaderList = Object.freeze([
    ...headerOf('timing-allow-origin', options.timingAllowOrigins),
    ...headerOf('cross-origin-resource-policy', options.resourcePolicy),
  ])
  const allowing = allowOriginHeaders(
    options,
    headerOf('access-control-expose-headers', options.exposeHeaders),
  )
  const anyone = options.allowOrigins === '*' ? allowing('*') : NONE
  const notCors = decision('not-cors', 'no-origin', anyone, vary, null, defaults)
  let last = notCors
  // What comes many times in a row is answered by the same decision.
  return (facts, reason) => {
    if (reason === 'no-origin') return notCors
    const headers = isAllowed(reason) ? allowing(facts.origin!) : NONE
    const rejects = headers === NONE && options.rejectDisallowed && !isOwnRequest(facts, selfOrigins)
    const status = rejects ? 403 : null
    if (last.reason !== reason || last.headers !== headers || last.status !== status)
      last = decision('actual', reason, headers, vary, status, rejects ? NONE : defaults)
    return last
  }
}

function compilePreflight(options: NormalizedOptions) {
  const { preflightStatus = 204 } = options
  const vary = Object.freeze([...varyOf(options), ...preflightVary(options)])
  const allowing = allowOriginHeaders(options)
  const maxAge = headerOf('access-control-max-age', options.maxAge?.toString())
  const answerMethod = compileMethods(options)
  const [answerNames, list] = compileNames(options)
  const answer = (
    headers: HeaderList,
    status: number,
    reason: DecisionReason,
    detail?: string | null,
  ): Decision => decision('preflight', reason, headers, vary, status, NONE, detail)
  let lastAsked: readonly unknown[] = []
  let lastGranted: Decision
  // What is asked many times in a row is answered by the same decision.
  return (facts: Facts, reason: DecisionReason, askedMethod: string, debug: boolean): Decision => {
    if (!isAllowed(reason)) return answer(NONE, 403, reason)
    const askedNames = facts.header('access-control-request-headers') ?? ''
    const base = allowing(facts.origin!)
    if (lastAsked[0] === askedMethod && lastAsked[1] === askedNames && lastAsked[2] === base)
      return lastGranted
    const method = answerMethod(askedMethod)
    const names = answerNames(askedNames)
    const refusal = isRefusal(method) ? method : isRefusal(names) ? names : null
    if (refusal !== null && !debug) return answer(NONE, 403, refusal.reason, refusal.detail)
    // With `debug` the browser finds for itself, and prints, what is not in the lists.
    const lists = [
      base,
      isRefusal(method) ? [] : method,
      isRefusal(names) ? list : names,
      refusal ? [] : maxAge,
    ]
    const headers = Object.freeze(lists.flat())
    if (refusal !== null) return answer(headers, preflightStatus, refusal.reason, refusal.detail)
    lastAsked = [askedMethod, askedNames, base]
    return (lastGranted = answer(headers, preflightStatus, reason))
  }
}

function decision(
  kind: RequestKind,
  reason: DecisionReason,
  headers: HeaderList,
  vary: readonly string[],
  status: number | null,
  defaults: HeaderList,
  detail: string | null = null,
): Decision {
  return Object.freeze({
    kind,
    allowed: isAllowed(reason) || reason === 'no-origin',
    reason,
    detail: detail && detail.slice(0, MAX_DETAIL),
    headers,
    defaults,
    vary,
    status,
  })
}

/** Names that responses vary by, whatever the method. */
function varyOf({ allowOrigins }: NormalizedOptions): readonly string[] {
  // A constant `*` depends on nothing. A list of one does: the header is there for this origin only.
  if (allowOrigins === '*') return []
  return ['Origin', ...(isResolver(allowOrigins) ? (allowOrigins.vary ?? []) : [])]
}

/** Where a literal `*` is sent, the answer does not depend on what was asked. */
function preflightVary(options: NormalizedOptions): readonly string[] {
  if (options.allowOrigins === '*') return []
  return [
    ...(isLiteralMethods(options) ? [] : ['Access-Control-Request-Method']),
    ...(isLiteralNames(options) ? [] : ['Access-Control-Request-Headers']),
  ]
}

/** The headers that let an origin in. They are kept for the last one: pages ask many times in a row. */
function allowOriginHeaders(
  { allowOrigins, allowCredentials }: NormalizedOptions,
  more: HeaderList = [],
): (origin: string) => HeaderList {
  const credentials = headerOf('access-control-allow-credentials', allowCredentials && 'true')
  let last: string | null = null
  let headers: HeaderList = []
  return (origin) => {
    const allowed = allowOrigins === '*' ? '*' : origin
    if (allowed !== last) {
      last = allowed
      headers = Object.freeze([...headerOf('access-control-allow-origin', allowed), ...credentials, ...more])
    }
    return headers
  }
}
