import { isHeaderName, normalizeHeaderValue } from 'concors/protocol'
import type { Header, ProfileName } from 'concors/protocol'
import type { OtherFailureCode } from 'concors/failures'
import type { CapturedFetch } from '../explain-captured.js'
import type { Exchange, ExplainedRequest } from '../explanation.js'
import { recordedAnswers, replay } from '../replay.js'
import { headersOfPage, originOfHeaders } from './captured-request.js'
import { readHar, valueOf } from './har-shape.js'
import type { HarEntry } from './har-shape.js'
import { withMissingPreflights } from './missing-preflights.js'

/** One fetch of a page across origins, with its preflights and redirects. */
export interface HarFetch {
  /** Index of the first entry that is not a preflight; of the preflight, where the file has no other. */
  readonly entry: number
  readonly captured: CapturedFetch
  /** Whether the file says that the browser did not get, or give away, a response. */
  readonly failed: boolean
  /** What had to be made up, in a sentence each. */
  readonly notes: readonly string[]
}

/**
 * The cross-origin fetches in a HAR file of Chrome, Firefox or Safari. Images, scripts and navigations, which need no
 * permission, are passed over.
 *
 * @throws CaptureError for what is no HAR file, with the path of what is wrong in it
 */
export function parseHar(text: string, profile: ProfileName = 'chromium'): readonly HarFetch[] {
  const entries = readHar(text)
  const preflights = new Map<string, HarEntry[]>()
  const followed = new Set<number>()
  const byUrl = new Map<string, HarEntry[]>()
  for (const entry of entries) {
    const list = isPreflight(entry) ? preflights : byUrl
    const known = list.get(entry.url)
    if (known === undefined) list.set(entry.url, [entry])
    else known.push(entry)
  }
  const fetches = entries.flatMap((entry) => {
    if (isPreflight(entry) || followed.has(entry.index)) return []
    const origin = pageOrigin(entry)
    if (origin === null || !isAskedByScript(entry)) return []
    const chain = chainFrom(entry, byUrl, followed)
    if (chain.every(({ url }) => new URL(url).origin === origin)) return []
    return [fetchOf(chain, origin, preflights, profile)]
  })
  const alone = [...preflights.values()].flat().flatMap((entry) => refusedPreflight(entry, profile))
  return [...fetches, ...alone].toSorted((a, b) => a.entry - b.entry)
}

/** A refused preflight of which the file does not have the request: what it asked for tells most of it. */
function refusedPreflight(entry: HarEntry, profile: ProfileName): readonly HarFetch[] {
  const origin = pageOrigin(entry)
  if (origin === null) return []
  const names = (valueOf(entry.headers, 'access-control-request-headers') ?? '').split(',')
  const request: ExplainedRequest = {
    method: valueOf(entry.headers, 'access-control-request-method') ?? 'GET',
    url: entry.url,
    origin,
    mode: 'cors',
    credentials: 'same-origin',
    redirect: 'follow',
    headers: names.flatMap((name): Header[] => (isHeaderName(name.trim()) ? [[name.trim(), UNKNOWN]] : [])),
  }
  const notes = ['The file has the preflight only: the request is made up from what the preflight asks for.']
  const exchanges = [exchangeOf(entry, 'preflight')]
  // One that was allowed belongs to a request that somebody took out of the file.
  const { response } = replay(request, exchanges, profile, recordedAnswers(exchanges))
  if (response === null && entry.status !== 0) return []
  const captured = { request, exchanges, circumstances: circumstancesOf(entry) }
  return [{ entry: entry.index, captured, failed: entry.status === 0, notes }]
}

/** Stands for a header's value, and needs permission whatever the header is. */
const UNKNOWN = '(unknown)'

function isPreflight({ method, headers, resourceType }: HarEntry): boolean {
  if (method !== 'OPTIONS') return false
  return resourceType === 'preflight' || valueOf(headers, 'access-control-request-method') !== null
}

/** Who asked: `Origin` says it, or `Referer`; an export without either tells the page's URL. */
function pageOrigin({ headers, pageUrl }: HarEntry): string | null {
  const told = originOfHeaders(headers)
  if (told !== null) return told
  return pageUrl !== null && URL.canParse(pageUrl) ? new URL(pageUrl).origin : null
}

/** A request in mode "cors": an `Origin`, `Sec-Fetch-Mode: cors`, or the type that Chrome writes down. */
function isAskedByScript({ headers, resourceType }: HarEntry): boolean {
  const mode = valueOf(headers, 'sec-fetch-mode')
  if (mode !== null) return mode === 'cors'
  if (resourceType !== null) return /^(?:xhr|fetch|eventsource)$/i.test(resourceType)
  return valueOf(headers, 'origin') !== null
}

