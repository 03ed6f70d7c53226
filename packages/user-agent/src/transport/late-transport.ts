import type { WireRequest } from 'concors/protocol'
import type { Transport, TransportResult } from './transport.js'

/** A transport whose code is loaded with its first request: most pages of a test need but one kind. */
export class LateTransport implements Transport {
  readonly #load: () => Promise<Transport>
  #loading: Promise<Transport> | null = null
  #loaded: Transport | null = null

  constructor(load: () => Promise<Transport>) {
    this.#load = load
  }

  send(request: WireRequest, signal: AbortSignal | null): Promise<TransportResult> {
    return this.#loaded?.send(request, signal) ?? this.#sendLate(request, signal)
  }

  async close(): Promise<void> {
    await (await this.#loading)?.close()
  }

  async #sendLate(request: WireRequest, signal: AbortSignal | null): Promise<TransportResult> {
    this.#loading ??= this.#load()
    this.#loaded = await this.#loading
    return this.#loaded.send(request, signal)
  }
}
