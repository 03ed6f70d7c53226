import type { Decision } from '../policy/decision.js'
import type { Facts } from '../policy/facts.js'
import { LivePolicy } from './live-policy.js'
import { answerLast, isOver } from './node-answer.js'
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

/** What the adapters on node:http have in common. */
export class NodeAdapter extends LivePolicy<NodeRequest> {
  readonly #channel = decisionChannel()

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
    // While a resolver was asked, somebody else may have answered.
    const waits = this.waits(decision) && !isOver(response)
    if (waits) answerLast(response, decision, this)
    else if (decision.status === null) attach(response, decision, this)
    const told = this.tell(decision, request)
    if (this.#channel?.hasSubscribers) this.#channel.publish({ decision, request } satisfies DecisionMessage)
    const answer = waits || decision.status === null ? null : decision
    // What a hook rejects with that nobody waits for is an unhandled rejection.
    return canWait && told !== null ? told.then(() => answer) : answer
  }
}

/** Without an import of Node's, so that a bundle for anything else has none. */
function decisionChannel(): Channel | undefined {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (id: string) => { channel(name: string): Channel } | undefined }
  }
  return process?.getBuiltinModule?.('node:diagnostics_channel')?.channel('concors:decision')
}
