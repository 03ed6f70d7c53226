import {
  combine,
  isForbiddenMethod,
  isForbiddenRequestHeader,
  isHeaderName,
  isHeaderValue,
  isMethod,
  normalizeHeaderValue,
  normalizeMethod,
  parseMimeType,
} from 'concors/protocol'
import type { Header, InnerResponse, MimeType, Trace } from 'concors/protocol'
import type { DomClasses } from '../dom/classes.js'
import { defineEventHandlers } from '../dom/event-handlers.js'
import type { NetworkError } from '../network-error.js'
import type { PageFetcher } from '../page-fetcher.js'
import { createXhrEventTargets } from './event-targets.js'
import type { ProgressType } from './event-targets.js'
import { Transfer } from './transfer.js'
import type { XmlHttpRequestClass, XmlHttpRequestResponseType } from './types.js'
import { createXhrRequest } from './xhr-request.js'
import { XhrResponse } from './xhr-response.js'

const STATES = { UNSENT: 0, OPENED: 1, HEADERS_RECEIVED: 2, LOADING: 3, DONE: 4 } as const
const { UNSENT, OPENED, HEADERS_RECEIVED, LOADING, DONE } = STATES

const RESPONSE_TYPES: readonly unknown[] = ['', 'arraybuffer', 'blob', 'document', 'json', 'text']

/** What scripts give may be anything: WebIDL makes text, numbers and booleans of it. */
type OpenArguments = [method: unknown, url: unknown, async?: unknown, username?: unknown, password?: unknown]

/**
 * `XMLHttpRequest` as a page has it. Requests are asynchronous only: while a synchronous one waits, nothing in this
 * process could answer it. https://xhr.spec.whatwg.org/#interface-xmlhttprequest
 */
