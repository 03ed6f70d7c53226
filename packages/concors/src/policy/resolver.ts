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
 * A way to ask a resolver: at most once at a time for the same thing, keeping what it said for a while, and taking
 * everything but `true` for a no. At once where the answer is kept; it never rejects.
 */
export function resolverCall(
  resolver: OriginResolver,
): (origin: string, facts: Pick<Facts, 'header'>) => ResolverVerdict | Promise<ResolverVerdict> {
  const { vary = [], timeoutMs = DEFAULT_TIMEOUT_MS, cache } = resolver
  const kept = new Map<string, Kept>()
  const underWay = new Map<string, Promise<ResolverVerdict>>()

  const answer = async (question: OriginQuestion): Promise<ResolverVerdict> => {
    try {
      const said: unknown = await resolver.resolve(question)
      if (typeof said !== 'boolean') return 'resolver-returned-no-boolean'
      return said ? 'origin-approved' : 'resolver-refused'
    } catch {
      return 'resolver-failed'
    }
  }
  const answerInTime = (question: OriginQuestion): Promise<ResolverVerdict> =>
    new Promise((settle) => {
      const timer = setTimeout(() => settle('resolver-timed-out'), timeoutMs)
      void answer(question)
        .then(settle)
        .finally(() => clearTimeout(timer))
    })

  return (origin, facts) => {
    const host = facts.header('host')
    const headers = Object.fromEntries(vary.map((name) => [name, facts.header(name)]))
    const question: OriginQuestion = { origin, host, headers }
    const key = JSON.stringify(question)
    if (key.length > MAX_KEY_LENGTH) return answerInTime(question)
    const known = kept.get(key)
    if (known !== undefined && Date.now() < known.until) return known.verdict
    kept.delete(key)
    let call = underWay.get(key)
    if (call === undefined) {
      call = answerInTime(question).then((verdict) => {
        underWay.delete(key)
        // Failures are not kept: the next request may find the database well again.
        if (cache !== undefined && (verdict === 'origin-approved' || verdict === 'resolver-refused')) {
          kept.set(key, { verdict, until: Date.now() + cache.ttlMs })
          if (kept.size > cache.max) kept.delete(kept.keys().next().value!)
        }
        return verdict
      })
      underWay.set(key, call)
    }
    return call
  }
}
