/** An event of a stream, as far as it was read. */
export interface StreamEvent {
  readonly type: string
  readonly data: string
  readonly lastEventId: string
}

/** Reads a stream of events, chunk by chunk. https://html.spec.whatwg.org/#event-stream-interpretation */
export class EventStreamReader {
  /** Goes with the next request. */
  lastEventId: string
  /** Milliseconds, once the stream has said so. */
  retry: number | null = null
  readonly #decoder = new TextDecoder()
  readonly #onEvent: (event: StreamEvent) => void
  readonly #idNeedsData: boolean
  /** The line that is not whole yet, and a CR at its end. */
  #rest = ''
  #late = ''
  #data = ''
  #type = ''
  #id: string

  /** @param idNeedsData whether an event without data leaves the id as it was */
  constructor(lastEventId: string, onEvent: (event: StreamEvent) => void, idNeedsData = false) {
    this.#idNeedsData = idNeedsData
    this.lastEventId = lastEventId
    this.#id = lastEventId
    this.#onEvent = onEvent
  }

  read(chunk: Uint8Array): void {
    let text = this.#late + this.#decoder.decode(chunk, { stream: true })
    // Whether a CR ends a line or begins a CRLF is known with the next chunk.
    this.#late = text.endsWith('\r') ? '\r' : ''
    if (this.#late !== '') text = text.slice(0, -1)
    // What came before is not looked at again: a line may be long.
    const lines = text.split(/\r\n|\n|\r/)
    lines[0] = this.#rest + lines[0]!
    this.#rest = lines.pop()!
    for (const line of lines) this.#line(line)
  }

  #line(line: string): void {
    if (line === '') return this.#dispatch()
    if (line.startsWith(':')) return
    const colon = line.indexOf(':')
    const field = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '')
    if (field === 'event') this.#type = value
    else if (field === 'data') this.#data += `${value}\n`
    else if (field === 'id' && !value.includes('\0')) this.#id = value
    else if (field === 'retry' && /^[0-9]+$/.test(value)) this.retry = Number(value)
  }

  /** https://html.spec.whatwg.org/#dispatchMessage */
  #dispatch(): void {
    // 1. Firefox, WebKit: not without data.
    if (!this.#idNeedsData || this.#data !== '') this.lastEventId = this.#id
    const [data, type] = [this.#data, this.#type]
    this.#data = ''
    this.#type = ''
    // 2
    if (data === '') return
    // 3-7
    this.#onEvent({ type: type === '' ? 'message' : type, data: data.slice(0, -1), lastEventId: this.#id })
  }
}
