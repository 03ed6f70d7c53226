/** What a script saw of one step. Everything is JSON, and the same in an engine and in the user agent. */
export type StepOutcome =
  | {
      readonly kind: 'response'
      readonly type: string
      readonly status: number
      readonly statusText: string
      readonly redirected: boolean
      readonly url: string
      /** Sorted by name. */
      readonly headers: readonly (readonly [name: string, value: string])[]
      /** Long ones as their length. */
      readonly body: string
      /** Whether the page sees the response's timing; null where nobody looked. */
      readonly timing: boolean | null
    }
  | {
      readonly kind: 'error'
      /** Whether there was no response, or its body could not be read. */
      readonly during: 'fetch' | 'body'
      readonly name: string
      readonly message: string
    }
  | { readonly kind: 'image'; readonly loaded: boolean; readonly readable: boolean }
  /** Null where nobody is told, as of a beacon, or where it goes by more than is compared, as of a font. */
  | { readonly kind: 'load'; readonly loaded: boolean | null }
  | { readonly kind: 'waited' }

/** One request that reached a server, as far as it is compared. */
export interface WireOutcome {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

export interface Outcome {
  readonly steps: readonly StepOutcome[]
  readonly requests: readonly WireOutcome[]
  /** The console's lines, in their order. */
  readonly console: readonly string[]
}
