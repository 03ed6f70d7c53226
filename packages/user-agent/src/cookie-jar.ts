import type { CookieRequest, CookieStore, Profile } from 'concors/protocol'
import type { Cookie } from 'tough-cookie'
import { BoundedJar } from './bounded-jar.js'
import { lazy } from './lazy.js'

/** What becomes of cookies in a third-party context. `Partitioned` cookies are kept per top-level site in any case. */
export type ThirdPartyCookies = Profile['thirdPartyCookies']

/** Top-level sites whose third-party cookies are kept; the least recently used goes first. */
const MAX_PARTITIONS = 100

const SAME_SITE_CONTEXT = {
  'strict-or-less': 'strict',
  'lax-or-less': 'lax',
  'unset-or-less': 'none',
} as const

/** Longest cookie kept, name and value together. RFC 6265bis, 5.7 */
const MAX_COOKIE_LENGTH = 4096

/** The cookies of a browser: tough-cookie's jar, behind the rules in which engines differ. */
export class BrowserCookieJar implements CookieStore {
  readonly #profile: Profile
  readonly #thirdParty: ThirdPartyCookies
  #firstPartyJar: BoundedJar | null = null
  /** By top-level site, least recently used first. */
  readonly #partitions = new Map<string, BoundedJar>()

  constructor(profile: Profile, thirdPartyCookies: ThirdPartyCookies) {
    this.#profile = profile
    this.#thirdParty = thirdPartyCookies
  }

  get thirdPartyCookies(): ThirdPartyCookies {
    return this.#thirdParty
  }

  retrieve(request: CookieRequest): string {
    const jars = this.#isEmpty() ? [] : this.#jarsToRead(request)
    const url = this.#jarUrl(request.url)
    return jars
      .map((jar) => jar.get(url, SAME_SITE_CONTEXT[request.sameSite]))
      .filter((cookies) => cookies !== '')
      .join('; ')
  }

