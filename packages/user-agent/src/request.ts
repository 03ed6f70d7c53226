import { Readable } from 'node:stream'
import {
  contains,
  createRequest,
  includesCredentials,
  isCorsSafelistedMethod,
  isForbiddenMethod,
  isMethod,
  isReferrerPolicy,
  isSameOriginUrl,
  normalizeMethod,
} from 'concors/protocol'
import type { CacheMode, Client, Header, InnerRequest, Profile } from 'concors/protocol'
import { extractBody, isStream } from './body.js'
import type { BodyInput } from './body.js'
import { PageHeaders } from './headers.js'
import type { Guard, HeadersInput } from './headers.js'
import { isAbortSignal, isRequest } from './dom/foreign.js'
import type { RequestLike } from './dom/foreign.js'
import { misuse } from './misuse.js'
import type { PageRequestBody } from './transport/request-body.js'

/** What `fetch` takes beside Node's own types. */
export interface PageRequestInit extends Omit<RequestInit, 'body' | 'headers'> {
  readonly body?: BodyInput | null
  readonly headers?: HeadersInput
  readonly duplex?: 'half'
  readonly cache?: CacheMode
  readonly priority?: 'high' | 'low' | 'auto'
}

/** The page that constructs a request: what relative URLs and forbidden names depend on. */
export interface RequestRealm {
  readonly client: Client
  readonly profile: Profile
}

/** A request's state, and what the algorithms have no field for. */
export interface RequestState {
  readonly inner: InnerRequest
  readonly signal: AbortSignal | null
  /** The header names that a guard dropped. */
  readonly dropped: readonly string[]
  /** Whether the body was read, or given to a fetch; and the stream that a script got of it. */
  readonly use: { used: boolean; stream: ReadableStream<Uint8Array> | null }
}

const MODES = ['same-origin', 'no-cors', 'cors', 'navigate'] as const
const CREDENTIALS = ['omit', 'same-origin', 'include'] as const
const CACHES = ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'] as const
const REDIRECTS = ['follow', 'error', 'manual'] as const

const PRIORITIES = ['high', 'low', 'auto'] as const

const EMPTY: PageRequestInit = {}

const STATE = new WeakMap<object, RequestState>()

/**
 * The steps of `new Request(input, init)`.
 *
 * @throws TypeError as the constructor does, for everything that is wrong with input or init
 * https://fetch.spec.whatwg.org/#dom-request
 */
export function requestState(
  realm: RequestRealm,
  input: unknown,
  given?: PageRequestInit | null,
): RequestState {
  const { client, profile } = realm
  const init = dictionary(given)
  const from = stateOfInput(input, realm)
  const url = from?.inner.urlList[0] ?? parseUrl(String(input), realm)
  // 10-12
  if (init.window !== undefined && init.window !== null) throw misuse(profile, { kind: 'window-not-null' })
  // 13.4-13.6. A request that is changed no longer comes from where it came from.
  const unchanged = from !== null && Object.keys(init).length === 0 ? from.inner : null
  // 14-24
  const mode = oneOf('mode', init.mode, MODES) ?? from?.inner.mode ?? 'cors'
  if (mode === 'navigate') throw misuse(profile, { kind: 'mode-navigate' })
  const cacheMode = oneOf('cache', init.cache, CACHES) ?? from?.inner.cacheMode ?? 'default'
  if (cacheMode === 'only-if-cached' && mode !== 'same-origin') {
    throw misuse(profile, { kind: 'only-if-cached-outside-same-origin', mode })
  }
  // 25
  const method =
    init.method === undefined ? (from?.inner.method ?? 'GET') : checkedMethod(init.method, profile)
  // 32
  if (mode === 'no-cors' && !isCorsSafelistedMethod(method)) {
    throw misuse(profile, { kind: 'method-in-no-cors', method })
  }
  const keepalive = Boolean((init.keepalive as unknown) ?? from?.inner.keepalive)
  oneOf('priority', init.priority, PRIORITIES)
  if (init.signal !== undefined && init.signal !== null && !isAbortSignal(init.signal)) {
    throw new TypeError(`'signal' is no AbortSignal`)
  }
  const { body, contentType } = bodyOf({ method, mode, keepalive }, init, from, profile)
  // 31-33
  const dropped: string[] = [...(from?.dropped ?? [])]
  const headerList: Header[] = []
  const guard: Guard = mode === 'no-cors' ? 'request-no-cors' : 'request'
  const headers = init.headers === undefined ? from?.inner.headerList : init.headers
  if (headers !== undefined || contentType !== null) {
    const filled = new PageHeaders(headers as HeadersInput, {
      list: headerList,
      guard,
      profile,
      dropped: (name) => dropped.push(name),
    })
    // 36.4
    if (contentType !== null && !contains(headerList, 'content-type')) {
      if (profile.noCorsKeepsBlobType) headerList.push(['Content-Type', contentType])
      else filled.append('Content-Type', contentType)
    }
  }
  const inner = createRequest({
    url,
    client,
    method,
    mode,
    cacheMode,
    headerList,
    body,
    credentialsMode:
      oneOf('credentials', init.credentials, CREDENTIALS) ?? from?.inner.credentialsMode ?? 'same-origin',
    redirectMode: oneOf('redirect', init.redirect, REDIRECTS) ?? from?.inner.redirectMode ?? 'follow',
    integrity: init.integrity ?? from?.inner.integrity ?? '',
    keepalive,
    referrer: referrerOf(init.referrer, realm) ?? unchanged?.referrer ?? 'client',
    referrerPolicy: referrerPolicyOf(init.referrerPolicy) ?? unchanged?.referrerPolicy ?? '',
    unsafeRequest: true,
    // 39.3
    useCorsPreflight: body !== null && body.source === null,
  })
  // 41: the other request's body is now this one's.
  if (from !== null && body !== null && (init.body ?? null) === null) from.use.used = true
  return {
    inner,
    signal: init.signal === undefined ? (from?.signal ?? null) : init.signal,
    dropped,
    use: { used: false, stream: null },
  }
}

