import {
  CorsPreflightCache,
  createClient,
  createPotentialCorsRequest,
  createRequest,
  everyHostIsASite,
  fetch as fetchSteps,
  isCorsSafelistedMethod,
  PROFILES,
  TraceRecorder,
} from 'concors'
import type { Failure, InnerRequest, InnerResponse, ProfileName, Trace, WireRequest } from 'concors'
import { consoleMessages, pageError } from 'concors/failures'
import { explainObservation } from '@concors/explain'
import type { Exchange, ExplainedRequest, Explanation, Verdict as ExplainedVerdict } from '@concors/explain'
import { answer, reasonPhrase } from '../../api/answer.js'
import type { ApiAnswer } from '../../api/answer.js'
import { isApi } from '../../api/places.js'
import type { Places } from '../../api/places.js'
import { readings } from '../../weather/readings.js'
import type { Ask } from './ask.js'
import { FAILED } from './outcome.js'
import type { Attempt, Outcome } from './outcome.js'

/** A run on our own engine, with the reasons. */
export interface Simulation extends Outcome {
  /** Of each attempt; null where it ended before there was a fetch. */
  readonly explanations: readonly (Explanation | null)[]
}

const READINGS = JSON.stringify(readings)

/** Runs what was asked for on the protocol, which the API answers as it would over a socket. */
export function simulate(ask: Ask, places: Places, profile: ProfileName): Simulation {
  const preflightCache = new CorsPreflightCache(PROFILES[profile].preflightCache, () => 0)
  const runs = Array.from({ length: ask.times }, () => once(ask, places, profile, preflightCache))
  return {
    wire: runs.flatMap(({ exchanges }) => exchanges.map(({ request, response }) => ({ request, response }))),
    attempts: runs.map(({ attempt }) => attempt),
    explanations: runs.map(({ explanation }) => explanation),
  }
}

interface Once {
  readonly exchanges: readonly Exchange[]
  readonly attempt: Attempt
  readonly explanation: Explanation | null
}

function once(ask: Ask, places: Places, profile: ProfileName, preflightCache: CorsPreflightCache): Once {
  const error = misuse(ask, profile)
  if (error !== null)
    return { exchanges: [], attempt: { ...FAILED, verdict: 'blocked', error }, explanation: null }
  const recorder = new TraceRecorder()
  const exchanges: Exchange[] = []
  let last: ApiAnswer | null = null
  const steps = fetchSteps(innerRequest(ask, places), {
    profile: PROFILES[profile],
    registrableDomain: everyHostIsASite,
    preflightCache,
    cookies: null,
    recorder,
    userAgent: '',
    acceptLanguage: '',
    acceptEncoding: '',
  })
  let next = steps.next()
  while (next.done !== true) {
    last = answerTo(next.value, places)
    exchanges.push(exchangeOf(next.value, last))
    const { status, headers } = last
    next = steps.next({ status, statusMessage: reasonPhrase(status), headers, body: '' })
  }
  const response = next.value
  const { failure } = response
  const attempt = failure === null ? attemptOf(ask, response, last) : refused(ask, profile, failure)
  const explanation = explained(ask, places, profile, response, exchanges, recorder.trace)
  return { exchanges, attempt, explanation }
}

/** What `fetch()` throws before there is a request. https://fetch.spec.whatwg.org/#dom-request step 32 */
function misuse(ask: Ask, profile: ProfileName): string | null {
  if (ask.kind === 'image' || ask.mode !== 'no-cors' || isCorsSafelistedMethod(ask.method)) return null
  const { name, message } = pageError(profile, { kind: 'method-in-no-cors', method: ask.method })
  return `${name}: ${message}`
}

/** The page's servers are the only ones that there are. */
function answerTo({ method, url, headers }: WireRequest, places: Places): ApiAnswer {
  if (isApi(url.origin, places)) return answer({ method, url, headers }, places)
  return { status: 404, headers: [], body: 'error', delay: 0 }
}

