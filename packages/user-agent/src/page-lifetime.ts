import type { Driven } from './drive.js'
import { byteStream } from './transport/wire-body.js'
import type { WireBody } from './transport/wire-body.js'

/**
 * How long a page's scripts run. Once its window is closed, nothing that they wait for comes any more: promises stay
 * pending, and timers stop.
 */
export class PageLifetime {
  #over = false
  readonly #hasWindow: boolean
  readonly #listeners = new Set<() => void>()

  /** @param hasWindow whether bodies end with the page too, which takes time for each of their chunks */
  constructor(hasWindow: boolean) {
    this.#hasWindow = hasWindow
  }

  get isOver(): boolean {
    return this.#over
  }

  end(): void {
    this.#over = true
    for (const listener of this.#listeners) listener()
    this.#listeners.clear()
  }

  /** Calls `listener` when the page ends, at once where it has; the function it returns takes that back. */
  onEnd(listener: () => void): () => void {
    if (this.#over) listener()
    else this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What comes of a promise while the page lives. */
  async within<T>(promise: Promise<T>): Promise<T> {
    try {
      const value = await promise
      if (!this.#over) return value
    } catch (error) {
      if (!this.#over) throw error
    }
    return new Promise<never>(() => {})
  }

  bounded(driven: Driven): Driven {
    if (!this.#hasWindow || driven.body === null) return driven
    return { ...driven, body: new BoundedBody(driven.body, this) }
  }
}

/** A body that is read no longer than its page lives. */
class BoundedBody implements WireBody {
  readonly #body: WireBody
  readonly #lifetime: PageLifetime

  constructor(body: WireBody, lifetime: PageLifetime) {
    this.#body = body
    this.#lifetime = lifetime
  }

  get holdsConnection(): boolean {
    return this.#body.holdsConnection
  }

  bytes(): Promise<Uint8Array> {
    return this.#lifetime.within(this.#body.bytes())
  }

  stream(): ReadableStream<Uint8Array> {
    const reader = this.#body.stream().getReader()
    return byteStream({
      pull: async (controller) => {
        const { done, value } = await this.#lifetime.within(reader.read())
        if (!done) controller.enqueue(value)
        else {
          controller.close()
          controller.byobRequest?.respond(0)
        }
      },
      cancel: (reason) => reader.cancel(reason),
    })
  }

  discard(): void {
    this.#body.discard()
  }
}
