import type {
  CredentialsMode,
  FailureCode,
  HeaderList,
  Mode,
  NoticeCode,
  ProfileName,
  RedirectMode,
  ResponseType,
  Trace,
  Values,
  WireFailure,
  WireRequest,
} from 'concors/protocol'
import type { ConsoleMessage, OtherFailureCode } from 'concors/failures'
import type { Fix } from './fix.js'

/**
 * How a fetch ended, for the page: `readable` (it got a response), `blocked` (the browser refused), `unreachable`
 * (no answer came from the network: this is not CORS), `withheld` (not sent, for want of permission to change
 * anything on the server), `unknown` (a captured fetch needs an answer that was not captured).
 */
export type Verdict = 'readable' | 'blocked' | 'unreachable' | 'withheld' | 'unknown'

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
  /** The same under each engine, the standard first. */
  readonly profiles: readonly ProfileVerdict[]
  /** What the page's author would want to know although no condition was violated. */
  readonly notices: readonly Notice[]
  /** What beside the protocol plays, or may play, a part: this is not CORS. */
  readonly circumstances: readonly Circumstance[]
  /** What the engine prints in its console. */
  readonly consoleMessages: readonly ConsoleMessage[]
  /** What the page's script gets; null where the request was withheld. */
  readonly page: PageError | PageResponse | null
  /** What went over the wire, in order. */
  readonly exchanges: readonly ExplainedExchange[]
  /** The request that was not sent, or whose answer is not known; null unless withheld or unknown. */
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
  readonly mode: Mode
  readonly credentials: CredentialsMode
  /** Default: `follow`. */
  readonly redirect?: RedirectMode
  /** Bytes of the body; absent without one. */
  readonly bodyLength?: number
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
  /** Whether it shows only once the violations before it are repaired. */
  readonly revealed: boolean
}

/** How the same fetch ends in one engine. */
export interface ProfileVerdict {
  readonly profile: ProfileName
  readonly verdict: Exclude<Verdict, 'withheld'>
  readonly code: FailureCode | null
  /** What this engine does otherwise than the standard, where that changes how it ends. */
  readonly differences: readonly Difference[]
}

export interface Difference {
  /** Field of the engine's profile; docs/engines.md has them all. */
  readonly knob: string
  readonly why: string
}

export interface Notice {
  readonly code: NoticeCode
  readonly title: string
  readonly meaning: string
  readonly values: Values
  readonly exchange: number | null
}

/** Something that is decided elsewhere than by the protocol. */
export interface Circumstance {
  readonly code: OtherFailureCode
  readonly title: string
  readonly meaning: string
  /** Where a standard decides; null where none does. */
  readonly link: string | null
  /** Index into `exchanges`; null where it is about the fetch as a whole. */
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
