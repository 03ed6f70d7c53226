import type { Decision } from '../policy/decision.js'
import type { Facts } from '../policy/facts.js'
import { LivePolicy } from './live-policy.js'
import { answerLast, isOver } from './node-answer.js'
import { nodeBuiltin } from './node-process.js'
import type { NodeRequest } from './node-request.js'
import { nodeFacts } from './node-request.js'
import type { NodeResponse } from './node-response.js'
import { attach, ownerOf } from './node-response.js'

/** What subscribers of the diagnostics channel `concors:decision` get. */
export interface DecisionMessage {
  readonly decision: Decision
  readonly request: NodeRequest
}

interface Channel {
  readonly hasSubscribers: boolean
  publish(message: unknown): void
}

interface Channels {
  channel(name: string): Channel
}

/** What the adapters on node:http have in common. */
export class NodeAdapter extends LivePolicy<NodeRequest> {
  readonly #channel = (nodeBuiltin('node:diagnostics_channel') as Channels | undefined)?.channel(
    'concors:decision',
  )

  /**
   * Decides, and sees to the headers of a response that the handler makes. What it returns is an answer to be given now;
   * null where there is none. A promise only where a resolver is asked, or a hook gives one.
   *
   * @param canWait whether it may be a promise also for the sake of a hook
   * @param facts what is read of the request
   */
  decide(
    request: NodeRequest,
    response: NodeResponse,
    canWait = true,
    facts: Facts = nodeFacts(request),
  ): Decision | null | Promise<Decision | null> {
    const decision = this.decideFacts(request, facts)
    if (decision === null) {
      ownerOf(response)?.noteInner()
      return null
    }
    if (decision instanceof Promise)
      return decision.then((made) => this.#settle(made, request, response, true))
    return this.#settle(decision, request, response, canWait)
  }

  protected pathOf({ originalUrl, url = '/' }: NodeRequest): string {
    return originalUrl ?? url
  }

  #settle(
    decision: Decision,
    request: NodeRequest,
    response: NodeResponse,
    canWait: boolean,
  ): Decision | null | Promise<Decision | null> {
    let answer: Decision | null = null
    if (decision.status === null) attach(response, decision, this)
    // While a resolver was asked, somebody else may have answered.
    else if (this.waits(decision) && !isOver(response)) answerLast(response, decision, this)
    else answer = decision
    const told = this.tell(decision, request)
    if (this.#channel?.hasSubscribers) this.#channel.publish({ decision, request } satisfies DecisionMessage)
    // What a hook rejects with that nobody waits for is an unhandled rejection.
    return canWait && told !== null ? told.then(() => answer) : answer
  }
}
