import { compile } from './decide.js'
import type { Decision } from './decision.js'
import type { Facts, PolicyRequest } from './facts.js'
import { factsOf } from './facts.js'
import type { CheckedOptions } from './check-options.js'
import type { ListPolicyOptions, NormalizedOptions, OriginResolver, PolicyOptions } from './options.js'
import { isAllowed, originJudge } from './origin-judge.js'
import type { OriginVerdict } from './origin-judge.js'
import type { DecisionReason } from './reasons.js'
import { ResolverCall } from './resolver.js'

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
  return typeof value === 'object' && value !== null && DECIDERS.has(value)
}

/** The way into a policy for adapters, which spares them a `PolicyRequest`. */
export function decideFactsOf(policy: Policy): DecideFacts {
  return DECIDERS.get(policy)!
}

export function createPolicy({ options, patterns }: CheckedOptions): Policy {
  const judge = originJudge(options, patterns)
  const decide = compile(options)
  const call =
    typeof options.allowOrigins === 'object' && 'resolve' in options.allowOrigins
      ? new ResolverCall(options.allowOrigins)
      : null

  const judged = (
    origin: string | null,
    facts: Pick<Facts, 'header'>,
  ): DecisionReason | Promise<DecisionReason> => {
    const verdict: OriginVerdict = judge(origin)
    return verdict === 'ask' ? call!.ask(origin!, facts) : verdict
  }
  const decideFacts: DecideFacts = (facts, debug) => {
    const verdict = judged(facts.origin, facts)
    if (typeof verdict === 'string') return decide(facts, verdict, debug)
    return verdict.then((reason) => decide(facts, reason, debug))
  }

  const policy = Object.freeze({
    kind: call === null ? 'list' : 'resolver',
    options: readBack(options),
    decide: (request: PolicyRequest, { debug = false }: DecideSettings = {}) =>
      decideFacts(factsOf(request), debug),
    allowsOrigin: (origin: string | null | undefined, headers: PolicyRequest['headers'] = []) => {
      const verdict = judged(origin ?? null, factsOf({ method: 'GET', headers }))
      return typeof verdict === 'string' ? isAllowed(verdict) : verdict.then(isAllowed)
    },
    toJSON: () => toJson(options),
  }) as Policy
  DECIDERS.set(policy, decideFacts)
  return policy
}

/** Only what was said: no empty lists, no defaults. */
function readBack({ isPublicSuffix, ...options }: NormalizedOptions): PolicyOptions {
  const said = Object.entries(options).filter(
    ([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0),
  )
  const shown = Object.fromEntries(said) as unknown as { -readonly [Key in keyof NormalizedOptions]: unknown }
  if (shown.allowHeaders === '*,authorization') shown.allowHeaders = ['*', 'authorization']
  if (options.preflightStatus === 204) delete (shown as Partial<typeof shown>).preflightStatus
  if (isPublicSuffix !== null) shown.isPublicSuffix = isPublicSuffix
  for (const value of Object.values(shown)) if (Array.isArray(value)) Object.freeze(value)
  return Object.freeze(shown) as unknown as PolicyOptions
}

function toJson(options: NormalizedOptions): ListPolicyOptions {
  if (isResolver(options.allowOrigins)) throw new TypeError('A policy with a resolver has no JSON')
  if (options.isPublicSuffix !== null) throw new TypeError('A policy with isPublicSuffix has no JSON')
  return readBack(options) as ListPolicyOptions
}

function isResolver(origins: NormalizedOptions['allowOrigins']): origins is OriginResolver {
  return typeof origins === 'object' && 'resolve' in origins
}