function innerRequest(ask: Ask, { page }: Places): InnerRequest {
  // As the page's own Referrer-Policy says.
  const client = createClient(new URL(`${page}/`), { referrerPolicy: 'no-referrer' })
  const url = new URL(ask.url)
  if (ask.kind === 'image')
    return createPotentialCorsRequest(client, url, 'image', { crossOrigin: ask.crossOrigin })
  return createRequest({
    url,
    client,
    method: ask.method,
    headerList: [...headersFor(ask)],
    mode: ask.mode,
    credentialsMode: ask.credentials,
    unsafeRequest: true,
  })
}

/** In mode no-cors only safelisted headers stay. https://fetch.spec.whatwg.org/#concept-headers-append */
function headersFor({ headers, mode }: Extract<Ask, { kind: 'fetch' }>): InnerRequest['headerList'] {
  return mode === 'no-cors' ? [] : [...headers]
}

function exchangeOf(
  { kind, method, url, headers }: WireRequest,
  { status, headers: lines }: ApiAnswer,
): Exchange {
  return {
    kind,
    request: { method, url: url.href, headers: [...headers] },
    response: { status, statusMessage: reasonPhrase(status), headers: lines },
    failure: null,
    milliseconds: 0,
  }
}

function attemptOf(ask: Ask, response: InnerResponse, last: ApiAnswer | null): Attempt {
  const opaque = response.type === 'opaque'
  if (ask.kind === 'image') {
    const { verdict, error } =
      last?.body === 'chart' ? drawn(opaque) : ({ verdict: 'not loaded', error: 'error event' } as const)
    return { ...FAILED, verdict, error }
  }
  const { type, status, headerList } = response
  const visibleHeaders = [...new Set(headerList.map(([name]) => name.toLowerCase()))].toSorted()
  const body = opaque || last === null ? '' : bodyOf(last)
  return { verdict: opaque ? 'opaque' : 'readable', type, status, visibleHeaders, body, error: null }
}

function drawn(opaque: boolean): Pick<Attempt, 'verdict' | 'error'> {
  return opaque ? { verdict: 'tainted', error: 'SecurityError' } : { verdict: 'clean', error: null }
}

function bodyOf({ body, status }: ApiAnswer): string {
  return body === 'readings' ? READINGS : body === 'none' ? '' : `${status}`
}

function refused(ask: Ask, profile: ProfileName, failure: Failure): Attempt {
  if (ask.kind === 'image') return { ...FAILED, verdict: 'not loaded', error: 'error event' }
  const { name, message } = pageError(profile, failure.code)
  return { ...FAILED, verdict: 'blocked', error: `${name}: ${message}` }
}

function explained(
  ask: Ask,
  { page }: Places,
  profile: ProfileName,
  { failure, type, status, urlList }: InnerResponse,
  exchanges: readonly Exchange[],
  trace: Trace,
): Explanation {
  const request = explainedRequest(ask, page)
  const situation = {
    urls: urlList.length === 0 ? [ask.url] : urlList.map(({ href }) => href),
    origin: page,
    pageUrl: `${page}/`,
    initiator: ask.kind,
    mode: request.mode,
    method: request.method,
  }
  const outcome: ExplainedVerdict = failure === null ? 'readable' : 'blocked'
  return explainObservation({
    profile,
    request,
    outcome,
    exchanges,
    trace,
    failure,
    response: failure === null ? { type, status } : null,
    consoleMessages: failure === null ? [] : consoleMessages(profile, failure, situation),
    withheld: null,
  })
}

/** What was asked for, as explanations have it. */
function explainedRequest(ask: Ask, page: string): ExplainedRequest {
  const common = { url: ask.url, origin: page }
  if (ask.kind === 'fetch') {
    const { method, headers, mode, credentials } = ask
    return { ...common, method, headers: mode === 'no-cors' ? [] : headers, mode, credentials }
  }
  const credentials = ask.crossOrigin === 'anonymous' ? 'same-origin' : 'include'
  return {
    ...common,
    method: 'GET',
    headers: [],
    mode: ask.crossOrigin === null ? 'no-cors' : 'cors',
    credentials,
  }
}
