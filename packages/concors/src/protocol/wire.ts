import type { HeaderList } from './header-list.js'
import type { RequestBody } from './request.js'

/** The next request that a browser would put on the wire. */
export interface WireRequest {
  readonly kind: 'preflight' | 'request'
  readonly method: string
  readonly url: URL
  /** Complete but for what the connection adds: Host, Connection, Content-Length or Transfer-Encoding of a stream. */
  readonly headers: HeaderList
  readonly body: RequestBody | null
  /** Connections with and without credentials are never shared. https://fetch.spec.whatwg.org/#concept-connection */
  readonly includeCredentials: boolean
  /** https://fetch.spec.whatwg.org/#network-partition-keys */
  readonly partition: string
  /** Redirects followed before this request. */
  readonly hop: number
  /** Set when a 421 asks for another connection. */
  readonly newConnection: boolean
}

/** A response as it came: statuses 200 to 999; interim ones are the transport's to skip. */
export interface WireResponse {
  readonly status: number
  readonly statusMessage: string
  readonly headers: HeaderList
  /** Handed through untouched to whoever may read it. */
  readonly body: unknown
}

/** Why no response came. */
export type NetworkFailureReason =
  | 'dns'
  | 'refused'
  | 'reset'
  | 'ended'
  | 'timeout'
  | 'tls'
  | 'invalid-response'
  | 'invalid-request'
  | 'stream-body-needs-http2'
  | 'closed'
  | 'app'
  | 'local-network-denied'
  | 'local-network-insecure'
  | 'other'

/** No response came; this is not CORS. */
export interface WireFailure {
  readonly reason: NetworkFailureReason
  /** In the transport's words, for people. */
  readonly detail: string
  /** The transport's own name for it, where engines tell apart what the reason does not. */
  readonly code?: string
}

export type WireResult = WireResponse | WireFailure

/** An algorithm that puts requests on the wire through whoever drives it. */
export type FetchSteps<T> = Generator<WireRequest, T, WireResult>

export function isWireFailure(result: WireResult): result is WireFailure {
  return 'reason' in result
}
