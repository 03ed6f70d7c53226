/** https://html.spec.whatwg.org/#concept-origin-tuple */
export interface TupleOrigin {
  readonly kind: 'tuple'
  readonly scheme: string
  /** Domain in ASCII, IPv4, or IPv6 in brackets. */
  readonly host: string
  /** Null for the scheme's default port. */
  readonly port: number | null
  readonly serialized: string
}

/** An origin that is equal to itself only: sandboxed frames, `data:` documents. https://html.spec.whatwg.org/#concept-origin-opaque */
export interface OpaqueOrigin {
  readonly kind: 'opaque'
  readonly serialized: 'null'
}

export type Origin = TupleOrigin | OpaqueOrigin

export function createOpaqueOrigin(): OpaqueOrigin {
  return { kind: 'opaque', serialized: 'null' }
}

/** The origin of a URL; a new opaque one where the URL has none. https://url.spec.whatwg.org/#concept-url-origin */
export function urlOrigin(url: URL): Origin {
  if (url.origin === 'null') return createOpaqueOrigin()
  const home = url.protocol === 'blob:' ? new URL(url.origin) : url
  return {
    kind: 'tuple',
    scheme: home.protocol.slice(0, -1),
    host: home.hostname,
    port: home.port === '' ? null : Number(home.port),
    serialized: home.origin,
  }
}

/** https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin */
export function serializeOrigin(origin: Origin): string {
  return origin.serialized
}

/** https://html.spec.whatwg.org/#same-origin */
export function isSameOrigin(a: Origin, b: Origin): boolean {
  return a === b || (a.kind === 'tuple' && a.serialized === b.serialized)
}

/** Whether a URL's origin is the given one. An opaque origin is no URL's. */
export function isSameOriginUrl(origin: Origin, url: URL): boolean {
  return origin.kind === 'tuple' && origin.serialized === url.origin
}

const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/
const IPV4 = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?!$)|$)){4}$/
const SERIALIZED_ORIGIN = /^([a-z][a-z0-9+.-]*):\/\/(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::([0-9]{1,5}))?$/

/**
 * Whether a text is what browsers write into `Origin` for a tuple origin: lower-case scheme and host, IPv6 in
 * its one form, no path. https://fetch.spec.whatwg.org/#origin-header (`serialized-origin`)
 */
export function isSerializedOrigin(text: string): boolean {
  const match = SERIALIZED_ORIGIN.exec(text)
  if (match === null) return false
  const host = match[2]!
  if (host.startsWith('[')) return canonicalIpv6(host) === host
  return IPV4.test(host) || DOMAIN.test(host)
}

/** True for a host that is an IPv4 or (bracketed) IPv6 address. */
export function isIpAddress(host: string): boolean {
  return host.startsWith('[') || IPV4.test(host)
}

function canonicalIpv6(host: string): string | null {
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : null
}
