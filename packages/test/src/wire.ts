import { AsyncLocalStorage } from 'node:async_hooks'

const WIRE = Symbol.for('concors.test.wire')

/** Of all copies of this package. */
function storage(): AsyncLocalStorage<true> {
  const holder = globalThis as { [WIRE]?: AsyncLocalStorage<true> }
  holder[WIRE] ??= new AsyncLocalStorage()
  return holder[WIRE]
}

/** Runs what puts a page's request on the wire: `fetch` in it is no page's any more. */
export function onTheWire<T>(run: () => T): T {
  return storage().run(true, run)
}

export function isOnTheWire(): boolean {
  return storage().getStore() === true
}
