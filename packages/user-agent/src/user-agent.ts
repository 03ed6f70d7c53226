import { CorsPreflightCache, isHeaderValue, PROFILES } from 'concors/protocol'
import type { AddressSpace, LocalNetwork, Profile, ProfileName, WebSecurity } from 'concors/protocol'
import type { ProxyAgent } from 'undici'
import type { buildConnector } from 'undici'
import { BrowserCookieJar } from './cookie-jar.js'
import type { ThirdPartyCookies } from './cookie-jar.js'
import { RequestLog } from './exchange.js'
import type { LoggedRequest } from './exchange.js'
import type { NetworkError } from './network-error.js'
import { Network } from './network.js'
import type { Elsewhere, NetworkMap } from './network.js'
import { Page } from './page.js'
import type { PageOptions } from './page-client.js'
import type { InfersPreflight } from './rehearsal.js'
import { RejectionLog } from './rejection-log.js'
import type { App } from './transport/app.js'
import { MAX_DELAY } from './transport/deadline-transport.js'

/** Milliseconds that a browser here waits for a connection, for an answer, and for each part of it. */
const DEFAULT_TIMEOUT = 30_000

export interface UserAgentOptions {
  /** Whose behaviour to show. Default: `chromium`, what most visitors run. */
  readonly profile?: ProfileName
  /** Whether failures and responses carry the steps that led to them. Default: true. */
  readonly trace?: boolean
  /** Milliseconds to wait for a response's head, the connection included, and between two chunks of its body. Default: 30,000. */
  readonly timeout?: number
  /** Apps of this process, by the origin at which they are mounted. */
  readonly network?: NetworkMap
  /** Where requests go that `network` does not name. Default: `sockets`. */
  readonly elsewhere?: Elsewhere
  /** Default: the profile's (Chromium and standard `allowed`, Firefox `partitioned`, WebKit `blocked`). */
  readonly thirdPartyCookies?: ThirdPartyCookies
  /** undici's connection options: `ca`, `rejectUnauthorized`, `lookup`, … */
  readonly connect?: buildConnector.BuildOptions | buildConnector.connector
  /** An HTTP proxy: its URL, or undici's ProxyAgent options. */
  readonly proxy?: string | ProxyAgent.Options
  /**
   * Whether heads of responses are read that undici's parser refuses, and browsers take: with control bytes, bare line
   * feeds, folded lines, or after a `100 Continue` that nobody asked for. It is slower, and not for proxies. Default: false.
   */
  readonly lenient?: boolean
  /**
   * Where hosts are, by name: `{ 'api.local': 'local' }`. Given, also without any, the engine's Local Network Access is there: a
   * page reaches what is nearer to the user than itself with a permission only. Addresses and `localhost` tell by themselves,
   * every other name is public. Default: there is none.
   */
  readonly addressSpaces?: Readonly<Record<string, AddressSpace>>
  /** What the user has said to Local Network Access. Default: `denied`, as where nobody answers. */
  readonly localNetworkAccess?: LocalNetwork['permission']
  /** The value of `User-Agent`. */
  readonly userAgent?: string
  /** The value of `Accept-Language`; empty for none. Default: `en-US,en;q=0.9`. */
  readonly acceptLanguage?: string
}

/** A browser: pages that share cookies, a preflight cache and connections. Two browsers share nothing. */
export interface Browser {
  readonly profile: Profile
  readonly cookies: BrowserCookieJar
  /** What reached the wire or an app, oldest first: the last 1,000. */
  readonly requests: readonly LoggedRequest[]
  /** What its pages were refused, and what failed for want of an answer, oldest first: the last 1,000. */
  readonly rejections: readonly NetworkError[]
  /**
   * `disabled` is Chromium's `--disable-web-security`: no preflights, and every response is readable. Default: `enforced`.
   */
  webSecurity: WebSecurity
  /** What the user has said to Local Network Access, which there is where `addressSpaces` were given. */
  localNetworkAccess: LocalNetwork['permission']
  /**
   * A page at this address.
   *
   * @throws TypeError for what is no URL of a page
   */
  page(url: string | URL, options?: PageOptions): Page
  /**
   * For servers that do not answer OPTIONS, as mocks: says of a URL whether its preflights are not sent, but count as answered
   * with the CORS headers of the response that they ask for. The server then sees a request before it is known to be
   * allowed. Where it throws, the preflight counts as one that got no answer. Null, the default: all are sent.
   *
   * @throws TypeError where it is set to what is no function and not null
   */
  inferPreflights: InfersPreflight | null
  /**
   * Mounts an app of this process at an origin, in place of what is there; at `*`, for all origins without one. The
   * function that it returns takes it away.
   *
   * @throws TypeError for what is no origin, or no app
   */
  mount(origin: string, app: App): () => void
  /** Forgets cookies, cached preflights and the lists of requests and rejections. */
  clear(): void
  /** Ends what is under way, and frees the connections. */
  close(): Promise<void>
}

