type EventHandler = (this: EventTarget, event: Event) => unknown

/** The handler of each type, by the object that it was set on. */
const HANDLERS = new WeakMap<EventTarget, Map<string, EventHandler | null>>()

/**
 * Gives a class its `onload` and the like. A handler keeps the place among the listeners that it had when it was first
 * set. https://html.spec.whatwg.org/#event-handler-idl-attributes
 */
export function defineEventHandlers(prototype: EventTarget, types: readonly string[]): void {
  for (const type of types) {
    Object.defineProperty(prototype, `on${type}`, {
      get(this: EventTarget) {
        return HANDLERS.get(this)?.get(type) ?? null
      },
      set(this: EventTarget, given: unknown) {
        setHandler(this, type, typeof given === 'function' ? (given as EventHandler) : null)
      },
      enumerable: true,
      configurable: true,
    })
  }
}

const CALLERS = new WeakMap<EventTarget, Map<string, EventHandler>>()

function setHandler(target: EventTarget, type: string, handler: EventHandler | null): void {
  const handlers = mapOf(HANDLERS, target)
  const callers = mapOf(CALLERS, target)
  handlers.set(type, handler)
  const caller = callers.get(type)
  if (handler === null) {
    if (caller !== undefined) target.removeEventListener(type, caller)
    callers.delete(type)
  } else if (caller === undefined) {
    const called: EventHandler = (event) => handlers.get(type)?.call(target, event)
    callers.set(type, called)
    target.addEventListener(type, called)
  }
}

function mapOf<T>(maps: WeakMap<EventTarget, Map<string, T>>, target: EventTarget): Map<string, T> {
  let map = maps.get(target)
  if (map === undefined) {
    map = new Map()
    maps.set(target, map)
  }
  return map
}
