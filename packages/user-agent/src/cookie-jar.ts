import type { CookieRequest, CookieStore, Profile } from 'concors'
import type { Cookie, CookieJar as ToughCookieJar, CreateCookieJarOptions } from 'tough-cookie'
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

const JAR_OPTIONS: CreateCookieJarOptions = { prefixSecurity: 'strict', allowSpecialUseDomain: true }

/** The cookies of a browser: tough-cookie's jar, behind the rules in which engines differ. */
export class BrowserCookieJar implements CookieStore {
  readonly #profile: Profile
  readonly #thirdParty: ThirdPartyCookies
  #firstPartyJar: ToughCookieJar | null = null
  /** By top-level site, least recently used first. */
  readonly #partitions = new Map<string, ToughCookieJar>()

  constructor(profile: Profile, thirdPartyCookies: ThirdPartyCookies) {
    this.#profile = profile
    this.#thirdParty = thirdPartyCookies
  }

  retrieve(request: CookieRequest): string {
    const jars = this.#isEmpty() ? [] : this.#jarsToRead(request)
    const options = { http: true, sameSiteContext: SAME_SITE_CONTEXT[request.sameSite] }
    const url = this.#jarUrl(request.url)
    return jars
      .map((jar) => jar.getCookieStringSync(url, options))
      .filter((cookies) => cookies !== '')
      .join('; ')
  }

  store(request: CookieRequest, setCookie: string): void {
    const { Cookie: ToughCookie } = lazy.toughCookie()
    const cookie = ToughCookie.parse(setCookie)
    if (cookie === undefined || !this.#isAcceptable(cookie, request)) return
    const jar = this.#jarToWrite(cookie, request)
    jar?.setCookieSync(cookie, this.#jarUrl(request.url), {
      http: true,
      ignoreError: true,
      sameSiteContext: SAME_SITE_CONTEXT[request.sameSite],
    })
  }

  /** Sets a cookie as if the user had been to `url`: what a test needs to begin with. */
  set(url: URL, setCookie: string): void {
    this.store(
      { url, method: 'GET', sameSite: 'strict-or-less', thirdParty: false, topLevelSite: url.origin },
      setCookie,
    )
  }

  /** What `document.cookie` of a page there would not even show: all cookies for a URL, as `Cookie` has them. */
  get(url: URL): string {
    return (
      this.#firstPartyJar?.getCookieStringSync(this.#jarUrl(url), {
        http: true,
        sameSiteContext: 'strict',
      }) ?? ''
    )
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
    const secureTransport = url.protocol === 'https:' || this.#isTrustedLoopback(url)
    if (cookie.secure && !secureTransport) return false
    const given = cookie.sameSite?.toLowerCase()
    if (given === undefined || !['strict', 'lax', 'none'].includes(given))
      cookie.sameSite = this.#profile.sameSiteDefault
    else cookie.sameSite = given
    if (given === 'none' && !cookie.secure && this.#profile.sameSiteNoneNeedsSecure) return false
    return !isPartitioned(cookie) || cookie.secure
  }

  #jarsToRead({ thirdParty, topLevelSite }: CookieRequest): ToughCookieJar[] {
    const partition = this.#partitions.get(topLevelSite)
    const jars = partition === undefined ? [] : [partition]
    if (this.#firstPartyJar === null) return jars
    return !thirdParty || this.#thirdParty === 'allowed' ? [this.#firstPartyJar, ...jars] : jars
  }

  #jarToWrite(cookie: Cookie, { thirdParty, topLevelSite }: CookieRequest): ToughCookieJar | null {
    if (isPartitioned(cookie)) return this.#partition(topLevelSite)
    if (thirdParty && this.#thirdParty === 'blocked') return null
    if (thirdParty && this.#thirdParty === 'partitioned') return this.#partition(topLevelSite)
    this.#firstPartyJar ??= createJar()
    return this.#firstPartyJar
  }

  #partition(topLevelSite: string): ToughCookieJar {
    const jar = this.#partitions.get(topLevelSite) ?? createJar()
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

function createJar(): ToughCookieJar {
  const { CookieJar } = lazy.toughCookie()
  return new CookieJar(undefined, JAR_OPTIONS)
}

/** CHIPS: https://datatracker.ietf.org/doc/draft-cutler-httpbis-partitioned-cookies/ */
function isPartitioned(cookie: Cookie): boolean {
  return cookie.extensions?.some((extension) => extension.trim().toLowerCase() === 'partitioned') ?? false
}
