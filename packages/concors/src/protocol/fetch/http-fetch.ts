import type { FetchContext } from '../context.js'
import { corpCheck } from '../corp.js'
import { corsCheck } from '../cors-check.js'
import { failure } from '../failure.js'
import type { Failure } from '../failure.js'
import { get } from '../header-list.js'
import { mixedContent } from '../mixed-content.js'
import { isSameOriginUrl, urlOrigin } from '../origin.js'
import { corsUnsafeRequestHeaderNames, isConditional } from '../request-header.js'
import {
  currentUrl,
  includesCredentials,
  isHttpScheme,
  isWithoutImpliedType,
  withoutFragment,
} from '../request.js'
import type { CacheMode, InnerRequest } from '../request.js'
import { isNetworkError, isRedirectStatus, locationUrl, opaqueRedirectFilteredResponse } from '../response.js'
import type { InnerResponse } from '../response.js'
import { taoCheck } from '../tao-check.js'
import type { Values } from '../trace.js'
import type { FetchSteps } from '../wire.js'
import { corsPreflightFetch } from './cors-preflight-fetch.js'
import type { FetchParams } from './fetch-params.js'
import { isUnprotected, mayUsePreflightCache, networkError, preflightCacheKey } from './fetch-params.js'
import { httpNetworkOrCacheFetch } from './http-network-or-cache-fetch.js'
import { httpRedirectFetch } from './http-redirect-fetch.js'

const ALGORITHM = 'concept-http-fetch'
const REDIRECT_FETCH = 'concept-http-redirect-fetch'

/** Not modelled: service workers (3). https://fetch.spec.whatwg.org/#concept-http-fetch */
export function* httpFetch(params: FetchParams, makeCorsPreflight = false): FetchSteps<InnerResponse> {
  // 1
  const { request, context } = params
  const { recorder } = context
  // 4.1
  if (makeCorsPreflight) {
    const unsafeNames = preflightNames(params)
    if (isAllowedByCache(request, unsafeNames, params)) {
      recorder?.pass(ALGORITHM, '4.1', {
        url: withoutFragment(currentUrl(request)),
        method: request.method,
        'unsafe-header-names': unsafeNames,
        cached: true,
      })
    } else {
      // 4.1.1-4.1.2
      const refused = yield* corsPreflightFetch(params, unsafeNames)
      if (refused !== null) return refused
    }
  }
  if (makeCorsPreflight) {
    params.preflighted = true
    params.preflightedWithBody ||= request.body !== null
  }
  // WebKit: the redirect that led here, or where it led, once this hop's preflight has passed.
  if (params.lateRefusal !== null) {
    if (params.lateRefusal.code !== 'mixed-content') request.urlList.pop()
    return networkError(params, params.lateRefusal)
  }
  // 4.3
  const response = yield* httpNetworkOrCacheFetch(params)
  if (isNetworkError(response)) return response
  // 4.4
  const isProtected = !isUnprotected(params)
  // Firefox
  const mixed = isProtected && request.responseTainting !== 'opaque' ? mixedTarget(params, response) : null
  if (mixed !== null) {
    context.preflightCache?.clear(preflightCacheKey(request, context), false)
    request.urlList.push(mixed.url)
    return networkError(params, mixed.failure)
  }
  const nowhere = leadsNowhere(params, response)
  if (nowhere !== null) return networkError(params, nowhere)
  if (request.responseTainting === 'cors' && isProtected) {
    const refused = corsCheck(request, response, context)
    if (refused !== null) return networkError(params, refused)
    params.lateRefusal = lateRefusal(params, response)
  }
  // 4.5
  if (!taoCheck(request, response, context)) request.timingAllowFailed = true
  // 5
  if (request.responseTainting === 'opaque' && isProtected) {
    const refused = corpCheck(request, response, context)
    if (refused !== null) return networkError(params, refused)
  }
  // 6
  if (!isRedirectStatus(response.status)) return response
  switch (request.redirectMode) {
    case 'error':
      // Chromium, WebKit: to nowhere is no redirect.
      if (context.profile.emptyLocation !== 'followed' && !get(response.headerList, 'location'))
        return response
      if (failsForCredentials(params, response)) {
        const values = redirectValues(params, response)
        return networkError(params, failure('redirect-contains-credentials', REDIRECT_FETCH, '9', values))
      }
      return networkError(
        params,
        failure('redirect-mode-error', ALGORITHM, '6.3', redirectValues(params, response)),
      )
    case 'manual':
      recorder?.info(ALGORITHM, '6.3', redirectValues(params, response), 'opaque-redirect')
      return opaqueRedirectFilteredResponse(response)
    case 'follow':
      return yield* httpRedirectFetch(params, response)
  }
}

