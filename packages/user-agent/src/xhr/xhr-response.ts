import { get, sortAndCombine, serializeMimeType } from 'concors/protocol'
import type { Header, InnerResponse, MimeType, Profile } from 'concors/protocol'
import type { DomClasses } from '../dom/classes.js'
import { withoutFragment } from '../exchange.js'
import { documentOf } from './documents.js'
import { Received } from './received.js'
import type { XmlHttpRequestResponseType } from './types.js'

/** A response as XMLHttpRequest shows it: null stands for a network error. */
export class XhrResponse {
  readonly #inner: InnerResponse | null
  readonly #profile: Profile
  readonly #dom: DomClasses
  readonly #received: Received
  #object: unknown = undefined

  constructor(
    inner: InnerResponse | null,
    overrideMimeType: () => MimeType | null,
    profile: Profile,
    dom: DomClasses,
  ) {
    this.#inner = inner
    this.#profile = profile
    this.#dom = dom
    this.#received = new Received(inner?.headerList ?? [], overrideMimeType)
  }

  get url(): string {
    const url = this.#inner?.urlList.at(-1)
    return url === undefined ? '' : withoutFragment(url)
  }

  get status(): number {
    return this.#inner?.status ?? 0
  }

  get statusText(): string {
    return this.#inner?.statusMessage ?? ''
  }

  /** Bytes that came, and that were promised: 0 where nothing was. */
  get progress(): readonly [loaded: number, total: number] {
    return [this.#received.length, this.#received.promisedLength]
  }

  append(chunk: Uint8Array): void {
    this.#received.append(chunk)
  }

  header(name: string): string | null {
    return this.#inner === null ? null : get(this.#inner.headerList, name.toLowerCase())
  }

  /** https://xhr.spec.whatwg.org/#the-getallresponseheaders()-method */
  allHeaders(): string {
    const { headerList = [], urlList = [] } = this.#inner ?? {}
    if (this.#profile.xhrDataUrlsShowTypeOnly && urlList.at(-1)?.protocol === 'data:') {
      return `Content-Type: ${get(headerList, 'content-type') ?? ''}\r\n`
    }
    const upper = ([name]: Header): string => name.toUpperCase()
    return sortAndCombine(headerList)
      .toSorted((one, other) => (upper(one) < upper(other) ? -1 : 1))
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')
  }

  /** XML may name its own encoding where a script did not ask for text. */
  text(type: XmlHttpRequestResponseType): string {
    return this.#received.text(type === '')
  }

  /** https://xhr.spec.whatwg.org/#the-response-attribute: the same object each time; null where there is none. */
  object(type: XmlHttpRequestResponseType): unknown {
    if (this.#inner === null) return null
    if (this.#object === undefined) this.#object = this.#createObject(type)
    return this.#object
  }

  #createObject(type: XmlHttpRequestResponseType): unknown {
    const { bytes, mimeType } = this.#received
    switch (type) {
      case 'arraybuffer':
        return bytes.buffer
      case 'blob':
        return new Blob([bytes], { type: serializeMimeType(mimeType) })
      case 'json':
        try {
          return JSON.parse(new TextDecoder().decode(bytes)) as unknown
        } catch {
          return null
        }
      case 'document':
      case '':
      case 'text':
        return documentOf(this.#received, type, this.#dom)
    }
  }
}
