import type { EmbedderPolicy, ReferrerPolicy } from 'concors'

/**
 * The servers, by one word. `A` is the page's own origin as a rule, `B` and `C` are other ports of the same host; `L` is
 * localhost, `six` is [::1], `app`, `www` and `api` are app.test, www.app.test and api.test: the first two are one
 * site; `idn` has a name that is not ASCII. `SA` to `SC` are https at app.test, www.app.test and api.test. The
 * certificates of the last three are not to be trusted.
 */
export const ORIGIN_NAMES = [
  ...(['A', 'B', 'C', 'L', 'six', 'app', 'www', 'api', 'idn'] as const),
  ...(['SA', 'SB', 'SC', 'selfSigned', 'misnamed', 'expired'] as const),
] as const
export type OriginName = (typeof ORIGIN_NAMES)[number]

/** A document that fetches. */
export interface PageKind {
  /** Where it is; of a frame of opaque origin, where the page around it is. */
  readonly at: OriginName
  /** A frame in a page: without an origin of its own, at a `data:` URL, or in a page of another site. */
  readonly frame?: 'sandboxed' | 'data' | { readonly in: OriginName }
  readonly embedderPolicy?: EmbedderPolicy
  readonly referrerPolicy?: ReferrerPolicy
}

/** The documents, by one word: pages are called as their origin, where nothing else is to be said of them. */
export const PAGES = {
  A: { at: 'A' },
  L: { at: 'L' },
  six: { at: 'six' },
  app: { at: 'app' },
  idn: { at: 'idn' },
  SA: { at: 'SA' },
  SC: { at: 'SC' },
  sandbox: { at: 'A', frame: 'sandboxed' },
  data: { at: 'A', frame: 'data' },
  framed: { at: 'SA', frame: { in: 'SC' } },
  requireCorp: { at: 'A', embedderPolicy: 'require-corp' },
  credentialless: { at: 'A', embedderPolicy: 'credentialless' },
  noReferrer: { at: 'A', referrerPolicy: 'no-referrer' },
  unsafeUrl: { at: 'A', referrerPolicy: 'unsafe-url' },
} as const satisfies Readonly<Record<string, PageKind>>

export type PageName = keyof typeof PAGES
export const PAGE_NAMES = Object.keys(PAGES) as readonly PageName[]

export function pageKind(name: PageName): PageKind {
  return PAGES[name]
}
