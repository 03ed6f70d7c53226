import { isIpAddress } from './origin.js'
import { isLoopbackHost } from './trustworthy.js'

/** How far away an address is, nearest first. https://wicg.github.io/local-network-access/#ip-address-space-heading */
export type AddressSpace = 'loopback' | 'local' | 'public'

/** The blocks that are not public; the first that fits. The prefix is in bits. */
const IPV4_BLOCKS: readonly (readonly [address: string, prefix: number, space: AddressSpace])[] = [
  ['127.0.0.0', 8, 'loopback'],
  ['10.0.0.0', 8, 'local'],
  ['100.64.0.0', 10, 'local'],
  ['172.16.0.0', 12, 'local'],
  ['192.168.0.0', 16, 'local'],
  ['198.18.0.0', 15, 'loopback'],
  ['169.254.0.0', 16, 'local'],
  ['0.0.0.0', 32, 'loopback'],
  ['0.0.0.0', 8, 'local'],
]

/** The same, by the first group of the address and how many of its bits count. */
const IPV6_BLOCKS: readonly (readonly [group: number, prefix: number, space: AddressSpace])[] = [
  [0xfc00, 7, 'local'],
  [0xfe80, 10, 'local'],
  [0xfec0, 10, 'local'],
  [0x3fff, 16, 'local'],
]

/**
 * The address space of a URL's host, as far as it can be told without resolving a name: null for names but `localhost`
 * and those below it.
 *
 * @param host as `URL.hostname` has it
 */
export function addressSpaceOfHost(host: string): AddressSpace | null {
  if (!isIpAddress(host)) return isLoopbackHost(host) ? 'loopback' : null
  return host.startsWith('[') ? ofIpv6(host.slice(1, -1)) : ofIpv4(numberOf(host))
}

function ofIpv4(address: number): AddressSpace {
  const block = IPV4_BLOCKS.find(([start, prefix]) => {
    const size = 2 ** (32 - prefix)
    return Math.floor(address / size) === Math.floor(numberOf(start) / size)
  })
  return block?.[2] ?? 'public'
}

function numberOf(ipv4: string): number {
  return ipv4.split('.').reduce((number, part) => number * 256 + Number(part), 0)
}

function ofIpv6(address: string): AddressSpace {
  if (address === '::1' || address === '::') return 'loopback'
  const mapped = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(address)
  if (mapped !== null)
    return ofIpv4(Number.parseInt(mapped[1]!, 16) * 65_536 + Number.parseInt(mapped[2]!, 16))
  if (/^2001:db8(?::|$)/.test(address)) return 'local'
  const first = Number.parseInt(address.split(':', 1)[0]! || '0', 16)
  const block = IPV6_BLOCKS.find(([group, prefix]) => first >> (16 - prefix) === group >> (16 - prefix))
  // Of 3fff::/20 the second group counts too, with its first four bits.
  if (block?.[0] === 0x3fff && Number.parseInt(address.split(':')[1]! || '0', 16) >> 12 !== 0) return 'public'
  return block?.[2] ?? 'public'
}
