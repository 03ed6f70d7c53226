import type { WireEvent } from '../api/messages.js'

type Listener = (event: WireEvent) => void

/**
 * Tells pages what their own runs put on the wire, while they listen. A run is known by a random name that its page made;
 * nothing is kept for a run that nobody listens to.
 */
export class Runs {
  readonly #listeners = new Map<string, Listener>()
  readonly #counts = new Map<string, number>()

  /** @returns what ends the listening, or null where there are too many listeners or somebody listens to it already */
  listen(run: string, listener: Listener): (() => void) | null {
    if (this.#listeners.size >= MOST_LISTENERS || this.#listeners.has(run)) return null
    this.#listeners.set(run, listener)
    this.#counts.set(run, 0)
    return () => {
      this.#listeners.delete(run)
      this.#counts.delete(run)
    }
  }

  /** The number of the run's next request; null where nobody listens. */
  begin(run: string): number | null {
    const count = this.#counts.get(run)
    if (count === undefined) return null
    this.#counts.set(run, count + 1)
    return count
  }

  tell(run: string, event: WireEvent): void {
    this.#listeners.get(run)?.(event)
  }
}

const MOST_LISTENERS = 100

/** What a page may call a run: long enough that nobody guesses it. */
export function isRunName(text: string | null): text is string {
  return text !== null && /^[\w-]{16,64}$/.test(text)
}
