import type { Header, HeaderList } from '../protocol/header-list.js'
import { compileMethods, compileNames, isLiteralMethods, isLiteralNames } from './asked.js'
import type { Decision } from './decision.js'
import type { Facts } from './facts.js'
import type { NormalizedOptions } from './options.js'
import { isAllowed } from './origin-judge.js'
import type { DecisionReason } from './reasons.js'
import { isOwnRequest } from './self.js'

const NO_HEADERS: HeaderList = Object.freeze([])

/** A detail comes from the request, so it is cut. */
const MAX_DETAIL = 64

/**
 * Turns normalized options into the function that decides, once it is known what to think of the origin. All that
 * does not depend on the request is made here; what it returns is frozen, since handlers have been seen to change
 * what they were handed.
 */
export function compile(
  options: NormalizedOptions,
): (facts: Facts, origin: DecisionReason, debug: boolean) => Decision {
  const preflight = compilePreflight(options)
  const actual = compileActual(options)
  return (facts, origin, debug) =>
    isPreflight(facts) ? preflight(facts, origin, debug) : actual(facts, origin)
}

function isPreflight({ method, origin, requestMethod }: Facts): boolean {
  return method === 'OPTIONS' && origin !== null && requestMethod !== null
}

/** Names that responses vary by, whatever the method. */
function varyOf({ allowOrigins }: NormalizedOptions): readonly string[] {
  // A constant `*` depends on nothing. A list of one does: the header is there for this origin only.
  if (allowOrigins === '*') return []
  const more = 'resolve' in allowOrigins ? (allowOrigins.vary ?? []) : []
  return ['Origin', ...more]
}

/**
 * Only the origin decides about an actual request: its method and headers are there already. Nearly all that is said
 * is made once: for a page's origin the last decision is kept, since pages ask many times in a row.
 */
function compileActual(options: NormalizedOptions): (facts: Facts, origin: DecisionReason) => Decision {
  const vary = Object.freeze(varyOf(options))
  const defaults = defaultHeaders(options)
  const exposed = exposeHeaders(options)
  const any: HeaderList = Object.freeze([['Access-Control-Allow-Origin', '*'] as const, ...exposed])
  const make = (
    kind: 'actual' | 'not-cors',
    reason: DecisionReason,
    headers: HeaderList,
    status: number | null,
  ): Decision => {
    const allowed = kind === 'not-cors' || isAllowed(reason)
    return Object.freeze({ kind, allowed, reason, detail: null, headers, defaults, vary, status })
  }

  const notCors = make('not-cors', 'no-origin', options.allowOrigins === '*' ? any : NO_HEADERS, null)
  const anyOrigin = make('actual', 'any-origin', any, null)
  const refusals = new Map<DecisionReason, readonly [passing: Decision, rejecting: Decision]>()
  let lastOrigin: string | null = null
  let last: Decision | null = null

  const refuse = (facts: Facts, reason: DecisionReason): Decision => {
    let pair = refusals.get(reason)
    if (pair === undefined) {
      pair = [make('actual', reason, NO_HEADERS, null), make('actual', reason, NO_HEADERS, 403)]
      refusals.set(reason, pair)
    }
    return options.rejectDisallowed && !isOwnRequest(facts, options.selfOrigins) ? pair[1] : pair[0]
  }
  return (facts, reason) => {
    if (reason === 'no-origin') return notCors
    if (reason === 'any-origin') return anyOrigin
    const origin = facts.origin!
    if (!isAllowed(reason)) return refuse(facts, reason)
    if (origin === lastOrigin && reason === last!.reason) return last!
    const headers: HeaderList = Object.freeze([...originHeaders(options, origin), ...exposed])
    last = make('actual', reason, headers, null)
    lastOrigin = origin
    return last
  }
}

function compilePreflight(options: NormalizedOptions) {
  const vary = Object.freeze([...varyOf(options), ...preflightVary(options)])
  const methods = compileMethods(options)
  const names = compileNames(options)
  const maxAge: HeaderList =
    options.maxAge === null ? [] : [['Access-Control-Max-Age', String(options.maxAge)]]

  const decision = (
    reason: DecisionReason,
    headers: HeaderList,
    status: number,
    detail: string | null = null,
  ): Decision => ({
    kind: 'preflight',
    allowed: status !== 403 && isAllowed(reason),
    reason,
    detail: detail === null ? null : detail.slice(0, MAX_DETAIL),
    headers,
    defaults: NO_HEADERS,
    vary,
    status,
  })

  return (facts: Facts, origin: DecisionReason, debug: boolean): Decision => {
    if (!isAllowed(origin)) return decision(origin, NO_HEADERS, 403)
    const method = methods.refuses(facts.requestMethod!)
    const allowed = names.answer(facts.requestHeaders ?? '')
    const refusal = method ?? allowed.refusal
    const base = originHeaders(options, facts.origin!)
    if (refusal === null) {
      const headers = [...base, ...methods.headers(facts.requestMethod!), ...allowed.headers, ...maxAge]
      return decision(origin, headers, options.preflightStatus)
    }
    if (!debug) return decision(refusal.reason, NO_HEADERS, 403, refusal.detail)
    // The browser then finds for itself, and prints, what is not in the lists.
    const lists = method === null ? methods.headers(facts.requestMethod!) : []
    return decision(
      refusal.reason,
      [...base, ...lists, ...names.list],
      options.preflightStatus,
      refusal.detail,
    )
  }
}

/** Where a literal `*` is sent, the answer does not depend on what was asked. */
function preflightVary(options: NormalizedOptions): readonly string[] {
  if (options.allowOrigins === '*') return []
  return [
    ...(isLiteralMethods(options) ? [] : ['Access-Control-Request-Method']),
    ...(isLiteralNames(options) ? [] : ['Access-Control-Request-Headers']),
  ]
}

function originHeaders(
  { allowOrigins, allowCredentials }: NormalizedOptions,
  origin: string,
): readonly Header[] {
  const allow: Header = ['Access-Control-Allow-Origin', allowOrigins === '*' ? '*' : origin]
  return allowCredentials ? [allow, ['Access-Control-Allow-Credentials', 'true']] : [allow]
}

function exposeHeaders({ exposeHeaders: names }: NormalizedOptions): HeaderList {
  if (names === '*') return [['Access-Control-Expose-Headers', '*']]
  return names.length === 0 ? [] : [['Access-Control-Expose-Headers', names.join(', ')]]
}

function defaultHeaders({ timingAllowOrigins: timing, resourcePolicy }: NormalizedOptions): HeaderList {
  const headers: Header[] = []
  if (timing.length > 0) {
    headers.push(['Timing-Allow-Origin', typeof timing === 'string' ? '*' : timing.join(', ')])
  }
  if (resourcePolicy !== null) headers.push(['Cross-Origin-Resource-Policy', resourcePolicy])
  return Object.freeze(headers)
}
