import { createRequest, extractMimeType } from 'concors/protocol'
import type { Header, InnerRequest, InnerResponse, TraceRecorder } from 'concors/protocol'
import { onAbort } from '../abort.js'
import type { DomClasses } from '../dom/classes.js'
import { defineEventHandlers } from '../dom/event-handlers.js'
import type { NetworkError } from '../network-error.js'
import type { PageFetcher } from '../page-fetcher.js'
import type { WireBody } from '../transport/wire-body.js'
import { EventStreamReader } from './event-stream.js'
import type { StreamEvent } from './event-stream.js'
import type { EventSourceClass } from './types.js'

const STATES = { CONNECTING: 0, OPEN: 1, CLOSED: 2 } as const
const { CONNECTING, OPEN, CLOSED } = STATES

/** Failures after which it connects again: nothing came, which may be otherwise the next time. */
const PASSING: ReadonlySet<string> = new Set(['network-failure', 'preflight-network-failure'])

/** `EventSource` as a page has it. https://html.spec.whatwg.org/#the-eventsource-interface */
export function createEventSourceClass(fetcher: PageFetcher, dom: DomClasses): EventSourceClass {
  const { client, profile } = fetcher.realm
  const createMessage = messageEvents(dom)

  class EventSource extends dom.EventTarget {
    readonly url: string
    readonly withCredentials: boolean
    #state: number = CONNECTING
    #networkError: NetworkError | null = null
    #retry = profile.eventSourceRetry
    #lastEventId = ''
    readonly #controller = new AbortController()
    #stopListening = (): void => {}
    #stopWaiting = (): void => {}

    constructor(...args: readonly [url?: unknown, init?: { readonly withCredentials?: boolean }]) {
      super()
      if (args.length === 0) throw new TypeError('EventSource: 1 argument required, but only 0 present')
      const address = String(args[0])
      // 3-4
      if (!URL.canParse(address, client.creationUrl.href)) {
        const message = `EventSource: ${JSON.stringify(address)} is no URL; write it like https://api.example.com/events`
        throw new (dom.DOMException ?? DOMException)(message, 'SyntaxError')
      }
      this.url = new URL(address, client.creationUrl).href
      this.withCredentials = Boolean(args[1]?.withCredentials)
      this.#stopListening = fetcher.lifetime.onEnd(() => this.close())
      // Not at once: whoever creates it listens only then.
      queueMicrotask(() => void this.#connect())
    }

    get readyState(): number {
      return this.#state
    }

    get networkError(): NetworkError | null {
      return this.#networkError
    }

    close(): void {
      this.#state = CLOSED
      this.#stopListening()
      this.#stopWaiting()
      this.#controller.abort()
    }

    async #connect(): Promise<void> {
      this.#stopWaiting()
      if (this.#state === CLOSED) return
      const inner = this.#request()
      const recorder = fetcher.createRecorder()
      const state = { inner, signal: this.#controller.signal, dropped: [] }
      try {
        const { response, body } = await fetcher.fetch(state, recorder)
        await this.#process(inner, response, body, recorder)
      } catch (error) {
        // What was closed rejects with the reason of its signal.
        if (this.#state !== CLOSED) throw error
      }
    }

    #request(): InnerRequest {
      const headerList: Header[] = [['Accept', 'text/event-stream']]
      // UTF-8 in every engine, and without a preflight. Seen.
      if (this.#lastEventId !== '') headerList.push(['Last-Event-ID', utf8(this.#lastEventId)])
      return createRequest({
        url: new URL(this.url),
        client,
        mode: 'cors',
        credentialsMode: this.withCredentials ? 'include' : 'same-origin',
        cacheMode: 'no-store',
        headerList,
      })
    }

    async #process(
      inner: InnerRequest,
      response: InnerResponse,
      body: WireBody | null,
      recorder: TraceRecorder | null,
    ): Promise<void> {
      this.#networkError =
        response.failure === null ? null : fetcher.networkError(inner, response, recorder, 'eventsource')
      if (response.failure !== null && PASSING.has(response.failure.code)) return this.#reconnect()
      if (response.failure !== null || !isEventStream(response)) {
        body?.discard()
        return this.#fail()
      }
      if (this.#state === CLOSED) return body?.discard()
      this.#state = OPEN
      this.dispatchEvent(new dom.Event('open'))
      // An app's answer without a body is a stream that has ended.
      if (body !== null) await this.#read(response, body)
      this.#reconnect()
    }

    async #read({ urlList }: InnerResponse, body: WireBody): Promise<void> {
      const { origin } = urlList.at(-1)!
      const tell = ({ type, ...event }: StreamEvent): void => {
        // Closed by a listener of an event before.
        if (this.#state !== CLOSED) this.dispatchEvent(createMessage(type, { ...event, origin }))
      }
      const events = new EventStreamReader(this.#lastEventId, tell, profile.eventIdNeedsData)
      const reader = body.stream().getReader()
      try {
        for (let next = await reader.read(); !next.done; next = await reader.read()) {
          events.read(next.value)
          this.#lastEventId = events.lastEventId
          if (events.retry !== null) this.#retry = events.retry
          if (this.#state === CLOSED) break
        }
      } catch {
        // The connection broke: as when the stream ends.
      } finally {
        void reader.cancel().catch(() => {})
      }
    }

    /** https://html.spec.whatwg.org/#reestablish-the-connection */
    #reconnect(): void {
      if (this.#state === CLOSED) return
      this.#state = CONNECTING
      this.dispatchEvent(new dom.Event('error'))
      // Closed by the listener.
      if (this.#state === CLOSED) return
      const { closing } = fetcher.network
      if (closing.aborted) return this.#fail()
      const wait = Math.min(Math.max(this.#retry, profile.eventSourceLeastRetry), MAX_WAIT)
      const timer = setTimeout(() => void this.#connect(), wait)
      const stop = onAbort(closing, () => this.#fail())
      this.#stopWaiting = () => {
        clearTimeout(timer)
        stop()
      }
    }

    /** https://html.spec.whatwg.org/#fail-the-connection */
    #fail(): void {
      if (this.#state === CLOSED) return
      this.close()
      this.dispatchEvent(new dom.Event('error'))
    }
  }
  defineEventHandlers(EventSource.prototype, ['open', 'message', 'error'])
  for (const target of [EventSource, EventSource.prototype]) {
    for (const [name, value] of Object.entries(STATES))
      Object.defineProperty(target, name, { value, enumerable: true })
  }
  return EventSource as unknown as EventSourceClass
}

/** Milliseconds: what a timer takes. */
const MAX_WAIT = 2 ** 31 - 1

/** https://html.spec.whatwg.org/#dom-eventsource step 15 */
function isEventStream({ status, headerList }: InnerResponse): boolean {
  return status === 200 && extractMimeType(headerList)?.essence === 'text/event-stream'
}

/** Bytes as the characters that a header list has. */
function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

interface MessageInit {
  readonly data: string
  readonly lastEventId: string
  readonly origin: string
}

function messageEvents({ MessageEvent: Own }: DomClasses): (type: string, init: MessageInit) => MessageEvent {
  return (type, init) => new (Own ?? MessageEvent)(type, init)
}
