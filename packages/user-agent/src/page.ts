import { createPotentialCorsRequest, TraceRecorder } from 'concors/protocol'
import type { Failure, Trace, WireRequest } from 'concors/protocol'
import type { ConsoleMessage } from 'concors/failures'
import { Beacons } from './beacon.js'
import type { BodyInput } from './body.js'
import { createCanvas } from './canvas.js'
import type { Canvas } from './canvas.js'
import { Withheld } from './drive.js'
import type { DriveHooks } from './drive.js'
import { NODE_CLASSES } from './dom/classes.js'
import type { DomClasses } from './dom/classes.js'
import { createEventSourceClass } from './event-source/event-source.js'
import type { EventSourceClass } from './event-source/types.js'
import { createExchange, sentRequest } from './exchange.js'
import type { Exchange, SentRequest } from './exchange.js'
import { PageHeaders } from './headers.js'
import { createLoadedImage } from './image.js'
import type { ImageOptions, LoadedImage } from './image.js'
import { loadFont, loadScript, loadStylesheet } from './loads/element-loads.js'
import type {
  Loaded,
  LoadedScript,
  LoadedStylesheet,
  LoadOptions,
  ScriptOptions,
} from './loads/element-loads.js'
import { checkLoadOptions, loadUrl } from './loads/load-options.js'
import type { NetworkError } from './network-error.js'
import { createPageClient } from './page-client.js'
import type { PageOptions } from './page-client.js'
import { PageFetcher } from './page-fetcher.js'
import { PageLifetime } from './page-lifetime.js'
import { createRequestClass } from './page-request.js'
import { needsInput, requestState } from './request.js'
import type { PageRequestInit } from './request.js'
import { asResponse, PageResponse } from './response.js'
import { DeadlineTransport } from './transport/deadline-transport.js'
import type { BrowserInternals } from './user-agent.js'
import type { XmlHttpRequestClass } from './xhr/types.js'
import { createXmlHttpRequestClass } from './xhr/xml-http-request.js'

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
  /** Whether the page may read the response's timing. https://fetch.spec.whatwg.org/#concept-tao-check */
  readonly timingAllowed: boolean
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
  readonly #fetcher: PageFetcher
  readonly #dom: DomClasses
  #requestClass: typeof Request | null = null
  #xmlHttpRequestClass: XmlHttpRequestClass | null = null
  #eventSourceClass: EventSourceClass | null = null
  #beacons: Beacons | null = null

  /** Pages are made by `browser.page()`. */
  constructor(browser: BrowserInternals, url: string | URL, options: PageOptions = {}) {
    const client = createPageClient(url, options)
    this.url = client.creationUrl.href
    this.#fetcher = new PageFetcher(browser, client, new PageLifetime(options.window !== undefined))
    this.#dom = options.window ?? NODE_CLASSES
  }

  /** Its origin, serialized: `null` for an opaque one. */
  get origin(): string {
    return this.#fetcher.realm.client.origin.serialized
  }

  /** `Request` as this page's scripts have it: relative URLs and forbidden headers are the page's. */
  get Request(): typeof Request {
    this.#requestClass ??= createRequestClass(this.#fetcher.realm)
    return this.#requestClass
  }

  /** `Headers` as this page's scripts have it. */
  get Headers(): typeof Headers {
    return PageHeaders
  }

  /**
   * `XMLHttpRequest` as this page's scripts have it, without synchronous requests. Where the browser refuses, its
   * `networkError` says why.
   */
  get XMLHttpRequest(): XmlHttpRequestClass {
    this.#xmlHttpRequestClass ??= createXmlHttpRequestClass(this.#fetcher, this.#dom)
    return this.#xmlHttpRequestClass
  }

  /** `EventSource` as this page's scripts have it. Where the browser refuses, its `networkError` says why. */
  get EventSource(): EventSourceClass {
    this.#eventSourceClass ??= createEventSourceClass(this.#fetcher, this.#dom)
    return this.#eventSourceClass
  }

  /** `fetch` as this page's scripts have it. Rejects with a `NetworkError` where the browser refuses. */
  readonly fetch = async (...args: [input: Input, init?: Init]): Promise<Response> => {
    needsInput('fetch', args)
    const state = requestState(this.#fetcher.realm, args[0], args[1])
    const recorder = this.#fetcher.createRecorder()
    const { response, body } = await this.#fetcher.fetch(state, recorder)
    if (response.failure !== null) throw this.#fetcher.networkError(state.inner, response, recorder)
    return asResponse(new PageResponse(response, recorder?.trace ?? [], body))
  }

  /**
   * The same, as data: what was sent, what came, and every step. It resolves also where the browser refuses, and
   * rejects with the TypeError that `fetch` has for wrong arguments.
   */
  async inspect(input: Input, init?: Init, { approve, deadline }: InspectOptions = {}): Promise<Inspection> {
    const state = requestState(this.#fetcher.realm, input, init)
    const recorder = new TraceRecorder()
    const exchanges: Exchange[] = []
    const { network } = this.#fetcher
    const transport = deadline === undefined ? network : new DeadlineTransport(network, deadline)
    const hooks: DriveHooks = {
      approve,
      onResult: (request, result, milliseconds) =>
        exchanges.push(createExchange(request, result, milliseconds)),
    }
    const driven = await this.#fetcher.fetchIfApproved(state, recorder, hooks, transport)
    const none = { response: null, error: null, failure: null, consoleMessages: [], withheld: null }
    const found = { ...none, timingAllowed: false, trace: recorder.trace, exchanges }
    if (driven instanceof Withheld)
      return { ...found, outcome: 'withheld', withheld: sentRequest(driven.request) }
    const { response, body } = driven
    const { failure } = response
    if (failure === null) {
      return {
        ...found,
        outcome: 'readable',
        timingAllowed: response.timingAllowPassed,
        response: asResponse(new PageResponse(response, recorder.trace, body)),
      }
    }
    const error = this.#fetcher.networkError(state.inner, response, recorder)
    const outcome = UNREACHABLE.has(failure.code) ? 'unreachable' : 'blocked'
    return { ...found, outcome, error, failure, consoleMessages: error.consoleMessages }
  }

  /**
   * Loads an image as `<img>` does, to know whether a canvas that it is drawn into stays readable. Rejects with a
   * `NetworkError` where `<img>` fires `error` for one, with an `EncodingError` where what came is no image.
   * https://html.spec.whatwg.org/#update-the-image-data
   *
   * @throws TypeError for what is no URL or option
   */
  async loadImage(url: string | URL, options: ImageOptions = {}): Promise<LoadedImage> {
    const { client, profile } = this.#fetcher.realm
    checkLoadOptions('loadImage', options, ['crossOrigin', 'referrerPolicy'] satisfies (keyof ImageOptions)[])
    const address = loadUrl('loadImage', url, client)
    const inner = createPotentialCorsRequest(client, address, 'image', options)
    const recorder = this.#fetcher.createRecorder()
    const state = { inner, signal: null, dropped: [] }
    const { response, body } = await this.#fetcher.fetch(state, recorder, { wantsInternal: true })
    if (response.failure !== null) throw this.#fetcher.networkError(inner, response, recorder, 'image')
    const bytes = body === null ? new Uint8Array() : await body.bytes()
    return createLoadedImage(profile.name, response, bytes)
  }

  /** A canvas that images are drawn into, to know whether the page may still read it. */
  canvas(): Canvas {
    return createCanvas(this.#fetcher.realm.profile.name)
  }

  /**
   * Loads a script as `<script>` does, and does not run it. Rejects with a `NetworkError` or a `LoadError` where the element
   * fires `error`.
   *
   * @throws TypeError for what is no URL or option
   */
  async loadScript(url: string | URL, options: ScriptOptions = {}): Promise<LoadedScript> {
    return loadScript(this.#fetcher, url, options)
  }

  /** Loads a style sheet as `<link rel=stylesheet>` does; the same as {@link loadScript} otherwise. */
  async loadStylesheet(url: string | URL, options: LoadOptions = {}): Promise<LoadedStylesheet> {
    return loadStylesheet(this.#fetcher, url, options)
  }

  /** Loads a font as `@font-face` does, which needs CORS but for WebKit; it is not decoded. */
  async loadFont(url: string | URL): Promise<Loaded> {
    return loadFont(this.#fetcher, url)
  }

  /**
   * `navigator.sendBeacon` as this page's scripts have it: whether the beacon was queued. `browser.rejections` knows what
   * became of it.
   *
   * @throws TypeError for what is no http or https URL, and for a stream
   */
  readonly sendBeacon = (url: string | URL, data: BodyInput | null = null): boolean => {
    this.#beacons ??= new Beacons(this.#fetcher)
    return this.#beacons.send(url, data)
  }

  /**
   * Ends its scripts, as when its window is closed: what they wait for does not come any more, neither as a value nor as
   * an error; what they ask for from then on is not sent. Where the page has a `window`, that goes for bodies too. The
   * connections are the browser's to close.
   */
  close(): void {
    this.#fetcher.lifetime.end()
  }
}
