/**
 * CORS for Hono 4.
 *
 * @module concors/hono
 */
import type { CorsHooks, PolicySource } from './adapters/live-policy.js'
import { answerWeb, applyWeb, asMade, WebAdapter } from './adapters/web-adapter.js'
import type { WebRequest, WebResponse } from './adapters/web-adapter.js'
import type { Decision } from './policy/decision.js'

export type { CorsHooks, PolicySource } from './adapters/live-policy.js'
export type { WebHeaders, WebRequest, WebResponse } from './adapters/web-adapter.js'

/** What is used of Hono's context. */
export interface HonoContext {
  readonly req: { readonly raw: WebRequest }
  res: WebResponse
}

/** A middleware for `app.use`. */
export interface HonoCors {
  // oxlint-disable-next-line typescript/no-explicit-any -- Hono wants its own Response, which is one of another name
  (context: HonoContext, next: () => Promise<void>): Promise<any>
  /** Replaces the policy while running. One with a mistake throws, and the old one stays. */
  readonly reconfigure: (source: PolicySource) => void
}

/**
 * ```ts
 * app.use(cors({ allowOrigins: ['https://app.example'] }))
 * ```
 *
 * @throws PolicyError if the options have a mistake
 */
export function cors(source: PolicySource, hooks?: CorsHooks<WebRequest>): HonoCors {
  const adapter = new WebAdapter(source, hooks)
  const handle = async (context: HonoContext, next: () => Promise<void>): Promise<unknown> => {
    const request = context.req.raw
    const decided = adapter.decide(request)
    const decision = decided instanceof Promise ? await decided : decided
    if (decision !== null && adapter.answersAtOnce(request, decision)) return answerWeb(decision)
    const isOwner = decision === null ? null : adapter.own(request)
    await next()
    if (isOwner?.() === false) return undefined
    const { res } = context
    if (decision === null && adapter.isDecided(request)) return undefined
    const shared = sharedBy(decision, res)
    if (shared === res) return undefined
    // Hono puts the headers of a response that is there into the one that takes its place.
    context.res = undefined as unknown as WebResponse
    context.res = shared
    return undefined
  }
  return Object.assign(handle, { reconfigure: (changed: PolicySource) => adapter.reconfigure(changed) })
}

function sharedBy(decision: Decision | null, response: WebResponse): WebResponse {
  if (decision === null) return asMade(response)
  return decision.status === null ? applyWeb(response, decision) : answerWeb(decision)
}
