import { lookup as dnsLookup } from 'node:dns'
import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { buildConnector } from 'undici'

/** True for an address of the public network; a mapped IPv4 address counts as what it stands for. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  return ipaddr.process(address).range() === 'unicast'
}

/** What the connection was refused for; it reads well in an explanation. */
class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError'

  constructor(host: string, address: string) {
    super(
      `${host} is at ${address}, which is not on the public network; only a lab that listens on loopback may ask there`,
    )
  }
}

/**
 * Connects to the public network only. The address is looked at when the socket is to be connected, so that neither a name
 * that resolves to another address the second time nor a redirect leads elsewhere.
 *
 * @param timeout in milliseconds
 */
export function publicConnector(timeout: number): buildConnector.connector {
  const connect = buildConnector({ timeout, lookup: publicLookup })
  return (options, callback) => {
    const host = options.hostname.replace(/^\[(.*)\]$/, '$1')
    // No name is looked up for an address.
    if (ipaddr.isValid(host) && !isPublicAddress(host)) {
      callback(new ForbiddenAddressError(host, host), null)
      return
    }
    connect(options, callback)
  }
}

const publicLookup: LookupFunction = (host, options, callback) => {
  dnsLookup(host, { ...options, all: true }, (error, found) => {
    if (error !== null) return callback(error, '')
    const addresses = found as unknown as readonly LookupAddress[]
    const forbidden = addresses.find(({ address }) => !isPublicAddress(address))
    if (forbidden !== undefined) return callback(new ForbiddenAddressError(host, forbidden.address), '')
    if (options.all === true) return callback(null, addresses as LookupAddress[])
    return callback(null, addresses[0]!.address, addresses[0]!.family)
  })
}
