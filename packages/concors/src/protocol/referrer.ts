import type { HeaderList } from './header-list.js'
import { getDecodeAndSplit } from './header-list.js'
import type { FetchContext } from './context.js'
import { urlOrigin } from './origin.js'
import type { Origin } from './origin.js'
import type { Profile } from './profile.js'
import { currentUrl } from './request.js'
import type { InnerRequest } from './request.js'
import { isSchemelesslySameSite } from './site.js'
import { isPotentiallyTrustworthyUrl } from './trustworthy.js'

/** https://w3c.github.io/webappsec-referrer-policy/#referrer-policies */
export type ReferrerPolicy =
  | 'no-referrer'
  | 'no-referrer-when-downgrade'
  | 'same-origin'
  | 'origin'
  | 'strict-origin'
  | 'origin-when-cross-origin'
  | 'strict-origin-when-cross-origin'
  | 'unsafe-url'

const POLICIES: ReadonlySet<string> = new Set<ReferrerPolicy>([
  'no-referrer',
  'no-referrer-when-downgrade',
  'same-origin',
  'origin',
  'strict-origin',
  'origin-when-cross-origin',
  'strict-origin-when-cross-origin',
  'unsafe-url',
])

/** Longest referrer sent whole, in characters; a longer one is cut to its origin. */
const MAX_REFERRER_LENGTH = 4096

export function isReferrerPolicy(text: string): text is ReferrerPolicy {
  return POLICIES.has(text)
}

/** https://w3c.github.io/webappsec-referrer-policy/#parse-referrer-policy-from-header: the last known token wins. */
export function parseReferrerPolicy(headers: HeaderList): ReferrerPolicy | '' {
  let policy: ReferrerPolicy | '' = ''
  for (const token of getDecodeAndSplit(headers, 'referrer-policy') ?? []) {
    if (isReferrerPolicy(token)) policy = token
  }
  return policy
}

/** The value of `Referer`, or null for none. https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer */
export function determineReferrer(
  request: InnerRequest,
  { profile, registrableDomain }: Pick<FetchContext, 'profile' | 'registrableDomain'>,
): URL | null {
  const source = referrerSource(request, profile)
  const stripped = source === null ? null : strippedForms(source)
  if (stripped === null) return null
  const { referrer, origin } = stripped
  const target = currentUrl(request)
  // Firefox: what an image of such a document names is its URL, but not to the same origin.
  const opaque = profile.opaqueOriginReferrer === 'images' && request.client?.origin.kind === 'opaque'
  const sameOrigin = referrer.origin === target.origin && !opaque
  const whole = referrer.href.length > MAX_REFERRER_LENGTH ? origin : referrer
  const downgrade = isDowngrade(referrer, target, profile)
  // Firefox: the policy that holds here; what it keeps back is not there at the next hop either, but what it cuts is.
  const holds = policyForSite(request.referrerPolicy, urlOrigin(referrer), target, {
    profile,
    registrableDomain,
  })
  if (holds !== request.referrerPolicy) return downgrade ? null : whole
  switch (request.referrerPolicy) {
    case 'no-referrer':
      return null
    case 'origin':
      return origin
    case 'unsafe-url':
      return whole
    case 'strict-origin':
      return downgrade ? null : origin
    case 'same-origin':
      return sameOrigin ? whole : null
    case 'origin-when-cross-origin':
      return sameOrigin ? whole : origin
    case 'no-referrer-when-downgrade':
      return downgrade ? null : whole
    case '':
    case 'strict-origin-when-cross-origin':
      if (sameOrigin) return whole
      return downgrade ? null : origin
  }
}

/** What Firefox does not let a page loosen for other sites. */
const LAX_POLICIES: ReadonlySet<string> = new Set<ReferrerPolicy>([
  'unsafe-url',
  'no-referrer-when-downgrade',
  'origin-when-cross-origin',
])

/** The policy that holds for what is sent to this URL. Firefox: to another site, the laxer ones are as the default one. */
export function policyForSite(
  policy: ReferrerPolicy | '',
  from: Origin,
  target: URL,
  { profile, registrableDomain }: Pick<FetchContext, 'profile' | 'registrableDomain'>,
): ReferrerPolicy | '' {
  if (profile.referrerTrimmedAt !== 'other-sites' || !LAX_POLICIES.has(policy)) return policy
  const sameSite = isSchemelesslySameSite(from, urlOrigin(target), registrableDomain)
  return sameSite ? policy : 'strict-origin-when-cross-origin'
}

/** The referrer as this hop's server is told it. */
export function referrerAsSent(
  referrer: URL,
  { client, urlList }: Pick<InnerRequest, 'client' | 'urlList'>,
  { profile, registrableDomain }: Pick<FetchContext, 'profile' | 'registrableDomain'>,
): string {
  const { referrerTrimmedAt } = profile
  if (referrerTrimmedAt === 'nowhere') return referrer.href
  // Firefox, WebKit: another site is told the origin, whatever the policy says; the next hop may be told more again.
  const top = referrerTrimmedAt === 'third-parties' ? client?.topLevelOrigin : undefined
  const whose = top === undefined || top.kind === 'opaque' ? urlOrigin(referrer) : top
  const url = urlList[urlList.length - 1]!
  return isSchemelesslySameSite(whose, urlOrigin(url), registrableDomain)
    ? referrer.href
    : `${referrer.origin}/`
}

function isDowngrade(referrer: URL, target: URL, { referrerDowngrade }: Profile): boolean {
  // All engines: loopback is no better than any http.
  if (referrerDowngrade === 'scheme') return referrer.protocol === 'https:' && target.protocol !== 'https:'
  return isPotentiallyTrustworthyUrl(referrer) && !isPotentiallyTrustworthyUrl(target)
}

function referrerSource(request: InnerRequest, { opaqueOriginReferrer }: Profile): URL | null {
  if (request.referrer === 'no-referrer') return null
  if (request.referrer !== 'client') return request.referrer
  // A document of opaque origin names no referrer.
  if (request.client === null) return null
  const named =
    opaqueOriginReferrer === 'all' || (opaqueOriginReferrer === 'images' && request.destination === 'image')
  if (request.client.origin.kind === 'opaque' && !named) return null
  return request.client.creationUrl
}

/** A page names the same referrer in every request. */
const STRIPPED = new WeakMap<URL, { readonly href: string; readonly referrer: URL; readonly origin: URL }>()

/** A URL as it may be sent, whole and cut to its origin; null for local schemes. */
function strippedForms(source: URL): { readonly referrer: URL; readonly origin: URL } | null {
  const known = STRIPPED.get(source)
  if (known?.href === source.href) return known
  const referrer = stripUrl(source, false)
  const origin = stripUrl(source, true)
  if (referrer === null || origin === null) return null
  const forms = { href: source.href, referrer, origin }
  STRIPPED.set(source, forms)
  return forms
}

/** https://w3c.github.io/webappsec-referrer-policy/#strip-url; null for local schemes. */
function stripUrl(url: URL, originOnly: boolean): URL | null {
  if (/^(?:about|blob|data):$/.test(url.protocol) || urlOrigin(url).kind === 'opaque') return null
  const stripped = new URL(url)
  stripped.username = ''
  stripped.password = ''
  stripped.hash = ''
  if (originOnly) {
    stripped.pathname = ''
    stripped.search = ''
  }
  return stripped
}