/** https://webidl.spec.whatwg.org/#js-dictionary: null counts as nothing, a function as an object. */
function dictionary(given: PageRequestInit | null | undefined): PageRequestInit {
  if (given === undefined || given === null) return EMPTY
  if (typeof given === 'object' || typeof given === 'function') return given
  throw new TypeError(`init is no object of options, but a ${typeof given}`)
}

/**
 * To WebIDL, no argument is another thing than undefined, which is a relative URL.
 *
 * @throws TypeError where there is none
 */
export function needsInput(name: 'fetch' | 'Request', args: readonly unknown[]): void {
  if (args.length > 0) return
  throw new TypeError(`${name} needs a URL or a Request: 1 argument required, but only 0 present`)
}

/** Whether the body of a request was read, is being read, or was given away: `bodyUsed`. */
export function bodyInUse({ inner, use }: RequestState): boolean {
  const stream = streamOf({ inner, use })
  return use.used || (stream !== null && Readable.isDisturbed(stream as never))
}

/** https://fetch.spec.whatwg.org/#body-unusable */
export function bodyUnusable(state: RequestState): boolean {
  return bodyInUse(state) || streamOf(state)?.locked === true
}

function streamOf({ inner, use }: Pick<RequestState, 'inner' | 'use'>): ReadableStream<Uint8Array> | null {
  return use.stream ?? (inner.body as PageRequestBody | null)?.stream ?? null
}

/** Remembers the state behind a page's `Request` object. */
export function rememberState(request: object, state: RequestState): void {
  STATE.set(request, state)
}

/** 5-6: the request that `input` is already, if it is one. */
function stateOfInput(input: unknown, realm: RequestRealm): RequestState | null {
  if (typeof input !== 'object' || input === null) return null
  const own = STATE.get(input)
  if (own !== undefined) return own
  return isRequest(input) ? stateOfForeignRequest(input, realm) : null
}

