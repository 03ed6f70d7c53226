import { extractMimeType, serializeMimeType } from 'concors/protocol'
import { PageHeaders } from './headers.js'
import { bodyInUse, bodyUnusable, needsInput, rememberState, requestState } from './request.js'
import type { PageRequestInit, RequestRealm, RequestState } from './request.js'
import { sourceBytes } from './transport/request-body.js'
import type { PageRequestBody } from './transport/request-body.js'
import { BytesBody } from './transport/wire-body.js'

const decoder = new TextDecoder()

/**
 * `Request` as a page has it: relative URLs are the page's, forbidden headers are dropped. It stands on Node's
 * prototype without being constructed by it, so that `instanceof Request` holds.
 * https://fetch.spec.whatwg.org/#request-class
 */
export function createRequestClass(realm: RequestRealm): typeof Request {
  class PageRequest {
    readonly #state: RequestState
    #headers: PageHeaders | null = null
    #signal: AbortSignal | null = null

    constructor(...args: [input: unknown, init?: PageRequestInit]) {
      needsInput('Request', args)
      this.#state = requestState(realm, args[0], args[1])
      rememberState(this, this.#state)
    }

    get method(): string {
      return this.#state.inner.method
    }

    get url(): string {
      return this.#state.inner.urlList[0]!.href
    }

    get headers(): Headers {
      const { headerList, mode } = this.#state.inner
      const guard = mode === 'no-cors' ? 'request-no-cors' : 'request'
      this.#headers ??= new PageHeaders(undefined, { list: headerList, guard, profile: realm.profile })
      return this.#headers
    }

    get destination(): string {
      return this.#state.inner.destination
    }

    get referrer(): string {
      const { referrer } = this.#state.inner
      if (referrer === 'no-referrer') return ''
      return referrer === 'client' ? 'about:client' : referrer.href
    }

    get referrerPolicy(): string {
      return this.#state.inner.referrerPolicy
    }

    get mode(): string {
      return this.#state.inner.mode
    }

    get credentials(): string {
      return this.#state.inner.credentialsMode
    }

    get cache(): string {
      return this.#state.inner.cacheMode
    }

    get redirect(): string {
      return this.#state.inner.redirectMode
    }

    get integrity(): string {
      return this.#state.inner.integrity
    }

    get keepalive(): boolean {
      return this.#state.inner.keepalive
    }

    get signal(): AbortSignal {
      this.#signal ??= this.#state.signal ?? new AbortController().signal
      return this.#signal
    }

    get duplex(): 'half' {
      return 'half'
    }

    get body(): ReadableStream<Uint8Array> | null {
      const body = this.#body
      if (body === null) return null
      this.#state.use.stream ??= body.stream ?? lateStream(body)
      return this.#state.use.stream
    }

    get bodyUsed(): boolean {
      return this.#body !== null && bodyInUse(this.#state)
    }

    async text(): Promise<string> {
      return decoder.decode(await this.#consume('text'))
    }

    async json(): Promise<unknown> {
      return JSON.parse(decoder.decode(await this.#consume('json'))) as unknown
    }

    async arrayBuffer(): Promise<ArrayBuffer> {
      return new Uint8Array(await this.#consume('arrayBuffer')).buffer
    }

    async bytes(): Promise<Uint8Array> {
      return new Uint8Array(await this.#consume('bytes'))
    }

    async blob(): Promise<Blob> {
      const mimeType = extractMimeType(this.#state.inner.headerList)
      const type = mimeType === null ? '' : serializeMimeType(mimeType)
      return new Blob([new Uint8Array(await this.#consume('blob'))], { type })
    }

    async formData(): Promise<FormData> {
      const bytes = await this.#consume('formData')
      const contentType = this.headers.get('content-type') ?? ''
      return new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData()
    }

    /** @throws TypeError if the body was read already, or is being read */
    clone(): PageRequest {
      if (this.#isUnusable) throw new TypeError('Request.clone: the body was read already, or is being read')
      const { inner, signal } = this.#state
      const body = this.#body
      if (body !== null && body.source === null) {
        const [mine, theirs] = body.stream!.tee()
        inner.body = { source: null, length: null, stream: mine } as PageRequestBody
        this.#state.use.stream = null
        const cloned = new PageRequest(this.url, { ...this.#init(), signal })
        cloned.#state.inner.body = { source: null, length: null, stream: theirs } as PageRequestBody
        return cloned
      }
      const cloned = new PageRequest(this.url, { ...this.#init(), signal })
      cloned.#state.inner.body = inner.body
      return cloned
    }

    get [Symbol.toStringTag](): string {
      return 'Request'
    }

    get #body(): PageRequestBody | null {
      return this.#state.inner.body as PageRequestBody | null
    }

    get #isUnusable(): boolean {
      return this.#body !== null && bodyUnusable(this.#state)
    }

    #init(): PageRequestInit {
      const { inner } = this.#state
      return {
        method: inner.method,
        headers: inner.headerList,
        mode: inner.mode as NonNullable<RequestInit['mode']>,
        credentials: inner.credentialsMode,
        cache: inner.cacheMode,
        redirect: inner.redirectMode,
        referrer: this.referrer,
        referrerPolicy: inner.referrerPolicy,
        integrity: inner.integrity,
        keepalive: inner.keepalive,
      }
    }

    async #consume(method: string): Promise<Uint8Array> {
      const body = this.#body
      if (body === null) return new Uint8Array()
      if (this.#isUnusable)
        throw new TypeError(`Request.${method}: the body was read already, or is being read`)
      this.#state.use.used = true
      if (this.#state.use.stream === null && body.source !== null) return sourceBytes(body.source)
      return new Uint8Array(await new Response(this.body).arrayBuffer())
    }
  }
  Object.setPrototypeOf(PageRequest.prototype, Request.prototype)
  Object.defineProperty(PageRequest, 'name', { value: 'Request' })
  return PageRequest as unknown as typeof Request
}

/** A stream of bytes that may have to be put together first. */
function lateStream(body: PageRequestBody): ReadableStream<Uint8Array> {
  return ReadableStream.from(
    (async function* () {
      const bytes = await sourceBytes(body.source!)
      yield* new BytesBody(bytes).stream() as unknown as AsyncIterable<Uint8Array>
    })(),
  )
}
