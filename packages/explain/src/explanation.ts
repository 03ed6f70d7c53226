import type {
  FailureCode,
  HeaderList,
  NoticeCode,
  ProfileName,
  ResponseType,
  Trace,
  Values,
  WireFailure,
  WireRequest,
} from 'concors'
import type { ConsoleMessage } from 'concors/failures'
import type { Fix } from './fix.js'

/**
 * How a fetch ended, for the page: `readable` (it got a response), `blocked` (the browser refused), `unreachable`
 * (no answer came from the network: this is not CORS), `withheld` (not sent, for want of permission to change
 * anything on the server).
 */
export type Verdict = 'readable' | 'blocked' | 'unreachable' | 'withheld'

/**
 * Everything that is known of one fetch, as plain JSON. docs/explain-json.md documents it for programs in other
 * languages. `version` rises when a field changes its meaning or goes; new fields may come at any time.
 */
export interface Explanation {
  readonly version: 1
  /** Whose behaviour was followed. */
  readonly profile: ProfileName
  /** What the page asked for. */
  readonly request: ExplainedRequest
  readonly verdict: Verdict
  /** The violated condition that the profile's engine reports; null unless blocked or unreachable. */
  readonly failure: Violation | null
  /** All violated conditions, in the order of the trace; the failure is among them. */
  readonly violations: readonly Violation[]
  /** What the page's author would want to know although no condition was violated. */
  readonly notices: readonly Notice[]
  /** What the engine prints in its console. */
  readonly consoleMessages: readonly ConsoleMessage[]
  /** What the page's script gets; null where the request was withheld. */
  readonly page: PageError | PageResponse | null
  /** What went over the wire, in order. */
  readonly exchanges: readonly ExplainedExchange[]
  /** The request that was not sent; null unless withheld. */
  readonly withheld: RequestHead | null
  readonly trace: Trace
  /** What would make the page read the response; null unless blocked. */
  readonly fix: Fix | null
  /** Whether secrets were replaced by `***`. */
  readonly masked: boolean
}

export interface ExplainedRequest extends RequestHead {
  /** The page's origin; `null` for an opaque one. */
  readonly origin: string
  readonly mode: string
  readonly credentials: string
}

export interface RequestHead {
  readonly method: string
  readonly url: string
  readonly headers: HeaderList
}

export interface Violation {
  readonly code: FailureCode
  readonly title: string
  readonly meaning: string
  /** Fragment id of the algorithm in the Fetch Standard, or `standard#fragment`. */
  readonly algorithm: string
  readonly step: string
  /** The address of the algorithm. */
  readonly link: string
  /** The exact values that decided. */
  readonly values: Values
  /** Chromium's name for it (`Network.CorsError`), where it has one. */
  readonly corsError: string | null
  /** Index into `exchanges`; null where it was found before anything was sent. */
  readonly exchange: number | null
}

export interface Notice {
  readonly code: NoticeCode
  readonly title: string
  readonly meaning: string
  readonly values: Values
  readonly exchange: number | null
}

/** A rejected promise. */
export interface PageError {
  readonly kind: 'error'
  readonly name: string
  readonly message: string
}

/** A response, as much of it as the page may see. */
export interface PageResponse {
  readonly kind: 'response'
  readonly type: ResponseType
  /** 0 for an opaque response. */
  readonly status: number
  readonly visibleHeaders: readonly string[]
  readonly hiddenHeaders: readonly string[]
}

export interface Exchange {
  readonly kind: WireRequest['kind']
  readonly request: RequestHead
  /** Null where none came. */
  readonly response: ResponseHead | null
  /** Why none came. */
  readonly failure: WireFailure | null
  readonly milliseconds: number
}

export interface ResponseHead {
  readonly status: number
  readonly statusMessage: string
  readonly headers: HeaderList
}

export interface ExplainedExchange extends Exchange {
  /** Indexes into the trace: the steps that judged this exchange. */
  readonly steps: readonly number[]
}
