import {
  algorithmUrl,
  CorsPreflightCache,
  createClient,
  createOpaqueOrigin,
  createRequest,
  fetch,
  get,
  PROFILES,
  TraceRecorder,
} from '../src/index.js'
import type {
  CookieRequest,
  CookieStore,
  FetchContext,
  HeaderList,
  InnerRequest,
  InnerResponse,
  Profile,
  ProfileName,
  RequestParts,
  Trace,
  WireFailure,
  WireRequest,
  WireResult,
} from '../src/index.js'
import steps from './fetch-steps.json' with { type: 'json' }

/** What a scripted server says. What is left out is 200, no headers, no body. */
export interface Reply {
  readonly status?: number
  readonly headers?: HeaderList
  readonly body?: unknown
}

/** A list is used up in order; a function sees the request and its index. */
export type Server =
  | readonly (Reply | WireFailure)[]
  | ((request: WireRequest, index: number) => Reply | WireFailure)

/** What a fetch came to: what the page gets, what went over the wire, and why. */
export interface Driven {
  readonly response: InnerResponse
  readonly requests: readonly WireRequest[]
  readonly trace: Trace
}

/** A clock that stands still until it is set. */
export interface Clock {
  /** Milliseconds. */
  now: number
}

export interface CookieStub extends CookieStore {
  /** What was stored: the line, and for which request. */
  readonly stored: (readonly [setCookie: string, request: CookieRequest])[]
  /** What was asked for. */
  readonly asked: CookieRequest[]
}

/** Has one cookie for everybody, and remembers what it was told. */
export function cookieStub(cookie = 'c=1'): CookieStub {
  const stored: (readonly [string, CookieRequest])[] = []
  const asked: CookieRequest[] = []
  return {
    stored,
    asked,
    retrieve: (request) => {
      asked.push(request)
      return cookie
    },
    store: (request, setCookie) => {
      stored.push([setCookie, request])
    },
  }
}

/** The registrable domain where `.test` and `.example` are the public suffixes: the last two labels. */
export function registrableDomain(host: string): string | null {
  const labels = host.split('.')
  if (!/^(?:test|example)$/.test(labels.at(-1)!) || labels.length < 2) return null
  return labels.slice(-2).join('.')
}

export interface ContextOptions extends Partial<Omit<FetchContext, 'profile'>> {
  readonly profile?: ProfileName | Profile
  readonly clock?: Clock
}

/** A user agent with a preflight cache, without cookies, that adds no headers of its own. */
export function createContext({
  profile = 'standard',
  clock = { now: 0 },
  ...rest
}: ContextOptions = {}): FetchContext {
  const rules = typeof profile === 'string' ? PROFILES[profile] : profile
  return {
    profile: rules,
    registrableDomain,
    preflightCache: new CorsPreflightCache(rules.preflightCache, () => clock.now),
    cookies: null,
    recorder: new TraceRecorder(),
    userAgent: '',
    acceptLanguage: '',
    acceptEncoding: '',
    ...rest,
  }
}

export const A = 'https://a.test'
export const B = 'https://b.test'
export const C = 'https://c.test'

/** A request as a page's `fetch()` makes it. */
export interface Ask extends Partial<Omit<RequestParts, 'url' | 'headerList'>> {
  readonly url?: string
  /** The page's URL, or `opaque` for a sandboxed page of https://a.test. */
  readonly from?: string
  readonly headers?: HeaderList
}

/** From https://a.test/page to https://b.test/ in mode cors, as `fetch()` would. */
export function ask({ url = `${B}/`, from = `${A}/page`, headers = [], ...parts }: Ask = {}): InnerRequest {
  const client =
    from === 'opaque'
      ? createClient(new URL(`${A}/page`), { origin: createOpaqueOrigin() })
      : createClient(new URL(from))
  return createRequest({
    url: new URL(url),
    client,
    mode: 'cors',
    unsafeRequest: true,
    ...parts,
    headerList: [...headers],
  })
}

