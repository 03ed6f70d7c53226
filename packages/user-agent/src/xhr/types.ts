import type { Failure, Trace } from 'concors/protocol'
import type { ProgressEvent } from '../dom/classes.js'
import type { NetworkError } from '../network-error.js'

export type XmlHttpRequestResponseType = '' | 'arraybuffer' | 'blob' | 'document' | 'json' | 'text'

type Handler<E extends Event> = ((event: E) => unknown) | null

/** https://xhr.spec.whatwg.org/#xmlhttprequesteventtarget */
export interface XmlHttpRequestEventTarget extends EventTarget {
  onloadstart: Handler<ProgressEvent>
  onprogress: Handler<ProgressEvent>
  onabort: Handler<ProgressEvent>
  onerror: Handler<XmlHttpRequestErrorEvent>
  onload: Handler<ProgressEvent>
  ontimeout: Handler<ProgressEvent>
  onloadend: Handler<ProgressEvent>
}

/** What a page is told of a failure is nothing; who tests it is told why. */
export interface XmlHttpRequestErrorEvent extends ProgressEvent {
  /** Not in XHR: the condition that was violated. */
  readonly failure: Failure
  /** Not in XHR: the steps that led there; empty when tracing is off. */
  readonly trace: Trace
}

/** https://xhr.spec.whatwg.org/#interface-xmlhttprequest, for programs without the types of a DOM. */
export interface XmlHttpRequest extends XmlHttpRequestEventTarget {
  onreadystatechange: Handler<Event>
  readonly readyState: number
  /** Milliseconds; 0 for none. */
  timeout: number
  withCredentials: boolean
  responseType: XmlHttpRequestResponseType
  readonly upload: XmlHttpRequestEventTarget
  readonly responseURL: string
  readonly status: number
  readonly statusText: string
  readonly response: unknown
  readonly responseText: string
  readonly responseXML: unknown
  /** Not in XHR: why the last request failed, as `fetch` would say it; null where it did not. */
  readonly networkError: NetworkError | null
  /** Not in XHR: the steps of the last request; empty when tracing is off. */
  readonly trace: Trace
  /** @throws DOMException `SyntaxError`, `SecurityError`; `InvalidAccessError` for a synchronous request */
  open(
    method: string,
    url: string | URL,
    async?: boolean,
    username?: string | null,
    password?: string | null,
  ): void
  /** @throws DOMException `InvalidStateError`, `SyntaxError` */
  setRequestHeader(name: string, value: string): void
  /** @throws DOMException `InvalidStateError` */
  send(body?: unknown): void
  abort(): void
  getResponseHeader(name: string): string | null
  getAllResponseHeaders(): string
  /** @throws DOMException `InvalidStateError` */
  overrideMimeType(mime: string): void
}

interface XmlHttpRequestConstructor {
  new (): XmlHttpRequest
  readonly UNSENT: 0
  readonly OPENED: 1
  readonly HEADERS_RECEIVED: 2
  readonly LOADING: 3
  readonly DONE: 4
}

/** The DOM's own type, where a program has it. */
export type XmlHttpRequestClass = typeof globalThis extends { XMLHttpRequest: infer T extends object }
  ? T
  : XmlHttpRequestConstructor
