import type { Cookie, CookieJar, MemoryCookieStore } from 'tough-cookie'
import { lazy } from './lazy.js'

/** Most cookies kept of a domain, and in all: Chromium's limits (net/cookies/cookie_monster.h). */
const MAX_OF_DOMAIN = 180
const MAX_COOKIES = 3300

/** Cookies stored between two looks at the limits: a look goes through all of them. */
const STORED_BETWEEN_LOOKS = 180

export type SameSiteContext = 'strict' | 'lax' | 'none'

/** tough-cookie's jar, which by itself keeps every cookie that a server sets. */
export class BoundedJar {
  readonly #store: MemoryCookieStore
  readonly #jar: CookieJar
  #stored = 0

  constructor() {
    const toughCookie = lazy.toughCookie()
    this.#store = new toughCookie.MemoryCookieStore()
    this.#jar = new toughCookie.CookieJar(this.#store, {
      prefixSecurity: 'strict',
      allowSpecialUseDomain: true,
    })
  }

  /** The value of `Cookie`. */
  get(url: string, sameSiteContext: SameSiteContext): string {
    return this.#jar.getCookieStringSync(url, { http: true, sameSiteContext })
  }

  set(cookie: Cookie, url: string, sameSiteContext: SameSiteContext): void {
    this.#jar.setCookieSync(cookie, url, { http: true, ignoreError: true, sameSiteContext })
    this.#stored += 1
    if (this.#stored < STORED_BETWEEN_LOOKS) return
    this.#stored = 0
    this.#forgetExcess()
  }

  /** The least recently used go first. */
  #forgetExcess(): void {
    const kept = new Map<string | null, number>()
    let all = 0
    for (const cookie of this.#cookies().toSorted((a, b) => lastUse(b) - lastUse(a))) {
      const ofDomain = kept.get(cookie.domain) ?? 0
      if (all >= MAX_COOKIES || ofDomain >= MAX_OF_DOMAIN) {
        this.#store.removeCookie(cookie.domain ?? '', cookie.path ?? '/', cookie.key, () => {})
        continue
      }
      kept.set(cookie.domain, ofDomain + 1)
      all += 1
    }
  }

  /** The store is in memory: it calls back at once. */
  #cookies(): Cookie[] {
    let cookies: Cookie[] = []
    this.#store.getAllCookies((_error, found) => {
      cookies = found ?? []
    })
    return cookies
  }
}

function lastUse({ lastAccessed }: Cookie): number {
  return lastAccessed instanceof Date ? lastAccessed.getTime() : 0
}
