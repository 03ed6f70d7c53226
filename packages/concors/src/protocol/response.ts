import type { Failure } from './failure.js'
import { get, getAll, isHeaderValue, normalizeHeaderValue } from './header-list.js'
import type { Header, HeaderList } from './header-list.js'
import type { Profile } from './profile.js'
import type { RedirectTaint } from './request.js'
import { isCorsSafelistedResponseHeaderName, isForbiddenResponseHeaderName } from './response-header.js'
import { utf8FromBytes } from './utf8.js'

export type ResponseType = 'basic' | 'cors' | 'default' | 'error' | 'opaque' | 'opaqueredirect'

/** https://fetch.spec.whatwg.org/#concept-response. A filtered response holds what it hides in `internalResponse`. */
export interface InnerResponse {
  readonly type: ResponseType
  urlList: readonly URL[]
  readonly status: number
  readonly statusMessage: string
  readonly headerList: HeaderList
  /** What the transport gave, untouched; null where there is nothing that may be read. */
  body: unknown
  /** Lower-case. https://fetch.spec.whatwg.org/#concept-response-cors-exposed-header-name-list */
  corsExposedHeaderNames: ReadonlySet<string>
  rangeRequested: boolean
  requestIncludesCredentials: boolean
  timingAllowPassed: boolean
  redirectTaint: RedirectTaint
  /** Null unless this is a filtered response. */
  readonly internalResponse: InnerResponse | null
  /** Not in Fetch: on a network error, why. */
  readonly failure: Failure | null
}

const NO_NAMES: ReadonlySet<string> = new Set()

export function createResponse(
  parts: Partial<Omit<InnerResponse, 'internalResponse' | 'failure'>> = {},
): InnerResponse {
  return {
    type: 'default',
    urlList: [],
    status: 200,
    statusMessage: '',
    headerList: [],
    body: null,
    corsExposedHeaderNames: NO_NAMES,
    rangeRequested: false,
    requestIncludesCredentials: true,
    timingAllowPassed: false,
    redirectTaint: 'same-origin',
    ...parts,
    internalResponse: null,
    failure: null,
  }
}

/** https://fetch.spec.whatwg.org/#concept-network-error, with the reason that a browser keeps to itself. */
export function createNetworkError(failure: Failure): InnerResponse {
  return { ...createResponse({ type: 'error', status: 0 }), failure }
}

export function isNetworkError(response: InnerResponse): boolean {
  return response.type === 'error'
}

/** https://fetch.spec.whatwg.org/#ok-status */
export function isOkStatus(status: number): boolean {
  return status >= 200 && status <= 299
}

/** https://fetch.spec.whatwg.org/#redirect-status (not 300, 304, 305 or 306) */
export function isRedirectStatus(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308
}

/** https://fetch.spec.whatwg.org/#null-body-status */
export function isNullBodyStatus(status: number): boolean {
  return status === 101 || status === 103 || status === 204 || status === 205 || status === 304
}

/** https://fetch.spec.whatwg.org/#range-status */
export function isRangeStatus(status: number): boolean {
  return status === 206 || status === 416
}

/** Everything but Set-Cookie. https://fetch.spec.whatwg.org/#concept-filtered-response-basic */
export function basicFilteredResponse(internal: InnerResponse): InnerResponse {
  return {
    ...internal,
    type: 'basic',
    headerList: internal.headerList.filter(([name]) => !isForbiddenResponseHeaderName(name)),
    internalResponse: internal,
  }
}

/** Seven headers and those the response exposes. https://fetch.spec.whatwg.org/#concept-filtered-response-cors */
export function corsFilteredResponse(internal: InnerResponse): InnerResponse {
  const exposed = internal.corsExposedHeaderNames
  const visible = ([name]: Header): boolean => isCorsSafelistedResponseHeaderName(name, exposed)
  return {
    ...internal,
    type: 'cors',
    headerList: internal.headerList.filter(visible),
    internalResponse: internal,
  }
}

/** Nothing. https://fetch.spec.whatwg.org/#concept-filtered-response-opaque */
export function opaqueFilteredResponse(internal: InnerResponse): InnerResponse {
  return {
    ...internal,
    type: 'opaque',
    urlList: [],
    status: 0,
    statusMessage: '',
    headerList: [],
    body: null,
    internalResponse: internal,
  }
}

/** Nothing but the URL. https://fetch.spec.whatwg.org/#concept-filtered-response-opaque-redirect */
export function opaqueRedirectFilteredResponse(internal: InnerResponse): InnerResponse {
  return { ...opaqueFilteredResponse(internal), type: 'opaqueredirect', urlList: internal.urlList }
}

/**
 * Where a redirect points: null where there is no redirect or no `Location`, failure where it is no URL.
 * https://fetch.spec.whatwg.org/#concept-response-location-url
 *
 * @param fragment of the URL that was requested, without `#`; a location without one takes it over
 * @param several what several lines are
 */
export function locationUrl(
  response: InnerResponse,
  fragment: string,
  several: Profile['severalLocations'] = 'failure',
): URL | 'failure' | null {
  // 1
  if (!isRedirectStatus(response.status)) return null
  // 2
  const locations = getAll(response.headerList, 'location')
  if (locations.length === 0) return null
  const location = several === 'joined' ? normalizeHeaderValue(locations.join(', ')) : locations[0]!
  // Chromium, Firefox: the same line twice is one.
  const oneValue = new Set(locations).size === 1 && (several !== 'failure' || locations.length === 1)
  if ((several !== 'joined' && !oneValue) || !isHeaderValue(location)) return 'failure'
  // 3
  const base = response.urlList[response.urlList.length - 1]
  const text = locationText(location)
  if (!URL.canParse(text, base?.href)) return 'failure'
  const url = new URL(text, base?.href)
  // 4
  if (url.hash === '' && !text.includes('#') && fragment !== '') url.hash = `#${fragment}`
  // 5
  return url
}

/** Bytes beyond ASCII are read as UTF-8, as every engine does; what is none stays the bytes that it is, as in Chromium and Firefox. */
function locationText(location: string): string {
  const text = utf8FromBytes(location)
  if (!text.includes('\ufffd')) return text
  return location.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** What a failure that was found on a redirect says of its target; apart, what is no URL or empty. */
export function redirectTarget(response: InnerResponse): {
  readonly location?: string
  readonly 'odd-location'?: string
} {
  const location = locationUrl(response, '')
  if (location === null) return {}
  const line = get(response.headerList, 'location')!
  if (location === 'failure') return { 'odd-location': line }
  return { location: location.href, ...(line === '' ? { 'odd-location': line } : {}) }
}
