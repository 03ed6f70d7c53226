/**
 * CORS for node:http and what is built on its requests and responses: Express 4 and 5, Connect, NestJS, Polka.
 *
 * @module concors/node
 */
import type { CorsHooks, PolicySource } from './adapters/live-policy.js'
import { NodeAdapter } from './adapters/node-adapter.js'
import type { NodeRequest } from './adapters/node-request.js'
import { answer, isOver } from './adapters/node-answer.js'
import type { NodeResponse } from './adapters/node-response.js'
import type { Decision } from './policy/decision.js'

export type { CorsHooks, PolicySource } from './adapters/live-policy.js'
export type { DecisionMessage } from './adapters/node-adapter.js'
export type { NodeRequest } from './adapters/node-request.js'
export type { NodeResponse } from './adapters/node-response.js'

/** A middleware; without `next`, a function that says whether it has answered. */
export interface NodeCors {
  (request: NodeRequest, response: NodeResponse, next: (error?: unknown) => void): void
  /** True once it has answered; a promise of it where a resolver is asked. */
  (request: NodeRequest, response: NodeResponse): boolean | Promise<boolean>
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
export function cors(source: PolicySource, hooks?: CorsHooks<NodeRequest>): NodeCors {
  const adapter = new NodeAdapter(source, hooks)
  const handle = (
    request: NodeRequest,
    response: NodeResponse,
    next?: (error?: unknown) => void,
  ): boolean | Promise<boolean> => {
    // Whoever calls it without `next` may look for `true` only: a hook must not make an answer a promise.
    const decision = adapter.decide(request, response, next !== undefined)
    if (decision instanceof Promise) return finishLater(adapter, decision, response, next)
    if (decision === null) next?.()
    else answer(response, decision, adapter)
    return decision !== null
  }
  return Object.assign(handle, { reconfigure: (changed: PolicySource) => adapter.reconfigure(changed) })
}

async function finishLater(
  adapter: NodeAdapter,
  decision: Promise<Decision | null>,
  response: NodeResponse,
  next?: (error?: unknown) => void,
): Promise<boolean> {
  try {
    const made = await decision
    // While the resolver was asked, a timeout for instance may have answered: then nobody is left to hand on to.
    if (isOver(response)) return true
    if (made !== null) {
      answer(response, made, adapter)
      return true
    }
  } catch (error) {
    // A hook has thrown, or what others made of the response. Express 4 does not look at promises.
    if (next === undefined) throw error
    next(error)
    return false
  }
  // Not above: what throws here is not for the next error handler.
  next?.()
  return false
}