  withheld(request: CookieRequest): readonly string[] {
    if (this.#firstPartyJar === null) return []
    const sent = new Set(cookieNames(this.retrieve(request)))
    const all = this.#firstPartyJar.get(this.#jarUrl(request.url), 'strict')
    return cookieNames(all).filter((name) => !sent.has(name))
  }

  store(request: CookieRequest, setCookie: string): void {
    const cookie = parseCookie(setCookie)
    if (cookie === null || !this.#isAcceptable(cookie, request)) return
    const jar = this.#jarToWrite(cookie, request)
    jar?.set(cookie, this.#jarUrl(request.url), SAME_SITE_CONTEXT[request.sameSite])
  }

  /**
   * Sets a cookie as if the user had been to `url`: what a test needs to begin with.
   *
   * @throws TypeError for what is no URL
   */
  set(address: string | URL, setCookie: string): void {
    const url = new URL(address)
    this.store(
      { url, method: 'GET', sameSite: 'strict-or-less', thirdParty: false, topLevelSite: url.origin },
      setCookie,
    )
  }

  /** The unpartitioned cookies for a URL as `Cookie` has them: with those that `document.cookie` hides. */
  get(url: string | URL): string {
    return this.#firstPartyJar?.get(this.#jarUrl(new URL(url)), 'strict') ?? ''
  }

  clear(): void {
    this.#firstPartyJar = null
    this.#partitions.clear()
  }

  #isEmpty(): boolean {
    return this.#firstPartyJar === null && this.#partitions.size === 0
  }

  /** https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-storage-model, where engines differ */
  #isAcceptable(cookie: Cookie, { url }: CookieRequest): boolean {
    if (cookie.key.length + cookie.value.length > MAX_COOKIE_LENGTH) return false
    const secureTransport = url.protocol === 'https:' || this.#isTrustedLoopback(url)
    if (cookie.secure && !secureTransport) return false
    const given = cookie.sameSite?.toLowerCase()
    if (given === undefined || !['strict', 'lax', 'none'].includes(given))
      cookie.sameSite = this.#profile.sameSiteDefault
    else cookie.sameSite = given
    if (given === 'none' && !cookie.secure && this.#profile.sameSiteNoneNeedsSecure) return false
    if (!keepsPrefix(cookie)) return false
    return !this.#isPartitioned(cookie) || cookie.secure
  }

  #jarsToRead({ thirdParty, topLevelSite }: CookieRequest): BoundedJar[] {
    const partition = this.#partitions.get(topLevelSite)
    const jars = partition === undefined ? [] : [partition]
    if (this.#firstPartyJar === null) return jars
    const together = !thirdParty || this.#thirdParty === 'allowed' || this.#thirdParty === 'not-kept'
    return together ? [this.#firstPartyJar, ...jars] : jars
  }

  #jarToWrite(cookie: Cookie, { thirdParty, topLevelSite }: CookieRequest): BoundedJar | null {
    const blocked = thirdParty && (this.#thirdParty === 'blocked' || this.#thirdParty === 'not-kept')
    if (this.#isPartitioned(cookie)) {
      return blocked && this.#profile.partitionedCookies === 'unless-blocked'
        ? null
        : this.#partition(topLevelSite)
    }
    if (blocked) return null
    if (thirdParty && this.#thirdParty === 'partitioned') return this.#partition(topLevelSite)
    this.#firstPartyJar ??= new BoundedJar()
    return this.#firstPartyJar
  }

  /** CHIPS: https://datatracker.ietf.org/doc/draft-cutler-httpbis-partitioned-cookies/ */
  #isPartitioned({ extensions }: Cookie): boolean {
    if (this.#profile.partitionedCookies === 'never') return false
    return extensions?.some((extension) => extension.trim().toLowerCase() === 'partitioned') ?? false
  }

  #partition(topLevelSite: string): BoundedJar {
    const jar = this.#partitions.get(topLevelSite) ?? new BoundedJar()
    this.#partitions.delete(topLevelSite)
    this.#partitions.set(topLevelSite, jar)
    if (this.#partitions.size > MAX_PARTITIONS) this.#partitions.delete(this.#partitions.keys().next().value!)
    return jar
  }

  /** tough-cookie reads off the scheme whether `Secure` cookies may travel. */
  #jarUrl(url: URL): string {
    return this.#isTrustedLoopback(url) ? url.href.replace(/^http:/, 'https:') : url.href
  }

  #isTrustedLoopback(url: URL): boolean {
    return (
      this.#profile.secureCookiesOnLoopback &&
      /^(?:127\.[0-9.]+|\[::1\]|(?:.*\.)?localhost)$/.test(url.hostname)
    )
  }
}

/** One without a name too, which is sent as its bare value. Null for one without both, and for control characters. */
function parseCookie(setCookie: string): Cookie | null {
  const cookie = lazy.toughCookie().Cookie.parse(setCookie, { loose: true })
  if (cookie === undefined) return null
  // Of `=a=b`, tough-cookie takes `a` for the name.
  if (cookie.key !== '' && setCookie.trimStart().startsWith('=')) {
    cookie.value = `${cookie.key}=${cookie.value}`
    cookie.key = ''
  }
  return cookie.key === '' && cookie.value === '' ? null : cookie
}

/** The names in the value of a `Cookie` header. */
function cookieNames(value: string): readonly string[] {
  return value === '' ? [] : value.split('; ').map((pair) => pair.slice(0, Math.max(0, pair.indexOf('='))))
}

/**
 * Whether a cookie is what the prefix of its name promises, in whatever case: servers that ignore case would take it
 * for the promise. tough-cookie looks at one case only.
 * https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-cookie-name-prefixes
 */
function keepsPrefix({ key, value, secure, domain, path }: Cookie): boolean {
  // On the wire a nameless one's value would be taken for a name.
  if (key === '') return !/^__(?:secure|host)-/i.test(value)
  if (/^__secure-/i.test(key)) return secure
  return !/^__host-/i.test(key) || (secure && domain === null && path === '/')
}
