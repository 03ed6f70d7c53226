import type { CookieStore } from './cookies.js'
import type { LocalNetwork } from './local-network-access.js'
import type { CorsPreflightCache } from './preflight-cache.js'
import type { Profile } from './profile.js'
import type { RegistrableDomain } from './site.js'
import type { TraceRecorder } from './trace.js'

/** A blob: URL's blob, as far as fetching it goes. */
export interface BlobUrlEntry {
  readonly size: number
  /** Its MIME type, or an empty string. */
  readonly type: string
  readonly body: unknown
  /** The same blob's bytes from `start` up to and without `end`. */
  slice(start: number, end: number): unknown
}

export type WebSecurity = 'enforced' | 'disabled'

/** Everything that the algorithms need and must not make themselves: an engine, its memory, the world's data. */
export interface FetchContext {
  readonly profile: Profile
  readonly registrableDomain: RegistrableDomain
  /** Null for a user agent without one: it preflights every time. */
  readonly preflightCache: CorsPreflightCache | null
  /** Null for a user agent without cookies. */
  readonly cookies: CookieStore | null
  readonly recorder: TraceRecorder | null
  /** Headers that the user agent adds to its requests by itself, unless they are there. */
  readonly userAgent: string
  readonly acceptLanguage: string
  readonly acceptEncoding: string
  /** Bytes of the keepalive requests under way, of the same page. */
  readonly inflightKeepaliveBytes?: () => number
  /**
   * Not in Fetch: what Chromium's `--disable-web-security` does to mode "cors": no preflight, no check, all headers.
   * Default: `enforced`.
   */
  readonly webSecurity?: WebSecurity
  /** Where nothing is known, there is no Local Network Access. */
  readonly localNetwork?: LocalNetwork | undefined
  readonly resolveBlobUrl?: (url: URL) => BlobUrlEntry | null
}
