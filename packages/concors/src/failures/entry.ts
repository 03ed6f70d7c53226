import type { Failure, FailureCode } from '../protocol/failure.js'
import type { ProfileName } from '../protocol/profile.js'
import type { CredentialsMode, Mode, RedirectMode } from '../protocol/request.js'

/** One line of a browser's developer console. */
export interface ConsoleMessage {
  readonly level: 'error' | 'warning' | 'info'
  /** The engine's own word for where the line comes from; `concors` for the standard profile's. */
  readonly source: 'javascript' | 'network' | 'security' | 'concors'
  readonly text: string
}

/** What made the request: engines word some lines after it. */
export type Initiator =
  | 'fetch'
  | 'xhr'
  | 'eventsource'
  | 'beacon'
  | 'image'
  | 'script'
  | 'module'
  | 'stylesheet'
  | 'font'
  | 'audio'
  | 'video'
  | 'track'
  | 'link'

/** What the console's lines name beside the failure itself. */
export interface Situation {
  /** Every URL of the chain: first the one asked for, last the one that failed. */
  readonly urls: readonly string[]
  /** The page's origin, serialized. What became of it on the way is in the failure's values. */
  readonly origin: string
  readonly pageUrl: string
  readonly initiator: Initiator
  readonly mode: Mode
  /** Default: `follow`. */
  readonly redirectMode?: RedirectMode
  /** Default: as outside mode "cors", `same-origin` of fetch() and `include` of elements. */
  readonly credentials?: CredentialsMode
  /** Default: false. */
  readonly keepalive?: boolean
  readonly method: string
}

/** The profiles that are a browser's. */
export type EngineName = Exclude<ProfileName, 'standard'>

/** Every line that an engine prints for a failure, in its order. */
export type ConsoleLines = (failure: Failure, situation: Situation) => readonly ConsoleMessage[]

/** Where a standard decides. */
export interface DecidingStep {
  /** Fragment id, as in a trace. */
  readonly algorithm: string
  /** One of these is the failure's step. */
  readonly steps: readonly string[]
  readonly url: string
}

/** All that is known of one way to fail. */
export interface FailureEntry {
  readonly code: FailureCode
  /** A short statement of what is wrong. */
  readonly title: string
  /** What that means, and who has to change what: two sentences. */
  readonly meaning: string
  /** The rows of docs/failures that this entry covers. */
  readonly rows: readonly number[]
  readonly step: DecidingStep
  readonly causes: readonly string[]
  readonly fix: readonly string[]
  /** Chromium's name for it in the DevTools protocol, or null. */
  readonly corsError: string | null
  readonly console: Readonly<Record<EngineName, ConsoleLines>>
}

/** An entry as its topic's file writes it: the rest follows from the code. */
export interface EntryText extends Omit<FailureEntry, 'code' | 'corsError' | 'step'> {
  readonly step: readonly [algorithm: string, ...steps: string[]]
}

/** A value of a failure as text; an absent or null one is empty. */
export function valueOf({ values }: Failure, name: string): string {
  const value = values[name] ?? null
  return value === null ? '' : String(value)
}

/** The URL that failed. */
export function lastUrl({ urls }: Situation): string {
  return urls.at(-1)!
}

/** True once the chain has left the page's origin in mode "cors": from there on responses need permission. */
export function isCrossOriginCors({ mode, origin, urls }: Situation): boolean {
  return mode === 'cors' && urls.some((url) => !isOfOrigin(url, origin))
}

export function isOfOrigin(url: string, origin: string): boolean {
  return origin !== 'null' && URL.canParse(url) && new URL(url).origin === origin
}

/** For engines that say nothing. */
export const NOTHING: ConsoleLines = () => []
