/**
 * A pattern of origins: an origin as a browser writes it (`https://app.example`), or one with `*.` before the
 * host (any subdomain) or with `:*` or `:{8080,8443}` after it (any port, these ports). A plain `string` is not
 * enough: what comes from the environment goes through `originsFromList`.
 */
export type OriginPattern = `${string}://${string}`

/** What a resolver is asked. It sees no header but the ones that it names in `vary`. */
export interface OriginQuestion {
  /** A valid serialized origin, never `null`. */
  readonly origin: string
  /** The `Host` of the request, or null. */
  readonly host: string | null
  /** The headers named in `vary`, lower-case; null where the request lacks one. */
  readonly headers: Readonly<Record<string, string | null>>
}

/** Approves origins one by one, for instance from a database. Whatever is not `true` is a no. */
export interface OriginResolver {
  readonly resolve: (question: OriginQuestion) => boolean | Promise<boolean>
  /**
   * Request headers that the answer depends on. They join `Vary`, and the resolver sees them. A preflight carries
   * none of the page's own headers. Default: none.
   */
  readonly vary?: readonly string[]
  /** Milliseconds after which the answer is no. Default: 2000. From 1 to 60,000. */
  readonly timeoutMs?: number
  /** Keeps up to `max` answers for `ttlMs` milliseconds each. Default: none is kept. */
  readonly cache?: { readonly max: number; readonly ttlMs: number }
}

/** `Cross-Origin-Resource-Policy`. https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header */
export type ResourcePolicy = 'same-origin' | 'same-site' | 'cross-origin'

interface CommonOptions {
  /**
   * Methods that pages may use beside GET, HEAD and POST, in upper case; `'*'` for all. Default: none.
   * `Access-Control-Allow-Methods`, https://fetch.spec.whatwg.org/#http-access-control-allow-methods
   */
  readonly allowMethods?: '*' | readonly string[]
  /**
   * Request headers that pages may send beside the safelisted ones; `'*'` for all but Authorization, and
   * `['*', 'authorization']` for that too. Default: none.
   * `Access-Control-Allow-Headers`, https://fetch.spec.whatwg.org/#http-access-control-allow-headers
   */
  readonly allowHeaders?: '*' | readonly string[]
  /**
   * Seconds for which a browser may remember a preflight: 0 to 86,400. Default: the header is not sent, and
   * browsers take 5. `Access-Control-Max-Age`, https://fetch.spec.whatwg.org/#http-access-control-max-age
   */
  readonly maxAge?: number
  /**
   * Who may see the timing of responses: `'*'`, or origins, all of which are sent to everybody, because the
   * requests that it is for carry no `Origin`. Default: nobody. A handler's own header stays.
   * `Timing-Allow-Origin`, https://fetch.spec.whatwg.org/#concept-tao-check
   */
  readonly timingAllowOrigins?: '*' | readonly OriginPattern[]
  /** Who may embed responses without CORS. Default: the header is not sent. A handler's own header stays. */
  readonly resourcePolicy?: ResourcePolicy
  /**
   * Answers 403 to cross-origin requests from other origins, before the handler runs. Navigations and requests
   * of the server's own pages pass. Default: false, as the standard leaves it to the browser.
   */
  readonly rejectDisallowed?: boolean
  /** Origins of the server's own pages, for `rejectDisallowed` where a proxy hides them. Default: none. */
  readonly selfOrigins?: readonly OriginPattern[]
  /** Status of a granted preflight. Default: 204. https://fetch.spec.whatwg.org/#ok-status */
  readonly preflightStatus?: 200 | 204
  /** Allows `http:` and unknown schemes together with credentials: whoever sits on the wire is let in. Default: false. */
  readonly dangerouslyAllowInsecureOrigins?: boolean
  /** Allows `*.` over a domain under which anybody can register, such as `*.github.io`. Default: false. */
  readonly dangerouslyAllowPublicSuffixes?: boolean
  /**
   * True for a domain under which, at whatever depth, anybody can register a name; it replaces the built-in short
   * list. Lower-case, without trailing dot.
   */
  readonly isPublicSuffix?: (domain: string) => boolean
}

interface ListOrigins {
  /** Who may read: patterns. There is no default. https://fetch.spec.whatwg.org/#http-access-control-allow-origin */
  readonly allowOrigins: readonly OriginPattern[]
}

interface AnyOrigin {
  /** Anybody may read, without credentials. The header is the constant `*`. */
  readonly allowOrigins: '*'
}

interface ResolvedOrigins {
  /** Whom the resolver approves may read. */
  readonly allowOrigins: OriginResolver
}

interface WithoutCredentials {
  /** https://fetch.spec.whatwg.org/#http-access-control-allow-credentials. Default: false. */
  readonly allowCredentials?: false
  /**
   * Response headers that pages may read beside the safelisted ones; `'*'` for all. Default: none.
   * `Access-Control-Expose-Headers`, https://fetch.spec.whatwg.org/#http-access-control-expose-headers
   */
  readonly exposeHeaders?: '*' | readonly string[]
  /** Allows the origin `null`, which any page can take on in a sandboxed frame. Default: false. */
  readonly dangerouslyAllowNullOrigin?: boolean
}

interface WithCredentials {
  /** Pages may use cookies and HTTP authentication, and read what comes back. */
  readonly allowCredentials: true
  /** Response headers that pages may read beside the safelisted ones. `'*'` has no meaning with credentials. */
  readonly exposeHeaders?: readonly string[]
  /** Never together with credentials. */
  readonly dangerouslyAllowNullOrigin?: false
}

/** A policy whose origins are known when it is defined. */
export type ListPolicyOptions = CommonOptions &
  ((ListOrigins & (WithoutCredentials | WithCredentials)) | (AnyOrigin & WithoutCredentials))

/** A policy whose origins are looked up. */
export type ResolverPolicyOptions = CommonOptions & ResolvedOrigins & (WithoutCredentials | WithCredentials)

/** What `definePolicy` takes. Mistakes that types cannot see are found when it runs. */
export type PolicyOptions = ListPolicyOptions | ResolverPolicyOptions

/** What was said, in one form: no defaults, lists without duplicates, names of headers in lower case and sorted. */
export interface NormalizedOptions extends CommonOptions {
  readonly allowOrigins: '*' | readonly OriginPattern[] | OriginResolver
  readonly allowCredentials?: boolean
  readonly exposeHeaders?: '*' | readonly string[]
  readonly dangerouslyAllowNullOrigin?: boolean
}

export function isResolver(origins: NormalizedOptions['allowOrigins']): origins is OriginResolver {
  return typeof origins === 'object' && 'resolve' in origins
}

/** Longest time, in seconds, that any engine remembers a preflight (Firefox; docs/engines.md, C2). */
export const MAX_MAX_AGE = 86_400

export const DEFAULT_TIMEOUT_MS = 2000
export const MAX_TIMEOUT_MS = 60_000
