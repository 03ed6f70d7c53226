/**
 * The protocol core alone: the CORS part of the Fetch Standard as pure functions, and the whole fetch as a generator that yields
 * requests and takes responses. `concors` exports it too; what loads this instead loads no policy.
 *
 * @module concors/protocol
 */
export { addressSpaceOfHost } from './protocol/address-space.js'
export type { AddressSpace } from './protocol/address-space.js'
export { determineNosniff, typeObjection } from './protocol/blocked-type.js'
export type { TypedUse, TypeObjection } from './protocol/blocked-type.js'
export { createClient } from './protocol/client.js'
export type { Client, EmbedderPolicy } from './protocol/client.js'
export type { BlobUrlEntry, FetchContext, WebSecurity } from './protocol/context.js'
export type { CookieRequest, CookieStore, SameSiteMode } from './protocol/cookies.js'
export { corsCheck } from './protocol/cors-check.js'
export { corpCheck } from './protocol/corp.js'
export { CORS_ERROR_NAMES, FAILURE_CODES, isPreflightFailure } from './protocol/failure.js'
export type { Failure, FailureCode, NoticeCode } from './protocol/failure.js'
export { fetch } from './protocol/fetch/fetch.js'
export {
  append,
  combineRepeated,
  combine,
  contains,
  get,
  getAll,
  isHeaderName,
  isHeaderValue,
  normalizeHeaderValue,
  remove,
  set,
  sortAndCombine,
} from './protocol/header-list.js'
export type { Header, HeaderList } from './protocol/header-list.js'
export type { LocalNetwork } from './protocol/local-network-access.js'
export { isCorsSafelistedMethod, isForbiddenMethod, isMethod, normalizeMethod } from './protocol/method.js'
export { extractMimeType, parseMimeType, serializeMimeType } from './protocol/mime-type.js'
export type { MimeType } from './protocol/mime-type.js'
export { opaqueResponseBlock } from './protocol/opaque-response-blocking.js'
export type { OrbReason, OrbResponse } from './protocol/opaque-response-blocking.js'
export {
  createOpaqueOrigin,
  isSameOrigin,
  isSameOriginUrl,
  isSerializedOrigin,
  serializeOrigin,
  urlOrigin,
} from './protocol/origin.js'
export type { OpaqueOrigin, Origin, TupleOrigin } from './protocol/origin.js'
export { createPotentialCorsRequest } from './protocol/potential-cors-request.js'
export type { CrossOrigin, PotentialCorsOptions } from './protocol/potential-cors-request.js'
export { CorsPreflightCache } from './protocol/preflight-cache.js'
export { PROFILES } from './protocol/profile.js'
export type { Profile, ProfileName } from './protocol/profile.js'
export { isReferrerPolicy } from './protocol/referrer.js'
export type { ReferrerPolicy } from './protocol/referrer.js'
export {
  corsUnsafeRequestHeaderNames,
  isCorsSafelistedRequestHeader,
  isForbiddenRequestHeader,
  isNoCorsSafelistedRequestHeader,
  isNoCorsSafelistedRequestHeaderName,
  isPrivilegedNoCorsRequestHeaderName,
} from './protocol/request-header.js'
export { createRequest, currentUrl, includesCredentials } from './protocol/request.js'
export type {
  CacheMode,
  CredentialsMode,
  Destination,
  InnerRequest,
  Mode,
  RedirectMode,
  RequestBody,
  RequestParts,
} from './protocol/request.js'
export { createNetworkError, isNetworkError, isNullBodyStatus } from './protocol/response.js'
export type { InnerResponse, ResponseType } from './protocol/response.js'
export {
  isCorsSafelistedResponseHeaderName,
  isForbiddenResponseHeaderName,
} from './protocol/response-header.js'
export { everyHostIsASite, isSameSite, isSchemelesslySameSite } from './protocol/site.js'
export type { RegistrableDomain } from './protocol/site.js'
export { algorithmUrl, FETCH_STANDARD } from './protocol/spec.js'
export { TraceRecorder } from './protocol/trace.js'
export type { Outcome, Step, Trace, Value, Values } from './protocol/trace.js'
export { isPotentiallyTrustworthyUrl } from './protocol/trustworthy.js'
export type {
  NetworkFailureReason,
  WireFailure,
  WireRequest,
  WireResponse,
  WireResult,
} from './protocol/wire.js'
