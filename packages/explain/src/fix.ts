import type { FailureCode, Trace, Values } from 'concors'
import type { Exchange, ExplainedRequest } from './explanation.js'
import { requestChanges } from './request-fix.js'
import { answerFix, unseenAnswerFix } from './server-fix.js'
import { exchangeOfStep } from './judged-by.js'

/** What would make the page read the response. */
export interface Fix {
  /** Whether the request was run again with the changes, and was readable. */
  readonly proved: boolean
  /** What the server has to answer instead; empty where no header of its can help. */
  readonly server: readonly ServerChange[]
  /** What the page could do instead, where it can. Any one of them may be enough. */
  readonly request: readonly RequestChange[]
}

/** What one answer of the server has to be like. */
export interface ServerChange {
  /** Index into `exchanges`; null for an answer that was never seen, because its preflight was refused. */
  readonly exchange: number | null
  readonly kind: Exchange['kind']
  readonly method: string
  readonly url: string
  readonly status: { readonly from: number; readonly to: number } | null
  readonly headers: readonly HeaderChange[]
  /** What to mind, in a sentence. */
  readonly notes: readonly string[]
}

/**
 * One header of an answer: `set` where it is absent, `replace` all its lines by one, `add` a line beside those
 * that are there, `remove` all its lines.
 */
export interface HeaderChange {
  readonly action: 'set' | 'replace' | 'add' | 'remove'
  readonly name: string
  /** Null for `remove`. */
  readonly value: string | null
  /** The lines that are there now. */
  readonly was: readonly string[]
}

/** A change to the request instead of the server. */
export interface RequestChange {
  readonly kind: 'option' | 'set-header' | 'drop-header' | 'url' | 'page'
  /** The option or header; null for `url` and `page`. */
  readonly name: string | null
  readonly value: string | null
  /** What it buys, and what it costs. */
  readonly why: string
}

/** A failed step with what it was about. */
export interface FailedStep {
  readonly code: FailureCode
  readonly values: Values
  readonly exchange: number | null
}

export interface FixInput {
  readonly request: ExplainedRequest
  readonly exchanges: readonly Exchange[]
  readonly trace: Trace
}

/** The violated conditions of a trace, with the exchange each is about. */
function failedSteps(trace: Trace, exchanges: number): readonly FailedStep[] {
  const exchangeOf = exchangeOfStep(trace, exchanges)
  return trace.flatMap(({ failure, values }, index) =>
    failure === undefined ? [] : [{ code: failure, values, exchange: exchangeOf[index]! }],
  )
}

/** The fix of a blocked fetch. It is not run again here, hence never `proved`. */
export function findFix({ request, exchanges, trace }: FixInput): Fix {
  const failed = failedSteps(trace, exchanges.length)
  const server: ServerChange[] = []
  for (const [index, exchange] of exchanges.entries()) {
    const here = failed.filter((step) => step.exchange === index)
    const change = answerFix(here, exchange, index, request)
    if (change === null) continue
    server.push(change)
    if (exchange.kind === 'preflight') server.push(...unseenAnswerFix(exchange, request))
  }
  return { proved: false, server, request: requestChanges(failed, exchanges, request) }
}
