import {
  createClient,
  createOpaqueOrigin,
  isHeaderValue,
  isReferrerPolicy,
  isSameSite,
  urlOrigin,
} from 'concors/protocol'
import type { Client, EmbedderPolicy, Origin, ReferrerPolicy } from 'concors/protocol'
import type { DomClasses } from './dom/classes.js'
import { registrableDomain } from './public-suffix.js'

export interface PageOptions {
  /** A frame sandboxed without `allow-same-origin`: its origin is opaque, `Origin` says `null`. Default: false. */
  readonly sandboxed?: boolean
  /** Default: `strict-origin-when-cross-origin`. */
  readonly referrerPolicy?: ReferrerPolicy
  /** Cross-Origin-Embedder-Policy. Default: `unsafe-none`. */
  readonly embedderPolicy?: EmbedderPolicy
  /** The page at the top, where this one is a frame in it. Default: this page itself. */
  readonly topLevel?: string | URL
  /**
   * What `Origin` says instead of the page's own. No browser does that: it is to see what a server makes of a client
   * that writes, say, `https://APP.example.com`.
   */
  readonly forgedOrigin?: string
  /** A window of jsdom or happy-dom, whose events and documents the page's objects are made of. Default: Node's events. */
  readonly window?: DomClasses
}

const PAGE_OPTIONS: readonly string[] = [
  'sandboxed',
  'referrerPolicy',
  'embedderPolicy',
  'topLevel',
  'forgedOrigin',
  'window',
] satisfies (keyof PageOptions)[]

const EMBEDDER_POLICIES: readonly EmbedderPolicy[] = ['unsafe-none', 'credentialless', 'require-corp']

/** @throws TypeError for what is no URL of a page, and for options that are none */
export function createPageClient(url: string | URL, options: PageOptions): Client {
  const pageUrl = checkedPageUrl(url, 'page')
  for (const name of Object.keys(options)) {
    if (!PAGE_OPTIONS.includes(name)) {
      throw new TypeError(
        `browser.page: unknown option ${JSON.stringify(name)}; known: ${PAGE_OPTIONS.join(', ')}`,
      )
    }
  }
  const { sandboxed = false, referrerPolicy, embedderPolicy, topLevel, forgedOrigin } = options
  if (referrerPolicy !== undefined && !isReferrerPolicy(referrerPolicy)) {
    throw new TypeError(`browser.page: ${JSON.stringify(referrerPolicy)} is no referrer policy`)
  }
  if (embedderPolicy !== undefined && !EMBEDDER_POLICIES.includes(embedderPolicy)) {
    throw new TypeError(
      `browser.page: embedderPolicy is one of ${EMBEDDER_POLICIES.join(', ')}, not ${JSON.stringify(embedderPolicy)}`,
    )
  }
  if (forgedOrigin !== undefined && !isHeaderValue(forgedOrigin)) {
    throw new TypeError(`browser.page: forgedOrigin is no header value: ${JSON.stringify(forgedOrigin)}`)
  }
  const own = sandboxed ? createOpaqueOrigin() : urlOrigin(pageUrl)
  const origin = forgedOrigin === undefined ? own : ({ ...own, serialized: forgedOrigin } as Origin)
  // A sandboxed frame is opaque itself, and still lives in the site that shows it.
  const topLevelOrigin =
    topLevel === undefined ? urlOrigin(pageUrl) : urlOrigin(checkedPageUrl(topLevel, 'topLevel'))
  return createClient(pageUrl, {
    origin,
    topLevelOrigin:
      topLevel === undefined && origin.kind === 'opaque' && !sandboxed ? origin : topLevelOrigin,
    hasCrossSiteAncestor: origin.kind === 'tuple' && !isSameSite(origin, topLevelOrigin, registrableDomain),
    ...(referrerPolicy === undefined ? {} : { referrerPolicy }),
    ...(embedderPolicy === undefined ? {} : { embedderPolicy }),
  })
}

function checkedPageUrl(url: string | URL, what: string): URL {
  const text = String(url)
  if (!URL.canParse(text)) {
    throw new TypeError(
      `browser.page: ${what} ${JSON.stringify(text)} is no URL; write it whole, like https://app.example.com/`,
    )
  }
  const parsed = new URL(text)
  if (!/^(?:https?|data|about|file):$/.test(parsed.protocol)) {
    throw new TypeError(
      `browser.page: no page has an address of scheme ${parsed.protocol}; use https:, http: or data:`,
    )
  }
  return parsed
}
