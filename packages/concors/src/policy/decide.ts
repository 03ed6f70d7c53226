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
import type { Judge } from './origin-judge.js'
import type { DecisionReason } from './reasons.js'
import { isOwnRequest } from './self.js'

const NONE: HeaderList = Object.freeze([])

/** A detail comes from the request, so it is cut. */
const MAX_DETAIL = 64

/** What is asked: all that decides, unless it matters whose own request it is. */
interface Asked {
  readonly origin: string
  /** What a preflight asks for; null for an actual request. */
  readonly method: string | null
  readonly names: string | null
}

/** What was asked last. */
interface Kept extends Asked {
  readonly decision: Decision
}

/**
 * Turns normalized options into the function that decides. Whatever does not depend on the request is made here, and
 * frozen, since handlers have been seen to change what they were handed.
 */
export function compile(
  options: NormalizedOptions,
  judge: Judge,
): (facts: Facts, debug: boolean) => Decision | Promise<Decision> {
  const preflight = compilePreflight(options)
  const [notCors, actual] = compileActual(options)
  const decide = (asked: Asked, facts: Facts, debug: boolean, reason: DecisionReason): Decision =>
    asked.method === null ? actual(facts, reason) : preflight(asked, debug, reason)
  const decideLater = async (
    asked: Asked,
    facts: Facts,
    debug: boolean,
    verdict: Promise<DecisionReason>,
  ): Promise<Decision> => decide(asked, facts, debug, await verdict)
  // A page asks the same many times in a row, and preflights in turn with what they are for.
  const last: Partial<Record<RequestKind, Kept>> = {}
  return (facts, debug) => {
    const { origin } = facts
    if (origin === null) return notCors
    const method = facts.method === 'OPTIONS' ? facts.header('access-control-request-method') : null
    const names = method && facts.header('access-control-request-headers')
    const known = method === null ? last.actual : last.preflight
    if (known?.origin === origin && known.method === method && known.names === names) return known.decision
    const asked: Asked = { origin, method, names }
    const verdict = judge(origin, facts)
    if (typeof verdict !== 'string') return decideLater(asked, facts, debug, verdict)
    const decision = decide(asked, facts, debug, verdict)
    // What depends on nothing but what is asked.
    const isFixed = decision.allowed || (method === null && !options.rejectDisallowed)
    if (isFixed && !isResolver(options.allowOrigins)) last[decision.kind] = { ...asked, decision }
    return decision
  }
}

/** Only the origin decides about an actual request: its method and headers are there already. */
function compileActual(
  options: NormalizedOptions,
): readonly [notCors: Decision, actual: (facts: Facts, reason: DecisionReason) => Decision] {
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
  const actual = (facts: Facts, reason: DecisionReason): Decision => {
    const headers = isAllowed(reason) ? allowing(facts.origin!) : NONE
    const rejects = headers === NONE && options.rejectDisallowed && !isOwnRequest(facts, selfOrigins)
    const status = rejects ? 403 : null
    if (last.reason !== reason || last.headers !== headers || last.status !== status)
      last = decision('actual', reason, headers, vary, status, rejects ? NONE : defaults)
    return last
  }
  return [notCors, actual]
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
  return (asked: Asked, debug: boolean, reason: DecisionReason): Decision => {
    if (!isAllowed(reason)) return answer(NONE, 403, reason)
    const method = answerMethod(asked.method!)
    const names = answerNames(asked.names ?? '')
    const refusal = isRefusal(method) ? method : isRefusal(names) ? names : null
    if (refusal !== null && !debug) return answer(NONE, 403, refusal.reason, refusal.detail)
    // With `debug` the browser finds for itself, and prints, what is not in the lists.
    const lists = [
      allowing(asked.origin),
      isRefusal(method) ? [] : method,
      isRefusal(names) ? list : names,
      refusal ? [] : maxAge,
    ]
    return answer(Object.freeze(lists.flat()), preflightStatus, refusal?.reason ?? reason, refusal?.detail)
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
