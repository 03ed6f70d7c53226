import type { WireRequest } from 'concors/protocol'
import { networkFailure } from './transport.js'
import type { Transport, TransportResult } from './transport.js'

/** Node's timers take a longer time for one millisecond. */
export const MAX_DELAY = 2_147_483_647

/** Requests that have to be answered within one time together: a chain of redirects adds up. */
export class DeadlineTransport implements Transport {
  readonly #transport: Transport
  readonly #milliseconds: number
  readonly #end: number

  /** @param milliseconds from now on, for all requests together */
  constructor(transport: Transport, milliseconds: number) {
    this.#transport = transport
    this.#milliseconds = milliseconds
    this.#end = performance.now() + milliseconds
  }

  async send(request: WireRequest, signal: AbortSignal | null): Promise<TransportResult> {
    const late = new AbortController()
    const either = signal === null ? late.signal : AbortSignal.any([signal, late.signal])
    const detail = `no answer of ${request.url.host} within ${this.#milliseconds} ms, redirects included`
    let timer: ReturnType<typeof setTimeout> | undefined
    const expired = new Promise<TransportResult>((resolve) => {
      timer = setTimeout(
        () => {
          resolve(networkFailure('timeout', detail))
          late.abort(new Error(detail))
        },
        Math.min(MAX_DELAY, Math.max(0, this.#end - performance.now())),
      )
    })
    try {
      return await Promise.race([this.#transport.send(request, either), expired])
    } finally {
      clearTimeout(timer)
    }
  }

  close(): Promise<void> {
    return this.#transport.close()
  }
}
