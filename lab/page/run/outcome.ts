import type { HeaderList } from 'concors'

/** What went over the wire. */
export interface WireMessage {
  readonly request: { readonly method: string; readonly url: string; readonly headers: HeaderList }
  /** Null where none came yet, or ever. */
  readonly response: {
    readonly status: number
    readonly statusMessage: string
    readonly headers: HeaderList
  } | null
}

/** How one request ended, for the page. */
export type Verdict = 'readable' | 'opaque' | 'blocked' | 'clean' | 'tainted' | 'not loaded'

export interface Attempt {
  readonly verdict: Verdict
  /** Of a response. */
  readonly type: string | null
  readonly status: number | null
  readonly visibleHeaders: readonly string[]
  /** The beginning of the body. */
  readonly body: string | null
  /** What the page's code is told. */
  readonly error: string | null
}

/** What became of a run. */
export interface Outcome {
  readonly wire: readonly WireMessage[]
  readonly attempts: readonly Attempt[]
}

export const FAILED: Pick<Attempt, 'type' | 'status' | 'visibleHeaders' | 'body'> = {
  type: null,
  status: null,
  visibleHeaders: [],
  body: null,
}

/** True for what a page wants. */
export function isGood(verdict: Verdict): boolean {
  return verdict === 'readable' || verdict === 'clean'
}
