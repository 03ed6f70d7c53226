import { definePolicy } from '../policy/define-policy.js'
import type { Decision } from '../policy/decision.js'
import type { Facts } from '../policy/facts.js'
import type { PolicyOptions } from '../policy/options.js'
import type { Policies } from '../policy/policies.js'
import { decideFactsOf, isPolicy } from '../policy/policy.js'
import type { DecideFacts, Policy } from '../policy/policy.js'
import { checkHooks } from './check-hooks.js'
import { isProduction } from './node-process.js'

/** What an adapter takes: a policy, the options of one, or policies by path. */
export type PolicySource = Policy | PolicyOptions | Policies

/** What an adapter tells, and how it may be told to tell more. */
export interface CorsHooks<Request> {
  /**
   * Every decision about a request with an `Origin`, refusals with their reason. What it throws goes where errors of the request go. A
   * promise is waited for, and what it rejects with goes there too.
   */
  readonly onDecision?: (decision: Decision, request: Request) => unknown
  /** Another adapter met this one on a request. Called once, since it is a mistake of the program. */
  readonly onConflict?: () => void
  /** Lets a browser's console name what a refused preflight lacks. It shows the lists to every allowed origin. */
  readonly debug?: boolean
  /** `debug` is refused where `NODE_ENV` is `production`, unless this says otherwise. */
  readonly dangerouslyDebugInProduction?: boolean
}

/** Whose decision holds for a request. */
export type Owner = Pick<LivePolicy<never>, 'noteInner' | 'yieldTo' | 'tellConflict'>

/** Adapters that no request has reached yet: they may lie behind any other. */
let unplaced = 0

/** The policy of an adapter, which can be replaced while requests come in. */
export abstract class LivePolicy<Request> {
  readonly #hooks: CorsHooks<Request>
  readonly #debug: boolean
  #decide!: (...given: [...Parameters<DecideFacts>, Request]) => ReturnType<DecideFacts> | null
  #isPlaced = false
  #hasInner = false
  #conflictTold = false

  constructor(source: PolicySource, hooks: CorsHooks<Request> = {}) {
    checkHooks(hooks)
    this.#hooks = hooks
    this.#debug = hooks.debug === true
    if (this.#debug && !hooks.dangerouslyDebugInProduction && isProduction()) {
      throw new TypeError('debug shows the policy in production. dangerouslyDebugInProduction allows it.')
    }
    this.reconfigure(source)
    unplaced++
  }

  /** Replaces the policy for all requests from now on. One with a mistake throws and replaces nothing. */
  reconfigure(source: PolicySource): void {
    if ((source as Partial<Policies> | null | undefined)?.kind === 'policies') {
      const policies = source as Policies
      this.#decide = (facts, debug, request) => {
        const policy = policies.for(this.pathOf(request))
        return policy && decideFactsOf(policy)(facts, debug)
      }
    } else {
      this.#decide = decideFactsOf(isPolicy(source) ? source : definePolicy(source as PolicyOptions))
    }
  }

  /** With or without a query. Looked at only where policies go by path. */
  protected abstract pathOf(request: Request): string

  /** Null where no policy covers the path. */
  decideFacts(request: Request, facts: Facts): Decision | Promise<Decision> | null {
    if (!this.#isPlaced) {
      this.#isPlaced = true
      unplaced--
    }
    return this.#decide(facts, this.#debug, request)
  }

  /** A promise only where the hook has given one. */
  tell(decision: Decision, request: Request): Promise<unknown> | null {
    const told = decision.kind === 'not-cors' ? undefined : this.#hooks.onDecision?.(decision, request)
    // Also that of a library of its own.
    return typeof (told as PromiseLike<unknown> | null | undefined)?.then === 'function'
      ? Promise.resolve(told)
      : null
  }

  /**
   * Whether an answer waits for what is behind: the inner one of two adapters decides, and no framework says what is
   * behind one. So a preflight is handed on where another adapter is known to be there, or has yet to be met anywhere.
   */
  waits({ kind }: Decision): boolean {
    return kind === 'preflight' && (this.#hasInner || unplaced > 0)
  }

  /** Another adapter has met a request of this one, and so lies behind it. */
  noteInner(): void {
    this.#hasInner = true
  }

  /** An adapter behind this one has taken a request over from it. */
  yieldTo(inner: Owner): void {
    this.noteInner()
    this.tellConflict()
    inner.tellConflict()
  }

  tellConflict(): void {
    if (this.#conflictTold) return
    this.#conflictTold = true
    this.#hooks.onConflict?.()
  }
}
