import { createRequest, isCorsSafelistedRequestHeader } from 'concors/protocol'
import { extractBody, isStream } from './body.js'
import type { BodyInput } from './body.js'
import { Withheld } from './drive.js'
import type { PageFetcher } from './page-fetcher.js'

/** Bytes that all beacons under way may have together. */
const QUOTA = 64 * 1024

/** `navigator.sendBeacon` of a page. https://w3c.github.io/beacon/#sendbeacon-method */
export class Beacons {
  readonly #fetcher: PageFetcher
  #inflight = 0

  constructor(fetcher: PageFetcher) {
    this.#fetcher = fetcher
  }

  /**
   * Whether it was queued. What becomes of it no page learns.
   *
   * @throws TypeError for what is no http or https URL, and for a stream
   */
  send(url: string | URL, data: BodyInput | null): boolean {
    const { client, profile } = this.#fetcher.realm
    // 3
    const text = String(url)
    const parsed = URL.canParse(text, client.creationUrl.href) ? new URL(text, client.creationUrl) : null
    if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
      throw new TypeError(
        `page.sendBeacon: ${JSON.stringify(text)} is no http or https URL; write it like https://api.example.com/log`,
      )
    }
    // 6
    if (data !== null && isStream(data)) {
      throw new TypeError('page.sendBeacon: a stream cannot be sent; give text, a Blob, bytes or a form')
    }
    const extracted = data === null ? null : extractBody(data, profile)
    const type = extracted?.contentType ?? null
    const length = extracted?.body.length ?? 0
    // 6.2
    if (profile.beaconQuota && length + this.#inflight > QUOTA) return false
    // 6.3-6.4: what a form could not send is asked for first.
    const isSafe = type === null || isCorsSafelistedRequestHeader('Content-Type', type, profile)
    // 7
    const inner = createRequest({
      url: parsed,
      client,
      method: 'POST',
      mode: isSafe ? 'no-cors' : 'cors',
      unsafeRequest: !isSafe,
      credentialsMode: 'include',
      keepalive: profile.beaconQuota,
      headerList: type === null ? [] : [['Content-Type', type]],
      body: extracted?.body ?? null,
    })
    this.#inflight += length
    void this.#fetch(inner).finally(() => (this.#inflight -= length))
    return true
  }

  /** It outlives its page. */
  async #fetch(inner: ReturnType<typeof createRequest>): Promise<void> {
    const recorder = this.#fetcher.createRecorder()
    const state = { inner, signal: null, dropped: [] }
    const driven = await this.#fetcher.fetchIfApproved(state, recorder, {}, this.#fetcher.network)
    if (driven instanceof Withheld) return
    driven.body?.discard()
    if (driven.response.failure !== null)
      this.#fetcher.networkError(inner, driven.response, recorder, 'beacon')
  }
}
