import { inspect } from 'node:util'
import type { InspectOptions } from 'node:util'
import type { Failure, ProfileName, Trace } from 'concors'
import { consoleMessages, FAILURES, pageError } from 'concors/failures'
import type { ConsoleMessage, Situation } from 'concors/failures'

const BRAND = Symbol.for('concors.NetworkError')

/**
 * What `page.fetch` rejects with where a browser rejects: for the page's code the same bare TypeError, and for
 * whoever tests it, the reason.
 */
export class NetworkError extends TypeError {
  /** The condition that was violated. */
  readonly failure: Failure
  /** Every step that led there; empty when tracing is off. */
  readonly trace: Trace
  readonly #profile: ProfileName
  readonly #situation: Situation
  #messages: readonly ConsoleMessage[] | null = null

  constructor(profile: ProfileName, failure: Failure, trace: Trace, situation: Situation) {
    const { message } = pageError(profile, failure.code)
    super(message)
    this.failure = failure
    this.trace = trace
    this.#profile = profile
    this.#situation = situation
    Object.defineProperty(this, BRAND, { value: true })
  }

  /** What the engine would print in its console. */
  get consoleMessages(): readonly ConsoleMessage[] {
    this.#messages ??= consoleMessages(this.#profile, this.failure, this.#situation)
    return this.#messages
  }

  /** Shows the reason too: a failed test says why. */
  [inspect.custom](_depth: number, options: InspectOptions): string {
    const { code, algorithm, step, values } = this.failure
    const { title } = FAILURES[code]
    return [
      this.stack,
      `  failure: ${code} (${title})`,
      `  decided by: ${algorithm}, step ${step}, on ${inspect(values, { ...options, compact: true, breakLength: Infinity })}`,
      ...this.consoleMessages.map(({ text }) => `  console (${this.#profile}): ${text}`),
    ].join('\n')
  }
}

/** Whether an error is a `NetworkError`, also of another copy of this package. */
export function isNetworkError(error: unknown): error is NetworkError {
  return typeof error === 'object' && error !== null && BRAND in error
}
