import { isDefaultPort, MAX_ORIGIN_LENGTH } from './origin-pattern.js'
import type { ParsedPattern } from './origin-pattern.js'

/** Hosts that end alike, found by their endings. */
interface Suffixes {
  /** Each begins with a dot. */
  readonly endings: Set<string>
  /** How many labels the endings have: these are tried, no others. */
  readonly depths: Set<number>
}

/** An `Origin` header that is a serialized origin, taken apart. */
const SERIALIZED =
  /^([a-z][a-z0-9+.-]{0,63}):\/\/((?:[a-z0-9_-]+\.)*[a-z0-9_-]+\.?|\[[0-9a-f:.]+\])(?::([1-9][0-9]{0,4}))?$/

/** The subdomains allowed for one scheme, by their port. */
interface ByPort {
  /** On any port, the default included. */
  readonly any: Suffixes
  /** The default port is the empty text. */
  readonly ports: Map<string, Suffixes>
}

/** What a set makes of an `Origin` header. */
export type Membership = 'in' | 'out' | 'malformed'

/** The origins that a list of patterns means. Immutable; a look-up costs no more for a long origin or a long list. */
export class OriginSet {
  readonly #exact = new Set<string>()
  /** `scheme://host` of the patterns that mean any port. */
  readonly #anyPort = new Set<string>()
  readonly #subdomains = new Map<string, ByPort>()
  #longestExact = 0

  constructor(patterns: readonly ParsedPattern[]) {
    for (const pattern of patterns) this.#add(pattern)
  }

  /** Compares the bytes of the whole origin. What is in the set is found before it is asked whether it is an origin. */
  membership(origin: string): Membership {
    // Looking up a long string hashes all of it: 22 microseconds for 16 kB.
    if (origin.length <= this.#longestExact && this.#exact.has(origin)) return 'in'
    const parts = partsOf(origin)
    if (parts === null) return 'malformed'
    const { scheme, host, port } = parts
    if (this.#anyPort.size > 0 && this.#anyPort.has(`${scheme}://${host}`)) return 'in'
    const subdomains = this.#subdomains.get(scheme)
    if (subdomains === undefined) return 'out'
    return hasEnding(subdomains.ports.get(port), host) || hasEnding(subdomains.any, host) ? 'in' : 'out'
  }

  #add({ scheme, host, subdomains, ports }: ParsedPattern): void {
    if (subdomains) this.#addSubdomains(scheme, host, ports)
    else if (ports === 'any') this.#anyPort.add(`${scheme}://${host}`)
    else for (const port of ports) this.#addExact(`${scheme}://${host}${port === null ? '' : `:${port}`}`)
  }

  #addExact(origin: string): void {
    this.#exact.add(origin)
    this.#longestExact = Math.max(this.#longestExact, origin.length)
  }

  #addSubdomains(scheme: string, host: string, ports: ParsedPattern['ports']): void {
    let byPort = this.#subdomains.get(scheme)
    if (byPort === undefined) this.#subdomains.set(scheme, (byPort = { any: noSuffixes(), ports: new Map() }))
    if (ports === 'any') {
      addEnding(byPort.any, host)
      return
    }
    for (const port of ports) {
      const text = port === null ? '' : String(port)
      let suffixes = byPort.ports.get(text)
      if (suffixes === undefined) byPort.ports.set(text, (suffixes = noSuffixes()))
      addEnding(suffixes, host)
    }
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
  if (origin.length > MAX_ORIGIN_LENGTH) return null
  const match = SERIALIZED.exec(origin)
  if (match === null) return null
  const [, scheme, host, port = ''] = match as unknown as [string, string, string, string | undefined]
  if (port !== '' && (Number(port) > 65_535 || isDefaultPort(scheme, Number(port)))) return null
  return { scheme, host, port }
}

function noSuffixes(): Suffixes {
  return { endings: new Set(), depths: new Set() }
}

function addEnding({ endings, depths }: Suffixes, host: string): void {
  endings.add(`.${host}`)
  depths.add(host.split('.').length)
}

function hasEnding(suffixes: Suffixes | undefined, host: string): boolean {
  if (suffixes === undefined || suffixes.depths.size === 0) return false
  let depth = 0
  for (let dot = host.lastIndexOf('.'); dot > 0; dot = host.lastIndexOf('.', dot - 1)) {
    depth++
    if (suffixes.depths.has(depth) && suffixes.endings.has(host.slice(dot))) return true
  }
  return false
}
