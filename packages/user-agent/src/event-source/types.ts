import type { NetworkError } from '../network-error.js'

type Handler<E extends Event> = ((event: E) => unknown) | null

/** https://html.spec.whatwg.org/#the-eventsource-interface, for programs without the types of a DOM. */
export interface EventSource extends EventTarget {
  onopen: Handler<Event>
  onmessage: Handler<MessageEvent>
  onerror: Handler<Event>
  readonly url: string
  readonly withCredentials: boolean
  readonly readyState: number
  /** Not in HTML: why the last request failed; null where it did not, and where the stream just ended. */
  readonly networkError: NetworkError | null
  close(): void
}

interface EventSourceConstructor {
  /** @throws DOMException `SyntaxError` for what is no URL */
  new (url: string | URL, init?: { readonly withCredentials?: boolean }): EventSource
  readonly CONNECTING: 0
  readonly OPEN: 1
  readonly CLOSED: 2
}

/** The DOM's own type, where a program has it. */
export type EventSourceClass = typeof globalThis extends { EventSource: infer T extends object }
  ? T
  : EventSourceConstructor
