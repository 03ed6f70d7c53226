/** Whose behaviour the algorithms follow. */
export type ProfileName = 'standard' | 'chromium' | 'firefox' | 'webkit'

/** What can be wrong with a preflight's response before its lists are read. */
export type PreflightCheck = 'redirect' | 'cors-check' | 'status'

/** How a preflight cache keeps and finds what a server allowed. See `preflight-cache.ts`. */
export interface PreflightCacheRules {
  /**
   * `entries`: one entry per method and header name, merged over preflights, as in the standard.
   * `result`: the last preflight's answer as a whole; a request that it does not cover removes it.
   */
  readonly granularity: 'entries' | 'result'
  /** What a cached literal `*` stands for: see `CorsPreflightCache`. */
  readonly wildcard: 'anonymous-preflight' | 'anonymous-request' | 'never'
  /** C1: whether a cached `*` also stands for `Authorization`. */
  readonly wildcardCoversAuthorization: boolean
  /** Whether what a credentialed preflight allowed also serves requests without credentials. */
  readonly credentialedServesAnonymous: boolean
  /** Whether HEAD needs no cached method entry, like GET and POST. */
  readonly headIsSafelisted: boolean
  /** Whether an answer that refused the request is kept all the same. */
  readonly storesRefused: boolean
  /** Whether a failed cross-origin request removes what is cached for it. */
  readonly clearedByFailure: boolean
  /** Which origin the cache is keyed by after a redirect: the serialized (perhaps `null`) or the page's own. */
  readonly keyOrigin: 'request-origin' | 'page-origin'
  /** `cache` modes of a request that make it ask again. */
  readonly bypassedBy: readonly ('no-store' | 'reload' | 'no-cache')[]
  /** Most answers kept; the least recently used goes first. */
  readonly maxSize: number
  /** Longest URL kept, in characters. */
  readonly maxUrlLength: number
}

/**
 * Where an engine departs from the Fetch Standard, as data that the algorithms read. Row numbers (C1 and so
 * on) are those of docs/engines.md, which names the source of each.
 */
export interface Profile {
  readonly name: ProfileName

  /** C1: `Access-Control-Allow-Headers: *` allows `Authorization` too. */
  readonly authorizationCoveredByWildcard: boolean
  /** C2: longest time, in seconds, that a preflight's answer is kept. */
  readonly maxAgeCap: number
  /** C4-C8: how `Access-Control-Max-Age` is read. See `parseMaxAge`. */
  readonly maxAgeSyntax: 'delta-seconds' | 'signed-integer' | 'digits-or-nothing'
  /** C9-C15: how a preflight's answer is kept and found. */
  readonly preflightCache: PreflightCacheRules
  /** C16: which flaw of a preflight's response is reported first. */
  readonly preflightCheckOrder: readonly PreflightCheck[]
  /** C18: safelisted values of more than 1024 bytes in sum need a preflight. */
  readonly safelistTotalLimit: boolean
  /** C19: client hints such as `DPR` need no preflight. */
  readonly clientHintsSafelisted: boolean
  /** C21: `Range: bytes=-200` needs no preflight. */
  readonly suffixRangeSafelisted: boolean
  /** C22: `Range: BYTES=0-` needs no preflight. */
  readonly rangeUnitCaseInsensitive: boolean
  /** C23, C24: request headers that a script cannot set, beyond the standard's. Lower-case. */
  readonly forbiddenRequestHeaders: readonly string[]
  /** C29: a redirect to another origin turns the `Origin` of a request outside mode "cors" into `null`. */
  readonly nonCorsOriginNullAfterRedirect: boolean
  /** The referrer policy also decides the `Origin` of a request outside mode "cors" (Origin header, step 4.1). */
  readonly referrerPolicyFiltersOrigin: boolean
  /** C32: a redirect to a URL with user name or password fails even where the standard lets it pass. */
  readonly redirectCredentialsAlwaysFail: boolean
  /** C37: response headers shown to a cross-origin page without being exposed. Lower-case. */
  readonly extraSafelistedResponseHeaders: readonly string[]
  /** C44: hosts that are IP addresses can be same-site for Cross-Origin-Resource-Policy. */
  readonly ipAddressesAreSites: boolean
  /** C45: the embedder policy `credentialless` exists. */
  readonly embedderPolicyCredentialless: boolean
  /**
   * What decides, after a redirect, whether to preflight and what to ask for: the request as it is now, the
   * unsafe names of the first request (asking for those that are left), or the first request's headers.
   */
  readonly redirectPreflight: 'current-request' | 'first-unsafe-names' | 'first-headers'
  /** A preflight carries, and its response is checked against, the page's origin also after a redirect. */
  readonly preflightOriginIgnoresRedirects: boolean
  /**
   * A redirect by another origin, met by a request that began at the page's own, is checked as if credentials were
   * included, unless they are omitted.
   */
  readonly laterRedirectsCheckedWithCredentials: boolean
  /** A 407 is handed to the page like any other response. */
  readonly proxyAuthenticationReadable: boolean
  /** Several `Location` lines are joined and followed; elsewhere they are a failure. */
  readonly locationLinesJoined: boolean
  /** C50: a `ReadableStream` can be a request body. Where it cannot, it is sent as its text. */
  readonly streamRequestBodies: boolean
  /** C54: what a cookie without SameSite counts as. */
  readonly sameSiteDefault: 'lax' | 'none'
  /** C55: `SameSite=None` needs `Secure`. */
  readonly sameSiteNoneNeedsSecure: boolean
  /** C56: http and https of one site are two sites. */
  readonly schemefulSameSite: boolean
  /** C57: what becomes of cookies in a third-party context, unless the user agent is told otherwise. */
  readonly thirdPartyCookies: 'allowed' | 'partitioned' | 'blocked'
  /** C59: `Secure` cookies travel to http loopback hosts. */
  readonly secureCookiesOnLoopback: boolean
  /** C62: a request with `Range` asks for `Accept-Encoding: identity`. */
  readonly rangeDisablesEncoding: boolean
  /** An https page may load from http loopback hosts. */
  readonly mixedContentAllowsLoopback: boolean
}

