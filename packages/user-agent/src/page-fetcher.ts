import { combineRepeated, fetch as fetchSteps, TraceRecorder } from 'concors/protocol'
import type { Client, CookieStore, FetchContext, InnerRequest, InnerResponse } from 'concors/protocol'
import type { Initiator } from 'concors/failures'
import { withKnownLength } from './body.js'
import { drive, Withheld } from './drive.js'
import type { Driven, DriveHooks } from './drive.js'
import { checkIntegrity } from './integrity.js'
import { NetworkError } from './network-error.js'
import type { Network } from './network.js'
import type { PageLifetime } from './page-lifetime.js'
import { registrableDomain } from './public-suffix.js'
import { copyOfRequest, Rehearsal } from './rehearsal.js'
import type { InfersPreflight } from './rehearsal.js'
import type { RequestRealm, RequestState } from './request.js'
import { ACCEPT_ENCODING } from './transport/content-coding.js'
import type { PageRequestBody } from './transport/request-body.js'
import type { Transport } from './transport/transport.js'
import type { BrowserInternals } from './user-agent.js'

const LOG_ONLY: DriveHooks = {}

/** How a page gets at the network, whoever in it asks: `fetch()`, XMLHttpRequest, an element. */
export class PageFetcher {
  readonly realm: RequestRealm
  readonly lifetime: PageLifetime
  readonly #browser: BrowserInternals
  #inflightKeepaliveBytes = 0

  constructor(browser: BrowserInternals, client: Client, lifetime: PageLifetime) {
    this.#browser = browser
    this.lifetime = lifetime
    this.realm = { client, profile: browser.profile }
  }

  get network(): Network {
    return this.#browser.network
  }

  /** Null where nobody wants to know why. */
  createRecorder(): TraceRecorder | null {
    return this.#browser.trace ? new TraceRecorder() : null
  }

  /**
   * Rejects with the signal's reason when it aborts; otherwise what goes wrong is in the response. For a page that was closed
   * nothing is sent, and nothing comes.
   */
  async fetch(
    state: Omit<RequestState, 'use'>,
    recorder: TraceRecorder | null,
    hooks: Omit<DriveHooks, 'approve'> = LOG_ONLY,
  ): Promise<Driven> {
    if (this.lifetime.isOver) return new Promise<never>(() => {})
    // Without `approve` nothing is withheld.
    const fetched = this.fetchIfApproved(state, recorder, hooks, this.network) as Promise<Driven>
    return this.lifetime.bounded(await this.lifetime.within(fetched))
  }

  async fetchIfApproved(
    { inner, signal, dropped }: Omit<RequestState, 'use'>,
    recorder: TraceRecorder | null,
    hooks: DriveHooks,
    transport: Transport,
  ): Promise<Driven | Withheld> {
    signal?.throwIfAborted()
    // Chromium, WebKit: what a page sets twice is one header from the start. Seen.
    if (this.realm.profile.repeatedRequestHeaders === 'combined') combineRepeated(inner.headerList)
    if (inner.body !== null) inner.body = await withKnownLength(inner.body as PageRequestBody)
    if (recorder !== null) noteDropped(recorder, dropped, inner.mode)
    const { requests } = this.#browser
    const logged: DriveHooks = {
      ...hooks,
      finishesPreflights: this.realm.profile.preflightCache.keepsAborted,
      onRequest: (request) => requests.add(request),
    }
    const { inferPreflights } = this.#browser
    if (inferPreflights === null) return this.#drive(inner, recorder, transport, signal, logged)
    const rehearsal = await this.#rehearse(inner, transport, signal, inferPreflights)
    try {
      return await this.#drive(inner, recorder, rehearsal, signal, logged)
    } finally {
      await rehearsal.close()
    }
  }

  async #drive(
    inner: InnerRequest,
    recorder: TraceRecorder | null,
    transport: Transport,
    signal: AbortSignal | null,
    logged: DriveHooks,
  ): Promise<Driven | Withheld> {
    const bytes = inner.keepalive ? (inner.body?.length ?? 0) : 0
    const steps = fetchSteps(inner, this.#context(recorder, bytes))
    if (bytes === 0 && inner.integrity === '') return drive(steps, transport, signal, logged)
    this.#inflightKeepaliveBytes += bytes
    try {
      const driven = await drive(steps, transport, signal, logged)
      if (driven instanceof Withheld || inner.integrity === '') return driven
      return await checkIntegrity(driven, inner.integrity, recorder)
    } finally {
      this.#inflightKeepaliveBytes -= bytes
    }
  }

  /** Runs the fetch of a copy, of which nothing stays but what came. */
  #rehearse(
    inner: InnerRequest,
    transport: Transport,
    signal: AbortSignal | null,
    infers: InfersPreflight,
  ): Promise<Rehearsal> {
    const { cookies } = this.#browser
    const readOnly: CookieStore = { retrieve: (request) => cookies.retrieve(request), store: () => {} }
    const context = { ...this.#context(null, 0), preflightCache: null, cookies: readOnly }
    return Rehearsal.run(fetchSteps(copyOfRequest(inner), context), transport, signal, infers)
  }

  /** What a page's code is told of a response that is a network error, with the reason. */
  networkError(
    { method, mode, redirectMode, credentialsMode, keepalive }: InnerRequest,
    { failure, urlList }: InnerResponse,
    recorder: TraceRecorder | null,
    initiator: Initiator = 'fetch',
  ): NetworkError {
    const { client, profile } = this.realm
    const error = new NetworkError(profile.name, failure!, recorder?.trace ?? [], {
      urls: urlList.map((url) => url.href),
      origin: client.origin.serialized,
      pageUrl: client.creationUrl.href,
      initiator,
      mode,
      redirectMode,
      credentials: credentialsMode,
      keepalive,
      method,
    })
    this.#browser.rejections.add(error)
    return error
  }

  /** @param ownBytes the request's own part of what is under way */
  #context(recorder: TraceRecorder | null, ownBytes: number): FetchContext {
    const { profile, preflightCache, cookies, userAgent, acceptLanguage, webSecurity, localNetwork } =
      this.#browser
    return {
      profile,
      registrableDomain,
      preflightCache,
      cookies,
      webSecurity,
      localNetwork: localNetwork && { ...localNetwork, client: this.realm.client },
      recorder,
      userAgent,
      acceptLanguage,
      acceptEncoding: ACCEPT_ENCODING,
      inflightKeepaliveBytes: () => this.#inflightKeepaliveBytes - ownBytes,
    }
  }
}

/** https://fetch.spec.whatwg.org/#headers-validate step 3 */
function noteDropped(recorder: TraceRecorder, dropped: readonly string[], mode: string): void {
  for (const header of dropped) {
    recorder.info(
      'validate',
      '3',
      { header },
      mode === 'no-cors' ? 'no-cors-header-dropped' : 'forbidden-header-dropped',
    )
  }
}
