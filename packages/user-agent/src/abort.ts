const listeners = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Calls `listener` once when the signal aborts, at once if it has already; the function it returns takes that back. However many listen,
 * the signal itself gets one listener, so that Node prints no warning about a leak.
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) {
    listener()
    return () => {}
  }
  let set = listeners.get(signal)
  if (set === undefined) {
    const all = new Set<() => void>()
    set = all
    listeners.set(signal, all)
    signal.addEventListener(
      'abort',
      () => {
        for (const each of all) each()
        all.clear()
      },
      { once: true },
    )
  }
  set.add(listener)
  return () => set.delete(listener)
}
