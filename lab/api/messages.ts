import type { ExplainedRequest, Observation } from '@concors/explain'
import type { HeaderList, ProfileName } from 'concors'

// What the page and its server say to each other.

/** A message that reached, or left, an API while a page's run was under way. */
export type WireEvent =
  | {
      readonly kind: 'request'
      /** Numbers the requests of a run, from 0. */
      readonly index: number
      readonly method: string
      readonly url: string
      readonly headers: HeaderList
    }
  | {
      readonly kind: 'response'
      readonly index: number
      readonly status: number
      readonly statusMessage: string
      readonly headers: HeaderList
    }
  /** All that was told before it is all that there was when the page asked. */
  | { readonly kind: 'end' }

/** What the page wants to have asked of a real server. */
export interface ProbeQuestion {
  readonly request: ExplainedRequest
  readonly profile: ProfileName
  readonly body: string | null
  /** Also sends what could change something on the server. */
  readonly send: boolean
}

/** What came of it: heads, and the beginning of a body that a page could read. */
export interface ProbeAnswer {
  readonly observation: Observation
  readonly preview: string | null
}
