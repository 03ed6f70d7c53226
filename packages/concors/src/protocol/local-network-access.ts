import { addressSpaceOfHost } from './address-space.js'
import type { AddressSpace } from './address-space.js'
import type { Client } from './client.js'
import type { FetchContext } from './context.js'
import { urlOrigin } from './origin.js'
import { currentUrl, isHttpScheme } from './request.js'
import type { InnerRequest } from './request.js'
import { isPotentiallyTrustworthyOrigin } from './trustworthy.js'

/** What is known of where a page and hosts are, and what the user has said. */
export interface LocalNetwork {
  /** The page that asks: a preflight knows it by this only. */
  readonly client: Client
  /** By `URL.hostname`. Addresses and `localhost` tell by themselves; every other name is public. */
  readonly addressSpaces: Readonly<Record<string, AddressSpace>>
  readonly permission: 'granted' | 'denied'
}

export interface LocalNetworkRefusal {
  readonly reason: 'local-network-denied' | 'local-network-insecure'
  /** Of the server. */
  readonly space: AddressSpace
  readonly clientSpace: AddressSpace
}

/** How private an address space is. https://wicg.github.io/local-network-access/#less-public */
const PRIVACY: Readonly<Record<AddressSpace, number>> = { public: 0, local: 1, loopback: 2 }

/**
 * Whether a page may reach a server that is nearer to the user than the page's own: null where it may.
 * https://wicg.github.io/local-network-access/#local-network-access-check
 */
export function localNetworkRefusal(
  request: InnerRequest,
  { localNetwork, profile }: Pick<FetchContext, 'localNetwork' | 'profile'>,
): LocalNetworkRefusal | null {
  const url = currentUrl(request)
  if (profile.localNetworkAccess === 'unlimited' || localNetwork === undefined || !isHttpScheme(url))
    return null
  const { client } = localNetwork
  const space = spaceOf(url, localNetwork)
  const clientSpace = spaceOf(client.creationUrl, localNetwork)
  if (PRIVACY[space] <= PRIVACY[clientSpace]) return null
  // Chromium: a page that is no secure context cannot be given the permission. Firefox asks for it all the same. Seen.
  if (profile.localNetworkAccess === 'in-secure-contexts' && !isSecureContext(client)) {
    return { reason: 'local-network-insecure', space, clientSpace }
  }
  return localNetwork.permission === 'granted' ? null : { reason: 'local-network-denied', space, clientSpace }
}

function spaceOf({ hostname }: URL, { addressSpaces }: LocalNetwork): AddressSpace {
  return addressSpaces[hostname] ?? addressSpaceOfHost(hostname) ?? 'public'
}

/** https://html.spec.whatwg.org/#secure-context, of a page or a frame in one. */
function isSecureContext({ creationUrl, topLevelOrigin }: Client): boolean {
  return (
    isPotentiallyTrustworthyOrigin(urlOrigin(creationUrl)) &&
    (topLevelOrigin.kind === 'opaque' || isPotentiallyTrustworthyOrigin(topLevelOrigin))
  )
}