/** What the pages of one browser share. */
export interface BrowserInternals {
  readonly profile: Profile
  readonly trace: boolean
  readonly network: Network
  readonly cookies: BrowserCookieJar
  readonly preflightCache: CorsPreflightCache
  readonly requests: RequestLog
  readonly rejections: RejectionLog
  webSecurity: WebSecurity
  localNetwork: Omit<LocalNetwork, 'client'> | undefined
  inferPreflights: InfersPreflight | null
  readonly userAgent: string
  readonly acceptLanguage: string
}

const KNOWN_OPTIONS: readonly string[] = [
  'profile',
  'trace',
  'timeout',
  'network',
  'elsewhere',
  'thirdPartyCookies',
  'connect',
  'proxy',
  'lenient',
  'addressSpaces',
  'localNetworkAccess',
  'userAgent',
  'acceptLanguage',
] satisfies (keyof UserAgentOptions)[]

/**
 * A browser in Node: its pages fetch as the profile's engine does, and say why where it refuses.
 *
 * @throws TypeError for an option that is unknown or out of range
 */
export function createUserAgent(options: UserAgentOptions = {}): Browser {
  const profile = checkOptions(options)
  const { timeout = DEFAULT_TIMEOUT, connect, proxy, lenient = false } = options
  const internals: BrowserInternals = {
    profile,
    trace: options.trace ?? true,
    network: new Network(options.network ?? {}, options.elsewhere ?? 'sockets', {
      timeout,
      maxHead: profile.maxResponseHead,
      lenient,
      ...(connect === undefined ? {} : { connect }),
      ...(proxy === undefined ? {} : { proxy }),
    }),
    cookies: new BrowserCookieJar(profile, options.thirdPartyCookies ?? profile.thirdPartyCookies),
    preflightCache: new CorsPreflightCache(profile.preflightCache, () => performance.now()),
    requests: new RequestLog(),
    rejections: new RejectionLog(),
    webSecurity: 'enforced',
    localNetwork: localNetworkOf(options),
    inferPreflights: null,
    userAgent: options.userAgent ?? `Mozilla/5.0 (compatible; concors; ${profile.name})`,
    acceptLanguage: options.acceptLanguage ?? 'en-US,en;q=0.9',
  }
  return {
    profile,
    cookies: internals.cookies,
    get requests() {
      return internals.requests.list()
    },
    get rejections() {
      return internals.rejections.list()
    },
    get webSecurity() {
      return internals.webSecurity
    },
    set webSecurity(webSecurity) {
      oneOf('webSecurity', webSecurity, ['enforced', 'disabled'])
      internals.webSecurity = webSecurity
    },
    get localNetworkAccess() {
      return internals.localNetwork?.permission ?? 'denied'
    },
    set localNetworkAccess(permission) {
      oneOf('localNetworkAccess', permission, ['granted', 'denied'])
      const { addressSpaces } = internals.localNetwork ?? {}
      if (addressSpaces === undefined) {
        throw new TypeError(
          "browser.localNetworkAccess: there is none without createUserAgent({ addressSpaces: { 'api.local': 'local' } })",
        )
      }
      internals.localNetwork = { addressSpaces, permission }
    },
    get inferPreflights() {
      return internals.inferPreflights
    },
    set inferPreflights(inferPreflights) {
      if (inferPreflights !== null && typeof inferPreflights !== 'function') {
        throw new TypeError(
          `browser.inferPreflights is a function of a URL, or null, not ${shown(inferPreflights)}`,
        )
      }
      internals.inferPreflights = inferPreflights
    },
    mount: (origin, app) => internals.network.mount(origin, app),
    page: (url, pageOptions) => new Page(internals, url, pageOptions),
    clear() {
      internals.cookies.clear()
      internals.preflightCache.clearAll()
      internals.requests.clear()
      internals.rejections.clear()
    },
    close: () => internals.network.close(),
  }
}

