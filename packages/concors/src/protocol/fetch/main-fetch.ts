import { isBadPort } from '../bad-port.js'
import { failure } from '../failure.js'
import type { Failure } from '../failure.js'
import {
  byteLowercase,
  contains,
  extractTokenList,
  get,
  isParseFailure,
  withoutEmptyLines,
} from '../header-list.js'
import { isCorsSafelistedMethod } from '../method.js'
import { mixedContent, upgradeMixedContentRequest } from '../mixed-content.js'
import { isSameOriginUrl } from '../origin.js'
import { determineReferrer } from '../referrer.js'
import { corsUnsafeRequestHeaderNames } from '../request-header.js'
import { currentUrl, isHttpScheme, isWithoutImpliedType, redirectTaint } from '../request.js'
import type { InnerRequest } from '../request.js'
import {
  basicFilteredResponse,
  corsFilteredResponse,
  isNetworkError,
  isNullBodyStatus,
  isRangeStatus,
  opaqueFilteredResponse,
} from '../response.js'
import type { InnerResponse } from '../response.js'
import type { Values } from '../trace.js'
import { bytesOfUtf8, utf8FromBytes } from '../utf8.js'
import type { FetchSteps } from '../wire.js'
import type { FetchParams } from './fetch-params.js'
import { firstViolation, isUnprotected, networkError, preflightCacheKey } from './fetch-params.js'
import { httpFetch } from './http-fetch.js'
import { schemeFetch } from './scheme-fetch.js'

const ALGORITHM = 'concept-main-fetch'

/**
 * Runs for the first request and again for each redirect, so that everything is decided anew on every hop.
 * Not modelled: Content Security Policy (4, 7, 20), integrity policy (7), HSTS (10), preloads (12).
 * https://fetch.spec.whatwg.org/#concept-main-fetch
 */
export function* mainFetch(params: FetchParams, recursive = false): FetchSteps<InnerResponse> {
  // 1
  const { request, context } = params
  // 6
  upgradeMixedContentRequest(request, context)
  // 7
  const url = currentUrl(request)
  const mixed = !isUnprotected(params) && mixedContent(request, context)
  // WebKit: the network's process preflights what a redirect leads to before the page's looks at it.
  const inPage = recursive && context.profile.mixedRedirects === 'preflighted'
  const badPort =
    isBadPort(url) && failure('bad-port', ALGORITHM, '7', { url: url.href, port: Number(url.port) })
  const seenLate = inPage && request.mode === 'cors' && badPort === false
  if (seenLate && mixed !== false) params.lateRefusal = mixed
  const blocked = firstViolation(params, [
    // WebKit: what a redirect leads to is mixed content before its port is bad.
    !(inPage && mixed !== false && request.mode !== 'same-origin') && badPort,
    context.profile.modeJudgedBeforeMixedContent && modeViolation(request),
    !seenLate && mixed,
  ])
  const from = request.urlList[request.urlList.length - 2]
  if (blocked !== null && from !== undefined) {
    context.preflightCache?.clear(preflightCacheKey(request, context, from), false)
  }
  // 8
  if (request.referrerPolicy === '') {
    request.referrerPolicy = request.client?.referrerPolicy ?? 'strict-origin-when-cross-origin'
  }
  // 9
  if (request.referrer !== 'no-referrer')
    request.referrer = determineReferrer(request, context) ?? 'no-referrer'
  params.firstReferrer ??= request.referrer
  // 12
  const response = blocked ?? (yield* route(params))
  // 13
  if (recursive) return response
  if (params.refusalOfPage !== null) return networkError(params, params.refusalOfPage)
  // 14-24
  return finish(params, response)
}

/** Step 12: what the mode rules out. */
function modeViolation(request: InnerRequest): Failure | false {
  const url = currentUrl(request)
  if (isSameOriginUrl(request.origin, url) && request.responseTainting === 'basic') return false
  if (url.protocol === 'data:') return false
  if (request.mode === 'same-origin') {
    return failure('disallowed-by-mode', ALGORITHM, '12', routeValues(request))
  }
  if (request.mode !== 'no-cors' || request.redirectMode === 'follow') return false
  const found = { ...routeValues(request), redirect: request.redirectMode }
  return failure('no-cors-redirect-mode-not-follow', ALGORITHM, '12', found)
}

