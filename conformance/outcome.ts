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
    }
  | { readonly kind: 'error'; readonly name: string; readonly message: string }
  | { readonly kind: 'image'; readonly loaded: boolean; readonly readable: boolean }
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
}
