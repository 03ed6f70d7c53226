import { Readable } from 'node:stream'
import { inspect } from 'node:util'
import type { InspectOptions } from 'node:util'
import { extractMimeType, serializeMimeType } from 'concors/protocol'
import type { Header, InnerResponse, ResponseType, Trace } from 'concors/protocol'
import { standOnGlobal } from './dom/stand-on-global.js'
import { withoutFragment } from './exchange.js'
import { PageHeaders } from './headers.js'
import type { WireBody } from './transport/wire-body.js'

/** A response nobody read gives its connection back when it is collected. */
const unread = new FinalizationRegistry<WireBody>((body) => body.discard())

const decoder = new TextDecoder()

let stands = false

/**
 * `Response` as a page has it: made on demand from what the transport gave, so that a response whose text is
 * read costs no stream, no `Headers` and no copy.
 *
 * It stands on Node's prototype without being constructed by it, so that `instanceof Response` holds.
 * https://fetch.spec.whatwg.org/#response-class
 */
export class PageResponse {
  readonly #inner: InnerResponse
  readonly #trace: Trace
  #wireBody: WireBody | null
  #stream: ReadableStream<Uint8Array> | null = null
  #used = false
  #headers: PageHeaders | null = null

  /** @param body what `inner.body` is, or the half of it that a clone reads */
  constructor(inner: InnerResponse, trace: Trace, body: WireBody | ReadableStream<Uint8Array> | null) {
    stands ||= standOnGlobal('Response', PageResponse)
    this.#inner = inner
    this.#trace = trace
    this.#wireBody = null
    if (body instanceof ReadableStream) this.#stream = body
    else if (body !== null) {
      this.#wireBody = body
      if (body.holdsConnection) unread.register(this, body, this)
    }
  }

  /** Not in Fetch: the steps that led here; empty when tracing is off. */
  static traceOf(response: PageResponse): Trace {
    return response.#trace
  }

  get type(): ResponseType {
    return this.#inner.type
  }

  get url(): string {
    const url = this.#inner.urlList.at(-1)
    if (url === undefined) return ''
    return withoutFragment(url)
  }

  get redirected(): boolean {
    return this.#inner.urlList.length > 1
  }

  get status(): number {
    return this.#inner.status
  }

  get ok(): boolean {
    return this.#inner.status >= 200 && this.#inner.status <= 299
  }

  get statusText(): string {
    return this.#inner.statusMessage
  }

  get headers(): Headers {
    this.#headers ??= new PageHeaders(undefined, {
      list: this.#inner.headerList as Header[],
      guard: 'immutable',
    })
    return this.#headers
  }

  get body(): ReadableStream<Uint8Array> | null {
    if (this.#stream === null && this.#wireBody !== null) {
      this.#stream = this.#used ? emptyUsedStream() : this.#takeWireBody().stream()
    }
    return this.#stream
  }

  get bodyUsed(): boolean {
    return this.#used || (this.#stream !== null && Readable.isDisturbed(this.#stream as never))
  }

  async text(): Promise<string> {
    return decoder.decode(await this.#consume('text'))
  }

  async json(): Promise<unknown> {
    return JSON.parse(decoder.decode(await this.#consume('json'))) as unknown
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return ownCopy(await this.#consume('arrayBuffer')).buffer
  }

  async bytes(): Promise<Uint8Array> {
    return ownCopy(await this.#consume('bytes'))
  }

  async blob(): Promise<Blob> {
    const bytes = await this.#consume('blob')
    const mimeType = extractMimeType(this.#inner.headerList)
    return new Blob([ownCopy(bytes)], { type: mimeType === null ? '' : serializeMimeType(mimeType) })
  }

  async formData(): Promise<FormData> {
    const bytes = await this.#consume('formData')
    const contentType = this.headers.get('content-type')
    const headers = contentType === null ? undefined : { 'content-type': contentType }
    return new Response(ownCopy(bytes), headers === undefined ? {} : { headers }).formData()
  }

  /** @throws TypeError if the body was read or is being read */
  clone(): Response {
    if (this.bodyUsed || this.#stream?.locked === true) {
      throw new TypeError('Response.clone: Body has already been consumed.')
    }
    const stream = this.body
    if (stream === null) return asResponse(new PageResponse(this.#inner, this.#trace, null))
    const [mine, theirs] = stream.tee()
    this.#stream = mine
    return asResponse(new PageResponse(this.#inner, this.#trace, theirs))
  }

  get [Symbol.toStringTag](): string {
    return 'Response'
  }

  [inspect.custom](_depth: number, options: InspectOptions): string {
    const { type, url, redirected, status, ok, statusText, headers, bodyUsed } = this
    return `Response ${inspect({ type, url, redirected, status, ok, statusText, headers, bodyUsed }, options)}`
  }

  async #consume(method: string): Promise<Uint8Array> {
    if (this.bodyUsed) throw new TypeError(`Response.${method}: Body is unusable: it has already been read`)
    if (this.#stream !== null) {
      if (this.#stream.locked)
        throw new TypeError(`Response.${method}: Body is unusable: its stream is locked`)
      this.#used = true
      return new Uint8Array(await new Response(this.#stream).arrayBuffer())
    }
    if (this.#wireBody === null) return new Uint8Array()
    this.#used = true
    return this.#takeWireBody().bytes()
  }

  #takeWireBody(): WireBody {
    unread.unregister(this)
    return this.#wireBody!
  }
}

export function asResponse(response: PageResponse): Response {
  return response
}

/** What `body` is after `text()` and the like: a stream that was read to its end. */
function emptyUsedStream(): ReadableStream<Uint8Array> {
  const stream = new ReadableStream<Uint8Array>({ start: (controller) => controller.close() })
  stream.getReader()
  return stream
}

/** Memory of the page's own: a connection's chunks are views of buffers that they share. */
function ownCopy(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
