import type { Facts } from './facts.js'
import { DEFAULT_TIMEOUT_MS } from './options.js'
import type { OriginQuestion, OriginResolver } from './options.js'
import type { DecisionReason } from './reasons.js'

/** What a resolver's answer came to. */
export type ResolverVerdict = Extract<DecisionReason, 'origin-approved' | `resolver-${string}`>

/** Keys longer than this are neither kept nor shared: a request fills memory with no more than it deserves. */
const MAX_KEY_LENGTH = 2048

interface Kept {
  readonly verdict: ResolverVerdict
  readonly until: number
}

/**
 * Asks a resolver at most once at a time for the same thing, keeps what it said for a while, and takes everything but
 * `true` for a no.
 */
export class ResolverCall {
  readonly #resolver: OriginResolver
  readonly #vary: readonly string[]
  readonly #kept = new Map<string, Kept>()
  readonly #underWay = new Map<string, Promise<ResolverVerdict>>()

  constructor(resolver: OriginResolver) {
    this.#resolver = resolver
    this.#vary = resolver.vary ?? []
  }

  /** At once where the answer is kept. */
  ask(origin: string, facts: Pick<Facts, 'header'>): ResolverVerdict | Promise<ResolverVerdict> {
    const host = facts.header('host')
    const values = this.#vary.map((name) => [name, facts.header(name)] as const)
    const question: OriginQuestion = { origin, host, headers: Object.fromEntries(values) }
    const key = JSON.stringify([origin, host, ...values.map(([, value]) => value)])
    if (key.length > MAX_KEY_LENGTH) return this.#call(question)
    const kept = this.#kept.get(key)
    if (kept !== undefined) {
      if (Date.now() < kept.until) return kept.verdict
      this.#kept.delete(key)
    }
    const underWay = this.#underWay.get(key)
    if (underWay !== undefined) return underWay
    const call = this.#call(question).then((verdict) => {
      this.#underWay.delete(key)
      this.#keep(key, verdict)
      return verdict
    })
    this.#underWay.set(key, call)
    return call
  }

  /** Never rejects. */
  async #call(question: OriginQuestion): Promise<ResolverVerdict> {
    const { timeoutMs = DEFAULT_TIMEOUT_MS } = this.#resolver
    let timer: ReturnType<typeof setTimeout> | undefined
    const timeout = new Promise<ResolverVerdict>((resolve) => {
      timer = setTimeout(() => resolve('resolver-timed-out'), timeoutMs)
    })
    const verdict = await Promise.race([this.#answer(question), timeout])
    clearTimeout(timer)
    return verdict
  }

  async #answer(question: OriginQuestion): Promise<ResolverVerdict> {
    try {
      const answer: unknown = await this.#resolver.resolve(question)
      if (typeof answer !== 'boolean') return 'resolver-returned-no-boolean'
      return answer ? 'origin-approved' : 'resolver-refused'
    } catch {
      return 'resolver-failed'
    }
  }

  /** Failures are not kept: the next request may find the database well again. */
  #keep(key: string, verdict: ResolverVerdict): void {
    const { cache } = this.#resolver
    if (cache === undefined || (verdict !== 'origin-approved' && verdict !== 'resolver-refused')) return
    this.#kept.set(key, { verdict, until: Date.now() + cache.ttlMs })
    if (this.#kept.size > cache.max) this.#kept.delete(this.#kept.keys().next().value!)
  }
}