/** Step 12: which kind of fetch this hop is. */
function* route(params: FetchParams): FetchSteps<InnerResponse> {
  const { request, context } = params
  const { recorder, profile } = context
  const url = currentUrl(request)
  const sameOrigin = isSameOriginUrl(request.origin, url) && request.responseTainting === 'basic'
  // Behind a redirect, which only WebKit follows, it is not the page's own.
  const ownData = url.protocol === 'data:' && request.redirectCount === 0
  if (sameOrigin || ownData || request.mode === 'navigate' || request.mode === 'websocket') {
    request.responseTainting = 'basic'
    recorder?.info(ALGORITHM, '12', { ...routeValues(request), 'response-tainting': 'basic' })
    return yield* schemeFetch(params)
  }
  const ruledOut = modeViolation(request)
  if (ruledOut !== false) return networkError(params, ruledOut)
  if (request.mode === 'no-cors') {
    request.responseTainting = 'opaque'
    recorder?.info(ALGORITHM, '12', { ...routeValues(request), 'response-tainting': 'opaque' })
    return yield* schemeFetch(params)
  }
  if (!isHttpScheme(url)) {
    const found = { ...routeValues(request), scheme: url.protocol.slice(0, -1) }
    return networkError(params, failure('cors-disabled-scheme', ALGORITHM, '12', found))
  }
  request.responseTainting = 'cors'
  const unsafeNames = corsUnsafeRequestHeaderNames(request.headerList, profile)
  const unsafe = request.unsafeRequest && (!isCorsSafelistedMethod(request.method) || unsafeNames.length > 0)
  // Firefox, WebKit: what needed a preflight once needs one after each redirect.
  const lookedBack = request.redirectCount > 0 && needsPreflightAgain(params)
  const preflight = request.useCorsPreflight || unsafe || lookedBack
  if (!preflight || isUnprotected(params)) {
    recorder?.info(ALGORITHM, '12', {
      ...routeValues(request),
      'response-tainting': 'cors',
      preflight: false,
    })
    const response = yield* httpFetch(params)
    clearAfterFailure(response, params, false)
    return response
  }
  recorder?.info(ALGORITHM, '12', {
    ...routeValues(request),
    'response-tainting': 'cors',
    preflight: true,
    method: request.method,
    'unsafe-header-names': unsafeNames,
    'use-cors-preflight': request.useCorsPreflight,
  })
  const response = yield* httpFetch(params, true)
  clearAfterFailure(response, params, true)
  return response
}

function needsPreflightAgain({ request, context, first, preflighted }: FetchParams): boolean {
  if (first === null) return false
  const gone = context.profile.redirectPreflight === 'first-unsafe-names' && isWithoutImpliedType(request)
  return preflighted || first.unsafeNames.some((name) => name !== 'content-type' || !gone)
}

function routeValues(request: InnerRequest): Values {
  return { mode: request.mode, url: currentUrl(request).href, origin: request.origin.serialized }
}

/** https://fetch.spec.whatwg.org/#concept-cache-clear */
function clearAfterFailure(
  { failure: found }: InnerResponse,
  { request, context }: FetchParams,
  preflighted: boolean,
): void {
  // Firefox: what refuses a redirect that the page does not want knows no cache.
  const unknown =
    found?.code === 'redirect-mode-error' && context.profile.preflightCache.clearedByFailure === 'of-any'
  if (found !== null && !unknown) {
    context.preflightCache?.clear(preflightCacheKey(request, context), preflighted)
  }
}

