import type { NetworkFailureReason, WireFailure, WireRequest, WireResponse } from 'concors/protocol'
import type { WireBody } from './wire-body.js'

/** What a transport gives for a request that was answered. */
export interface TransportResponse extends WireResponse {
  readonly body: WireBody | null
}

export type TransportResult = TransportResponse | WireFailure

/** A way to the servers: sockets, or an app in this process. */
export interface Transport {
  /**
   * Sends one request. Never rejects: what goes wrong is a failure. When the signal aborts, the request and the
   * reading of its response end; the result is then of no interest.
   */
  send(request: WireRequest, signal: AbortSignal | null): Promise<TransportResult>
  /** Ends what is under way and frees the connections. */
  close(): Promise<void>
}

export function networkFailure(reason: NetworkFailureReason, detail: string, code?: string): WireFailure {
  return code === undefined ? { reason, detail } : { reason, detail, code }
}
