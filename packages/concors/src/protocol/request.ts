import type { Client } from './client.js'
import type { Header } from './header-list.js'
import { isSameOrigin, isSameOriginUrl, serializeOrigin, urlOrigin } from './origin.js'
import type { Origin } from './origin.js'
import type { ReferrerPolicy } from './referrer.js'
import { isSameSite } from './site.js'
import type { RegistrableDomain } from './site.js'

/** https://fetch.spec.whatwg.org/#concept-request-destination */
export type Destination =
  | ''
  | 'audio'
  | 'audioworklet'
  | 'document'
  | 'embed'
  | 'font'
  | 'frame'
  | 'iframe'
  | 'image'
  | 'json'
  | 'manifest'
  | 'object'
  | 'paintworklet'
  | 'report'
  | 'script'
  | 'serviceworker'
  | 'sharedworker'
  | 'style'
  | 'text'
  | 'track'
  | 'video'
  | 'worker'
  | 'xslt'

/** What asked, as far as the algorithms care. https://fetch.spec.whatwg.org/#request-initiator-type */
export type InitiatorType = 'fetch' | 'xmlhttprequest' | 'other'

export type Mode = 'same-origin' | 'cors' | 'no-cors' | 'navigate' | 'websocket'
export type CredentialsMode = 'omit' | 'same-origin' | 'include'
export type CacheMode = 'default' | 'no-store' | 'reload' | 'no-cache' | 'force-cache' | 'only-if-cached'
export type RedirectMode = 'follow' | 'error' | 'manual'
export type ResponseTainting = 'basic' | 'cors' | 'opaque'
export type RedirectTaint = 'same-origin' | 'same-site' | 'cross-site'

/** A request's body. The protocol asks only whether it can be sent again, and how long it is. */
export interface RequestBody {
  /** Null for a stream, which can be sent once only. */
  readonly source: unknown
  /** Bytes, or null where nobody knows. */
  readonly length: number | null
}

/**
 * A request as the algorithms see it: it changes while it is fetched, hop by hop.
 * https://fetch.spec.whatwg.org/#concept-request
 */
export interface InnerRequest {
  method: string
  /** First the URL that was asked for, then each redirect's target. */
  readonly urlList: URL[]
  readonly headerList: Header[]
  readonly client: Client | null
  readonly origin: Origin
  readonly destination: Destination
  readonly initiator: '' | 'imageset' | 'prefetch'
  readonly initiatorType: InitiatorType
  readonly mode: Mode
  readonly credentialsMode: CredentialsMode
  readonly redirectMode: RedirectMode
  readonly integrity: string
  readonly keepalive: boolean
  /** Set by `fetch()` and XMLHttpRequest: method and headers decide about a preflight. */
  readonly unsafeRequest: boolean
  /** Set by an upload listener and by a stream body: there is always a preflight. */
  readonly useCorsPreflight: boolean
  cacheMode: CacheMode
  body: RequestBody | null
  referrer: 'client' | 'no-referrer' | URL
  referrerPolicy: ReferrerPolicy | ''
  redirectCount: number
  /** Not in Fetch: XMLHttpRequest has named the type of the body, no author. */
  typeOfBodyImplied: boolean
  /** Not in Fetch: what it was before the first redirect. */
  beforeRedirects: Pick<InnerRequest, 'method' | 'referrer' | 'referrerPolicy'> | null
  /** Not in Fetch: the `Origin` that was sent last, before a redirect. */
  originSent: string | null
  responseTainting: ResponseTainting
  timingAllowFailed: boolean
}

/** What differs from a request's defaults. `url`, and `client` or `origin`, are needed. */
export interface RequestParts extends Partial<
  Omit<InnerRequest, 'urlList' | 'redirectCount' | 'originSent' | 'beforeRedirects'>
> {
  readonly url: URL
}

