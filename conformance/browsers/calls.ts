/** What a message carries beside its name. */
export type Params = Readonly<Record<string, unknown>>

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: Params
  readonly result?: Params
  readonly error?: { readonly message: string }
}

interface Waiting {
  readonly resolve: (result: Params) => void
  readonly reject: (error: Error) => void
}

/** Calls and events over a connection of JSON messages, as the inspector speaks. */
export class Calls {
  readonly #sendText: (text: string) => void
  readonly #onEvent: (method: string, params: Params) => void
  readonly #waiting = new Map<number, Waiting>()
  #count = 0
  #ended: Error | null = null

  constructor(sendText: (text: string) => void, onEvent: (method: string, params: Params) => void) {
    this.#sendText = sendText
    this.#onEvent = onEvent
  }

  call(method: string, params: Params = {}): Promise<Params> {
    if (this.#ended !== null) return Promise.reject(this.#ended)
    const id = (this.#count += 1)
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#sendText(JSON.stringify({ id, method, params }))
    })
  }

  receive(text: string): void {
    const { id, method, params = {}, result = {}, error } = JSON.parse(text) as Message
    if (method !== undefined) this.#onEvent(method, params)
    if (id === undefined) return
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiting?.resolve(result)
    else waiting?.reject(new Error(`webkit: ${error.message}`))
  }

  /** Nothing will be answered any more. */
  end(reason: string): void {
    this.#ended = new Error(`webkit: ${reason}`)
    for (const { reject } of this.#waiting.values()) reject(this.#ended)
    this.#waiting.clear()
  }
}
