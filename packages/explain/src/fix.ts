import type { FailureCode, ProfileName, Values } from 'concors/protocol'
import type { Exchange } from './explanation.js'

/** What would make the page read the response. */
export interface Fix {
  /** Whether the request was run again with the server's changes, on answers that were all seen, and was readable. */
  readonly proved: boolean
  /** The same, but with answers that nobody saw: they were taken for a 200 without headers of its own. */
  readonly assumed: boolean
  /** The engines in which the request is readable with the server's changes. */
  readonly readableIn: readonly ProfileName[]
  /** What the server has to answer instead; empty where no header of its can help. */
  readonly server: readonly ServerChange[]
  /** What the page could do instead, where it can. Any one of them may be enough. */
  readonly request: readonly RequestChange[]
}

/** What one answer of the server has to be like. */
export interface ServerChange {
  /** Index into `exchanges`; null for an answer that was never seen, because its preflight was refused. */
  readonly exchange: number | null
  readonly kind: Exchange['kind']
  readonly method: string
  readonly url: string
  readonly status: { readonly from: number; readonly to: number } | null
  readonly headers: readonly HeaderChange[]
  /** What to mind, in a sentence. */
  readonly notes: readonly string[]
  /** Whether the answer was never seen. */
  readonly assumed: boolean
}

/**
 * One header of an answer: `set` where it is absent, `replace` all its lines by one, `add` a line beside those
 * that are there, `remove` all its lines.
 */
export interface HeaderChange {
  readonly action: 'set' | 'replace' | 'add' | 'remove'
  readonly name: string
  /** Null for `remove`. */
  readonly value: string | null
  /** The lines that are there now. */
  readonly was: readonly string[]
}

/** A change to the request instead of the server. */
export interface RequestChange {
  readonly kind: 'option' | 'set-header' | 'drop-header' | 'url' | 'page'
  /** The option or header; null for `url` and `page`. */
  readonly name: string | null
  readonly value: string | null
  /** What it buys, and what it costs. */
  readonly why: string
  /** Whether the request was run again like this, with nothing changed at the server, and was readable. */
  readonly proved: boolean
  /** The same, but with answers that nobody saw. */
  readonly assumed: boolean
}

/** A failed step with what it was about. */
export interface FailedStep {
  readonly code: FailureCode
  readonly values: Values
  readonly exchange: number | null
}