/** The Fetch Standard, to the letter; where its letter is broken, docs/decisions says what was chosen. */
export const STANDARD: Profile = {
  name: 'standard',
  authorizationCoveredByWildcard: false,
  // Not in Fetch: the standard leaves the limit to the implementation; a day is the largest of the three engines'.
  maxAgeCap: 86_400,
  maxAgeSyntax: 'delta-seconds',
  preflightCache: {
    granularity: 'entries',
    // Not in Fetch: by the letter, a `*` kept from a credentialed preflight would match every method and name.
    wildcard: 'anonymous-preflight',
    wildcardCoversAuthorization: false,
    credentialedServesAnonymous: true,
    headIsSafelisted: true,
    storesRefused: false,
    clearedByFailure: true,
    keyOrigin: 'request-origin',
    bypassedBy: [],
    maxSize: 1024,
    maxUrlLength: Infinity,
  },
  preflightCheckOrder: ['cors-check', 'redirect', 'status'],
  safelistTotalLimit: true,
  clientHintsSafelisted: false,
  suffixRangeSafelisted: false,
  rangeUnitCaseInsensitive: false,
  forbiddenRequestHeaders: [],
  nonCorsOriginNullAfterRedirect: false,
  referrerPolicyFiltersOrigin: true,
  redirectCredentialsAlwaysFail: false,
  extraSafelistedResponseHeaders: [],
  ipAddressesAreSites: true,
  embedderPolicyCredentialless: true,
  redirectPreflight: 'current-request',
  preflightOriginIgnoresRedirects: false,
  laterRedirectsCheckedWithCredentials: false,
  proxyAuthenticationReadable: false,
  locationLinesJoined: false,
  streamRequestBodies: true,
  sameSiteDefault: 'lax',
  sameSiteNoneNeedsSecure: true,
  schemefulSameSite: true,
  thirdPartyCookies: 'allowed',
  secureCookiesOnLoopback: true,
  rangeDisablesEncoding: true,
  mixedContentAllowsLoopback: true,
}

/** Chromium 156. */
const CHROMIUM: Profile = {
  ...STANDARD,
  name: 'chromium',
  // C1: https://github.com/whatwg/fetch/issues/1919; all three engines, seen.
  authorizationCoveredByWildcard: true,
  // C2, C4, C7: services/network/public/cpp/cors/preflight_result.cc (base::StringToInt64).
  maxAgeCap: 7200,
  maxAgeSyntax: 'signed-integer',
  preflightCache: {
    ...STANDARD.preflightCache,
    // C9: services/network/cors/preflight_cache.cc keeps one result per key, and a miss erases it.
    granularity: 'result',
    // C1: the cached answer is judged as the preflight's was (preflight_result.cc).
    wildcardCoversAuthorization: true,
    // C12: nothing in cors_url_loader.cc removes an entry when the request fails.
    clearedByFailure: false,
    // C13: AppendToCache takes the initiator's origin.
    keyOrigin: 'page-origin',
    // C15: seen: all three modes ask again.
    bypassedBy: ['no-store', 'reload', 'no-cache'],
    // C14
    maxSize: 1024,
    maxUrlLength: 1023,
  },
  // C16: a redirect is refused as it arrives, before the headers are looked at; seen.
  preflightCheckOrder: ['redirect', 'cors-check', 'status'],
  // C19, C22: services/network/public/cpp/cors/cors.cc
  clientHintsSafelisted: true,
  rangeUnitCaseInsensitive: true,
  // C23, C24: services/network/public/cpp/http_util.cc
  forbiddenRequestHeaders: ['user-agent', 'access-control-request-private-network'],
  // C29: net/url_request/redirect_util.cc, https://crbug.com/1066422
  nonCorsOriginNullAfterRedirect: true,
  // Seen: a no-cors POST under no-referrer carries the page's origin.
  referrerPolicyFiltersOrigin: false,
  // C44: seen with other ports of 127.0.0.1.
  ipAddressesAreSites: false,
}

