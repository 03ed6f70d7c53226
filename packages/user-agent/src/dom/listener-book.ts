interface Entry {
  readonly type: string
  readonly listener: unknown
  readonly capture: boolean
  readonly once: boolean
}

/** What `addEventListener` takes as its third argument. */
export type ListenerOptions = Parameters<EventTarget['addEventListener']>[2]

/**
 * Who listens at an event target. No event target tells, and whether anybody listens to an upload decides about a
 * preflight.
 */
export class ListenerBook {
  #entries: readonly Entry[] = []

  get isEmpty(): boolean {
    return this.#entries.length === 0
  }

  added(type: string, listener: unknown, options: ListenerOptions): void {
    if (listener === null || listener === undefined) return
    const { capture = false, once = false, signal } = typeof options === 'object' ? options : {}
    const entry = { type, listener, capture: options === true || capture, once }
    if (signal?.aborted === true || this.#entries.some((each) => isSame(each, entry))) return
    this.#entries = [...this.#entries, entry]
    signal?.addEventListener('abort', () => this.#remove(entry), { once: true })
  }

  removed(type: string, listener: unknown, options: Parameters<EventTarget['removeEventListener']>[2]): void {
    const capture = options === true || (typeof options === 'object' && options.capture === true)
    this.#remove({ type, listener, capture, once: false })
  }

  /** An event of this type was dispatched: those who wanted one only are gone. */
  dispatched(type: string): void {
    this.#entries = this.#entries.filter((each) => each.type !== type || !each.once)
  }

  #remove(entry: Entry): void {
    this.#entries = this.#entries.filter((each) => !isSame(each, entry))
  }
}

/** https://dom.spec.whatwg.org/#add-an-event-listener */
function isSame(one: Entry, other: Entry): boolean {
  return one.type === other.type && one.listener === other.listener && one.capture === other.capture
}
