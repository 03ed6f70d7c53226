import { TraceRecorder } from 'concors/protocol'
import type { ProfileName } from 'concors/protocol'
import { consoleMessages } from 'concors/failures'
import type { OtherFailureCode } from 'concors/failures'
import { explainObservation } from './explain.js'
import type { Observation } from './explain.js'
import type { Exchange, ExplainedRequest, Explanation } from './explanation.js'
import { recordedAnswers, replay } from './replay.js'
import type { Run } from './replay.js'

/** A fetch that somebody wrote down: what the page asked for, and as many of the answers as are known. */
export interface CapturedFetch {
  readonly request: ExplainedRequest
  readonly exchanges: readonly Exchange[]
  /** What the capture tells of other causes than CORS. Default: none. */
  readonly circumstances?: readonly OtherFailureCode[]
}

export interface ExplainOptions {
  /** Whose behaviour is followed. Default: `chromium`. */
  readonly profile?: ProfileName
}

/**
 * Says of a captured fetch how it ends in a browser, why, and what would have to be different. The protocol runs on the
 * captured answers. Nothing is masked in the result.
 */
export function explain(captured: CapturedFetch, { profile = 'chromium' }: ExplainOptions = {}): Explanation {
  const recorder = new TraceRecorder()
  const run = replay(
    captured.request,
    captured.exchanges,
    profile,
    recordedAnswers(captured.exchanges),
    recorder,
  )
  return explainObservation({ ...observed(captured, run, profile), trace: recorder.trace })
}

function observed(
  { request, exchanges, circumstances = [] }: CapturedFetch,
  { response, sent }: Run,
  profile: ProfileName,
): Omit<Observation, 'trace'> {
  const seen = sent.flatMap(({ wire, recorded }) => {
    if (recorded === null) return []
    // What was captured is the truth about what went over the wire; the protocol's own head stands in where it lacks.
    const exchange = exchanges[recorded]!
    const head = { method: wire.method, url: wire.url.href, headers: [...wire.headers] }
    return [exchange.request.headers.length > 0 ? exchange : { ...exchange, request: head }]
  })
  const further = exchanges.filter((_, index) => !sent.some(({ recorded }) => recorded === index))
  const common = { profile, request, exchanges: seen, further, circumstances }
  const nothing = { failure: null, response: null, consoleMessages: [], withheld: null }
  if (response === null) {
    const { wire } = sent.at(-1)!
    const withheld = { method: wire.method, url: wire.url.href, headers: [...wire.headers] }
    return { ...common, ...nothing, outcome: 'unknown', withheld }
  }
  const { failure, type, status, urlList } = response
  if (failure === null) return { ...common, ...nothing, outcome: 'readable', response: { type, status } }
  const situation = {
    urls: urlList.length === 0 ? [request.url] : urlList.map(({ href }) => href),
    origin: request.origin,
    pageUrl: request.origin === 'null' ? 'data:text/html,' : `${request.origin}/`,
    initiator: 'fetch',
    mode: request.mode,
    ...(request.redirect === undefined ? {} : { redirectMode: request.redirect }),
    credentials: request.credentials,
    method: request.method,
  } as const
  const unreachable = failure.code === 'network-failure' || failure.code === 'preflight-network-failure'
  return {
    ...common,
    ...nothing,
    outcome: unreachable ? 'unreachable' : 'blocked',
    failure,
    consoleMessages: consoleMessages(profile, failure, situation),
  }
}
