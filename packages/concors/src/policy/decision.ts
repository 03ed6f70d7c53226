import type { HeaderList } from '../protocol/header-list.js'
import type { DecisionReason } from './reasons.js'

/**
 * What a request is. A preflight is OPTIONS with `Origin` and `Access-Control-Request-Method`, and nothing else is:
 * every other OPTIONS belongs to the handler.
 */
export type RequestKind = 'not-cors' | 'actual' | 'preflight'

/** What a preflight asks for and does not get. */
export type Refusal = Pick<Decision, 'reason' | 'detail'>

/** What a policy says to one request: plain data, frozen, since what is said many times is said by one object. */
export interface Decision {
  readonly kind: RequestKind
  /** Whether the page may go on: read the response, or send the request that the preflight was for. */
  readonly allowed: boolean
  readonly reason: DecisionReason
  /** What was refused, as far as it has a name: the method, or the first header. At most 64 characters. */
  readonly detail: string | null
  /** The `Access-Control-*` headers to send: these and no others. Their names are in lower case, as HTTP/2 has them. */
  readonly headers: HeaderList
  /** Headers to send unless the handler sets its own: `timing-allow-origin`, `cross-origin-resource-policy`. */
  readonly defaults: HeaderList
  /** Names to add to `Vary`. */
  readonly vary: readonly string[]
  /** The status to answer with, without asking the handler; null where the handler answers. */
  readonly status: number | null
}
