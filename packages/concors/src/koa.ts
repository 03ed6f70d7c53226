/**
 * CORS for Koa 3.
 *
 * @module concors/koa
 */
import type { CorsHooks, PolicySource } from './adapters/live-policy.js'
import { NodeAdapter } from './adapters/node-adapter.js'
import type { NodeRequest } from './adapters/node-request.js'
import { attach } from './adapters/node-response.js'
import type { NodeResponse } from './adapters/node-response.js'
import type { Decision } from './policy/decision.js'

export type { CorsHooks, PolicySource } from './adapters/live-policy.js'
export type { DecisionMessage } from './adapters/node-adapter.js'
export type { NodeRequest } from './adapters/node-request.js'
export type { NodeResponse } from './adapters/node-response.js'

/** What is used of Koa's context. */
export interface KoaContext {
  readonly req: NodeRequest
  readonly res: NodeResponse
  status: number
  body: unknown
}

/** A middleware for `app.use`. */
export interface KoaCors {
  (context: KoaContext, next: () => Promise<unknown>): Promise<unknown>
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
export function cors(source: PolicySource, hooks?: CorsHooks<NodeRequest>): KoaCors {
  const adapter = new NodeAdapter(source, hooks)
  const settle = async (
    decision: Decision | null,
    context: KoaContext,
    next: () => Promise<unknown>,
  ): Promise<unknown> => {
    if (decision === null) return next()
    // Koa writes the answer itself, so that middleware around this one sees it.
    attach(context.res, decision, adapter)
    context.body = decision.status === 204 ? null : ''
    context.status = decision.status!
    return undefined
  }
  // Without waiting where nothing has to be waited for.
  const handle = (context: KoaContext, next: () => Promise<unknown>): Promise<unknown> => {
    const decision = adapter.decide(context.req, context.res)
    if (decision === null) return next()
    if (decision instanceof Promise) return decision.then((made) => settle(made, context, next))
    return settle(decision, context, next)
  }
  return Object.assign(handle, { reconfigure: (changed: PolicySource) => adapter.reconfigure(changed) })
}
