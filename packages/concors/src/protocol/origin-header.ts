import type { FetchContext } from './context.js'
import { append } from './header-list.js'
import { isSameOrigin, isSameOriginUrl, urlOrigin } from './origin.js'
import type { Origin } from './origin.js'
import { policyForSite } from './referrer.js'
import type { ReferrerPolicy } from './referrer.js'
import { currentUrl, serializeRequestOrigin } from './request.js'
import type { InnerRequest } from './request.js'

/** https://fetch.spec.whatwg.org/#append-a-request-origin-header */
export function appendOriginHeader(
  request: InnerRequest,
  { profile, registrableDomain }: FetchContext,
): void {
  // 2
  const serialized = serializeRequestOrigin(request, registrableDomain)
  // 3
  if (request.responseTainting === 'cors' || request.mode === 'websocket') {
    append(request.headerList, 'Origin', serialized)
    return
  }
  // WebKit: what had one keeps it as long as it goes to the same server.
  if (profile.originKeptOnRedirect && request.originSent !== null && staysAtServer(request)) {
    append(request.headerList, 'Origin', request.originSent)
    return
  }
  // 4
  if (request.method === 'GET' || request.method === 'HEAD') {
    // Chromium, WebKit: an element with `crossorigin` says where it is, also to its own origin.
    const element = profile.originOnCorsElements && request.mode === 'cors' && request.destination !== ''
    if (!element) return
  }
  let value = serialized
  // 4.1
  if (request.mode !== 'cors') {
    // WebKit: by what it began with.
    const began = profile.originKeptOnRedirect ? request.beforeRedirects : null
    const { referrer, referrerPolicy } = began ?? request
    const target = began === null ? currentUrl(request) : request.urlList[0]!
    const policy = policyForSite(referrerPolicy, request.origin, target, { profile, registrableDomain })
    const withheld =
      profile.referrerPolicyFiltersOrigin && withheldByReferrerPolicy(request.origin, policy, target)
    // WebKit: what began at the page's own origin withholds nothing later.
    const beganAtHome = began !== null && isSameOriginUrl(request.origin, target)
    // Firefox, WebKit
    const unsaid = withheld || (profile.noReferrerWithholdsOrigin && referrer === 'no-referrer')
    if (unsaid && !beganAtHome) value = 'null'
    // Chromium: any redirect to another origin. Source: net/url_request/redirect_util.cc
    if (profile.nonCorsOriginNullAfterRedirect && hasCrossOriginRedirect(request)) value = 'null'
  }
  // 4.2
  append(request.headerList, 'Origin', value)
}

/** 4.1: what each referrer policy lets a request say that did not opt into CORS. */
function withheldByReferrerPolicy(origin: Origin, policy: ReferrerPolicy | '', target: URL): boolean {
  switch (policy) {
    case 'no-referrer':
      return true
    case 'no-referrer-when-downgrade':
    case 'strict-origin':
    case 'strict-origin-when-cross-origin':
      return origin.kind === 'tuple' && origin.scheme === 'https' && target.protocol !== 'https:'
    case 'same-origin':
      return !isSameOriginUrl(origin, target)
    default:
      return false
  }
}

function staysAtServer({ urlList }: InnerRequest): boolean {
  const before = urlList[urlList.length - 2]
  return before !== undefined && before.origin === urlList[urlList.length - 1]!.origin
}

export function hasCrossOriginRedirect(request: InnerRequest): boolean {
  const first = urlOrigin(request.urlList[0]!)
  return request.urlList.some((url) => !isSameOrigin(first, urlOrigin(url)))
}
