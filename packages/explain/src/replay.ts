import {
  createClient,
  createOpaqueOrigin,
  createRequest,
  everyHostIsASite,
  fetch,
  PROFILES,
} from 'concors/protocol'
import type {
  InnerResponse,
  Profile,
  ProfileName,
  TraceRecorder,
  WireRequest,
  WireResult,
} from 'concors/protocol'
import type { Exchange, ExplainedRequest } from './explanation.js'

/** A request that was made of somebody, and where its answer comes from. */
export interface Sent {
  readonly wire: WireRequest
  /** Names the answer: a fetch that is run again finds it under the same name. */
  readonly slot: string
  /** Index into the recorded exchanges; null for an answer that nobody saw. */
  readonly recorded: number | null
}

/** How a fetch went, run again on recorded answers. */
export interface Run {
  /** Null where the fetch needs an answer that nobody saw. */
  readonly response: InnerResponse | null
  /** The last one has no answer where `response` is null. */
  readonly sent: readonly Sent[]
}

/** Gives the answer to a request, or null where there is none. */
export type Answers = (sent: Sent, earlier: readonly Sent[]) => WireResult | null

/** The recorded answers as they are. */
export function recordedAnswers(exchanges: readonly Exchange[]): Answers {
  return ({ recorded }) => (recorded === null ? null : resultOf(exchanges[recorded]!))
}

/**
 * Runs the fetch again: the protocol decides, the answers are given. A request finds the recorded exchange of the same
 * kind, method and URL, each of them once.
 */
export function replay(
  request: ExplainedRequest,
  exchanges: readonly Exchange[],
  profile: ProfileName | Profile,
  answers: Answers,
  recorder: TraceRecorder | null = null,
): Run {
  const steps = fetch(innerRequest(request), {
    profile: typeof profile === 'string' ? PROFILES[profile] : profile,
    registrableDomain: everyHostIsASite,
    preflightCache: null,
    cookies: null,
    recorder,
    userAgent: '',
    acceptLanguage: '',
    acceptEncoding: '',
  })
  const sent: Sent[] = []
  let next = steps.next()
  while (next.done !== true) {
    const one = sentOf(next.value, exchanges, sent)
    const earlier = [...sent]
    sent.push(one)
    const result = answers(one, earlier)
    if (result === null) return { response: null, sent }
    next = steps.next(result)
  }
  return { response: next.value, sent }
}

/** The answer of a recorded exchange. */
export function resultOf({ response, failure }: Exchange): WireResult {
  if (response !== null) return { ...response, body: ANY_BODY }
  return failure ?? { reason: 'other', detail: 'nothing was recorded' }
}

/** Nothing here reads a body, but whether there is one decides about integrity. */
const ANY_BODY = ''

function sentOf(wire: WireRequest, exchanges: readonly Exchange[], earlier: readonly Sent[]): Sent {
  const { kind, method } = wire
  const url = withoutFragment(wire.url.href)
  const index = exchanges.findIndex(
    (exchange, at) =>
      exchange.kind === kind &&
      exchange.request.method === method &&
      withoutFragment(exchange.request.url) === url &&
      !earlier.some(({ recorded }) => recorded === at),
  )
  const slot = index === -1 ? `${kind} ${method} ${url} ${wire.hop}` : String(index)
  return { wire, slot, recorded: index === -1 ? null : index }
}

function withoutFragment(url: string): string {
  const hash = url.indexOf('#')
  return hash === -1 ? url : url.slice(0, hash)
}

function innerRequest({ method, url, origin, mode, credentials, headers, ...rest }: ExplainedRequest) {
  const { redirect = 'follow', bodyLength = null } = rest
  const client =
    origin === 'null'
      ? createClient(OPAQUE_PAGE, { origin: createOpaqueOrigin() })
      : createClient(new URL(`${origin}/`))
  return createRequest({
    url: new URL(url),
    method,
    headerList: [...headers],
    client,
    mode,
    credentialsMode: credentials,
    redirectMode: redirect,
    unsafeRequest: true,
    body: bodyLength === null ? null : { source: '', length: bodyLength },
  })
}

const OPAQUE_PAGE = new URL('data:text/html,')
