/**
 * CORS for Koa 3.
 *
 * @module concors/koa
 */
import type { CorsHooks, PolicySource } from './adapters/live-policy.js'
import { NodeAdapter } from './adapters/node-adapter.js'
import type { NodeRequest } from './adapters/node-request.js'
import type { NodeResponse } from './adapters/node-response.js'

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
  (context: KoaContext, next: () => Promise<unknown>): Promise<void>
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
  const handle = async (context: KoaContext, next: () => Promise<unknown>): Promise<void> => {
    const decided = adapter.decide(context.req, context.res)
    const decision = decided instanceof Promise ? await decided : decided
    if (decision === null) {
      await next()
      return
    }
    // Koa writes the answer itself, so that middleware around this one sees it.
    adapter.attach(context.res, decision)
    context.body = decision.status === 204 ? null : ''
    context.status = decision.status!
  }
  return Object.assign(handle, { reconfigure: (changed: PolicySource) => adapter.reconfigure(changed) })
}