/** The entry, and those that its redirects led to. */
function chainFrom(
  first: HarEntry,
  byUrl: ReadonlyMap<string, readonly HarEntry[]>,
  followed: Set<number>,
): readonly HarEntry[] {
  const chain = [first]
  for (let last = first; chain.length <= 21;) {
    const location = valueOf(last.responseHeaders, 'location')
    if (last.status < 300 || last.status > 399 || location === null || !URL.canParse(location, last.url))
      break
    const target = new URL(location, last.url).href
    const after = last.index
    const next = byUrl.get(target)?.find(({ index }) => index > after && !followed.has(index))
    if (next === undefined) break
    followed.add(next.index)
    chain.push(next)
    last = next
  }
  return chain
}

function fetchOf(
  chain: readonly HarEntry[],
  origin: string,
  preflights: ReadonlyMap<string, HarEntry[]>,
  profile: ProfileName,
): HarFetch {
  const first = chain[0]!
  const last = chain.at(-1)!
  const request = requestOf(first, origin)
  const exchanges = chain.flatMap((entry): Exchange[] => {
    const preflight = takePreflight(entry, preflights)
    const answer = exchangeOf(entry, 'request')
    return [...(preflight === null ? [] : [exchangeOf(preflight, 'preflight')]), answer].filter(
      ({ response, failure }) => response !== null || failure !== null,
    )
  })
  const { whole, made } = withMissingPreflights(request, exchanges, profile)
  const notes = [
    ...(made > 0
      ? [
          'The file has no preflight, and the request itself was answered: a preflight that allowed it is taken for granted.',
        ]
      : []),
    ...(last.status === 0 ? [`The file has no answer${last.error === '' ? '' : ` (${last.error})`}.`] : []),
    ...(request.credentials === 'include' || valueOf(first.headers, 'cookie') !== null
      ? []
      : [
          'No cookies are in the file: where they were left out of the export, credentials may have been included.',
        ]),
  ]
  const captured = { request, exchanges: whole, circumstances: circumstancesOf(last) }
  return { entry: first.index, captured, failed: last.status === 0, notes }
}

/** Chrome's words for what stopped a request that is not CORS. */
const STOPPED: readonly (readonly [error: RegExp, code: OtherFailureCode])[] = [
  [/ERR_BLOCKED_BY_CSP|^csp$/, 'csp-blocked'],
  [/ERR_BLOCKED_BY_CLIENT|NS_ERROR_BLOCKED_BY_POLICY/, 'content-blocker'],
  [/ERR_BLOCKED_BY_ORB/, 'blocked-by-orb'],
  [/LOCAL_NETWORK_ACCESS/, 'local-network-access-permission-denied'],
]

function circumstancesOf({ error, status, byServiceWorker }: HarEntry): readonly OtherFailureCode[] {
  const stopped = STOPPED.flatMap(([pattern, code]) => (pattern.test(error) ? [code] : []))
  return byServiceWorker && status === 0 ? [...stopped, 'service-worker-failed'] : stopped
}

/** The last preflight for this entry's method before it, or right after it: Chrome writes it after what it is for. */
function takePreflight(entry: HarEntry, preflights: ReadonlyMap<string, HarEntry[]>): HarEntry | null {
  const list = preflights.get(entry.url) ?? []
  const index = list.findIndex(({ headers }) => {
    const method = valueOf(headers, 'access-control-request-method')
    return method === null || method === entry.method
  })
  return index === -1 ? null : list.splice(index, 1)[0]!
}

function requestOf({ method, url, headers, bodyLength }: HarEntry, origin: string): ExplainedRequest {
  return {
    method,
    url,
    origin,
    mode: 'cors',
    credentials: valueOf(headers, 'cookie') === null ? 'same-origin' : 'include',
    redirect: 'follow',
    headers: headersOfPage(headers).map(([name, value]) => [name, normalizeHeaderValue(value)]),
    ...(bodyLength === null ? {} : { bodyLength }),
  }
}

/** An entry of status 0 has no answer: Chrome writes blocked ones so, Firefox and Safari those that failed. */
function exchangeOf(entry: HarEntry, kind: Exchange['kind']): Exchange {
  const { method, url, headers, status, statusText, responseHeaders, milliseconds, error } = entry
  const answered = status >= 200 && status <= 599
  const network = /net::ERR_(?!FAILED|BLOCKED|ABORTED)|NS_ERROR_(?!DOM)/.test(error)
  return {
    kind,
    request: { method, url, headers },
    response: answered ? { status, statusMessage: statusText, headers: responseHeaders } : null,
    failure: !answered && network ? { reason: 'other', detail: error } : null,
    milliseconds,
  }
}
