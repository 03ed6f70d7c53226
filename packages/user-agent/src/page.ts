import {
  combineRepeated,
  createClient,
  createOpaqueOrigin,
  createPotentialCorsRequest,
  fetch as fetchSteps,
  isReferrerPolicy,
  TraceRecorder,
  urlOrigin,
} from 'concors'
import type {
  Client,
  EmbedderPolicy,
  Failure,
  FetchContext,
  InnerRequest,
  InnerResponse,
  ReferrerPolicy,
  Trace,
  WireRequest,
} from 'concors'
import type { ConsoleMessage, Situation } from 'concors/failures'
import { withKnownLength } from './body.js'
import { drive, Withheld } from './drive.js'
import type { Driven, DriveHooks } from './drive.js'
import { createExchange, sentRequest } from './exchange.js'
import type { Exchange, SentRequest } from './exchange.js'
import { PageHeaders } from './headers.js'
import { createLoadedImage } from './image.js'
import type { ImageOptions, LoadedImage } from './image.js'
import { checkIntegrity } from './integrity.js'
import { NetworkError } from './network-error.js'
import { createRequestClass } from './page-request.js'
import { registrableDomain } from './public-suffix.js'
import { needsInput, requestState } from './request.js'
import type { PageRequestInit, RequestRealm, RequestState } from './request.js'
import { asResponse, PageResponse } from './response.js'
import { ACCEPT_ENCODING } from './transport/content-coding.js'
import { DeadlineTransport } from './transport/deadline-transport.js'
import type { PageRequestBody } from './transport/request-body.js'
import type { Transport } from './transport/transport.js'
import type { BrowserInternals } from './user-agent.js'

export interface PageOptions {
  /** A frame sandboxed without `allow-same-origin`: its origin is opaque, `Origin` says `null`. Default: false. */
  readonly sandboxed?: boolean
  /** Default: `strict-origin-when-cross-origin`. */
  readonly referrerPolicy?: ReferrerPolicy
  /** Cross-Origin-Embedder-Policy. Default: `unsafe-none`. */
  readonly embedderPolicy?: EmbedderPolicy
  /** The page at the top, where this one is a frame in it. Default: this page itself. */
  readonly topLevel?: string | URL
}

/** What one fetch did, whether or not the page may read its response. */
export interface Inspection {
  /** `unreachable`: no response came, which is not CORS. `withheld`: `approve` said no. */
  readonly outcome: 'readable' | 'blocked' | 'unreachable' | 'withheld'
  readonly response: Response | null
  readonly error: NetworkError | null
  readonly failure: Failure | null
  readonly trace: Trace
  readonly exchanges: readonly Exchange[]
  /** What the profile's engine would print. */
  readonly consoleMessages: readonly ConsoleMessage[]
  /** The request that `approve` kept from being sent. */
  readonly withheld: SentRequest | null
}

export interface InspectOptions {
  /** Asked before each request; false ends the fetch before it is sent. */
  readonly approve?: (request: WireRequest) => boolean
  /** Milliseconds for all requests together, redirects and preflights included. Default: no limit but `timeout` for each. */
  readonly deadline?: number
}

type Input = string | URL | Request
type Init = RequestInit | PageRequestInit

/** Failures in which no response came, and CORS had no say. */
const UNREACHABLE: ReadonlySet<string> = new Set(['network-failure', 'preflight-network-failure'])

/** A page of a browser. */
export class Page {
  /** Its address. */
  readonly url: string
  readonly #browser: BrowserInternals
  readonly #realm: RequestRealm
  #inflightKeepaliveBytes = 0
  #requestClass: typeof Request | null = null

  /** Pages are made by `browser.page()`. */
  constructor(browser: BrowserInternals, url: string | URL, options: PageOptions = {}) {
    const client = createPageClient(url, options)
    this.url = client.creationUrl.href
    this.#browser = browser
    this.#realm = { client, profile: browser.profile }
  }

  /** Its origin, serialized: `null` for an opaque one. */
  get origin(): string {
    return this.#realm.client.origin.serialized
  }

