import { inspect } from 'node:util'
import type { Failure, ProfileName, Trace } from 'concors/protocol'
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
    this.#showReason()
  }

  /** What the engine would print in its console. */
  get consoleMessages(): readonly ConsoleMessage[] {
    this.#messages ??= consoleMessages(this.#profile, this.failure, this.#situation)
    return this.#messages
  }

  [inspect.custom](): string {
    return this.stack!
  }

  /** The reason stands between message and frames of the stack, where every test runner shows it. */
  #showReason(): void {
    // Frames cost time only when somebody looks at them.
    const frames: { readonly stack?: string } = {}
    Error.captureStackTrace(frames, NetworkError)
    const get = (): string => {
      const [, ...lines] = (frames.stack ?? '').split('\n')
      return [`${this.name}: ${this.message}`, ...this.#reason(), ...lines].join('\n')
    }
    const set = (value: unknown): void =>
      void Object.defineProperty(this, 'stack', { value, writable: true, configurable: true })
    Object.defineProperty(this, 'stack', { get, set, configurable: true })
  }

  #reason(): readonly string[] {
    const { code, algorithm, step, values } = this.failure
    const shown = inspect(values, { compact: true, breakLength: Infinity })
    return [
      `  failure: ${code} (${FAILURES[code].title})`,
      `  decided by: ${algorithm}, step ${step}, on ${shown}`,
      ...this.consoleMessages.map(({ text }) => `  console (${this.#profile}): ${text}`),
    ]
  }
}

/** Whether an error is a `NetworkError`, also of another copy of this package. */
export function isNetworkError(error: unknown): error is NetworkError {
  return typeof error === 'object' && error !== null && BRAND in error
}
