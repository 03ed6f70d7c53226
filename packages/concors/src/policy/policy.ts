import { compile } from './decide.js'
import type { Decision } from './decision.js'
import type { Facts, PolicyRequest } from './facts.js'
import { factsOf } from './facts.js'
import { isResolver } from './options.js'
import type { ListPolicyOptions, NormalizedOptions, PolicyOptions } from './options.js'
import { isAllowed, originJudge } from './origin-judge.js'
import type { DecisionReason } from './reasons.js'
import { resolverCall } from './resolver.js'

/** What a decision may be asked to do beside deciding. */
export interface DecideSettings {
  /** Lets a browser name what a refused preflight lacks, which discloses the lists to every allowed origin. */
  readonly debug?: boolean
}

interface PolicyBase {
  /** The options, normalized. */
  readonly options: PolicyOptions
  /** The options as JSON, ready to define the same policy. Throws where a resolver or a function stands. */
  toJSON(): ListPolicyOptions
}

/** A policy whose origins are known: it decides at once. */
export interface ListPolicy extends PolicyBase {
  readonly kind: 'list'
  /** Pure: the same for the same request. */
  decide(request: PolicyRequest, settings?: DecideSettings): Decision
  /** Whether a page of this origin may come in, for what is no fetch: WebSocket upgrades, Socket.IO. */
  allowsOrigin(origin: string | null | undefined): boolean
}

/** A policy whose resolver is asked: it decides at once where it need not ask. */
export interface ResolverPolicy extends PolicyBase {
  readonly kind: 'resolver'
  decide(request: PolicyRequest, settings?: DecideSettings): Decision | Promise<Decision>
  /** @param headers what `vary` names, and `host` */
  allowsOrigin(
    origin: string | null | undefined,
    headers?: PolicyRequest['headers'],
  ): boolean | Promise<boolean>
}

export type Policy = ListPolicy | ResolverPolicy

/** What adapters see of a policy: it takes headers that they have found themselves. */
export type DecideFacts = (facts: Facts, debug: boolean) => Decision | Promise<Decision>

const DECIDERS = new WeakMap<object, DecideFacts>()

/** True for what `definePolicy` returned. */
export function isPolicy(value: unknown): value is Policy {
  return DECIDERS.has(value as object)
}

/** The way into a policy for adapters, which spares them a `PolicyRequest`. */
export function decideFactsOf(policy: Policy): DecideFacts {
  return DECIDERS.get(policy)!
}

export function createPolicy(options: NormalizedOptions): Policy {
  const { allowOrigins, isPublicSuffix } = options
  const judge = originJudge(options)
  const decide = compile(options)
  const ask = isResolver(allowOrigins) ? resolverCall(allowOrigins) : null

  const judged = (
    origin: string | null,
    facts: Pick<Facts, 'header'>,
  ): DecisionReason | Promise<DecisionReason> => {
    const verdict = judge(origin)
    return verdict === 'ask' ? ask!(origin!, facts) : verdict
  }
  const decideFacts: DecideFacts = (facts, debug) => {
    const verdict = judged(facts.origin, facts)
    if (typeof verdict === 'string') return decide(facts, verdict, debug)
    return verdict.then((reason) => decide(facts, reason, debug))
  }

  const policy = Object.freeze({
    kind: ask === null ? 'list' : 'resolver',
    options,
    decide: (request: PolicyRequest, { debug = false }: DecideSettings = {}) =>
      decideFacts(factsOf(request), debug),
    allowsOrigin: (origin: string | null | undefined, headers: PolicyRequest['headers'] = []) => {
      const verdict = judged(origin ?? null, factsOf({ method: 'GET', headers }))
      return typeof verdict === 'string' ? isAllowed(verdict) : verdict.then(isAllowed)
    },
    toJSON: () => {
      if (ask !== null || isPublicSuffix)
        throw new TypeError('A policy with a resolver or isPublicSuffix has no JSON')
      return options
    },
  }) as Policy
  DECIDERS.set(policy, decideFacts)
  return policy
}
