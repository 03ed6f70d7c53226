import type { Exchange, ExplainedRequest } from './explanation.js'
import type { FailedStep, RequestChange } from './fix.js'

/** A change to the request that was not tried yet. */
export type Proposal = Omit<RequestChange, 'proved' | 'assumed'>

/** What the page could do instead of the server, without a repetition. */
export function requestChanges(
  failed: readonly FailedStep[],
  exchanges: readonly Exchange[],
  request: ExplainedRequest,
): readonly Proposal[] {
  const changes = failed.flatMap((step) => changesFor(step, exchanges, request))
  const seen = new Map(changes.map((change) => [JSON.stringify(change), change]))
  return [...seen.values()]
}

function changesFor(
  { code, values, exchange }: FailedStep,
  exchanges: readonly Exchange[],
  request: ExplainedRequest,
): readonly Proposal[] {
  switch (code) {
    case 'wildcard-origin-not-allowed':
    case 'preflight-wildcard-origin-not-allowed':
    case 'invalid-allow-credentials':
    case 'preflight-invalid-allow-credentials':
      return [
        option(
          'credentials',
          'omit',
          'Without cookies the answer needs no more than it has; for public data.',
        ),
      ]
    case 'missing-allow-origin-header':
    case 'multiple-allow-origin-values':
    case 'invalid-allow-origin-value':
    case 'allow-origin-mismatch':
    case 'preflight-missing-allow-origin-header':
    case 'preflight-multiple-allow-origin-values':
    case 'preflight-invalid-allow-origin-value':
    case 'preflight-allow-origin-mismatch':
      return originLost(values['origin'], exchange, exchanges, request)
    case 'method-disallowed-by-preflight-response':
      return upperCaseMethod(String(values['method']), values['access-control-allow-methods'])
    case 'header-disallowed-by-preflight-response':
    case 'authorization-not-covered-by-wildcard':
      return withoutHeader(String(values['header']))
    case 'preflight-disallowed-redirect':
      return finalUrl(values['location'], exchange, exchanges)
    case 'redirect-contains-credentials':
      return finalUrl(values['location'], exchange, exchanges)
    case 'redirect-mode-error':
      return [
        option('redirect', 'follow', 'Follows the redirect; each answer on the way needs its own headers.'),
      ]
    case 'no-cors-redirect-mode-not-follow':
      return [option('redirect', 'follow', 'A request in mode no-cors cannot do anything else.')]
    case 'disallowed-by-mode':
      return [option('mode', 'cors', 'Asks across origins; the server then has to allow the page.')]
    case 'redirect-with-stream-body':
    case 'stream-body-needs-http2':
      return [
        option(
          'body',
          'a string, Blob or ArrayBuffer',
          'Unlike a stream it can be sent over HTTP/1.1, and again.',
        ),
      ]
    case 'keepalive-body-too-large':
      return [
        option(
          'keepalive',
          'false',
          'Bodies of requests that outlive the page are limited to 64 KiB in sum.',
        ),
      ]
    case 'only-if-cached-miss':
      return [option('cache', 'default', 'Asks the server where nothing is cached.')]
    case 'mixed-content':
      return [url(withScheme(String(values['url']), 'https:'), 'An https page may not load over http.')]
    case 'cors-disabled-scheme':
    case 'unsupported-scheme':
      return [
        {
          kind: 'url',
          name: null,
          value: null,
          why: 'Serve it over http or https: CORS knows no other scheme.',
        },
      ]
    case 'bad-port':
      return [
        {
          kind: 'url',
          name: null,
          value: null,
          why: 'Serve it on another port: browsers never connect to this one.',
        },
      ]
    case 'corp-not-same-origin':
    case 'corp-not-same-site':
    case 'corp-required-by-embedder-policy':
      return [option('mode', 'cors', 'With Access-Control-Allow-Origin this policy is not asked.')]
    case 'partial-response-not-requested':
    case 'integrity-mismatch':
    case 'preflight-invalid-status':
    case 'preflight-network-failure':
    case 'invalid-allow-methods-preflight-response':
    case 'invalid-allow-headers-preflight-response':
    case 'redirect-invalid-location':
    case 'redirect-scheme-not-http':
    case 'too-many-redirects':
    case 'network-failure':
    case 'proxy-authentication-required':
      return []
  }
}

/** `Origin: null`: the page has none, or a redirect to yet another origin took it away. */
function originLost(
  origin: unknown,
  exchange: number | null,
  exchanges: readonly Exchange[],
  request: ExplainedRequest,
): readonly Proposal[] {
  if (origin !== 'null') return []
  if (request.origin === 'null') {
    const why =
      'Serve the page from an http or https origin of its own: outside a sandbox, not from file: or data:.'
    return [{ kind: 'page', name: null, value: null, why }]
  }
  const target = exchange === null ? undefined : exchanges[exchange]
  if (target === undefined) return []
  return [
    url(target.request.url, "Asked directly, it sees the page's origin; the redirect across origins hid it."),
  ]
}

/** Of the methods only DELETE, GET, HEAD, OPTIONS, POST and PUT are upper-cased by fetch. */
function upperCaseMethod(method: string, allowed: unknown): readonly Proposal[] {
  const upper = method.toUpperCase()
  const listed = typeof allowed === 'string' && allowed.split(',').some((token) => token.trim() === upper)
  if (upper === method || !listed) return []
  return [option('method', upper, 'Methods are case-sensitive, and fetch upper-cases only the oldest ones.')]
}

function withoutHeader(name: string): readonly Proposal[] {
  if (name === 'content-type') {
    const why =
      'One of the three types that need no permission (the others: application/x-www-form-urlencoded, multipart/form-data); the server has to accept it.'
    return [{ kind: 'set-header', name, value: 'text/plain', why }]
  }
  return [{ kind: 'drop-header', name, value: null, why: 'What is not sent needs no permission.' }]
}

function finalUrl(
  location: unknown,
  exchange: number | null,
  exchanges: readonly Exchange[],
): readonly Proposal[] {
  const base = exchange === null ? undefined : exchanges[exchange]?.request.url
  if (typeof location !== 'string' || !URL.canParse(location, base)) return []
  const target = new URL(location, base)
  target.username = ''
  target.password = ''
  return [url(target.href, 'Asked directly, there is no redirect to refuse.')]
}

function withScheme(text: string, scheme: string): string {
  const target = new URL(text)
  target.protocol = scheme
  return target.href
}

function option(name: string, value: string, why: string): Proposal {
  return { kind: 'option', name, value, why }
}

function url(value: string, why: string): Proposal {
  return { kind: 'url', name: null, value, why }
}
