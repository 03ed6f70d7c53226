import type { FetchContext } from '../context.js'
import { failure } from '../failure.js'
import type { Failure, FailureCode } from '../failure.js'
import { contains, get, remove } from '../header-list.js'
import { isSameOrigin, isSameOriginUrl, urlOrigin } from '../origin.js'
import { parseReferrerPolicy, referrerAsSent } from '../referrer.js'
import { REQUEST_BODY_HEADER_NAMES } from '../request-header.js'
import {
  currentUrl,
  includesCredentials,
  isHttpScheme,
  isWithoutImpliedType,
  redirectTaint,
} from '../request.js'
import type { InnerRequest } from '../request.js'
import { locationUrl } from '../response.js'
import type { InnerResponse } from '../response.js'
import type { Values } from '../trace.js'
import type { FetchSteps } from '../wire.js'
import type { FetchParams } from './fetch-params.js'
import { firstViolation, networkError } from './fetch-params.js'
import { mainFetch } from './main-fetch.js'

const ALGORITHM = 'concept-http-redirect-fetch'

/** Redirects that are followed; the next one fails. Step 7 */
const MAX_REDIRECTS = 20

/** https://fetch.spec.whatwg.org/#concept-http-redirect-fetch */
export function* httpRedirectFetch(params: FetchParams, response: InnerResponse): FetchSteps<InnerResponse> {
  // 1
  const { request, context } = params
  const { recorder, registrableDomain, profile } = context
  // 3
  const location = locationUrl(response, currentUrl(request).hash.slice(1), profile.severalLocations)
  // 4
  if (location === null) return response
  // Chromium: an empty one is none. WebKit: it is no URL.
  const empty = get(response.headerList, 'location') === '' && profile.emptyLocation
  if (empty === 'ignored') return response
  // 5
  if (location === 'failure' || empty === 'failure') {
    const values = redirectValues(response, get(response.headerList, 'location'))
    return networkError(params, failure('redirect-invalid-location', ALGORITHM, '5', values))
  }
  // 6-11
  const refused = redirectViolations(params, response, location)
  if (refused !== null) return refused
  params.lateRefusal ??= lateCredentials(params, response, location)
  const { method, referrer, referrerPolicy } = request
  request.beforeRedirects ??= { method, referrer, referrerPolicy }
  // 8
  request.redirectCount += 1
  recorder?.info(ALGORITHM, '8', {
    ...redirectValues(response, get(response.headerList, 'location')),
    url: location.href,
    count: request.redirectCount,
  })
  // Firefox, WebKit: what the last redirect dropped is there again.
  if (params.first !== null) {
    request.headerList.splice(0, request.headerList.length, ...params.first.headerList)
    // Firefox: but not the type that came with the body of an XMLHttpRequest.
    const firefox = profile.redirectPreflight === 'first-unsafe-names'
    if (firefox && isWithoutImpliedType(request)) remove(request.headerList, 'content-type')
  }
  // 12
  const rewritten = rewriteMethod(request, response.status, location, params)
  params.headersDropped = droppedHeaders(params, response.status, rewritten, location)
  // 13
  if (
    !isSameOrigin(urlOrigin(currentUrl(request)), urlOrigin(location)) &&
    contains(request.headerList, 'authorization')
  ) {
    remove(request.headerList, 'authorization')
    recorder?.info(ALGORITHM, '13', { url: location.href }, 'authorization-removed-on-redirect')
  }
  // 19. https://w3c.github.io/webappsec-referrer-policy/#set-requests-referrer-policy-on-redirect
  const policy = parseReferrerPolicy(response.headerList)
  if (policy !== '') {
    // Firefox: the new policy goes by what this server was told.
    if (profile.referrerTrimmedAt === 'other-sites') request.referrer = toldReferrer(params)
    request.referrerPolicy = policy
  }
  // 18
  const before = redirectTaint(request, registrableDomain)
  request.urlList.push(location)
  const after = redirectTaint(request, registrableDomain)
  if (before === 'same-origin' && after !== 'same-origin') {
    recorder?.info(
      'concept-request-tainted-origin',
      '5',
      { url: location.href, 'redirect-taint': after, origin: request.origin.serialized },
      'origin-tainted-by-redirect',
    )
  }
  // 22
  return yield* mainFetch(params, true)
}

function toldReferrer({ request, context }: FetchParams): InnerRequest['referrer'] {
  const { referrer } = request
  return referrer instanceof URL ? new URL(referrerAsSent(referrer, request, context)) : 'no-referrer'
}

function redirectValues({ status }: InnerResponse, location: string | null): Values {
  return { status, location }
}

