import type { FetchContext } from '../context.js'
import type { Failure } from '../failure.js'
import type { Header } from '../header-list.js'
import { createNetworkError } from '../response.js'
import type { InnerResponse } from '../response.js'
import type { PreflightCacheKey } from '../preflight-cache.js'
import { currentUrl, redirectTaint, serializeRequestOrigin } from '../request.js'
import { corsUnsafeRequestHeaderNames } from '../request-header.js'
import type { InnerRequest } from '../request.js'
import { serializeSite } from '../site.js'
import type { WireRequest } from '../wire.js'

/** What one fetch carries through its algorithms. https://fetch.spec.whatwg.org/#fetch-params */
export interface FetchParams {
  readonly request: InnerRequest
  readonly context: FetchContext
  /** What the request was like before any redirect, for engines whose redirects look back at it. */
  readonly first: FirstRequest | null
  /** Whether there was a preflight, or a cached one's answer, on an earlier hop. */
  preflighted: boolean
  /** And whether the request had its body then. */
  preflightedWithBody: boolean
  /** WebKit: what will be refused of the last redirect, once the next hop's preflight has passed. */
  lateRefusal: Failure | null
  /** Chromium: what the page refuses when all is done. */
  refusalOfPage: Failure | null
  /** Firefox, WebKit: what the last redirect leaves out on the wire, in lower case. */
  headersDropped: readonly string[]
  /** WebKit: and no later one takes it up again. */
  bodyLeftBehind: boolean
  /** The first hop's referrer, once it is known. */
  firstReferrer: InnerRequest['referrer'] | null
}

/** Not in Fetch: Firefox and WebKit preflight again after a redirect what needed a preflight before it. */
export interface FirstRequest {
  readonly method: string
  readonly unsafeNames: readonly string[]
  readonly headerList: readonly Header[]
}

/** Not in Fetch: whether whoever drives the browser has switched its checks off. */
export function isUnprotected({ context }: FetchParams): boolean {
  return context.webSecurity === 'disabled'
}

/** Null in engines that do not look back. */
export function firstRequest(request: InnerRequest, { profile }: FetchContext): FirstRequest | null {
  if (profile.redirectPreflight === 'current-request') return null
  const unsafeNames = corsUnsafeRequestHeaderNames(request.headerList, profile)
  return { method: request.method, unsafeNames, headerList: [...request.headerList] }
}

/** Ends the fetch: marks in the trace the condition that decides, and gives the network error that carries it. */
export function networkError({ context }: FetchParams, failure: Failure): InnerResponse {
  context.recorder?.decide(failure)
  return createNetworkError(failure)
}

/** A network error from the wire. A preflight's does not end the fetch by itself: its caller says what it means. */
export function wireError(params: FetchParams, kind: WireRequest['kind'], failure: Failure): InnerResponse {
  return kind === 'preflight' ? createNetworkError(failure) : networkError(params, failure)
}

/**
 * Ends the fetch with the first of several violated conditions; all of them go into the trace.
 * Null where none is violated.
 */
export function firstViolation(
  params: FetchParams,
  violations: readonly (Failure | false)[],
): InnerResponse | null {
  const found = violations.filter((violation) => violation !== false)
  for (const violation of found) params.context.recorder?.fail(violation)
  return found[0] === undefined ? null : networkError(params, found[0])
}

/** https://fetch.spec.whatwg.org/#network-partition-keys: the site at the top. */
export function networkPartitionKey(request: InnerRequest, { registrableDomain }: FetchContext): string {
  return serializeSite(request.client?.topLevelOrigin ?? request.origin, registrableDomain)
}

/**
 * Not in Fetch: whether this engine keeps and finds answers for a request whose origin redirects have tainted. An opaque
 * one cannot be.
 */
export function mayUsePreflightCache(request: InnerRequest, context: FetchContext): boolean {
  if (context.profile.preflightCache.keyOrigin !== 'untainted-origin') return true
  return (
    request.origin.kind === 'opaque' || redirectTaint(request, context.registrableDomain) === 'same-origin'
  )
}

/** https://fetch.spec.whatwg.org/#concept-cache-create-entry: what a preflight's answer is kept under. */
export function preflightCacheKey(
  request: InnerRequest,
  context: FetchContext,
  url = currentUrl(request),
): PreflightCacheKey {
  const origin =
    context.profile.preflightCache.keyOrigin === 'page-origin'
      ? request.origin.serialized
      : serializeRequestOrigin(request, context.registrableDomain)
  const key = { partition: networkPartitionKey(request, context), origin, url: url.href }
  const { opaqueOrigins } = context.profile.preflightCache
  if (request.origin.kind !== 'opaque' || opaqueOrigins === 'alike') return key
  return { ...key, apart: opaqueOrigins === 'by-request' ? request : request.origin }
}
