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
  /**
   * Which failed cross-origin requests remove what is cached for their URL. `of-any`: also those that redirect to where nobody
   * follows, but none whose redirect is not wanted.
   */
  readonly clearedByFailure: 'never' | 'of-preflighted' | 'of-any'
  /**
   * Which origin the cache is keyed by after a redirect: the serialized (perhaps `null`) or the page's own; or nothing
   * is kept and found once it is tainted.
   */
  readonly keyOrigin: 'request-origin' | 'page-origin' | 'untainted-origin'
  /** For what answers to pages of opaque origins are kept: one request and its redirects, all pages of a site alike, or one page. */
  readonly opaqueOrigins: 'by-request' | 'alike' | 'by-page'
  /** `cache` modes of a request that make it ask again. */
  readonly bypassedBy: readonly ('no-store' | 'reload' | 'no-cache')[]
  /** The answer to a preflight of a request under `no-store` is not kept. */
  readonly noStoreIsNotKept: boolean
  /** A preflight that the page has aborted goes on, and its answer is kept. */
  readonly keepsAborted: boolean
  /** A conditional header such as `If-None-Match` counts as `no-store` there. */
  readonly bypassedByConditions: boolean
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
  /** A method that is not allowed is reported before a flaw of the allowed names. */
  readonly methodJudgedBeforeNames: boolean
  /** A URL that the request's mode rules out is reported before mixed content. */
  readonly modeJudgedBeforeMixedContent: boolean
  /** C18: safelisted values of more than 1024 bytes in sum need a preflight. */
  readonly safelistTotalLimit: boolean
  /** C19: client hints such as `DPR` need no preflight. */
  readonly clientHintsSafelisted: boolean
  /** C22: `Range: BYTES=0-` needs no preflight. */
  readonly rangeUnitCaseInsensitive: boolean
  /** A range whose positions do not fit a signed 64-bit integer needs a preflight. */
  readonly rangeFits64Bits: boolean
  /** Bytes beyond ASCII in `Accept` and `Content-Type` need a preflight. */
  readonly nonAsciiUnsafe: boolean
  /**
   * What becomes of a header that a page sets twice: two lines, one value from the start, so that the whole of it is
   * judged, or one value once it is sent. In the latter case a preflight names an unsafe header as often as it was set, and
   * of several Content-Types one is sent: the first with a body, the last without.
   */
  readonly repeatedRequestHeaders: 'separate' | 'combined' | 'combined-when-sent'
  /** Request header values go over the wire as UTF-8, not as the bytes that they are. */
  readonly headersSentAsUtf8: boolean
  /** C23, C24: request headers that a script cannot set, beyond the standard's. Lower-case. */
  readonly forbiddenRequestHeaders: readonly string[]
  /** C29: a redirect to another origin turns the `Origin` of a request outside mode "cors" into `null`. */
  readonly nonCorsOriginNullAfterRedirect: boolean
  /** The referrer policy also decides the `Origin` of a request outside mode "cors" (Origin header, step 4.1). */
  readonly referrerPolicyFiltersOrigin: boolean
  /** So does a page that names no referrer: with `referrer: ''` the `Origin` of such a request is `null`. */
  readonly noReferrerWithholdsOrigin: boolean
  /** An image with `crossorigin` sends `Origin` to the page's own origin too. */
  readonly originOnCorsElements: boolean
  /** Outside CORS, a request that had an `Origin` keeps it as long as redirects stay at that server. */
  readonly originKeptOnRedirect: boolean
  /** What the referrer policies call a downgrade: from trustworthy to untrustworthy, or from https to another scheme. */
  readonly referrerDowngrade: 'trustworthiness' | 'scheme'
  /**
   * Where no referrer policy lets a URL know more than the origin: nowhere, at another site than the referrer's, or at
   * another than that of the page at the top.
   */
  readonly referrerTrimmedAt: 'nowhere' | 'other-sites' | 'third-parties'
  /** Which requests of a document of opaque origin name its URL as their referrer. */
  readonly opaqueOriginReferrer: 'none' | 'images' | 'all'
  /** Whether `Sec-Fetch-Storage-Access` goes with credentialed requests to other sites: never, where cookies are partitioned, always. */
  readonly storageAccessHeader: 'never' | 'partitioned' | 'always'
  /** After a redirect to another origin a CORS request carries no `Sec-Fetch-*`. */
  readonly fetchMetadataLostOnRedirect: boolean
  /** What `Sec-Fetch-Site` of a preflight goes by: all URLs, the last, or the last unless the origin is tainted. */
  readonly preflightFetchSite: 'chain' | 'current-url' | 'taint'
  /** A preflight has `Sec-Fetch-Mode` wherever it goes. */
  readonly preflightAlwaysHasFetchMode: boolean
  /** The `Referer` of a preflight after a redirect is that of the first request. */
  readonly preflightKeepsFirstReferrer: boolean
  /**
   * C32: which redirects to a URL with user name or password fail: those of the standard, all (but for XMLHttpRequest), or
   * also all of mode "cors" once the chain has left the page's origin.
   */
  readonly redirectCredentialsFail: 'standard' | 'always' | 'after-leaving'
  /** A DELETE that is redirected to another origin goes on as a GET; its headers stay, unless a 303 makes one of every method. */
  readonly crossOriginDeleteBecomesGet: boolean
  /** A keepalive request follows 19 redirects, not 20. */
  readonly keepaliveFollowsOneLess: boolean
  /** What an empty `Location` is: a URL like any other, none at all, or a failure. But for the first, a redirect to nowhere is not refused in mode "error". */
  readonly emptyLocation: 'followed' | 'ignored' | 'failure'
  /** C44: hosts that are IP addresses can be same-site for Cross-Origin-Resource-Policy. */
  readonly ipAddressesAreSites: boolean
  /** To a page of opaque origin, a host without a registrable domain, `localhost`, is same-site for Cross-Origin-Resource-Policy. */
  readonly opaqueOriginsAreSameSiteToLocalhost: boolean
  /** Hosts that are IP addresses can be same-site for `Sec-Fetch-Site` once there was a redirect. */
  readonly ipAddressesAreSitesAfterRedirect: boolean
  /** A literal `*` among the exposed headers of a credentialed response exposes `Accept`. */
  readonly credentialedWildcardExposesAccept: boolean
  /** What an embedder policy asks for is there where `Cross-Origin-Resource-Policy` has a value that is none. */
  readonly embedderPolicyTakesAnyValue: boolean
  /** C45: the embedder policy `credentialless` exists. */
  readonly embedderPolicyCredentialless: boolean
  /**
   * What decides, after a redirect, whether to preflight and what to ask for: the request as it is now, the unsafe names
   * of the first request (asking for those that this redirect leaves), or the first request's headers. With the
   * latter two each redirect starts again from the first request's headers.
   */
  readonly redirectPreflight: 'current-request' | 'first-unsafe-names' | 'first-headers'
  /**
   * A preflight carries, and its response is checked against, the page's origin also after a redirect; one to the page's
   * own origin is not checked.
   */
  readonly preflightOriginIgnoresRedirects: boolean
  /**
   * A redirect by another origin, met by a request that began at the page's own, is checked as if credentials were
   * included, unless they are omitted.
   */
  readonly laterRedirectsCheckedWithCredentials: boolean
  /** When mixed content behind a redirect is seen: before that redirect's own check, once it is followed, or once its preflight has passed. */
  readonly mixedRedirects: 'before-the-check' | 'followed' | 'preflighted'
  /** User name and password in a redirect of the page's own origin are seen once the target's preflight has passed. */
  readonly ownRedirectCredentialsSeenLate: boolean
  /** `about:blank` can be fetched in mode "no-cors". */
  readonly aboutBlankFetchable: boolean
  /** `data:` URLs answer with `Content-Length`. */
  readonly dataUrlsHaveLength: boolean
  /** What is no UTF-8 in a value of a response header is shown as the bytes of U+FFFD. */
  readonly responseHeadersReplaced: boolean
  /** Lines of one response header are merged as they come: empty ones count for nothing, types are joined by a bare comma. */
  readonly responseLinesMerged: boolean
  /** Bytes that the head of a response may have. */
  readonly maxResponseHead: number
  /** Status 205 can have a body. */
  readonly resetContentHasBody: boolean
  /** `only-if-cached` asks the server where nothing is cached. */
  readonly onlyIfCachedAsks: boolean
  /** A 407 is handed to the page like any other response. */
  readonly proxyAuthenticationReadable: boolean
  /** The cookies of a 407 are kept. */
  readonly proxyAuthenticationKeepsCookies: boolean
  /** A typed `Blob` says its type also in mode "no-cors", whatever it is. */
  readonly noCorsKeepsBlobType: boolean
  /** In mode "no-cors", redirects take the credentials along that went to the page's own origin. */
  readonly noCorsKeepsCredentials: boolean
  /**
   * When a `Location` that is no URL fails: once it is followed, or before the response is checked: where it would be followed, or
   * always.
   */
  readonly invalidLocation: 'followed' | 'before-the-check' | 'before-the-check-always'
  /** Schemes of a `Location` in mode "cors" that fail before the response is checked. */
  readonly redirectSchemesFailingFirst: readonly string[]
  /** Elements in mode "no-cors" follow redirects to `data:`. */
  readonly elementsFollowRedirectsToData: boolean
  /** What several `Location` lines are: a failure, a failure unless they are equal, or one value. */
  readonly severalLocations: 'failure' | 'failure-unless-equal' | 'joined'
  /**
   * What XMLHttpRequest does with the charset of an author's Content-Type where the body is text: writes the type anew with
   * UTF-8 where it is another, or puts UTF-8 in the place of each.
   */
  readonly xhrCharset: 'where-another' | 'in-place'
  /** Of a `data:` URL, XMLHttpRequest shows only Content-Type, and that in capitals. */
  readonly xhrDataUrlsShowTypeOnly: boolean
  /** C50: what becomes of a `ReadableStream` as a request body. */
  readonly streamRequestBodies: 'sent' | 'sent-as-text' | 'refused'
  /** C54: what a cookie without SameSite counts as. */
  readonly sameSiteDefault: 'lax' | 'none'
  /** A redirect by another site makes what follows it cross-site to SameSite. */
  readonly sameSiteConsidersRedirects: boolean
  /** And to cookies that are SameSite, which what it leads to may not set then. */
  readonly settingConsidersRedirects: boolean
  /** What pages of opaque origin ask for counts by the site at the top, to SameSite. */
  readonly opaqueOriginsAreOfTop: boolean
  /** C55: `SameSite=None` needs `Secure`. */
  readonly sameSiteNoneNeedsSecure: boolean
  /** C56: http and https of one site are two sites. */
  readonly schemefulSameSite: boolean
  /**
   * C57: what becomes of cookies in a third-party context, unless the user agent is told otherwise. `not-kept`: none
   * are kept, but those that were set before are sent; WebKitGTK's own way.
   */
  readonly thirdPartyCookies: 'allowed' | 'partitioned' | 'blocked' | 'not-kept'
  /** To a frame of another site, the site at the top is a third party too. */
  readonly topIsThirdPartyToFrames: boolean
  /** C58: where `Partitioned` keeps a cookie apart for each site at the top: else it says nothing, or is blocked with the others. */
  readonly partitionedCookies: 'always' | 'unless-blocked' | 'never'
  /** C59: `Secure` cookies travel to http loopback hosts. */
  readonly secureCookiesOnLoopback: boolean
  /** C62: a request with `Range` asks for `Accept-Encoding: identity`. */
  readonly rangeDisablesEncoding: boolean
  /** An https page may load from http loopback hosts. */
  readonly mixedContentAllowsLoopback: boolean
  /**
   * What keeps a response that looks like data from elements that asked without CORS: nothing, its first bytes, or, unless its
   * type is one of scripts, that it is JSON or no program.
   */
  readonly opaqueResponseBlocking: 'none' | 'sniffed' | 'parsed'
  /** Fonts are asked for in mode "cors". */
  readonly fontsNeedCors: boolean
  /** Beacons under way may have 64 KiB together, as they are keepalive requests. */
  readonly beaconQuota: boolean
  /** Milliseconds that EventSource waits before it connects again, unless the server says otherwise. */
  readonly eventSourceRetry: number
  /** Milliseconds that it waits at least, whatever the server says. */
  readonly eventSourceLeastRetry: number
  /**
   * Whether pages reach servers nearer to the user than they are themselves: always, with a permission, or with one that only
   * secure contexts can be given.
   */
  readonly localNetworkAccess: 'unlimited' | 'with-permission' | 'in-secure-contexts'
  /** An event without data does not change the id that EventSource sends when it connects again. */
  readonly eventIdNeedsData: boolean
}