export function createXmlHttpRequestClass(fetcher: PageFetcher, dom: DomClasses): XmlHttpRequestClass {
  const { XMLHttpRequestEventTarget, XMLHttpRequestUpload, isHeard, createProgressEvent } =
    createXhrEventTargets(dom)
  const { realm } = fetcher

  function exception(name: string, message: string): DOMException {
    return new (dom.DOMException ?? DOMException)(`XMLHttpRequest.${message}`, name)
  }

  class XMLHttpRequest extends XMLHttpRequestEventTarget {
    readonly #upload = new XMLHttpRequestUpload()
    #state: number = UNSENT
    #timeout = 0
    #withCredentials = false
    #method = ''
    #url: URL | null = null
    #authorHeaders: Header[] = []
    #dropped: string[] = []
    /** What is under way: set exactly while the standard's "send() invoked" is. */
    #transfer: Transfer | null = null
    #uploadListener = false
    #response = this.#createResponse(null)
    #responseType: XmlHttpRequestResponseType = ''
    #overrideMimeType: MimeType | null = null
    #networkError: NetworkError | null = null
    #trace: Trace = []

    // https://xhr.spec.whatwg.org/#the-open()-method
    open(...args: OpenArguments): void {
      if (args.length < 2) {
        throw new TypeError(`XMLHttpRequest.open: 2 arguments required, but only ${args.length} present`)
      }
      const [, , async, username = null, password = null] = args
      const [method, address] = [String(args[0]), String(args[1])]
      // 2-4
      if (!isMethod(method)) throw exception('SyntaxError', `open: ${JSON.stringify(method)} is no method`)
      if (isForbiddenMethod(method)) throw exception('SecurityError', `open: ${method} is forbidden`)
      // 5-6
      const base = realm.client.creationUrl.href
      if (!URL.canParse(address, base)) {
        throw exception('SyntaxError', `open: ${JSON.stringify(address)} is no URL`)
      }
      const url = new URL(address, base)
      // 7, 9. An argument that is given as undefined is false.
      if (args.length > 2 && !async) {
        throw exception(
          'InvalidAccessError',
          `open: synchronous requests are not supported; leave out the third argument (${String(async)}) and wait for the load event`,
        )
      }
      // 8
      if (username !== null) url.username = username as string
      if (password !== null) url.password = password as string
      // 10-11
      this.#endTransfer()
      this.#method = normalizeMethod(method)
      this.#url = url
      this.#authorHeaders = []
      this.#dropped = []
      this.#uploadListener = false
      this.#response = this.#createResponse(null)
      this.#networkError = null
      this.#trace = []
      // 12
      if (this.#state !== OPENED) this.#enter(OPENED)
    }

    // https://xhr.spec.whatwg.org/#the-setrequestheader()-method
    setRequestHeader(givenName: unknown, value: unknown): void {
      this.#checkOpened('setRequestHeader')
      const name = String(givenName)
      const normalized = normalizeHeaderValue(String(value))
      if (!isHeaderName(name)) {
        throw exception('SyntaxError', `setRequestHeader: ${JSON.stringify(name)} is no header name`)
      }
      if (!isHeaderValue(normalized)) {
        throw exception(
          'SyntaxError',
          `setRequestHeader: the value of ${name} has a character that no header can carry`,
        )
      }
      if (isForbiddenRequestHeader(name, normalized, realm.profile)) this.#dropped.push(name)
      else combine(this.#authorHeaders, name, normalized)
    }

    // https://xhr.spec.whatwg.org/#the-send()-method
    send(body: unknown = null): void {
      this.#checkOpened('send')
      // 3
      const given = this.#method === 'GET' || this.#method === 'HEAD' ? null : body
      // 4-6
      this.#uploadListener = isHeard(this.#upload)
      const parts = {
        method: this.#method,
        url: this.#url!,
        headerList: this.#authorHeaders,
        withCredentials: this.#withCredentials,
        uploadListener: this.#uploadListener,
      }
      const inner = createXhrRequest(realm, parts, given, dom)
      // 7-10
      const transfer = new Transfer(fetcher, inner, this.#dropped, {
        onUploaded: () => this.#uploaded(),
        onResponse: (response) => this.#respond(response),
        onChunk: (chunk, due) => this.#receive(chunk, due),
        onEnd: () => this.#finish(),
        onFailure: (error) => this.#fail('error', error),
        onTimeout: () => this.#fail('timeout'),
      })
      this.#transfer = transfer
      this.#trace = transfer.trace
      // 11.1-11.6
      this.#fire('loadstart', 0, 0)
      if (this.#transfer !== transfer) return
      if (!transfer.uploadComplete) this.#fireAtUpload('loadstart', 0, transfer.uploadLength)
      if (this.#transfer === transfer) transfer.start(this.#timeout)
    }

    // https://xhr.spec.whatwg.org/#the-abort()-method
    abort(): void {
      if (this.#transfer !== null) this.#fail('abort')
      if (this.#state !== DONE) return
      this.#state = UNSENT
      this.#response = this.#createResponse(null)
    }

    get readyState(): number {
      return this.#state
    }

    get upload(): EventTarget {
      return this.#upload
    }

    get timeout(): number {
      return this.#timeout
    }

    set timeout(milliseconds: unknown) {
      this.#timeout = Math.trunc(Number(milliseconds)) >>> 0
      this.#transfer?.limit(this.#timeout)
    }

    get withCredentials(): boolean {
      return this.#withCredentials
    }

    set withCredentials(withCredentials: unknown) {
      if (this.#state > OPENED || this.#transfer !== null) {
        throw exception('InvalidStateError', 'withCredentials: the request was sent already')
      }
      this.#withCredentials = Boolean(withCredentials)
    }

    get responseType(): XmlHttpRequestResponseType {
      return this.#responseType
    }

    set responseType(type: unknown) {
      // WebIDL: what is none of the words changes nothing.
      if (!RESPONSE_TYPES.includes(type)) return
      if (this.#state > HEADERS_RECEIVED) {
        throw exception('InvalidStateError', 'responseType: the response is coming already')
      }
      if (type === 'document' && dom.DOMParser === undefined) {
        throw exception('NotSupportedError', 'responseType: this page has no DOM to make a document of')
      }
      this.#responseType = type as XmlHttpRequestResponseType
    }

    overrideMimeType(mime: unknown): void {
      if (this.#state > HEADERS_RECEIVED) {
        throw exception('InvalidStateError', 'overrideMimeType: the response is coming already')
      }
      this.#overrideMimeType = parseMimeType(String(mime)) ?? parseMimeType('application/octet-stream')
    }

    get responseURL(): string {
      return this.#response.url
    }

    get status(): number {
      return this.#response.status
    }

    get statusText(): string {
      return this.#response.statusText
    }

    getResponseHeader(name: unknown): string | null {
      return this.#response.header(String(name))
    }

    getAllResponseHeaders(): string {
      return this.#response.allHeaders()
    }

    get response(): unknown {
      const type = this.#responseType
      if (type === '' || type === 'text') return this.responseText
      return this.#state === DONE ? this.#response.object(type) : null
    }

    get responseText(): string {
      this.#checkResponseType('responseText', ['', 'text'])
      return this.#state > HEADERS_RECEIVED ? this.#response.text(this.#responseType) : ''
    }

    get responseXML(): unknown {
      this.#checkResponseType('responseXML', ['', 'document'])
      return this.#state === DONE ? this.#response.object(this.#responseType) : null
    }

    get [Symbol.toStringTag](): string {
      return 'XMLHttpRequest'
    }

    get networkError(): NetworkError | null {
      return this.#networkError
    }

    get trace(): Trace {
      return this.#trace
    }

    #checkOpened(what: string): void {
      if (this.#state !== OPENED) throw exception('InvalidStateError', `${what}: call open() first`)
      if (this.#transfer !== null)
        throw exception('InvalidStateError', `${what}: the request was sent already`)
    }

    #checkResponseType(what: string, types: readonly string[]): void {
      if (types.includes(this.#responseType)) return
      throw exception(
        'InvalidStateError',
        `${what} is for the responseType '' or '${types[1]}', not '${this.#responseType}'`,
      )
    }

    #uploaded(): void {
      const { uploadLength } = this.#transfer!
      for (const type of ['progress', 'load', 'loadend'] as const) {
        this.#fireAtUpload(type, uploadLength, uploadLength)
      }
    }

    #respond(response: InnerResponse): void {
      this.#response = this.#createResponse(response)
      this.#enter(HEADERS_RECEIVED)
    }

    #receive(chunk: Uint8Array, due: boolean): void {
      this.#response.append(chunk)
      if (!due) return
      const transfer = this.#transfer
      this.#enter(LOADING)
      if (this.#transfer === transfer) this.#fire('progress', ...this.#response.progress)
    }

    /** https://xhr.spec.whatwg.org/#handle-response-end-of-body */
    #finish(): void {
      const transfer = this.#transfer
      const { progress } = this.#response
      this.#fire('progress', ...progress)
      if (this.#transfer !== transfer) return
      this.#endTransfer()
      this.#enter(DONE)
      this.#fire('load', ...progress)
      this.#fire('loadend', ...progress)
    }

    /** https://xhr.spec.whatwg.org/#request-error-steps */
    #fail(type: 'error' | 'abort' | 'timeout', error: NetworkError | null = null): void {
      const uploading = this.#transfer?.uploadComplete === false
      this.#endTransfer()
      this.#networkError = error
      this.#response = this.#createResponse(null)
      this.#enter(DONE)
      if (uploading) {
        this.#fireAtUpload(type, 0, 0)
        this.#fireAtUpload('loadend', 0, 0)
      }
      this.#fire(type, 0, 0)
      this.#fire('loadend', 0, 0)
    }

    #createResponse(response: InnerResponse | null): XhrResponse {
      return new XhrResponse(response, () => this.#overrideMimeType, realm.profile, dom)
    }

    #endTransfer(): void {
      this.#transfer?.end()
      this.#transfer = null
    }

    #enter(state: number): void {
      this.#state = state
      this.dispatchEvent(new dom.Event('readystatechange'))
    }

    #fire(type: ProgressType, loaded: number, total: number): void {
      const event = createProgressEvent(type, loaded, total)
      if (type === 'error') {
        // For whoever tests: a page finds nothing in it.
        Object.defineProperties(event, {
          failure: { value: this.#networkError?.failure },
          trace: { value: this.#trace },
        })
      }
      this.dispatchEvent(event)
    }

    #fireAtUpload(type: ProgressType, loaded: number, total: number): void {
      if (this.#uploadListener) this.#upload.dispatchEvent(createProgressEvent(type, loaded, total))
    }
  }
  defineEventHandlers(XMLHttpRequest.prototype, ['readystatechange'])
  for (const target of [XMLHttpRequest, XMLHttpRequest.prototype]) {
    for (const [name, value] of Object.entries(STATES)) {
      Object.defineProperty(target, name, { value, enumerable: true })
    }
  }
  return XMLHttpRequest as unknown as XmlHttpRequestClass
}