/** Steps 6, 7, 9, 10 and 11: what forbids to follow. */
function redirectViolations(
  params: FetchParams,
  response: InnerResponse,
  location: URL,
): InnerResponse | null {
  const { request, context } = params
  const { profile } = context
  const because = (code: FailureCode, step: string): Failure =>
    failure(code, ALGORITHM, step, redirectValues(response, location.href))
  const cors = request.mode === 'cors'
  const most = MAX_REDIRECTS - (profile.keepaliveFollowsOneLess && request.keepalive ? 1 : 0)
  const crossOriginTarget = !isSameOriginUrl(request.origin, location)
  const userinfo = includesCredentials(location)
  // Firefox: any in mode "cors", once the chain has left the
  // page's origin.
  const strict =
    refusesAllCredentials(request, location, context) ||
    (cors && profile.redirectCredentialsFail === 'after-leaving' && request.responseTainting !== 'basic')
  // Chromium: what follows the redirects of keepalive requests does not look at it, but the page does.
  const checked = cors && (crossOriginTarget || request.responseTainting === 'cors')
  const late = refusesAllCredentials(request, location, context) && request.keepalive && !checked
  if (userinfo && late) params.refusalOfPage ??= because('redirect-contains-credentials', '9')
  return firstViolation(params, [
    // 6
    !isHttpScheme(location) &&
      !isDataOfElement(request, location, context) &&
      because('redirect-scheme-not-http', '6'),
    // 7
    request.redirectCount === most &&
      failure('too-many-redirects', ALGORITHM, '7', {
        ...redirectValues(response, location.href),
        count: most,
      }),
    // 9
    userinfo &&
      ((cors && crossOriginTarget) || strict) &&
      !late &&
      !seenLate(params) &&
      because('redirect-contains-credentials', '9'),
    // 10
    userinfo &&
      !(cors && crossOriginTarget) &&
      !strict &&
      request.responseTainting === 'cors' &&
      because('redirect-contains-credentials', '10'),
    // 11
    response.status !== 303 &&
      request.body !== null &&
      request.body.source === null &&
      because('redirect-with-stream-body', '11'),
  ])
}

/** WebKit: an image, a script and the like may come from there. */
function isDataOfElement(
  { mode, destination }: InnerRequest,
  location: URL,
  { profile }: Pick<FetchContext, 'profile'>,
): boolean {
  const isElement = mode === 'no-cors' && destination !== ''
  return isElement && location.protocol === 'data:' && profile.elementsFollowRedirectsToData
}

/** Chromium: user name and password in a redirect fail always, but for XMLHttpRequest, and what the mode rules out. */
function refusesAllCredentials(
  { initiatorType, mode, origin }: InnerRequest,
  location: URL,
  { profile }: Pick<FetchContext, 'profile'>,
): boolean {
  if (profile.redirectCredentialsFail !== 'always' || initiatorType === 'xmlhttprequest') return false
  return mode !== 'same-origin' || isSameOriginUrl(origin, location)
}

/** WebKit: the page's process looks at redirects of its own origin after the network's, which preflights. */
function seenLate({ request, context }: FetchParams): boolean {
  return context.profile.ownRedirectCredentialsSeenLate && request.responseTainting === 'basic'
}

function lateCredentials(params: FetchParams, response: InnerResponse, location: URL): Failure | null {
  const { mode, origin } = params.request
  const fails = mode === 'cors' && includesCredentials(location) && !isSameOriginUrl(origin, location)
  if (!fails || !seenLate(params)) return null
  const values = redirectValues(response, location.href)
  return failure('redirect-contains-credentials', ALGORITHM, '9', values)
}

/**
 * Firefox, WebKit: the headers of a body that what this redirect leads to has not, though they were there at first and
 * may be there again after the next one. Seen.
 */
function droppedHeaders(
  params: FetchParams,
  status: number,
  rewritten: boolean,
  location: URL,
): readonly string[] {
  const { request, first, context } = params
  if (first === null) return []
  if (context.profile.redirectPreflight === 'first-unsafe-names') {
    // Firefox: where this redirect would have made a GET of the first request.
    return becomesGet(first.method, status) ? REQUEST_BODY_HEADER_NAMES : []
  }
  // WebKit: until a redirect that keeps the method, or that makes it a CORS request, which is made anew.
  const sameLoader =
    request.mode !== 'cors' ||
    (request.responseTainting === 'basic' && isSameOriginUrl(request.origin, location))
  if (!sameLoader) return []
  const keepsMethod = status === 307 || status === 308
  const dropped = rewritten || (!keepsMethod && params.headersDropped.length > 0)
  // Outside mode "cors" for good, where it leaves the page's origin, and with it the credentials.
  const leaves =
    request.responseTainting === 'basic' &&
    !isSameOriginUrl(request.origin, location) &&
    request.credentialsMode === 'same-origin'
  if (dropped && leaves) params.bodyLeftBehind = true
  return dropped || params.bodyLeftBehind ? REQUEST_BODY_HEADER_NAMES : []
}

function becomesGet(method: string, status: number): boolean {
  return (
    ((status === 301 || status === 302) && method === 'POST') ||
    (status === 303 && method !== 'GET' && method !== 'HEAD')
  )
}

/** Step 12: a redirect that turns the request into a GET without a body. Returns whether this one does. */
function rewriteMethod(
  request: InnerRequest,
  status: number,
  location: URL,
  { context }: FetchParams,
): boolean {
  const { method } = request
  // WebKit: a DELETE that goes to another origin. Its headers stay, but for 303. Seen; shouldRedirectAsGET in NetworkDataTaskSoup.cpp.
  const crossOrigin = !isSameOrigin(urlOrigin(currentUrl(request)), urlOrigin(location))
  if (context.profile.crossOriginDeleteBecomesGet && method === 'DELETE' && crossOrigin && status !== 303) {
    request.method = 'GET'
    request.body = null
    return false
  }
  if (!becomesGet(method, status)) return false
  // 12.1
  request.method = 'GET'
  request.body = null
  // 12.2
  for (const name of REQUEST_BODY_HEADER_NAMES) remove(request.headerList, name)
  context.recorder?.info(ALGORITHM, '12', { status, method }, 'method-rewritten-on-redirect')
  return true
}
