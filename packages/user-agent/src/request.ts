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
} from 'concors'
import type { CacheMode, Client, Header, InnerRequest, Profile } from 'concors'
import { extractBody, isStream } from './body.js'
import type { BodyInput } from './body.js'
import { PageHeaders } from './headers.js'
import type { Guard, HeadersInput } from './headers.js'
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
  /** Whether the body was read, or given to a fetch. */
  readonly use: { used: boolean }
}

const MODES = ['same-origin', 'no-cors', 'cors', 'navigate'] as const
const CREDENTIALS = ['omit', 'same-origin', 'include'] as const
const CACHES = ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'] as const
const REDIRECTS = ['follow', 'error', 'manual'] as const

const STATE = new WeakMap<object, RequestState>()

/**
 * The steps of `new Request(input, init)`.
 *
 * @throws TypeError as the constructor does, for everything that is wrong with input or init
 * https://fetch.spec.whatwg.org/#dom-request
 */
export function requestState(realm: RequestRealm, input: unknown, init: PageRequestInit = {}): RequestState {
  const { client, profile } = realm
  const from = stateOfInput(input, realm)
  const url = from?.inner.urlList[0] ?? parseUrl(String(input), client)
  // 10-12
  if (init.window !== undefined && init.window !== null) throw new TypeError(`'window' must be null`)
  // 14-24
  const mode = oneOf('mode', init.mode, MODES) ?? from?.inner.mode ?? 'cors'
  if (mode === 'navigate') throw new TypeError(`Cannot construct a Request with mode 'navigate'`)
  const cacheMode = oneOf('cache', init.cache, CACHES) ?? from?.inner.cacheMode ?? 'default'
  if (cacheMode === 'only-if-cached' && mode !== 'same-origin') {
    throw new TypeError(`'only-if-cached' can be set only with 'same-origin' mode`)
  }
  // 25
  const method = init.method === undefined ? (from?.inner.method ?? 'GET') : checkedMethod(init.method)
  // 32
  if (mode === 'no-cors' && !isCorsSafelistedMethod(method)) {
    throw new TypeError(`'${method}' is unsupported in no-cors mode.`)
  }
  const { body, contentType } = bodyOf(method, mode, init, from, profile)
  // 31-33
  const dropped: string[] = [...(from?.dropped ?? [])]
  const headerList: Header[] = []
  const guard: Guard = mode === 'no-cors' ? 'request-no-cors' : 'request'
  const headers = init.headers ?? from?.inner.headerList
  if (headers !== undefined || contentType !== null) {
    const filled = new PageHeaders(headers as HeadersInput, {
      list: headerList,
      guard,
      profile,
      dropped: (name) => dropped.push(name),
    })
    // 36.4
    if (contentType !== null && !contains(headerList, 'content-type'))
      filled.append('Content-Type', contentType)
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
    keepalive: init.keepalive ?? from?.inner.keepalive ?? false,
    referrer: referrerOf(init.referrer, client) ?? from?.inner.referrer ?? 'client',
    referrerPolicy: referrerPolicyOf(init.referrerPolicy) ?? from?.inner.referrerPolicy ?? '',
    unsafeRequest: true,
    // 38.2
    useCorsPreflight: body !== null && body.source === null,
  })
  // 40-42: the other request's body is now this one's.
  if (from !== null && body !== null && (init.body ?? null) === null) from.use.used = true
  return {
    inner,
    signal: init.signal === undefined ? (from?.signal ?? null) : init.signal,
    dropped,
    use: { used: false },
  }
}

/** Whether the body of a request was read, is being read, or was given away. */
export function bodyInUse({ inner, use }: RequestState): boolean {
  const stream = (inner.body as PageRequestBody | null)?.stream ?? null
  return use.used || (stream !== null && Readable.isDisturbed(stream as never))
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
  return input instanceof Request ? stateOfNodeRequest(input, realm) : null
}

/** A `Request` that Node's constructor made: it has no guards, so that its headers are filtered here. */
function stateOfNodeRequest(request: Request, realm: RequestRealm): RequestState {
  if (request.bodyUsed)
    throw new TypeError('Cannot construct a Request with a Request object that has already been used.')
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
  const body: PageRequestBody = { source: { formData: bytes }, length: null, stream: null }
  state.inner.body = body
  return state
}

function parseUrl(text: string, client: Client): URL {
  const base = client.creationUrl.href
  let url: URL
  try {
    url = new URL(text, base)
  } catch (cause) {
    throw new TypeError(`Failed to parse URL from ${text}`, { cause })
  }
  // 5.3
  if (includesCredentials(url)) {
    throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${url.origin}`)
  }
  return url
}

function checkedMethod(given: string): string {
  const method = String(given)
  if (!isMethod(method)) throw new TypeError(`'${method}' is not a valid HTTP method.`)
  if (isForbiddenMethod(method)) throw new TypeError(`'${method}' HTTP method is unsupported.`)
  return normalizeMethod(method)
}

/** 34-38 */
function bodyOf(
  method: string,
  mode: string,
  init: PageRequestInit,
  from: RequestState | null,
  profile: Profile,
): { body: PageRequestBody | null; contentType: string | null } {
  const inherited = (from?.inner.body ?? null) as PageRequestBody | null
  const given = init.body ?? null
  // 39-40
  if (given === null && from !== null && inherited !== null && bodyInUse(from)) {
    throw new TypeError('Cannot construct a Request with a Request object that has already been used.')
  }
  // 35
  if ((given !== null || inherited !== null) && (method === 'GET' || method === 'HEAD')) {
    throw new TypeError('Request with GET/HEAD method cannot have body.')
  }
  if (given === null) return { body: inherited, contentType: null }
  // 38.1
  if (isStream(given) && profile.streamRequestBodies) {
    if (init.duplex !== 'half')
      throw new TypeError(`The 'duplex' member must be specified for a request with a streaming body`)
    if (init.keepalive === true) throw new TypeError('A request with a streaming body cannot be keepalive')
    if (mode !== 'same-origin' && mode !== 'cors') {
      throw new TypeError(`A streaming body needs mode 'same-origin' or 'cors'`)
    }
  }
  return extractBody(given, profile)
}

/** 14 */
function referrerOf(given: string | undefined, client: Client): InnerRequest['referrer'] | undefined {
  if (given === undefined) return undefined
  if (given === '') return 'no-referrer'
  if (!URL.canParse(given, client.creationUrl.href))
    throw new TypeError(`Referrer '${given}' is not a valid URL.`)
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