  /** `Request` as this page's scripts have it: relative URLs and forbidden headers are the page's. */
  get Request(): typeof Request {
    this.#requestClass ??= createRequestClass(this.#realm)
    return this.#requestClass
  }

  /** `Headers` as this page's scripts have it. */
  get Headers(): typeof Headers {
    return PageHeaders
  }

  /** `fetch` as this page's scripts have it. Rejects with a `NetworkError` where the browser refuses. */
  readonly fetch = async (...args: [input: Input, init?: Init]): Promise<Response> => {
    needsInput('fetch', args)
    const state = requestState(this.#realm, args[0], args[1])
    const recorder = this.#browser.trace ? new TraceRecorder() : null
    const driven = (await this.#run(state, recorder, LOG_ONLY)) as Driven
    const { response, body } = driven
    if (response.failure !== null) throw this.#networkError(state.inner, response.failure, response, recorder)
    return asResponse(new PageResponse(response, recorder?.trace ?? [], body))
  }

  /**
   * The same, as data: what was sent, what came, and every step. It resolves also where the browser refuses, and
   * rejects with the TypeError that `fetch` has for wrong arguments.
   */
  async inspect(input: Input, init?: Init, { approve, deadline }: InspectOptions = {}): Promise<Inspection> {
    const state = requestState(this.#realm, input, init)
    const recorder = new TraceRecorder()
    const exchanges: Exchange[] = []
    const { network } = this.#browser
    const transport = deadline === undefined ? network : new DeadlineTransport(network, deadline)
    const hooks: DriveHooks = {
      approve,
      onResult: (request, result, milliseconds) =>
        exchanges.push(createExchange(request, result, milliseconds)),
    }
    const driven = await this.#run(state, recorder, hooks, transport)
    const common = { response: null, error: null, failure: null, consoleMessages: [], withheld: null }
    const found = { ...common, trace: recorder.trace, exchanges }
    if (driven instanceof Withheld)
      return { ...found, outcome: 'withheld', withheld: sentRequest(driven.request) }
    const { response, body } = driven
    const { failure } = response
    if (failure === null) {
      return {
        ...found,
        outcome: 'readable',
        response: asResponse(new PageResponse(response, recorder.trace, body)),
      }
    }
    const error = this.#networkError(state.inner, failure, response, recorder)
    const outcome = UNREACHABLE.has(failure.code) ? 'unreachable' : 'blocked'
    return { ...found, outcome, error, failure, consoleMessages: error.consoleMessages }
  }

  /**
   * Loads an image as `<img>` does, to know whether a canvas that it is drawn into stays readable. Rejects with a
   * `NetworkError` where `<img>` fires `error` for one, with an `EncodingError` where what came is no image.
   * https://html.spec.whatwg.org/#update-the-image-data
   */
  async loadImage(url: string | URL, options: ImageOptions = {}): Promise<LoadedImage> {
    const { client } = this.#realm
    const inner = createPotentialCorsRequest(client, new URL(url, client.creationUrl), 'image', options)
    const recorder = this.#browser.trace ? new TraceRecorder() : null
    const driven = await this.#run({ inner, signal: null, dropped: [] }, recorder, LOADS_IMAGE)
    const { response, body } = driven as Driven
    if (response.failure !== null)
      throw this.#networkError(inner, response.failure, response, recorder, 'image')
    const bytes = body === null ? new Uint8Array() : await body.bytes()
    return createLoadedImage(this.#browser.profile.name, response, bytes)
  }

  async #run(
    { inner, signal, dropped }: Omit<RequestState, 'use'>,
    recorder: TraceRecorder | null,
    hooks: DriveHooks,
    transport: Transport = this.#browser.network,
  ): Promise<Driven | Withheld> {
    signal?.throwIfAborted()
    // Chromium, WebKit: what a page sets twice is one header from the start. Seen.
    if (this.#browser.profile.repeatedRequestHeaders === 'combined') combineRepeated(inner.headerList)
    if (inner.body !== null) inner.body = await withKnownLength(inner.body as PageRequestBody)
    if (recorder !== null) noteDropped(recorder, dropped, inner.mode)
    const { requests } = this.#browser
    const logged: DriveHooks = { ...hooks, onRequest: (request) => requests.add(request) }
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

  /** @param ownBytes the request's own part of what is under way */
  #context(recorder: TraceRecorder | null, ownBytes: number): FetchContext {
    const { profile, preflightCache, cookies, userAgent, acceptLanguage } = this.#browser
    return {
      profile,
      registrableDomain,
      preflightCache,
      cookies,
      recorder,
      userAgent,
      acceptLanguage,
      acceptEncoding: ACCEPT_ENCODING,
      inflightKeepaliveBytes: () => this.#inflightKeepaliveBytes - ownBytes,
    }
  }

  #networkError(
    { method, mode }: InnerRequest,
    failure: Failure,
    response: InnerResponse,
    recorder: TraceRecorder | null,
    initiator: Situation['initiator'] = 'fetch',
  ): NetworkError {
    return new NetworkError(this.#browser.profile.name, failure, recorder?.trace ?? [], {
      urls: response.urlList.map((url) => url.href),
      origin: this.origin,
      pageUrl: this.url,
      initiator,
      mode,
      method,
    })
  }
}

const LOG_ONLY: DriveHooks = {}
const LOADS_IMAGE: DriveHooks = { wantsInternal: true }

const PAGE_OPTIONS: readonly string[] = [
  'sandboxed',
  'referrerPolicy',
  'embedderPolicy',
  'topLevel',
] satisfies (keyof PageOptions)[]

const EMBEDDER_POLICIES: readonly EmbedderPolicy[] = ['unsafe-none', 'credentialless', 'require-corp']

function createPageClient(url: string | URL, options: PageOptions): Client {
  const pageUrl = checkedPageUrl(url, 'page')
  for (const name of Object.keys(options)) {
    if (!PAGE_OPTIONS.includes(name)) {
      throw new TypeError(
        `browser.page: unknown option ${JSON.stringify(name)}; known: ${PAGE_OPTIONS.join(', ')}`,
      )
    }
  }
  const { sandboxed = false, referrerPolicy, embedderPolicy, topLevel } = options
  if (referrerPolicy !== undefined && !isReferrerPolicy(referrerPolicy)) {
    throw new TypeError(`browser.page: ${JSON.stringify(referrerPolicy)} is no referrer policy`)
  }
  if (embedderPolicy !== undefined && !EMBEDDER_POLICIES.includes(embedderPolicy)) {
    throw new TypeError(
      `browser.page: embedderPolicy is one of ${EMBEDDER_POLICIES.join(', ')}, not ${JSON.stringify(embedderPolicy)}`,
    )
  }
  const origin = sandboxed ? createOpaqueOrigin() : urlOrigin(pageUrl)
  // A sandboxed frame is opaque itself, and still lives in the site that shows it.
  const topLevelOrigin =
    topLevel === undefined ? urlOrigin(pageUrl) : urlOrigin(checkedPageUrl(topLevel, 'topLevel'))
  return createClient(pageUrl, {
    origin,
    topLevelOrigin:
      topLevel === undefined && origin.kind === 'opaque' && !sandboxed ? origin : topLevelOrigin,
    ...(referrerPolicy === undefined ? {} : { referrerPolicy }),
    ...(embedderPolicy === undefined ? {} : { embedderPolicy }),
  })
}

function checkedPageUrl(url: string | URL, what: string): URL {
  const text = String(url)
  if (!URL.canParse(text)) {
    throw new TypeError(
      `browser.page: ${what} ${JSON.stringify(text)} is no URL; write it whole, like https://app.example.com/`,
    )
  }
  const parsed = new URL(text)
  if (!/^(?:https?|data|about|file):$/.test(parsed.protocol)) {
    throw new TypeError(
      `browser.page: no page has an address of scheme ${parsed.protocol}; use https:, http: or data:`,
    )
  }
  return parsed
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
