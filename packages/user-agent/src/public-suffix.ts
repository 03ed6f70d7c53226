import type { RegistrableDomain } from 'concors/protocol'
import { lazy } from './lazy.js'

/** Hosts remembered at once; the answer for a host never changes. */
const MAX_REMEMBERED = 1000

const remembered = new Map<string, string | null>()

/** The registrable domain by the public suffix list, private entries included, as browsers have it. */
export const registrableDomain: RegistrableDomain = (host) => {
  let domain = remembered.get(host)
  if (domain === undefined) {
    domain = lazy.tldts().getDomain(host, { allowPrivateDomains: true })
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    remembered.set(host, domain)
  }
  return domain
}
