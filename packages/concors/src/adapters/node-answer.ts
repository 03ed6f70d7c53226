import type { Decision } from '../policy/decision.js'
import type { Owner } from './live-policy.js'
import { attach, headOf, NO_BODY } from './node-response.js'
import type { NodeResponse, State } from './node-response.js'

/** Whether somebody has answered, so that no head can be written any more. */
export function isOver({ headersSent, writableEnded }: NodeResponse): boolean {
  return headersSent || writableEnded
}

/** Answers at once, with a decision's headers and no body. */
export function answer(response: NodeResponse, decision: Decision, owner: Owner): void {
  send(response, attach(response, decision, owner))
  response.end()
}

/**
 * Sends a decision as the answer once somebody writes one, in place of it: unless an adapter behind has taken the
 * response over by then. Of what has been said meanwhile nothing is left.
 */
export function answerLast(response: NodeResponse, decision: Decision, owner: Owner): void {
  const state = attach(response, decision, owner)
  const known = new Set(response.getHeaderNames())
  const { write, end } = response
  let isSent = false
  state.answer = () => {
    state.answer = null
    isSent = true
    for (const name of response.getHeaderNames()) if (!known.has(name)) response.removeHeader(name)
    // In http2 it is no property of the response, and warns.
    if (Object.hasOwn(response, 'statusMessage')) response.statusMessage = ''
    send(response, state)
    end.call(response)
  }
  const instead = (original: Method, result: unknown): Method =>
    function (this: NodeResponse, ...rest) {
      state.answer?.()
      if (!isSent) return original.apply(this, rest)
      const done = rest.at(-1)
      if (typeof done === 'function') setTimeout(done as () => void, 0)
      return result
    }
  response.write = instead(write as Method, true) as NodeResponse['write']
  response.end = instead(end as Method, response)
}

type Method = (this: NodeResponse, ...rest: unknown[]) => unknown

function send(response: NodeResponse, state: State): void {
  const { decision, writeHead } = state
  const given = decision.status === 204 ? null : NO_BODY
  writeHead.call(response, decision.status!, headOf(response, given, state))
}
