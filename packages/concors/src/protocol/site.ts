import { isIpAddress } from './origin.js'
import type { Origin } from './origin.js'

/**
 * The registrable domain of a host (`app.example.co.uk` -> `example.co.uk`), or null where it has none: public
 * suffixes themselves, IP addresses. It is passed in, because the list behind it is data that ages.
 * https://url.spec.whatwg.org/#host-registrable-domain
 */
export type RegistrableDomain = (host: string) => string | null

/** No public suffix list at hand: every host is a site of its own. */
export const everyHostIsASite: RegistrableDomain = (host) => (isIpAddress(host) ? null : host)

/** https://html.spec.whatwg.org/#same-site */
export function isSameSite(a: Origin, b: Origin, registrableDomain: RegistrableDomain): boolean {
  return (
    isSchemelesslySameSite(a, b, registrableDomain) && (a.kind === 'opaque' || schemeOf(a) === schemeOf(b))
  )
}

/** https://html.spec.whatwg.org/#schemelessly-same-site */
export function isSchemelesslySameSite(a: Origin, b: Origin, registrableDomain: RegistrableDomain): boolean {
  if (a.kind === 'opaque' || b.kind === 'opaque') return a === b
  if (a.host === b.host) return true
  const domain = registrableDomain(a.host)
  return domain !== null && domain === registrableDomain(b.host)
}

/** A site as text: `https://example.com`; an opaque origin's is `null`. https://html.spec.whatwg.org/#obtain-a-site */
export function serializeSite(origin: Origin, registrableDomain: RegistrableDomain): string {
  if (origin.kind === 'opaque') return 'null'
  return `${origin.scheme}://${registrableDomain(origin.host) ?? origin.host}`
}

function schemeOf(origin: Origin): string | null {
  return origin.kind === 'tuple' ? origin.scheme : null
}
