import { currentUrl, isHttpScheme } from './request.js'
import type { InnerRequest, RedirectTaint } from './request.js'
import { urlOrigin } from './origin.js'
import type { FetchContext } from './context.js'
import type { Profile } from './profile.js'
import { isSchemelesslySameSite, isSameSite, serializeSite } from './site.js'

/** Which SameSite cookies a request may carry: all, all but Strict, only None. */
export type SameSiteMode = 'strict-or-less' | 'lax-or-less' | 'unset-or-less'

/** What a cookie store has to know of a request to find or keep its cookies. */
export interface CookieRequest {
  readonly url: URL
  readonly method: string
  readonly sameSite: SameSiteMode
  /** Whether the URL's site is another than that of the page at the top, or the page a frame of another site. */
  readonly thirdParty: boolean
  /** The site of the page at the top: what partitioned cookies are kept under. */
  readonly topLevelSite: string
}

/** Where cookies live. The protocol decides when it is asked; the store decides what fits. */
export interface CookieStore {
  /** What becomes of cookies in a third-party context, where that is known. */
  readonly thirdPartyCookies?: Profile['thirdPartyCookies']
  /** The value of `Cookie`, or an empty string. */
  retrieve(request: CookieRequest): string
  /**
   * The names of the cookies that would go along if the page at the top were of the URL's own site: what SameSite or
   * the third-party policy keeps back. Asked for a trace only.
   */
  withheld?(request: CookieRequest): readonly string[]
  /** Keeps what one `Set-Cookie` line says, if it may. Never throws. */
  store(request: CookieRequest, setCookie: string): void
}

/** https://fetch.spec.whatwg.org/#cookie-header: the facts about a request that decide about its cookies. */
export function cookieRequest(
  request: InnerRequest,
  context: FetchContext,
  taint: RedirectTaint,
): CookieRequest {
  const url = currentUrl(request)
  const { profile, registrableDomain } = context
  const top = request.client?.topLevelOrigin ?? request.origin
  const related = profile.schemefulSameSite ? isSameSite : isSchemelesslySameSite
  const framed = profile.topIsThirdPartyToFrames && request.client?.hasCrossSiteAncestor === true
  const thirdParty = isHttpScheme(url) && (framed || !related(urlOrigin(url), top, registrableDomain))
  return {
    url,
    method: request.method,
    sameSite: sameSiteMode(request, taint, thirdParty, profile),
    thirdParty,
    topLevelSite: serializeSite(top, registrableDomain),
  }
}

/** https://fetch.spec.whatwg.org/#determine-the-same-site-mode, without its assert on the method. */
function sameSiteMode(
  request: InnerRequest,
  taint: RedirectTaint,
  thirdParty: boolean,
  { opaqueOriginsAreOfTop }: Profile,
): SameSiteMode {
  // 4. Not in Fetch: the standard leaves the relation of page and URL to the cookie store;
  // RFC 6265bis, 5.2 is what is meant: a cross-site subresource carries SameSite=None only.
  if (thirdParty) return 'unset-or-less'
  // Not in Fetch: RFC 6265bis, 5.2 again: an opaque origin is of no site.
  if (request.origin.kind === 'opaque' && !opaqueOriginsAreOfTop) return 'unset-or-less'
  // 5
  if (taint === 'cross-site') return 'unset-or-less'
  // 6
  return 'strict-or-less'
}