/** Chromium, Firefox, and WebKit for one scheme: found by the part that loads, before the one that checks. */
function leadsNowhere(params: FetchParams, response: InnerResponse): Failure | null {
  const { request, context } = params
  const { invalidLocation, redirectSchemesFailingFirst, severalLocations } = context.profile
  const follows = request.redirectMode === 'follow'
  const url = locationUrl(response, currentUrl(request).hash.slice(1), severalLocations)
  if (url === 'failure') {
    // Firefox: but Cross-Origin-Resource-Policy is looked at before.
    const early =
      invalidLocation === 'before-the-check-always' ||
      (invalidLocation === 'before-the-check' && follows && request.responseTainting !== 'opaque')
    const values = redirectValues(params, response)
    return early ? failure('redirect-invalid-location', REDIRECT_FETCH, '5', values) : null
  }
  if (url === null || !follows || request.mode !== 'cors') return null
  if (!redirectSchemesFailingFirst.includes(url.protocol)) return null
  // Firefox: blobs of whoever asks do not.
  const asker = request.initiatorType === 'xmlhttprequest' ? request.origin : urlOrigin(currentUrl(request))
  if (url.protocol === 'blob:' && isSameOriginUrl(asker, url)) return null
  const found = { status: response.status, location: url.href }
  return failure('redirect-scheme-not-http', REDIRECT_FETCH, '6', found)
}

/** Chromium: user name and password in what CORS checks are seen before the redirect mode. */
function failsForCredentials({ request, context }: FetchParams, response: InnerResponse): boolean {
  const { redirectCredentialsFail, severalLocations } = context.profile
  const url = locationUrl(response, '', severalLocations)
  if (redirectCredentialsFail !== 'always' || !(url instanceof URL) || !includesCredentials(url)) return false
  const checked = request.responseTainting === 'cors' || !isSameOriginUrl(request.origin, url)
  return checked && request.mode === 'cors' && request.initiatorType !== 'xmlhttprequest'
}

function mixedTarget(
  { request, context }: FetchParams,
  response: InnerResponse,
): { readonly url: URL; readonly failure: Failure } | null {
  const { mixedRedirects, severalLocations } = context.profile
  const { mode, redirectMode } = request
  if (mixedRedirects !== 'before-the-check' || redirectMode !== 'follow' || mode === 'same-origin')
    return null
  const url = locationUrl(response, currentUrl(request).hash.slice(1), severalLocations)
  if (!(url instanceof URL) || !isHttpScheme(url)) return null
  const found = mixedContent({ ...request, urlList: [url] }, context)
  return found === false ? null : { url, failure: found }
}

function redirectValues({ request }: FetchParams, { status, headerList }: InnerResponse): Values {
  return { status, location: get(headerList, 'location'), redirect: request.redirectMode }
}

/** The names that a preflight for this hop asks for. */
function preflightNames({ request, context, first, preflightedWithBody }: FetchParams): readonly string[] {
  const { redirectPreflight } = context.profile
  // WebKit: also for those that the redirect drops.
  const lookBack = first !== null && redirectPreflight === 'first-headers'
  const names = corsUnsafeRequestHeaderNames(
    lookBack ? first.headerList : request.headerList,
    context.profile,
  )
  // Firefox: a type that came with a body which is gone is asked for once it was, unless other names were too.
  const again =
    redirectPreflight === 'first-unsafe-names' &&
    preflightedWithBody &&
    isWithoutImpliedType(request) &&
    first!.unsafeNames.join() === 'content-type'
  return again ? first!.unsafeNames : names
}

/** 4.1: whether method and names are all found in the preflight cache. */
function isAllowedByCache(
  request: InnerRequest,
  unsafeNames: readonly string[],
  { context }: FetchParams,
): boolean {
  const { preflightCache, profile } = context
  if (preflightCache === null || !mayUsePreflightCache(request, context)) return false
  if ((profile.preflightCache.bypassedBy as readonly string[]).includes(cacheModeOf(request, context)))
    return false
  return preflightCache.allows(preflightCacheKey(request, context), {
    credentials: request.credentialsMode === 'include',
    method: request.method,
    methodAlwaysNeeded: request.useCorsPreflight,
    unsafeNames,
  })
}

function cacheModeOf({ cacheMode, headerList }: InnerRequest, { profile }: FetchContext): CacheMode {
  // Chromium: a conditional header makes it no-store (8.16) before the preflight already. Seen.
  const { bypassedByConditions } = profile.preflightCache
  return bypassedByConditions && cacheMode === 'default' && isConditional(headerList) ? 'no-store' : cacheMode
}

/**
 * WebKit: what began at the page's own origin counts as credentialed on the redirects of others. It is checked by
 * another process than the rest, which hears of the redirect once the next hop's preflight has passed. Seen.
 */
function lateRefusal({ request, context }: FetchParams, response: InnerResponse): Failure | null {
  const applies =
    context.profile.laterRedirectsCheckedWithCredentials &&
    request.credentialsMode === 'same-origin' &&
    request.redirectMode === 'follow' &&
    isRedirectStatus(response.status) &&
    isSameOriginUrl(request.origin, request.urlList[0]!)
  if (!applies) return null
  const withoutTrace = { ...context, recorder: null }
  const found = corsCheck({ ...request, credentialsMode: 'include' }, response, withoutTrace)
  return found === null ? null : { ...found, values: { ...found.values, late: true } }
}
