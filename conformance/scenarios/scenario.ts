import type { PageName } from './pages.js'

/** What a case shows; docs/conformance.md counts by these. */
export const GROUPS = [
  'response check',
  'credentials',
  'cookies',
  'third-party cookies',
  'methods',
  'request headers',
  'preflight response',
  'preflight cache',
  'redirects',
  'modes',
  'opaque origins',
  'exposed headers',
  'images',
  'elements',
  'abort',
  'statuses',
  'odd heads',
  'bodies',
  'referrers and fetch metadata',
  'network failures',
  'https',
  'origins',
  'timing',
  'integrity',
  'embedder policy',
] as const

export type Group = (typeof GROUPS)[number]

/** One answer, as it goes over the wire. In values `{A}` stands for an origin, `{B/x}` for a URL of this scenario, `{me:pw@B/x}` for one with user info, `{id}` for what tells this scenario from others. */
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
  readonly kind: 'form' | 'params' | 'bytes' | 'blob' | 'size' | 'stream'
  readonly type?: string
  readonly size?: number
}

export interface FetchStep {
  readonly fetch: string
  readonly init?: Init
  /** Milliseconds until its signal aborts; 0 for one that has. */
  readonly abortAfter?: number
  /** Looks whether the page sees the timing of the response. */
  readonly timing?: boolean
}

/** What else than `fetch()` and an image asks. */
export interface LoadStep {
  readonly load: string
  readonly as: 'script' | 'module' | 'stylesheet' | 'font' | 'beacon' | 'events'
  readonly crossOrigin?: string
  readonly integrity?: string
  /** Of a beacon. */
  readonly body?: string | BodyRecipe
  /** Of a stream of events. */
  readonly withCredentials?: boolean
}

export type Step =
  | FetchStep
  | LoadStep
  | { readonly image: string; readonly crossOrigin?: string | null }
  | { readonly wait: number }

export interface Scenario {
  readonly group: Group
  /** Says what it shows; unique in its group. */
  readonly name: string
  /** Default: `A`. */
  readonly page?: PageName
  /** What another page of the same browser does first. */
  readonly before?: { readonly page: PageName; readonly steps: readonly Step[] }
  /** By address: `B/x` is the path /x of the server B. */
  readonly routes: Readonly<Record<string, Route>>
  readonly steps: readonly Step[]
}