/** Firefox 153 ESR. */
const FIREFOX: Profile = {
  ...STANDARD,
  name: 'firefox',
  // C1: pref network.cors_preflight.authorization_covered_by_wildcard
  authorizationCoveredByWildcard: true,
  // C2, C4, C5, C7, C8: netwerk/protocol/http/nsCORSListenerProxy.cpp; anything but digits is not cached.
  maxAgeCap: 86_400,
  maxAgeSyntax: 'digits-or-nothing',
  preflightCache: {
    ...STANDARD.preflightCache,
    // C9: `*` is kept as a token that no request matches.
    wildcard: 'never',
    // C10: separate keys; seen.
    credentialedServesAnonymous: false,
    // C11
    headIsSafelisted: false,
    keyOrigin: 'page-origin',
    // C15: LOAD_BYPASS_CACHE; seen: not for no-cache.
    bypassedBy: ['no-store', 'reload'],
    // C14
    maxSize: 100,
  },
  // C16: seen: a redirect is reported before the CORS check.
  preflightCheckOrder: ['redirect', 'cors-check', 'status'],
  // C32: nsCORSListenerProxy.cpp refuses user info on any redirect of a cross-site chain.
  redirectCredentialsAlwaysFail: true,
  // Seen: the load info keeps the unsafe names of the first request, so a redirect preflights again.
  redirectPreflight: 'first-unsafe-names',
  // Seen: the second preflight of a tainted chain still names the page's origin.
  preflightOriginIgnoresRedirects: true,
  // Seen
  proxyAuthenticationReadable: true,
  // C50
  streamRequestBodies: false,
  // C54, C56, C57
  sameSiteDefault: 'none',
  schemefulSameSite: false,
  thirdPartyCookies: 'partitioned',
  // C62: https://bugzilla.mozilla.org/show_bug.cgi?id=1983947
  rangeDisablesEncoding: false,
}

/** WebKitGTK 2.50. */
const WEBKIT: Profile = {
  ...STANDARD,
  name: 'webkit',
  // C1: Source/WebCore/loader/CrossOriginAccessControl.cpp
  authorizationCoveredByWildcard: true,
  // C2, C4, C7: Source/WebCore/loader/CrossOriginPreflightResultCache.cpp
  maxAgeCap: 600,
  maxAgeSyntax: 'signed-integer',
  preflightCache: {
    ...STANDARD.preflightCache,
    // C9, C10
    granularity: 'result',
    wildcard: 'anonymous-request',
    wildcardCoversAuthorization: true,
    storesRefused: true,
    // C12
    clearedByFailure: false,
    // Not in WebKit: its map has no bound; ours must.
    maxSize: 1024,
  },
  // C16
  preflightCheckOrder: ['status', 'redirect', 'cors-check'],
  // C18: isSimpleCrossOriginAccessRequest knows no sum.
  safelistTotalLimit: false,
  // C21: https://bugs.webkit.org/show_bug.cgi?id=243403
  suffixRangeSafelisted: true,
  // C37: Source/WebCore/platform/network/HTTPParsers.cpp
  extraSafelistedResponseHeaders: ['accept'],
  // C45
  embedderPolicyCredentialless: false,
  // Seen: NetworkLoadChecker takes up the first request's headers again on a redirect.
  redirectPreflight: 'first-headers',
  // Seen: A redirects to B, and `*` on B's redirect is refused, to wherever it leads.
  laterRedirectsCheckedWithCredentials: true,
  // Seen
  proxyAuthenticationReadable: true,
  // Seen
  locationLinesJoined: true,
  // C50
  streamRequestBodies: false,
  // C54-C57, C59
  sameSiteDefault: 'none',
  sameSiteNoneNeedsSecure: false,
  schemefulSameSite: false,
  thirdPartyCookies: 'blocked',
  secureCookiesOnLoopback: false,
  // Seen: an https page may not load from http://127.0.0.1 or http://localhost.
  mixedContentAllowsLoopback: false,
}

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  standard: STANDARD,
  chromium: CHROMIUM,
  firefox: FIREFOX,
  webkit: WEBKIT,
}