function checkOptions(options: UserAgentOptions): Profile {
  if (typeof options !== 'object' || (options as unknown) === null) {
    throw new TypeError(`createUserAgent: the options are an object, not ${shown(options)}`)
  }
  for (const name of Object.keys(options)) {
    if (!KNOWN_OPTIONS.includes(name)) {
      throw new TypeError(
        `createUserAgent: unknown option ${JSON.stringify(name)}; known: ${KNOWN_OPTIONS.join(', ')}`,
      )
    }
  }
  const { profile = 'chromium', timeout, elsewhere, thirdPartyCookies } = options
  oneOf('profile', profile, Object.keys(PROFILES))
  oneOf('elsewhere', elsewhere, ['sockets', 'closed'])
  oneOf('thirdPartyCookies', thirdPartyCookies, ['allowed', 'partitioned', 'blocked', 'not-kept'])
  if (timeout !== undefined && !(Number.isInteger(timeout) && timeout > 0 && timeout <= MAX_DELAY)) {
    throw new TypeError(
      `createUserAgent: timeout is a whole number of milliseconds above 0, up to ${MAX_DELAY}, not ${String(timeout)}`,
    )
  }
  if (options.trace !== undefined && typeof options.trace !== 'boolean') {
    throw new TypeError(`createUserAgent: trace is true or false, not ${String(options.trace)}`)
  }
  if (options.lenient !== undefined && typeof options.lenient !== 'boolean') {
    throw new TypeError(`createUserAgent: lenient is true or false, not ${String(options.lenient)}`)
  }
  if (options.lenient === true && options.proxy !== undefined) {
    throw new TypeError('createUserAgent: lenient goes to servers directly; leave out lenient or proxy')
  }
  headerValue('userAgent', options.userAgent)
  headerValue('acceptLanguage', options.acceptLanguage)
  const { connect } = options
  if (
    connect !== undefined &&
    typeof connect !== 'function' &&
    (typeof connect !== 'object' || connect === null)
  ) {
    throw new TypeError(
      `createUserAgent: connect is undici's connection options or a connector, not ${String(connect)}`,
    )
  }
  checkProxy(options.proxy)
  return PROFILES[profile]
}

const ADDRESS_SPACES: readonly unknown[] = ['loopback', 'local', 'public'] satisfies AddressSpace[]

function localNetworkOf({
  addressSpaces,
  localNetworkAccess: permission = 'denied',
}: UserAgentOptions): BrowserInternals['localNetwork'] {
  oneOf('localNetworkAccess', permission, ['granted', 'denied'])
  if (addressSpaces === undefined) return undefined
  if (typeof addressSpaces !== 'object' || addressSpaces === null || Array.isArray(addressSpaces)) {
    throw new TypeError("createUserAgent: addressSpaces are by host, like { 'api.local': 'local' }")
  }
  for (const [host, space] of Object.entries(addressSpaces)) {
    if (!URL.canParse(`http://${host}/`) || new URL(`http://${host}/`).hostname !== host) {
      throw new TypeError(
        `createUserAgent: addressSpaces: ${JSON.stringify(host)} is no host; write it as in a URL, without scheme and port, like api.local`,
      )
    }
    if (!ADDRESS_SPACES.includes(space)) {
      throw new TypeError(
        `createUserAgent: addressSpaces[${JSON.stringify(host)}] is one of ${ADDRESS_SPACES.join(', ')}, not ${JSON.stringify(space)}`,
      )
    }
  }
  return { addressSpaces: Object.assign(Object.create(null) as object, addressSpaces), permission }
}

function headerValue(name: string, value: string | undefined): void {
  if (value === undefined || (typeof value === 'string' && isHeaderValue(value))) return
  throw new TypeError(`createUserAgent: ${name} is no header value: ${shown(value)}`)
}

function checkProxy(proxy: UserAgentOptions['proxy']): void {
  if (proxy === undefined) return
  const url = typeof proxy === 'object' && proxy !== null ? proxy.uri : proxy
  if (typeof url === 'string' && /^(?:https?|socks5?):\/\//.test(url) && URL.canParse(url)) return
  throw new TypeError(
    `createUserAgent: proxy is the URL of a proxy, like http://127.0.0.1:3128, not ${shown(url)}`,
  )
}

function oneOf(name: string, value: string | undefined, allowed: readonly string[]): void {
  if (value === undefined || allowed.includes(value)) return
  throw new TypeError(`createUserAgent: ${name} is one of ${allowed.join(', ')}, not ${shown(value)}`)
}

/** As JSON, where it can be. */
function shown(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return `a ${typeof value}`
  }
}
