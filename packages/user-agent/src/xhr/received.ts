import { extractMimeType, get, parseMimeType } from 'concors/protocol'
import type { HeaderList, MimeType } from 'concors/protocol'

/** What a script has got of a response so far, and how it reads it. */
export class Received {
  readonly #headerList: HeaderList
  #bytes = new Uint8Array()
  #length = 0
  #decoded: { readonly length: number; readonly label: string; readonly text: string } | null = null
  /** https://xhr.spec.whatwg.org/#override-mime-type */
  readonly #override: () => MimeType | null

  constructor(headerList: HeaderList, override: () => MimeType | null) {
    this.#headerList = headerList
    this.#override = override
  }

  get length(): number {
    return this.#length
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length)
  }

  /** Bytes that the response's header promises, or 0. https://fetch.spec.whatwg.org/#header-list-extract-a-length */
  get promisedLength(): number {
    const value = get(this.#headerList, 'content-length')
    if (value === null) return 0
    const [first, ...others] = value.split(',').map((each) => each.trim())
    return /^\d+$/.test(first!) && others.every((each) => each === first) ? Number(first) : 0
  }

  append(chunk: Uint8Array): void {
    const needed = this.#length + chunk.byteLength
    if (needed > this.#bytes.byteLength) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.byteLength))
      larger.set(this.#bytes.subarray(0, this.#length))
      this.#bytes = larger
    }
    this.#bytes.set(chunk, this.#length)
    this.#length = needed
  }

  /** https://xhr.spec.whatwg.org/#final-mime-type */
  get mimeType(): MimeType {
    return this.#override() ?? this.#responseMimeType
  }

  /**
   * https://xhr.spec.whatwg.org/#text-response
   *
   * @param sniffsXml whether XML may name its own encoding
   */
  text(sniffsXml: boolean): string {
    const bytes = this.#bytes.subarray(0, this.#length)
    const declared = sniffsXml && this.#charset === null && isXml(this.mimeType) ? xmlEncoding(bytes) : null
    const label = byteOrderMark(bytes) ?? this.#charset ?? declared ?? 'utf-8'
    // A getter that a script may ask at each event: the same bytes are decoded once.
    if (this.#decoded?.length !== this.#length || this.#decoded.label !== label) {
      this.#decoded = { length: this.#length, label, text: new TextDecoder(label).decode(bytes) }
    }
    return this.#decoded.text
  }

  /** https://xhr.spec.whatwg.org/#response-mime-type */
  get #responseMimeType(): MimeType {
    return extractMimeType(this.#headerList) ?? parseMimeType('text/xml')!
  }

  /** https://xhr.spec.whatwg.org/#final-charset */
  get #charset(): string | null {
    const { parameters } = this.#responseMimeType
    return knownEncoding(this.#override()?.parameters.get('charset') ?? parameters.get('charset'))
  }
}

/** https://mimesniff.spec.whatwg.org/#xml-mime-type */
export function isXml({ essence, subtype }: MimeType): boolean {
  return essence === 'text/xml' || essence === 'application/xml' || subtype.endsWith('+xml')
}

function knownEncoding(label: string | undefined): string | null {
  if (label === undefined) return null
  try {
    return new TextDecoder(label).encoding
  } catch {
    return null
  }
}

/** https://encoding.spec.whatwg.org/#bom-sniff */
function byteOrderMark(bytes: Uint8Array): string | null {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return first === 0xff && second === 0xfe ? 'utf-16le' : null
}

/** What an XML document says of itself in its first line. */
function xmlEncoding(bytes: Uint8Array): string | null {
  const start = String.fromCharCode(...bytes.subarray(0, 128))
  return knownEncoding(/^<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/.exec(start)?.[1])
}
