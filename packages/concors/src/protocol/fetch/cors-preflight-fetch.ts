import { failure } from '../failure.js'
import { appendStorageAccess } from '../fetch-metadata.js'
import type { Failure } from '../failure.js'
import { parseMaxAge } from '../max-age.js'
import type { FetchContext } from '../context.js'
import type { InnerRequest } from '../request.js'
import { createPreflightRequest, judgePreflight, preflightGrant } from '../preflight.js'
import { isNetworkError } from '../response.js'
import type { InnerResponse } from '../response.js'
import type { FetchSteps } from '../wire.js'
import type { FetchParams } from './fetch-params.js'
import { mayUsePreflightCache, networkError, preflightCacheKey } from './fetch-params.js'
import { httpNetworkOrCacheFetch } from './http-network-or-cache-fetch.js'

const ALGORITHM = 'cors-preflight-fetch-0'

/**
 * Asks the server whether the request may go: null if so, otherwise the network error.
 * https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export function* corsPreflightFetch(
  params: FetchParams,
  unsafeNames: readonly string[],
): FetchSteps<InnerResponse | null> {
  const { request, context } = params
  const { profile, preflightCache } = context
  // 1-5
  const created = createPreflightRequest(request, unsafeNames)
  // WebKit: how much its referrer tells depends on the page at the top.
  const client = profile.referrerTrimmedAt === 'third-parties' ? request.client : null
  const preflight = { ...created, client }
  // Firefox: the preflight after a redirect still names the page.
  const asPage = profile.preflightOriginIgnoresRedirects
  if (asPage) preflight.urlList.splice(0, preflight.urlList.length - 1)
  const judged = asPage ? { ...request, urlList: preflight.urlList } : request
  // WebKit: the Referer of the first request.
  if (profile.preflightKeepsFirstReferrer) preflight.referrer = params.firstReferrer ?? preflight.referrer
  // Firefox: what the request will say of its cookies, its preflight says too.
  if (profile.storageAccessHeader === 'partitioned') {
    appendStorageAccess({ ...request, headerList: preflight.headerList }, context)
  }
  // 6
  const response = yield* httpNetworkOrCacheFetch({ ...params, request: preflight }, 'preflight')
  if (isNetworkError(response)) {
    return networkError(
      params,
      failure('preflight-network-failure', ALGORITHM, '6', response.failure!.values),
    )
  }
  // 7-7.7
  const refused = judgePreflight(judged, unsafeNames, response, context)
  if (refused === null || (profile.preflightCache.storesRefused && isRefusedByLists(refused))) {
    // 7.8-7.15
    const { methods, headerNames } = preflightGrant(request, response)
    const maxAge = parseMaxAge(response.headerList, profile)
    const credentials = request.credentialsMode === 'include'
    context.recorder?.info(ALGORITHM, '7.10', { 'max-age': maxAge, methods, 'header-names': headerNames })
    if (mayUsePreflightCache(request, context) && !isKeptNowhere(request, context)) {
      preflightCache?.store(preflightCacheKey(request, context), credentials, maxAge, methods, headerNames)
    }
  }
  // 7.16, 8
  return refused === null ? null : networkError(params, refused)
}

/** Chromium: what keeps a response out of the HTTP cache keeps a preflight's answer out of its own. */
function isKeptNowhere(request: InnerRequest, { profile }: FetchContext): boolean {
  return profile.preflightCache.noStoreIsNotKept && request.cacheMode === 'no-store'
}

/** The response was in order, but its lists do not cover the request. */
function isRefusedByLists({ code }: Failure): boolean {
  return (
    code === 'method-disallowed-by-preflight-response' || code === 'header-disallowed-by-preflight-response'
  )
}