/** @throws TypeError if neither client nor origin is given */
export function createRequest({ url, ...parts }: RequestParts): InnerRequest {
  const origin = parts.origin ?? parts.client?.origin
  if (origin === undefined) throw new TypeError('A request needs a client or an origin')
  return {
    method: 'GET',
    client: null,
    destination: '',
    initiator: '',
    initiatorType: 'other',
    mode: 'no-cors',
    credentialsMode: 'same-origin',
    redirectMode: 'follow',
    integrity: '',
    keepalive: false,
    unsafeRequest: false,
    useCorsPreflight: false,
    cacheMode: 'default',
    body: null,
    referrer: 'client',
    referrerPolicy: '',
    responseTainting: 'basic',
    timingAllowFailed: false,
    typeOfBodyImplied: false,
    ...parts,
    origin,
    headerList: parts.headerList === undefined ? [] : [...parts.headerList],
    urlList: [url],
    redirectCount: 0,
    beforeRedirects: null,
    originSent: null,
  }
}

/** https://fetch.spec.whatwg.org/#concept-request-current-url */
export function currentUrl(request: InnerRequest): URL {
  return request.urlList[request.urlList.length - 1]!
}

/** Whether a type that came with the body of an XMLHttpRequest came with one that a redirect has dropped. */
export function isWithoutImpliedType({ typeOfBodyImplied, body }: InnerRequest): boolean {
  return typeOfBodyImplied && body === null
}

/** A URL as text, up to its `#`: an empty fragment goes too, which `URL.hash` does not tell from none. */
export function withoutFragment({ href }: URL): string {
  const hash = href.indexOf('#')
  return hash === -1 ? href : href.slice(0, hash)
}

/** https://url.spec.whatwg.org/#include-credentials */
export function includesCredentials(url: URL): boolean {
  return url.username !== '' || url.password !== ''
}

/** https://fetch.spec.whatwg.org/#http-scheme */
export function isHttpScheme(url: URL): boolean {
  return url.protocol === 'https:' || url.protocol === 'http:'
}

/** https://fetch.spec.whatwg.org/#concept-request-tainted-origin */
export function redirectTaint(
  request: Pick<InnerRequest, 'origin' | 'urlList'>,
  registrableDomain: RegistrableDomain,
): RedirectTaint {
  if (request.urlList.length === 1) return 'same-origin'
  // 2-3
  let last: Origin | null = null
  let taint: RedirectTaint = 'same-origin'
  // 4
  for (const url of request.urlList) {
    const origin = urlOrigin(url)
    if (last !== null) {
      // 4.2
      if (
        !isSameSite(origin, last, registrableDomain) &&
        !isSameSite(request.origin, last, registrableDomain)
      ) {
        return 'cross-site'
      }
      // 4.3
      if (!isSameOrigin(origin, last) && !isSameOrigin(request.origin, last)) taint = 'same-site'
    }
    // 4.4
    last = origin
  }
  // 5
  return taint
}

/** What `Origin` says of a request. https://fetch.spec.whatwg.org/#serializing-a-request-origin */
export function serializeRequestOrigin(
  request: Pick<InnerRequest, 'origin' | 'urlList'>,
  registrableDomain: RegistrableDomain,
): string {
  // 2
  if (redirectTaint(request, registrableDomain) !== 'same-origin') return 'null'
  // 3
  return serializeOrigin(request.origin)
}

/** https://fetch.spec.whatwg.org/#cross-origin-embedder-policy-allows-credentials */
export function embedderPolicyAllowsCredentials(
  request: InnerRequest,
  credentiallessSupported: boolean,
): boolean {
  // 2-4
  if (request.mode !== 'no-cors' || request.client === null) return true
  if (request.client.embedderPolicy !== 'credentialless' || !credentiallessSupported) return true
  // 5. Not in Fetch: its text asks for a tainted chain here, which would withhold a page's own cookies from
  // its own untainted requests. What is meant is same-origin all the way.
  return isSameOriginUrl(request.origin, currentUrl(request)) && request.responseTainting === 'basic'
}
