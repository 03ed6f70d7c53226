import type { FetchContext } from './context.js'
import { set } from './header-list.js'
import { isSameOrigin, urlOrigin } from './origin.js'
import { currentUrl } from './request.js'
import type { InnerRequest } from './request.js'
import { isSameSite } from './site.js'
import { isPotentiallyTrustworthyUrl } from './trustworthy.js'

/**
 * `Sec-Fetch-Dest`, `-Mode` and `-Site`, to trustworthy URLs only. `-User` belongs to navigations.
 * https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-append-the-fetch-metadata-headers-for-a-request
 */
export function appendFetchMetadata(request: InnerRequest, context: FetchContext): void {
  if (!isPotentiallyTrustworthyUrl(currentUrl(request))) return
  set(request.headerList, 'Sec-Fetch-Dest', request.destination === '' ? 'empty' : request.destination)
  set(request.headerList, 'Sec-Fetch-Mode', request.mode)
  set(request.headerList, 'Sec-Fetch-Site', fetchSite(request, context))
}

/**
 * The worst relation of the chain: it never gets better on the way back.
 * https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-set-site
 */
function fetchSite(request: InnerRequest, { registrableDomain }: FetchContext): string {
  let site = 'same-origin'
  for (const url of request.urlList) {
    const origin = urlOrigin(url)
    if (isSameOrigin(origin, request.origin)) continue
    if (!isSameSite(origin, request.origin, registrableDomain)) return 'cross-site'
    site = 'same-site'
  }
  return site
}
