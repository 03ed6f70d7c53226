/** What a case shows; docs/conformance.md counts by these. */
export const GROUPS = [
  'response check',
  'credentials',
  'cookies',
  'methods',
  'request headers',
  'preflight response',
  'preflight cache',
  'redirects',
  'modes',
  'opaque origins',
  'exposed headers',
  'images',
  'abort',
  'statuses',
  'bodies',
  'referrers and fetch metadata',
  'network failures',
  'https',
] as const

export type Group = (typeof GROUPS)[number]

/**
 * The servers, by one word. `A` is the page's own origin, `B` and `C` are other ports of the same host; `L` is
 * localhost, `app`, `www` and `api` are app.test, www.app.test and api.test: the first two are one site. `SA` to
 * `SC` are https at app.test, www.app.test and api.test.
 */
export type OriginName = 'A' | 'B' | 'C' | 'L' | 'app' | 'www' | 'api' | 'SA' | 'SB' | 'SC'

/** The documents that fetch: pages at an origin, and two frames of opaque origin in a page at `A`. */
export const PAGE_NAMES = ['A', 'L', 'app', 'SA', 'sandbox', 'data'] as const
export type PageName = (typeof PAGE_NAMES)[number]

/** One answer, as it goes over the wire. In values `{A}` stands for an origin, `{B/x}` for a URL of this scenario, `{me:pw@B/x}` for one with user info. */
export interface Reply {
  readonly status?: number
  readonly reason?: string
  readonly headers?: readonly (readonly [name: string, value: string])[]
  readonly body?: string
  /** This many bytes `x` instead of `body`. */
  readonly size?: number
  /** A PNG of one pixel instead of `body`. */
  readonly image?: boolean
  /** The body is sent so, and `Content-Encoding` says it. */
  readonly encoding?: 'gzip' | 'deflate'
  /** Without `Content-Length`: the body ends with the connection. */
  readonly noLength?: boolean
  /** Milliseconds before it is sent. */
  readonly delay?: number
  /** Written instead of all of the above, one character for a byte; then the connection ends. */
  readonly raw?: string
  /** The connection ends without an answer. */
  readonly closed?: boolean
}

/** By method, `*` for the others. Of a list, each request takes the next one; the last one stays. */
export type Route = Readonly<Record<string, Reply | readonly Reply[]>>

/** What a page's script gives to `fetch`; all of it is JSON. */
export interface Init {
  readonly method?: string
  /** In this order; a name may come twice. */
  readonly headers?: readonly (readonly [name: string, value: string])[]
  readonly body?: string | BodyRecipe
  readonly mode?: 'cors' | 'no-cors' | 'same-origin'
  readonly credentials?: 'omit' | 'same-origin' | 'include'
  readonly cache?: 'default' | 'no-store' | 'reload' | 'no-cache' | 'force-cache' | 'only-if-cached'
  readonly redirect?: 'follow' | 'manual' | 'error'
  readonly referrer?: string
  readonly referrerPolicy?: string
  readonly keepalive?: boolean
  readonly integrity?: string
}

/** Bodies that are no text: made in the page. */
export interface BodyRecipe {
  readonly kind: 'form' | 'params' | 'bytes' | 'blob' | 'size'
  readonly type?: string
  readonly size?: number
}

export interface FetchStep {
  readonly fetch: string
  readonly init?: Init
  /** Milliseconds until its signal aborts; 0 for one that has. */
  readonly abortAfter?: number
}

export type Step =
  | FetchStep
  | { readonly image: string; readonly crossOrigin?: string | null }
  | { readonly wait: number }

export interface Scenario {
  readonly group: Group
  /** Says what it shows; unique in its group. */
  readonly name: string
  /** Default: `A`. */
  readonly page?: PageName
  /** By address: `B/x` is the path /x of the server B. */
  readonly routes: Readonly<Record<string, Route>>
  readonly steps: readonly Step[]
}
