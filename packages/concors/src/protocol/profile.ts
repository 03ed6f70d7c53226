import type { Profile, ProfileName } from './profile-knobs.js'

export type { PreflightCacheRules, PreflightCheck, Profile, ProfileName } from './profile-knobs.js'

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
    clearedByFailure: 'of-preflighted',
    keyOrigin: 'request-origin',
    opaqueOrigins: 'alike',
    bypassedBy: [],
    noStoreIsNotKept: false,
    keepsAborted: false,
    bypassedByConditions: false,
    maxSize: 1024,
    maxUrlLength: Infinity,
  },
  preflightCheckOrder: ['cors-check', 'redirect', 'status'],
  methodJudgedBeforeNames: false,
  modeJudgedBeforeMixedContent: false,
  safelistTotalLimit: true,
  clientHintsSafelisted: false,
  rangeUnitCaseInsensitive: false,
  rangeFits64Bits: false,
  nonAsciiUnsafe: false,
  repeatedRequestHeaders: 'separate',
  headersSentAsUtf8: false,
  forbiddenRequestHeaders: [],
  nonCorsOriginNullAfterRedirect: false,
  referrerPolicyFiltersOrigin: true,
  noReferrerWithholdsOrigin: false,
  originOnCorsElements: false,
  originKeptOnRedirect: false,
  referrerDowngrade: 'trustworthiness',
  referrerTrimmedAt: 'nowhere',
  opaqueOriginReferrer: 'none',
  storageAccessHeader: 'never',
  fetchMetadataLostOnRedirect: false,
  preflightFetchSite: 'chain',
  preflightAlwaysHasFetchMode: false,
  preflightKeepsFirstReferrer: false,
  redirectCredentialsFail: 'standard',
  crossOriginDeleteBecomesGet: false,
  keepaliveFollowsOneLess: false,
  emptyLocation: 'followed',
  ipAddressesAreSites: true,
  opaqueOriginsAreSameSiteToLocalhost: false,
  ipAddressesAreSitesAfterRedirect: true,
  credentialedWildcardExposesAccept: false,
  embedderPolicyTakesAnyValue: false,
  embedderPolicyCredentialless: true,
  redirectPreflight: 'current-request',
  preflightOriginIgnoresRedirects: false,
  laterRedirectsCheckedWithCredentials: false,
  mixedRedirects: 'followed',
  ownRedirectCredentialsSeenLate: false,
  aboutBlankFetchable: true,
  dataUrlsHaveLength: false,
  responseHeadersReplaced: false,
  responseLinesMerged: false,
  // Not in Fetch: Chromium's.
  maxResponseHead: 256 * 1024,
  resetContentHasBody: false,
  onlyIfCachedAsks: false,
  proxyAuthenticationReadable: false,
  proxyAuthenticationKeepsCookies: true,
  noCorsKeepsBlobType: false,
  noCorsKeepsCredentials: false,
  invalidLocation: 'followed',
  redirectSchemesFailingFirst: [],
  elementsFollowRedirectsToData: false,
  severalLocations: 'failure',
  xhrCharset: 'where-another',
  xhrDataUrlsShowTypeOnly: false,
  streamRequestBodies: 'sent',
  sameSiteDefault: 'lax',
  sameSiteConsidersRedirects: true,
  settingConsidersRedirects: true,
  opaqueOriginsAreOfTop: false,
  sameSiteNoneNeedsSecure: true,
  schemefulSameSite: true,
  thirdPartyCookies: 'allowed',
  partitionedCookies: 'always',
  topIsThirdPartyToFrames: true,
  secureCookiesOnLoopback: true,
  rangeDisablesEncoding: true,
  mixedContentAllowsLoopback: true,
  opaqueResponseBlocking: 'none',
  fontsNeedCors: true,
  beaconQuota: true,
  // Not in HTML, which leaves it to the user agent: Chromium's and WebKit's.
  eventSourceRetry: 3000,
  eventSourceLeastRetry: 0,
  eventIdNeedsData: false,
  // https://wicg.github.io/local-network-access/
  localNetworkAccess: 'in-secure-contexts',
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
    // C12: nothing in cors_url_loader.cc removes an entry when the request fails.
    clearedByFailure: 'never',
    // Seen: a sandboxed frame asks each time.
    opaqueOrigins: 'by-request',
    // C13: seen: once redirects have tainted the origin, it asks each time, and keeps nothing.
    keyOrigin: 'untainted-origin',
    // C15: seen: all three modes ask again.
    bypassedBy: ['no-store', 'reload', 'no-cache'],
    bypassedByConditions: true,
    // cors_url_loader.cc: LOAD_DISABLE_CACHE; seen.
    noStoreIsNotKept: true,
    // Seen: the network's process is not told.
    keepsAborted: true,
    // C14
    maxSize: 1024,
    maxUrlLength: 1023,
  },
  // C16: a redirect is refused as it arrives, before the headers are looked at; seen.
  preflightCheckOrder: ['redirect', 'cors-check', 'status'],
  // Seen
  modeJudgedBeforeMixedContent: true,
  // Seen
  proxyAuthenticationKeepsCookies: false,
  // C19: services/network/public/cpp/cors/cors.cc
  clientHintsSafelisted: true,
  // Seen; positions are read by base::StringToInt64.
  rangeFits64Bits: true,
  // Seen
  repeatedRequestHeaders: 'combined',
  // C23: services/network/public/cpp/http_util.cc
  forbiddenRequestHeaders: ['user-agent'],
  // C29: net/url_request/redirect_util.cc, https://crbug.com/1066422
  nonCorsOriginNullAfterRedirect: true,
  // Seen: a no-cors POST under no-referrer carries the page's origin.
  referrerPolicyFiltersOrigin: false,
  // Seen; the feature CookieSameSiteConsidersRedirectChain is off.
  sameSiteConsidersRedirects: false,
  settingConsidersRedirects: false,
  // Seen
  originOnCorsElements: true,
  // Seen: https to http loopback names no referrer, http loopback to http does.
  referrerDowngrade: 'scheme',
  // Seen. https://privacycg.github.io/storage-access-headers/
  storageAccessHeader: 'always',
  // Seen: the preflight is a request of its own that knows one URL.
  preflightFetchSite: 'current-url',
  // C26: cors_url_loader sets it, before the part that asks whether the target is trustworthy.
  preflightAlwaysHasFetchMode: true,
  // C32: seen: in every mode, also from the page's own origin to itself.
  redirectCredentialsFail: 'always',
  // Seen
  keepaliveFollowsOneLess: true,
  emptyLocation: 'ignored',
  invalidLocation: 'before-the-check-always',
  severalLocations: 'failure-unless-equal',
  aboutBlankFetchable: false,
  // C44: seen with other ports of 127.0.0.1.
  ipAddressesAreSites: false,
  // Seen
  opaqueOriginsAreSameSiteToLocalhost: true,
  // Seen: blink's ReplaceCharsetInMediaType.
  xhrCharset: 'in-place',
  // Seen: a script of whatever type does not run if it begins with a tag, <?xml or an object of JSON.
  opaqueResponseBlocking: 'sniffed',
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
    // C12: seen: also when a request that needed no preflight is refused.
    clearedByFailure: 'of-any',
    keyOrigin: 'page-origin',
    // C15: LOAD_BYPASS_CACHE; seen: not for no-cache.
    bypassedBy: ['no-store', 'reload'],
    // C14
    maxSize: 100,
  },
  // Seen: nsCORSListenerProxy.cpp reads the allowed names once the method has passed.
  methodJudgedBeforeNames: true,
  modeJudgedBeforeMixedContent: true,
  // Seen
  rangeFits64Bits: true,
  nonAsciiUnsafe: true,
  repeatedRequestHeaders: 'combined-when-sent',
  // Seen
  noReferrerWithholdsOrigin: true,
  referrerDowngrade: 'scheme',
  // pref network.http.referer.disallowCrossSiteRelaxingDefault; seen.
  referrerTrimmedAt: 'other-sites',
  // Seen: `fetch` goes by the principal, an image by the document's URL.
  opaqueOriginReferrer: 'images',
  // C32: nsCORSListenerProxy.cpp refuses user info on any redirect of a cross-site chain.
  redirectCredentialsFail: 'after-leaving',
  // Seen
  severalLocations: 'failure-unless-equal',
  invalidLocation: 'before-the-check',
  redirectSchemesFailingFirst: ['blob:', 'data:', 'file:', 'javascript:', 'ws:', 'wss:'],
  mixedRedirects: 'before-the-check',
  dataUrlsHaveLength: true,
  ipAddressesAreSitesAfterRedirect: false,
  // Seen: the load info keeps the unsafe names of the first request, so a redirect preflights again.
  redirectPreflight: 'first-unsafe-names',
  // Seen: the second preflight of a tainted chain still names the page's origin.
  preflightOriginIgnoresRedirects: true,
  // Seen
  proxyAuthenticationReadable: true,
  // Seen
  proxyAuthenticationKeepsCookies: false,
  // Seen: netwerk/protocol/http/nsHttpHeaderArray.h merges no empty value; Access-Control-Allow-Origin and Location are counted before.
  responseLinesMerged: true,
  // C50
  streamRequestBodies: 'sent-as-text',
  // pref network.http.max_response_header_size
  maxResponseHead: 384 * 1024,
  // Seen
  embedderPolicyTakesAnyValue: true,
  // C54, C56, C57
  sameSiteDefault: 'none',
  schemefulSameSite: false,
  thirdPartyCookies: 'partitioned',
  // Seen
  settingConsidersRedirects: false,
  partitionedCookies: 'unless-blocked',
  storageAccessHeader: 'partitioned',
  // C62: https://bugzilla.mozilla.org/show_bug.cgi?id=1983947
  rangeDisablesEncoding: false,
  // Seen
  xhrDataUrlsShowTypeOnly: true,
  // Seen: netwerk/protocol/http/OpaqueResponseUtils.cpp; a script that is JSON does not run.
  opaqueResponseBlocking: 'parsed',
  // Seen: a beacon of 65,537 bytes is sent.
  beaconQuota: false,
  // dom/base/EventSource.cpp: DEFAULT_RECONNECTION_TIME_VALUE and MIN_RECONNECTION_TIME_VALUE
  eventSourceRetry: 5000,
  eventSourceLeastRetry: 500,
  // Seen
  eventIdNeedsData: true,
  // Seen: a page over http is asked for its permission too.
  localNetworkAccess: 'with-permission',
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
    // C13: a tainted origin is an opaque one that is new each time. Seen.
    keyOrigin: 'untainted-origin',
    // Seen: what one sandboxed frame was answered, the next one asks again.
    opaqueOrigins: 'by-page',
    // C12
    clearedByFailure: 'never',
    // Not in WebKit: its map has no bound; ours must.
    maxSize: 1024,
  },
  // C16
  preflightCheckOrder: ['status', 'redirect', 'cors-check'],
  // Seen
  modeJudgedBeforeMixedContent: true,
  // C18: isSimpleCrossOriginAccessRequest knows no sum.
  safelistTotalLimit: false,
  // C22: seen
  rangeUnitCaseInsensitive: true,
  // Seen
  rangeFits64Bits: true,
  repeatedRequestHeaders: 'combined',
  headersSentAsUtf8: true,
  // Seen
  noReferrerWithholdsOrigin: true,
  originOnCorsElements: true,
  originKeptOnRedirect: true,
  referrerDowngrade: 'scheme',
  // Tracking prevention cuts referrers for other sites to the origin; seen.
  referrerTrimmedAt: 'third-parties',
  opaqueOriginReferrer: 'all',
  // Seen: NetworkLoadChecker makes CORS redirects anew, without what the page's process had added.
  fetchMetadataLostOnRedirect: true,
  preflightFetchSite: 'taint',
  preflightKeepsFirstReferrer: true,
  crossOriginDeleteBecomesGet: true,
  emptyLocation: 'failure',
  aboutBlankFetchable: false,
  resetContentHasBody: true,
  onlyIfCachedAsks: true,
  credentialedWildcardExposesAccept: true,
  // C45
  embedderPolicyCredentialless: false,
  // Seen: NetworkLoadChecker takes up the first request's headers again on a redirect.
  redirectPreflight: 'first-headers',
  // Seen: A redirects to B, and `*` on B's redirect is refused, to wherever it leads.
  laterRedirectsCheckedWithCredentials: true,
  // Seen
  mixedRedirects: 'preflighted',
  redirectSchemesFailingFirst: ['ftp:'],
  elementsFollowRedirectsToData: true,
  ownRedirectCredentialsSeenLate: true,
  responseHeadersReplaced: true,
  // Seen
  proxyAuthenticationReadable: true,
  // Seen
  noCorsKeepsBlobType: true,
  // Seen
  noCorsKeepsCredentials: true,
  // Seen
  severalLocations: 'joined',
  // C50
  streamRequestBodies: 'refused',
  // libsoup's; seen.
  maxResponseHead: 64 * 1024,
  // C54-C57, C59
  sameSiteDefault: 'none',
  sameSiteNoneNeedsSecure: false,
  // Seen
  sameSiteConsidersRedirects: false,
  settingConsidersRedirects: false,
  opaqueOriginsAreOfTop: true,
  schemefulSameSite: false,
  thirdPartyCookies: 'blocked',
  // C58: WebKitGTK 2.50; seen.
  partitionedCookies: 'never',
  // Seen
  topIsThirdPartyToFrames: false,
  secureCookiesOnLoopback: false,
  // Seen: an https page may not load from http://127.0.0.1 or http://localhost.
  mixedContentAllowsLoopback: false,
  // Seen: @font-face and FontFace load without Origin, with cookies, and from servers that allow nobody.
  fontsNeedCors: false,
  // Seen
  eventIdNeedsData: true,
  // Not in WebKitGTK 2.50.
  localNetworkAccess: 'unlimited',
}

export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  standard: STANDARD,
  chromium: CHROMIUM,
  firefox: FIREFOX,
  webkit: WEBKIT,
}
