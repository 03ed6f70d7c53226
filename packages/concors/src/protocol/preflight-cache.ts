import { byteLowercase } from './header-list.js'
import { isCorsSafelistedMethod } from './method.js'
import type { PreflightCacheRules } from './profile.js'
import { isCorsNonWildcardRequestHeaderName } from './request-header.js'

/** What a cached answer is found by. https://fetch.spec.whatwg.org/#concept-cache-match */
export interface PreflightCacheKey {
  /** https://fetch.spec.whatwg.org/#network-partition-keys */
  readonly partition: string
  readonly origin: string
  /** Not in Fetch: for what the answer is kept apart, where the origin is an opaque one. */
  readonly apart?: object
  /** With its fragment: the standard compares whole URLs, and so do all three engines. Seen. */
  readonly url: string
}

/** Not in Fetch: the most methods, and the most header names, that are kept for one key. */
const MAX_ENTRIES = 1000

/** What a preflight allowed: for how long, until a time in milliseconds, each method and header name. */
interface Grant {
  readonly methods: Map<string, number>
  /** Lower-case. */
  readonly headerNames: Map<string, number>
}

/** A grant that serves a request, and whether its literal `*` stands for anything. */
type UsableGrant = readonly [grant: Grant, wildcard: boolean]

/** What is kept for one key, apart for preflights of credentialed requests and of others. */
interface Line {
  anonymous: Grant | null
  credentialed: Grant | null
}

/** What a request needs to be found allowed. */
export interface PreflightCacheQuery {
  readonly credentials: boolean
  readonly method: string
  /** Set by an upload listener or a stream body: even a safelisted method needs an entry. */
  readonly methodAlwaysNeeded: boolean
  /** Lower-case. */
  readonly unsafeNames: readonly string[]
}

/**
 * What servers answered to preflights, so that they need not be asked each time.
 * https://fetch.spec.whatwg.org/#concept-cache
 *
 * The standard keeps an entry for each method and each name; Chromium and WebKit keep the last answer whole.
 * Both are grants here: an entry that is refreshed alone, or a grant that is replaced together.
 */
export class CorsPreflightCache {
  readonly #rules: PreflightCacheRules
  readonly #now: () => number
  /** Least recently used first. */
  readonly #lines = new Map<string, Line>()
  readonly #numbers = new WeakMap<object, number>()
  #count = 0

  /** @param now the time in milliseconds; only differences count */
  constructor(rules: PreflightCacheRules, now: () => number) {
    this.#rules = rules
    this.#now = now
  }

  /** The number of keys for which an answer is kept, outdated ones included. */
  get size(): number {
    return this.#lines.size
  }

