import { isDefaultPort, isPort, MAX_ORIGIN_LENGTH, PATTERN } from './origin-pattern.js'
import type { ParsedPattern, PatternParts } from './origin-pattern.js'
import type { DecisionReason } from './reasons.js'

/** What a set makes of an `Origin` header. */
export type Membership = Extract<DecisionReason, 'origin-listed' | 'origin-not-listed' | 'origin-malformed'>

/**
 * The origins that a list of patterns means, as a function that compares the bytes of the whole `Origin`. A look-up
 * costs no more for a long origin or a long list.
 */
export function originSet(patterns: readonly ParsedPattern[]): (origin: string) => Membership {
  const exact = new Set<string>()
  let longest = 0
  /** `scheme://host:port` of what is no exact origin: a host with a dot before it means its subdomains, `*` any port. */
  const wild = new Set<string>()
  /** How many labels the hosts with subdomains have: endings of so many are looked up, no others. */
  const depths = new Set<number>()
  for (const { scheme, host, subdomains, ports } of patterns) {
    if (subdomains) depths.add(host.split('.').length)
    for (const port of ports) {
      if (subdomains || port === '*') wild.add(`${scheme}://${subdomains ? '.' : ''}${host}:${port}`)
      else {
        const origin = `${scheme}://${host}${port === '' ? '' : `:${port}`}`
        exact.add(origin)
        longest = Math.max(longest, origin.length)
      }
    }
  }
  return (origin) => {
    // Looking up a long string hashes all of it: 22 microseconds for 16 kB.
    if (origin.length <= longest && exact.has(origin)) return 'origin-listed'
    const parts = partsOf(origin)
    if (parts === null) return 'origin-malformed'
    if (wild.size === 0) return 'origin-not-listed'
    const { scheme, host, port } = parts
    const has = (ending: string): boolean =>
      wild.has(`${scheme}://${ending}:${port}`) || wild.has(`${scheme}://${ending}:*`)
    if (has(host)) return 'origin-listed'
    let depth = 0
    for (let dot = host.lastIndexOf('.'); dot > 0; dot = host.lastIndexOf('.', dot - 1)) {
      depth++
      if (depths.has(depth) && has(host.slice(dot))) return 'origin-listed'
    }
    return 'origin-not-listed'
  }
}

interface OriginParts {
  readonly scheme: string
  readonly host: string
  /** Empty for the default port. */
  readonly port: string
}

/** A serialized origin, as browsers write it, taken apart; null for anything else, `null` included. */
export function partsOf(origin: string): OriginParts | null {
  const match = origin.length > MAX_ORIGIN_LENGTH ? null : PATTERN.exec(origin)
  if (match === null) return null
  const [, scheme, star, host, port] = match as unknown as PatternParts
  if (star !== undefined) return null
  if (port !== undefined && (!isPort(port) || isDefaultPort(scheme, port))) return null
  return { scheme, host, port: port ?? '' }
}
