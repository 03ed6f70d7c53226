import { cookieRequest } from '../cookies.js'
import { failure } from '../failure.js'
import { append, contains, get, remove, set } from '../header-list.js'
import { appendFetchMetadata } from '../fetch-metadata.js'
import { isSameOriginUrl } from '../origin.js'
import { appendOriginHeader } from '../origin-header.js'
import type { Profile } from '../profile.js'
import { referrerAsSent } from '../referrer.js'
import { embedderPolicyAllowsCredentials, redirectTaint } from '../request.js'
import type { InnerRequest } from '../request.js'
import { isConditional } from '../request-header.js'
import { isNetworkError } from '../response.js'
import type { InnerResponse } from '../response.js'
import type { FetchSteps, WireRequest } from '../wire.js'
import type { FetchParams } from './fetch-params.js'
import { networkError, wireError } from './fetch-params.js'
import { httpNetworkFetch } from './http-network-fetch.js'

const ALGORITHM = 'concept-http-network-or-cache-fetch'

/** Bytes of body that all keepalive requests of a page may have under way together. Step 8.10.5 */
const KEEPALIVE_QUOTA = 64 * 1024

/**
 * Completes the head of a request and sends it. There is no HTTP cache (8.24 to 8.26, 11.3 to 11.5), nobody to
 * ask for a password (15, 16), and no authentication entries (8.21.2).
 * https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch
 */
export function* httpNetworkOrCacheFetch(
  params: FetchParams,
  kind: WireRequest['kind'] = 'request',
  newConnection = false,
): FetchSteps<InnerResponse> {
  // 1
  const { request, context } = params
  // 8.2. The clone: what is added from here on is no business of preflights or redirects.
  const httpRequest: InnerRequest = { ...request, headerList: [...request.headerList] }
  // 8.3-8.4
  const includeCredentials =
    isCredentialed(request, context.profile) &&
    embedderPolicyAllowsCredentials(request, context.profile.embedderPolicyCredentialless)
  // Firefox, WebKit: what the redirect has dropped.
  for (const name of params.headersDropped) remove(httpRequest.headerList, name)
  // 8.5-8.9
  const contentLength = httpRequest.body === null ? null : httpRequest.body.length
  if (httpRequest.body === null && (httpRequest.method === 'POST' || httpRequest.method === 'PUT')) {
    append(httpRequest.headerList, 'Content-Length', '0')
  } else if (contentLength !== null) append(httpRequest.headerList, 'Content-Length', String(contentLength))
  // 8.10
  if (contentLength !== null && httpRequest.keepalive) {
    const inflight = context.inflightKeepaliveBytes?.() ?? 0
    if (contentLength + inflight > KEEPALIVE_QUOTA) {
      const values = { 'content-length': contentLength, inflight }
      return networkError(params, failure('keepalive-body-too-large', ALGORITHM, '8.10.5', values))
    }
  }
  // 8.11
  if (httpRequest.referrer instanceof URL) {
    append(httpRequest.headerList, 'Referer', referrerAsSent(httpRequest.referrer, httpRequest, context))
  }
  // 8.12
  appendOriginHeader(httpRequest, context)
  request.originSent = get(httpRequest.headerList, 'origin')
  // 8.13
  appendFetchMetadata(httpRequest, context, kind)
  // 8.14
  if (httpRequest.initiator === 'prefetch') set(httpRequest.headerList, 'Sec-Purpose', 'prefetch')
  // 8.15
  addDefault(httpRequest, 'User-Agent', context.userAgent)
  // 8.16-8.20
  appendCacheAndEncodingHeaders(httpRequest, params)
  // 8.21
  if (includeCredentials) appendCookieHeader(httpRequest, params)
  // 11.1
  if (httpRequest.cacheMode === 'only-if-cached' && !context.profile.onlyIfCachedAsks) {
    return networkError(
      params,
      failure('only-if-cached-miss', ALGORITHM, '11.1', { cache: 'only-if-cached' }),
    )
  }
  // 11.2
  const httpParams: FetchParams = { ...params, request: httpRequest }
  const response = yield* httpNetworkFetch(httpParams, kind, includeCredentials, newConnection)
  if (isNetworkError(response)) return response
  // 12
  response.urlList = [...httpRequest.urlList]
  // 13
  response.rangeRequested = contains(httpRequest.headerList, 'range')
  // 14
  response.requestIncludesCredentials = includeCredentials
  // 16.1
  if (response.status === 407 && !context.profile.proxyAuthenticationReadable) {
    return wireError(
      params,
      kind,
      failure('proxy-authentication-required', ALGORITHM, '16.1', { status: 407 }),
    )
  }
  // 17
  const repeatable = request.body === null || request.body.source !== null
  if (response.status === 421 && !newConnection && repeatable) {
    return yield* httpNetworkOrCacheFetch(params, kind, true)
  }
  // 19
  return response
}

function isCredentialed(
  { credentialsMode, responseTainting, mode, origin, urlList }: InnerRequest,
  { noCorsKeepsCredentials }: Profile,
): boolean {
  if (credentialsMode !== 'same-origin') return credentialsMode === 'include'
  if (responseTainting === 'basic') return true
  return noCorsKeepsCredentials && mode === 'no-cors' && isSameOriginUrl(origin, urlList[0]!)
}

/** Steps 8.16 to 8.20: what the cache mode and a range ask of caches and encodings on the way. */
function appendCacheAndEncodingHeaders(httpRequest: InnerRequest, { context }: FetchParams): void {
  const { headerList } = httpRequest
  // 8.16
  if (httpRequest.cacheMode === 'default' && isConditional(headerList)) {
    httpRequest.cacheMode = 'no-store'
  }
  // 8.17
  if (httpRequest.cacheMode === 'no-cache') addDefault(httpRequest, 'Cache-Control', 'max-age=0')
  // 8.18
  if (httpRequest.cacheMode === 'no-store' || httpRequest.cacheMode === 'reload') {
    addDefault(httpRequest, 'Pragma', 'no-cache')
    addDefault(httpRequest, 'Cache-Control', 'no-cache')
  }
  // 8.19
  if (contains(headerList, 'range') && context.profile.rangeDisablesEncoding) {
    append(headerList, 'Accept-Encoding', 'identity')
  }
  // 8.20
  addDefault(httpRequest, 'Accept-Encoding', context.acceptEncoding)
}

function addDefault(request: InnerRequest, name: string, value: string): void {
  if (value !== '' && !contains(request.headerList, name.toLowerCase()))
    append(request.headerList, name, value)
}

/** https://fetch.spec.whatwg.org/#append-a-request-cookie-header */
function appendCookieHeader(httpRequest: InnerRequest, { context }: FetchParams): void {
  const { cookies, recorder, registrableDomain } = context
  if (cookies === null) return
  // 2-4
  const taint = redirectTaint(httpRequest, registrableDomain)
  const asked = cookieRequest(
    httpRequest,
    context,
    context.profile.sameSiteConsidersRedirects ? taint : 'same-origin',
  )
  // 5-8
  const value = cookies.retrieve(asked)
  if (value !== '') append(httpRequest.headerList, 'Cookie', value)
  if (recorder === null) return
  const withheld = cookies.withheld?.(asked) ?? []
  if (withheld.length === 0) return
  const { sameSite, thirdParty, topLevelSite } = asked
  const values = {
    cookies: withheld,
    'same-site-mode': sameSite,
    'third-party': thirdParty,
    'top-level-site': topLevelSite,
  }
  recorder.info('append-a-request-cookie-header', '5', values, 'cookies-withheld')
}
