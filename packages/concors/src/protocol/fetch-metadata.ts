import type { FetchContext } from './context.js'
import { append, contains, set } from './header-list.js'
import { hasCrossOriginRedirect } from './origin-header.js'
import { isIpAddress, isSameOrigin, urlOrigin } from './origin.js'
import { currentUrl, redirectTaint } from './request.js'
import type { InnerRequest } from './request.js'
import { isSameSite, isSchemelesslySameSite } from './site.js'
import { isPotentiallyTrustworthyUrl } from './trustworthy.js'
import type { WireRequest } from './wire.js'

/**
 * `Sec-Fetch-Dest`, `-Mode` and `-Site`, to trustworthy URLs only. `-User` belongs to navigations.
 * https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-append-the-fetch-metadata-headers-for-a-request
 */
export function appendFetchMetadata(
  request: InnerRequest,
  context: FetchContext,
  kind: WireRequest['kind'] = 'request',
): void {
  const { profile } = context
  const { headerList } = request
  if (mayAskForAccess(request, context)) {
    const tainted = profile.nonCorsOriginNullAfterRedirect && hasCrossOriginRedirect(request)
    append(headerList, 'Origin', tainted ? 'null' : request.origin.serialized)
  }
  if (!isPotentiallyTrustworthyUrl(currentUrl(request))) {
    if (kind === 'preflight' && profile.preflightAlwaysHasFetchMode) {
      set(headerList, 'Sec-Fetch-Mode', request.mode)
    }
    return
  }
  if (profile.fetchMetadataLostOnRedirect && isLost(request, kind)) return
  const site = fetchSite(request, urlsThatCount(request, context, kind), context)
  set(headerList, 'Sec-Fetch-Dest', request.destination === '' ? 'empty' : request.destination)
  set(headerList, 'Sec-Fetch-Mode', request.mode)
  set(headerList, 'Sec-Fetch-Site', site)
  appendStorageAccess(request, context)
}

/** Chromium, Firefox: https://privacycg.github.io/storage-access-headers/, to trustworthy URLs only. */
export function appendStorageAccess(request: InnerRequest, context: FetchContext): void {
  const access = storageAccess(currentUrl(request), request, context)
  if (access !== null) set(request.headerList, 'Sec-Fetch-Storage-Access', access)
}

function storageAccess(
  url: URL,
  request: InnerRequest,
  { profile, cookies, registrableDomain }: FetchContext,
): 'active' | 'inactive' | 'none' | null {
  const { client, origin, credentialsMode } = request
  const policy = cookies?.thirdPartyCookies
  const { storageAccessHeader } = profile
  if (storageAccessHeader === 'never' || credentialsMode !== 'include') return null
  if (storageAccessHeader === 'partitioned') {
    // Firefox: and whoever is asked under a tainted origin, or by another process, is told nothing.
    if (policy !== 'partitioned' || request.keepalive) return null
    if (redirectTaint(request, registrableDomain) !== 'same-origin') return null
  }
  if (!isPotentiallyTrustworthyUrl(url)) return null
  // Firefox: http and https of one site are one.
  const sameSite = storageAccessHeader === 'partitioned' ? isSchemelesslySameSite : isSameSite
  const ofTop = sameSite(urlOrigin(url), client?.topLevelOrigin ?? origin, registrableDomain)
  // A frame of another site, or of no origin of its own.
  const framed = client?.hasCrossSiteAncestor === true || origin.kind === 'opaque'
  if (ofTop && !framed) return null
  if (policy === 'allowed') return 'active'
  // A frame may ask for access to the site at the top: it is known to have a page there.
  return ofTop ? 'inactive' : 'none'
}

/** Who may ask for access at the first URL is named, there and wherever that redirects. */
function mayAskForAccess(request: InnerRequest, context: FetchContext): boolean {
  if (contains(request.headerList, 'origin')) return false
  // A POST has named it, and what a redirect makes a GET of names it no more.
  if (request.beforeRedirects !== null && request.beforeRedirects.method !== request.method) return false
  return storageAccess(request.urlList[0]!, request, context) === 'inactive'
}

/** Empty for what is cross-site whatever its URLs. */
function urlsThatCount(
  request: InnerRequest,
  { profile, registrableDomain }: FetchContext,
  kind: WireRequest['kind'],
): readonly URL[] {
  if (kind === 'request' || profile.preflightFetchSite === 'chain') return request.urlList
  // WebKit: a tainted origin is opaque, so everything is cross-site to it.
  const tainted = redirectTaint(request, registrableDomain) !== 'same-origin'
  return profile.preflightFetchSite === 'taint' && tainted ? [] : [currentUrl(request)]
}

/**
 * The worst relation of the chain: it never gets better on the way back.
 * https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-set-site
 */
function fetchSite(
  request: InnerRequest,
  urls: readonly URL[],
  { registrableDomain, profile }: FetchContext,
): string {
  // Firefox: after a redirect an IP address is the same site as nothing but itself. Seen.
  const noIpAddress = urls.length > 1 && !profile.ipAddressesAreSitesAfterRedirect
  let site = urls.length === 0 ? 'cross-site' : 'same-origin'
  for (const url of urls) {
    const origin = urlOrigin(url)
    if (isSameOrigin(origin, request.origin)) continue
    if (!isSameSite(origin, request.origin, registrableDomain)) return 'cross-site'
    if (noIpAddress && isIpAddress(url.hostname)) return 'cross-site'
    site = 'same-site'
  }
  return site
}

/** WebKit: whether a redirect left none of a CORS request: it led elsewhere, or there were none to begin with. */
function isLost({ mode, urlList }: InnerRequest, kind: WireRequest['kind']): boolean {
  const before = urlList[urlList.length - 2]
  if (mode !== 'cors' || before === undefined) return false
  if (kind === 'preflight') return !isPotentiallyTrustworthyUrl(urlList[0]!)
  return !isSameOrigin(urlOrigin(before), urlOrigin(urlList[urlList.length - 1]!))
}
