import type { NetworkError } from './network-error.js'

/** Rejections that a browser remembers; the oldest go first. */
const MAX_LOGGED = 1000

/** What the pages of a browser were refused. */
export class RejectionLog {
  #errors: NetworkError[] = []

  add(error: NetworkError): void {
    // Forgets in bulk, so that a full log costs no more than an empty one.
    if (this.#errors.length >= 2 * MAX_LOGGED) this.#errors = this.#errors.slice(-MAX_LOGGED)
    this.#errors.push(error)
  }

  list(): readonly NetworkError[] {
    return this.#errors.slice(-MAX_LOGGED)
  }

  clear(): void {
    this.#errors = []
  }
}