/** A `Request` that another constructor made, as Node's: it has no guards, so that its headers are filtered here. */
function stateOfForeignRequest(request: RequestLike, realm: RequestRealm): RequestState {
  if (request.bodyUsed) throw misuse(realm.profile, { kind: 'body-used' })
  const init: PageRequestInit = {
    method: request.method,
    headers: request.headers,
    mode: request.mode === 'navigate' ? 'same-origin' : request.mode,
    credentials: request.credentials,
    cache: request.cache,
    redirect: request.redirect,
    referrerPolicy: request.referrerPolicy,
    integrity: request.integrity,
    keepalive: request.keepalive,
    signal: request.signal,
  }
  const state = requestState(realm, request.url, init)
  if (request.body === null) return state
  // Node does not tell a stream from a body that could be sent again. Read whole, it is what most are.
  const bytes = request.arrayBuffer().then((buffer) => new Uint8Array(buffer))
  // Whoever sends it says what went wrong; until then nobody may be listening.
  bytes.catch(() => {})
  const body: PageRequestBody = { source: { formData: bytes }, length: null, stream: null }
  state.inner.body = body
  return state
}

function parseUrl(text: string, { client, profile }: RequestRealm): URL {
  const base = client.creationUrl.href
  let url: URL
  try {
    url = new URL(text, base)
  } catch {
    // 5.2
    throw misuse(profile, { kind: 'url-invalid', url: text })
  }
  // 5.3
  if (includesCredentials(url)) throw misuse(profile, { kind: 'url-with-credentials', url: text })
  return url
}

function checkedMethod(given: unknown, profile: Profile): string {
  const method = String(given)
  if (!isMethod(method)) throw misuse(profile, { kind: 'method-invalid', method })
  if (isForbiddenMethod(method)) throw misuse(profile, { kind: 'method-forbidden', method })
  return normalizeMethod(method)
}

/** 34-41 */
function bodyOf(
  {
    method,
    mode,
    keepalive,
  }: { readonly method: string; readonly mode: string; readonly keepalive: boolean },
  init: PageRequestInit,
  from: RequestState | null,
  profile: Profile,
): { body: PageRequestBody | null; contentType: string | null } {
  const inherited = (from?.inner.body ?? null) as PageRequestBody | null
  const given = init.body ?? null
  // 35
  if ((given !== null || inherited !== null) && (method === 'GET' || method === 'HEAD')) {
    throw misuse(profile, { kind: 'body-with-get-or-head', method })
  }
  if (given === null) {
    // 39.2
    if (inherited?.source === null) checkStreamMode(mode, profile)
    // 41.1
    if (from !== null && inherited !== null && bodyUnusable(from))
      throw misuse(profile, { kind: 'body-used' })
    return { body: inherited, contentType: null }
  }
  if (isStream(given) && profile.streamRequestBodies !== 'sent-as-text') {
    // https://fetch.spec.whatwg.org/#concept-bodyinit-extract, "ReadableStream"
    if (keepalive) throw misuse(profile, { kind: 'stream-with-keepalive' })
    // WebKit: none at all.
    if (profile.streamRequestBodies === 'refused') throw misuse(profile, { kind: 'stream-not-supported' })
    // 39.1-39.2
    if (init.duplex !== 'half') throw misuse(profile, { kind: 'stream-without-duplex' })
    checkStreamMode(mode, profile)
  }
  return extractBody(given, profile)
}

function checkStreamMode(mode: string, profile: Profile): void {
  if (mode !== 'same-origin' && mode !== 'cors') throw misuse(profile, { kind: 'stream-in-no-cors' })
}

/** 14 */
function referrerOf(
  given: string | undefined,
  { client, profile }: RequestRealm,
): InnerRequest['referrer'] | undefined {
  if (given === undefined) return undefined
  if (given === '') return 'no-referrer'
  if (!URL.canParse(given, client.creationUrl.href)) {
    throw misuse(profile, { kind: 'referrer-invalid', referrer: given })
  }
  const url = new URL(given, client.creationUrl.href)
  if (url.href === 'about:client' || !isSameOriginUrl(client.origin, url)) return 'client'
  return url
}

function referrerPolicyOf(given: string | undefined): InnerRequest['referrerPolicy'] | undefined {
  if (given === undefined || given === '') return given
  if (!isReferrerPolicy(given)) throw new TypeError(`'${given}' is not a valid value for 'referrerPolicy'`)
  return given
}

function oneOf<T extends string>(
  name: string,
  given: string | undefined,
  allowed: readonly T[],
): T | undefined {
  if (given === undefined) return undefined
  if (!(allowed as readonly string[]).includes(given)) {
    throw new TypeError(`'${given}' is not a valid value for '${name}'; it is one of ${allowed.join(', ')}`)
  }
  return given as T
}
