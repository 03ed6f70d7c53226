import { get, getAll } from 'concors/protocol'
import type { HeaderList } from 'concors/protocol'
import type { Exchange, ExplainedRequest } from './explanation.js'
import type { FailedStep, HeaderChange, ServerChange } from './fix.js'
import { allowedHeaderNames, allowedMethods } from './token-list.js'

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin'
const ALLOW_CREDENTIALS = 'Access-Control-Allow-Credentials'
const RESOURCE_POLICY = 'Cross-Origin-Resource-Policy'

const LIST_NOTE =
  'Send it to origins on your list only; an Origin that is copied unchecked lets every site in.'
const PUBLIC_NOTE =
  'Origin is null here, and null is what any sandboxed page of any site sends, so it must never be allowed by name: `*` suits data that is public, and nothing else.'

/** A change, and whether it lets more in than the page that asked. */
export interface DraftedChange {
  readonly change: ServerChange
  readonly widens: boolean
}

/**
 * What this answer has to be like for the steps that failed on it; null where nothing of it can help.
 *
 * @param index of the recorded exchange; null for an answer that nobody saw
 * @param shared whether the server is known to share with everybody, and need not begin to count
 */
export function answerFix(
  failed: readonly Pick<FailedStep, 'code'>[],
  exchange: Exchange,
  index: number | null,
  request: ExplainedRequest,
  shared = false,
): DraftedChange | null {
  if (failed.length === 0 || exchange.response === null) return null
  const { headers } = exchange.response
  const draft = new Draft(headers)
  let status: ServerChange['status'] = null
  for (const { code } of failed) {
    switch (code) {
      case 'missing-allow-origin-header':
      case 'wildcard-origin-not-allowed':
      case 'multiple-allow-origin-values':
      case 'invalid-allow-origin-value':
      case 'allow-origin-mismatch':
      case 'preflight-missing-allow-origin-header':
      case 'preflight-wildcard-origin-not-allowed':
      case 'preflight-multiple-allow-origin-values':
      case 'preflight-invalid-allow-origin-value':
      case 'preflight-allow-origin-mismatch':
        allowOrigin(draft, originOf(exchange, request), request, shared)
        break
      case 'invalid-allow-credentials':
      case 'preflight-invalid-allow-credentials':
        if (originOf(exchange, request) !== 'null') draft.put(ALLOW_CREDENTIALS, 'true')
        break
      case 'preflight-invalid-status':
        status = { from: exchange.response.status, to: 204 }
        draft.note('Answer OPTIONS before authentication, redirects and routes that do not know the method.')
        break
      case 'preflight-disallowed-redirect':
        status = { from: exchange.response.status, to: 204 }
        draft.put('Location', null)
        draft.note('Answer OPTIONS here, before whatever redirects.')
        break
      case 'invalid-allow-methods-preflight-response':
      case 'method-disallowed-by-preflight-response':
        draft.put('Access-Control-Allow-Methods', allowedMethods(exchange, request))
        break
      case 'invalid-allow-headers-preflight-response':
      case 'header-disallowed-by-preflight-response':
      case 'authorization-not-covered-by-wildcard':
        draft.put('Access-Control-Allow-Headers', allowedHeaderNames(exchange, request))
        break
      case 'redirect-contains-credentials':
        draft.put('Location', withoutUserinfo(get(headers, 'location'), exchange.request.url))
        break
      case 'redirect-invalid-location':
        draft.note('Send one Location, with one URL in it.')
        break
      case 'redirect-scheme-not-http':
        draft.note('Redirect to an http: or https: URL; a fetch follows no other.')
        break
      case 'too-many-redirects':
        draft.note('Break the loop: 20 redirects are followed, the next one fails.')
        break
      case 'redirect-with-stream-body':
        status = { from: exchange.response.status, to: 303 }
        draft.note('A 303 asks for the target with GET; every other redirect needs the body a second time.')
        break
      case 'corp-not-same-origin':
      case 'corp-not-same-site':
      case 'corp-required-by-embedder-policy':
        draft.put(RESOURCE_POLICY, 'cross-origin')
        draft.note('It lets pages of every site embed this, without reading it.')
        break
      case 'partial-response-not-requested':
        draft.note('Answer 206 only to a request with Range.')
        break
      case 'integrity-mismatch':
        draft.note('Send the bytes that the page has the hash of.')
        break
      default:
        // Everything else is the request's, or the network's.
        break
    }
  }
  if (status === null && draft.isEmpty()) return null
  const { method, url } = exchange.request
  const assumed = index === null
  if (assumed) draft.only('This answer was not seen, because the fetch ended before it.')
  const change = { exchange: index, kind: exchange.kind, method, url, status, ...draft.result(), assumed }
  return { change, widens: draft.widens }
}

/** The origin that the answer has to name: the one that the request carried. */
function originOf(exchange: Exchange, request: ExplainedRequest): string {
  return get(exchange.request.headers, 'origin') ?? request.origin
}

function allowOrigin(draft: Draft, origin: string, { credentials }: ExplainedRequest, shared: boolean): void {
  if (shared) {
    draft.put(ALLOW_ORIGIN, '*')
    return
  }
  if (origin !== 'null') {
    draft.put(ALLOW_ORIGIN, origin)
    draft.varyByOrigin()
    draft.note(LIST_NOTE)
    return
  }
  // With credentials no header can help: `*` is refused, and null would admit everybody.
  if (credentials === 'include') return
  draft.put(ALLOW_ORIGIN, '*')
  draft.note(PUBLIC_NOTE)
  draft.widens = true
}

function withoutUserinfo(location: string | null, base: string): string | null {
  if (location === null || !URL.canParse(location, base)) return null
  const url = new URL(location, base)
  url.username = ''
  url.password = ''
  return url.href
}

/** The changes to one answer's headers, each name once. */
class Draft {
  readonly #now: HeaderList
  readonly #changes = new Map<string, HeaderChange>()
  readonly #notes = new Set<string>()
  widens = false

  constructor(now: HeaderList) {
    this.#now = now
  }

  /** One line with this value, or none at all where it is null. */
  put(name: string, value: string | null): void {
    const was = getAll(this.#now, name.toLowerCase())
    if (value === null && was.length === 0) return
    const action = value === null ? 'remove' : was.length === 0 ? 'set' : 'replace'
    this.#changes.set(name, { action, name, value, was })
  }

  /** The answer depends on who asks, so caches must keep one per origin. */
  varyByOrigin(): void {
    const was = getAll(this.#now, 'vary')
    const names = was.flatMap((line) => line.split(',')).map((name) => name.trim().toLowerCase())
    if (names.includes('origin') || names.includes('*')) return
    const action = was.length === 0 ? 'set' : 'add'
    this.#changes.set('Vary', { action, name: 'Vary', value: 'Origin', was })
  }

  note(text: string): void {
    this.#notes.add(text)
  }

  /** This instead of all other notes. */
  only(text: string): void {
    this.#notes.clear()
    this.#notes.add(text)
  }

  isEmpty(): boolean {
    return this.#changes.size === 0 && this.#notes.size === 0
  }

  result(): Pick<ServerChange, 'headers' | 'notes'> {
    return { headers: [...this.#changes.values()], notes: [...this.#notes] }
  }
}