/** Steps 14 to 22: what the page may see of the response. */
function finish(params: FetchParams, response: InnerResponse): InnerResponse {
  const { request, context } = params
  let result = response
  // 14
  if (!isNetworkError(response) && response.internalResponse === null) result = filter(response, params)
  // WebKit: seen.
  if (context.profile.responseHeadersReplaced && result.headerList.length > 0) {
    const headerList = result.headerList.map(
      ([name, value]) => [name, bytesOfUtf8(utf8FromBytes(value))] as const,
    )
    result = { ...result, headerList }
  }
  if (context.profile.responseLinesMerged) {
    result = { ...result, headerList: withoutEmptyLines(result.headerList) }
  }
  // 15
  const internal = result.internalResponse ?? result
  // 16
  if (internal.urlList.length === 0) {
    internal.urlList = [...request.urlList]
    // A filtered response shows what its internal response has, but for what it hides.
    if (result.type !== 'opaque') result.urlList = internal.urlList
  }
  if (isNetworkError(result)) return result
  // 17
  internal.redirectTaint = result.redirectTaint = redirectTaint(request, context.registrableDomain)
  // 19
  internal.timingAllowPassed = result.timingAllowPassed = !request.timingAllowFailed
  if (request.timingAllowFailed && request.responseTainting === 'cors') {
    const value = get(internal.headerList, 'timing-allow-origin')
    context.recorder?.info(ALGORITHM, '19', { 'timing-allow-origin': value }, 'timing-not-allowed')
  }
  // 21
  if (
    result.type === 'opaque' &&
    isRangeStatus(internal.status) &&
    internal.rangeRequested &&
    !contains(request.headerList, 'range')
  ) {
    const found = failure('partial-response-not-requested', ALGORITHM, '21', { status: internal.status })
    return withUrlList(networkError(params, found), request)
  }
  // 22
  const nullBody = isNullBodyStatus(internal.status)
  // WebKit: 205 may have one.
  const bodyless = nullBody && !(internal.status === 205 && context.profile.resetContentHasBody)
  if (request.method === 'HEAD' || request.method === 'CONNECT' || bodyless) {
    internal.body = null
    result.body = null
  }
  // 23. Comparing the bytes needs them all, so that is the driver's; without a body there is nothing to compare.
  if (request.integrity !== '' && result.body === null) {
    const values = {
      integrity: request.integrity,
      'response-type': result.type,
      'content-length': get(internal.headerList, 'content-length'),
    }
    return withUrlList(
      networkError(params, failure('integrity-mismatch', ALGORITHM, '23.2', values)),
      request,
    )
  }
  return result
}

function withUrlList(response: InnerResponse, request: InnerRequest): InnerResponse {
  response.urlList = [...request.urlList]
  return response
}

/** Steps 14.1 and 14.2 */
function filter(response: InnerResponse, params: FetchParams): InnerResponse {
  const { request, context } = params
  const { recorder } = context
  switch (request.responseTainting) {
    case 'basic':
      return basicFilteredResponse(response)
    case 'opaque':
      recorder?.info(ALGORITHM, '14.2', { status: response.status }, 'opaque-response')
      return opaqueFilteredResponse(response)
    case 'cors': {
      if (isUnprotected(params)) return basicFilteredResponse(response)
      // 14.1.1
      const names = extractTokenList(response.headerList, 'access-control-expose-headers')
      if (isParseFailure(names)) {
        // 14.1.3. Not in Fetch: its text stores the failure; every engine then exposes nothing.
        recorder?.info(
          ALGORITHM,
          '14.1.3',
          { 'access-control-expose-headers': exposeHeaders(response), invalid: names.invalid },
          'expose-headers-malformed',
        )
      } else if (names !== null) {
        // 14.1.2-14.1.3
        const all = request.credentialsMode !== 'include' && names.includes('*')
        response.corsExposedHeaderNames = new Set(all ? lowercaseNames(response) : names.map(byteLowercase))
        // WebKit: a `*` that stands for nothing still shows Accept. Seen.
        const showsAccept = context.profile.credentialedWildcardExposesAccept && names.includes('*')
        if (showsAccept) (response.corsExposedHeaderNames as Set<string>).add('accept')
      }
      // 14.2
      const filtered = corsFilteredResponse(response)
      if (recorder !== null) {
        const { shown, hidden } = shownAndHidden(response, filtered)
        const values = { 'access-control-expose-headers': exposeHeaders(response), shown, hidden }
        recorder.info(ALGORITHM, '14.2', values, hidden.length > 0 ? 'headers-not-exposed' : undefined)
      }
      return filtered
    }
  }
}

/** The names that the page sees, and those that it would have to be shown; of `Set-Cookie` there is no word. */
function shownAndHidden(
  response: InnerResponse,
  filtered: InnerResponse,
): { shown: string[]; hidden: string[] } {
  const shown = new Set<string>()
  const hidden = new Set<string>()
  let next = 0
  for (const header of response.headerList) {
    // The filtered list is what is left of the other, in its order.
    const visible = filtered.headerList[next] === header
    if (visible) next += 1
    ;(visible ? shown : hidden).add(byteLowercase(header[0]))
  }
  hidden.delete('set-cookie')
  return { shown: [...shown], hidden: [...hidden] }
}

function lowercaseNames({ headerList }: InnerResponse): string[] {
  return headerList.map(([name]) => byteLowercase(name))
}

function exposeHeaders({ headerList }: InnerResponse): string | null {
  return get(headerList, 'access-control-expose-headers')
}