/** Runs a fetch to its end. Each call records a trace of its own, unless the context has no recorder. */
export function drive(
  request: InnerRequest | Ask,
  server: Server,
  options: ContextOptions | FetchContext = {},
): Driven {
  const given = isContext(options) ? options : createContext(options)
  const recorder = given.recorder === null ? null : new TraceRecorder()
  const requests: WireRequest[] = []
  const fetching = fetch('urlList' in request ? request : ask(request), { ...given, recorder })
  let next = fetching.next()
  while (next.done !== true) {
    const wire = next.value
    next = fetching.next(answer(server, wire, requests.push(wire) - 1))
  }
  const trace = recorder?.trace ?? []
  for (const { algorithm, step } of trace) assertStepExists(algorithm, step)
  return { response: next.value, requests, trace }
}

const STEPS = new Map(
  Object.entries(steps.algorithms).map(([id, numbers]) => [id, new Set(numbers.split(' '))]),
)

/** Whatever a test is about, no trace may cite a step that the pinned standard does not have. */
function assertStepExists(algorithm: string, step: string): void {
  const known = algorithm.includes('#')
    ? /^https:\/\/[^#]+#./.test(algorithmUrl(algorithm))
    : STEPS.get(algorithm)?.has(step)
  if (known !== true) throw new Error(`The standard has no step ${step} in ${algorithm}`)
}

function answer(server: Server, wire: WireRequest, index: number): WireResult {
  const reply = typeof server === 'function' ? server(wire, index) : server[index]
  if (reply === undefined) throw new Error(`Nothing scripted for request ${index}: ${lineOf(wire)}`)
  if ('reason' in reply) return reply
  const { status = 200, headers = [], body = 'body' } = reply
  return { status, statusMessage: '', headers, body }
}

function isContext(options: ContextOptions | FetchContext): options is FetchContext {
  return typeof options.profile === 'object' && 'recorder' in options && 'preflightCache' in options
}

/** What a fetch came to, in one word: the type of the response, or the code of the failure. */
export function verdict({ response }: Driven): string {
  return response.failure?.code ?? response.type
}

/** A request as it is spoken of: `PUT https://b.test/`. */
function lineOf({ method, url }: WireRequest): string {
  return `${method} ${url.href}`
}

export function lines({ requests }: Driven): string[] {
  return requests.map(lineOf)
}

/** A header of the n-th request on the wire, or null. */
export function sent({ requests }: Driven, index: number, name: string): string | null {
  return get(requests[index]!.headers, name)
}

/** One header of every request on the wire. */
export function sentEach({ requests }: Driven, name: string): (string | null)[] {
  return requests.map(({ headers }) => get(headers, name))
}

/** Lets everything pass: names the origin, allows credentials and whatever a preflight asks for. */
export function generous({ headers }: WireRequest): Reply {
  return {
    headers: [
      ['Access-Control-Allow-Origin', get(headers, 'origin') ?? '*'],
      ['Access-Control-Allow-Credentials', 'true'],
      ['Access-Control-Allow-Methods', get(headers, 'access-control-request-method') ?? ''],
      ['Access-Control-Allow-Headers', get(headers, 'access-control-request-headers') ?? ''],
    ],
  }
}

/** Answers as `server`, with more headers. */
export function plus(
  server: (request: WireRequest) => Reply,
  ...headers: HeaderList
): (request: WireRequest) => Reply {
  return (request) => {
    const reply = server(request)
    return { ...reply, headers: [...(reply.headers ?? []), ...headers] }
  }
}

/** Answers each URL of a chain with a redirect to the next; the last one with `end`. All of it lets everything pass. */
export function chain(
  urls: readonly string[],
  { status = 302, end = {} }: { readonly status?: number; readonly end?: Reply } = {},
): (request: WireRequest) => Reply {
  return (wire) => {
    const reply = generous(wire)
    if (wire.kind === 'preflight') return reply
    const target = urls[wire.hop + 1]
    if (target === undefined)
      return { ...reply, ...end, headers: [...reply.headers!, ...(end.headers ?? [])] }
    return { status, headers: [...reply.headers!, ['Location', target]] }
  }
}

/** One line `Access-Control-Allow-Origin: value`. */
export function allowOrigin(value: string): readonly [string, string] {
  return ['Access-Control-Allow-Origin', value]
}

export const ALLOW_CREDENTIALS = ['Access-Control-Allow-Credentials', 'true'] as const