  /**
   * Whether the request can go without a preflight.
   * https://fetch.spec.whatwg.org/#concept-cache-match-method, https://fetch.spec.whatwg.org/#concept-cache-match-header
   */
  allows(key: PreflightCacheKey, query: PreflightCacheQuery): boolean {
    const text = this.#keyText(key)
    const line = this.#lines.get(text)
    if (line === undefined) return false
    const grants = this.#grantsFor(line, query.credentials)
    const allowed =
      this.#allowsMethod(grants, query) &&
      query.unsafeNames.every((name) => this.#allowsHeaderName(grants, name))
    if (allowed) {
      this.#lines.delete(text)
      this.#lines.set(text, line)
    } else if (this.#rules.granularity === 'result') {
      // Chromium, WebKit: an answer that does not cover the request is dropped.
      this.#lines.delete(text)
    }
    return allowed
  }

  /**
   * Keeps what a preflight allowed. https://fetch.spec.whatwg.org/#cors-preflight-fetch-0 steps 7.12 to 7.15
   *
   * @param maxAge seconds; with 0 nothing is kept, and what was there is outdated
   */
  store(
    key: PreflightCacheKey,
    credentials: boolean,
    maxAge: number,
    methods: readonly string[],
    headerNames: readonly string[],
  ): void {
    if (key.url.length > this.#rules.maxUrlLength) return
    const text = this.#keyText(key)
    const kept = this.#rules.granularity === 'entries' ? this.#lines.get(text) : undefined
    this.#lines.delete(text)
    const line = kept ?? { anonymous: null, credentialed: null }
    const grant = (line[credentials ? 'credentialed' : 'anonymous'] ??= {
      methods: new Map(),
      headerNames: new Map(),
    })
    const expires = this.#now() + maxAge * 1000
    this.#extend(grant.methods, methods, expires)
    this.#extend(grant.headerNames, headerNames.map(byteLowercase), expires)
    // A result that lists nothing still lets safelisted methods pass; entries of nothing are nothing.
    if (this.#rules.granularity === 'result') grant.methods.set('', expires)
    if (maxAge <= 0 && kept === undefined) return
    this.#lines.set(text, line)
    if (this.#lines.size > this.#rules.maxSize) this.#lines.delete(this.#lines.keys().next().value!)
  }

  /**
   * https://fetch.spec.whatwg.org/#concept-cache-clear
   *
   * @param preflighted whether the request that failed was one that needs a preflight
   */
  clear(key: PreflightCacheKey, preflighted = true): void {
    const { clearedByFailure } = this.#rules
    if (clearedByFailure === 'of-any' || (preflighted && clearedByFailure === 'of-preflighted')) {
      this.#lines.delete(this.#keyText(key))
    }
  }

  /** Forgets everything, as a browser does when its user clears it. */
  clearAll(): void {
    this.#lines.clear()
  }

  #keyText({ partition, origin, apart, url }: PreflightCacheKey): string {
    return `${partition} ${apart === undefined ? origin : this.#numberOf(apart)} ${url}`
  }

  #numberOf(apart: object): number {
    const number = this.#numbers.get(apart) ?? ++this.#count
    this.#numbers.set(apart, number)
    return number
  }

  #grantsFor(line: Line, credentials: boolean): readonly UsableGrant[] {
    const grants: UsableGrant[] = []
    const { credentialedServesAnonymous, wildcard } = this.#rules
    if (line.credentialed !== null && (credentials || credentialedServesAnonymous)) {
      grants.push([line.credentialed, wildcard === 'anonymous-request' && !credentials])
    }
    if (line.anonymous !== null && !credentials) grants.push([line.anonymous, wildcard !== 'never'])
    return grants
  }

  #allowsMethod(grants: readonly UsableGrant[], query: PreflightCacheQuery): boolean {
    const { method } = query
    // Firefox: HEAD needs an entry.
    const safelisted = isCorsSafelistedMethod(method) && (method !== 'HEAD' || this.#rules.headIsSafelisted)
    if (this.#rules.granularity === 'entries' && safelisted && !query.methodAlwaysNeeded) return true
    return grants.some(
      ([grant, wildcard]) =>
        this.#isFresh(grant.methods.get(method)) ||
        (wildcard && this.#isFresh(grant.methods.get('*'))) ||
        (safelisted && this.#isFresh(grant.methods.get(''))),
    )
  }

  #allowsHeaderName(grants: readonly UsableGrant[], name: string): boolean {
    return grants.some(
      ([grant, wildcard]) =>
        this.#isFresh(grant.headerNames.get(name)) ||
        (wildcard && this.#wildcardCovers(name) && this.#isFresh(grant.headerNames.get('*'))),
    )
  }

  #wildcardCovers(name: string): boolean {
    return this.#rules.wildcardCoversAuthorization || !isCorsNonWildcardRequestHeaderName(name)
  }

  /** Outdated entries make room, then the oldest: a server that lists other names each time fills no memory. */
  #extend(entries: Map<string, number>, added: readonly string[], expires: number): void {
    for (const [entry, end] of entries) if (!this.#isFresh(end)) entries.delete(entry)
    for (const entry of added) {
      entries.delete(entry)
      entries.set(entry, expires)
    }
    for (const entry of entries.keys()) {
      if (entries.size <= MAX_ENTRIES) break
      entries.delete(entry)
    }
  }

  #isFresh(expires: number | undefined): boolean {
    return expires !== undefined && this.#now() < expires
  }
}
