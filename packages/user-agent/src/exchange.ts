import type { HeaderList, WireFailure, WireRequest } from 'concors/protocol'
import type { TransportResult } from './transport/transport.js'

/** One request that went out, and what came of it. */
export interface Exchange {
  readonly kind: WireRequest['kind']
  readonly request: SentRequest
  readonly response: ReceivedResponse | null
  /** Set where no response came. */
  readonly failure: WireFailure | null
  readonly milliseconds: number
}

export interface SentRequest {
  readonly method: string
  readonly url: string
  readonly headers: HeaderList
}

export interface ReceivedResponse {
  readonly status: number
  readonly statusMessage: string
  readonly headers: HeaderList
}

export function sentRequest({ method, url, headers }: WireRequest): SentRequest {
  return { method, url: withoutFragment(url), headers }
}

export function createExchange(
  request: WireRequest,
  result: TransportResult,
  milliseconds: number,
): Exchange {
  const sent = { kind: request.kind, request: sentRequest(request), milliseconds }
  if ('reason' in result) return { ...sent, response: null, failure: result }
  const { status, statusMessage, headers } = result
  return { ...sent, response: { status, statusMessage, headers }, failure: null }
}

/** A request as it reached the wire or the app, for assertions. */
export interface LoggedRequest {
  readonly kind: WireRequest['kind']
  readonly method: string
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

/** Requests that a browser remembers; the oldest go first. */
const MAX_LOGGED = 1000

/** The requests of a browser in the order in which they were sent. */
export class RequestLog {
  #requests: WireRequest[] = []

  add(request: WireRequest): void {
    // Forgets in bulk, so that a full log costs no more than an empty one.
    if (this.#requests.length >= 2 * MAX_LOGGED) this.#requests = this.#requests.slice(-MAX_LOGGED)
    this.#requests.push(request)
  }

  list(): readonly LoggedRequest[] {
    return this.#requests.slice(-MAX_LOGGED).map(({ kind, method, url, headers }) => {
      const record: Record<string, string> = {}
      for (const [name, value] of headers) record[name.toLowerCase()] = value
      return { kind, method, url: withoutFragment(url), headers: record }
    })
  }

  clear(): void {
    this.#requests = []
  }
}

/** An empty fragment goes too, which `URL.hash` does not tell from none. */
export function withoutFragment({ href }: URL): string {
  const hash = href.indexOf('#')
  return hash === -1 ? href : href.slice(0, hash)
}
