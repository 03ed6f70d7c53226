import type { FetchContext } from './context.js'
import { corsCheck } from './cors-check.js'
import { failure } from './failure.js'
import type { Failure } from './failure.js'
import { append, byteLowercase, contains, extractTokenList, get, isParseFailure } from './header-list.js'
import type { HeaderList } from './header-list.js'
import { isCorsSafelistedMethod } from './method.js'
import type { PreflightCheck } from './profile.js'
import { isSameOriginUrl } from './origin.js'
import { createRequest, currentUrl } from './request.js'
import type { InnerRequest } from './request.js'
import { isCorsNonWildcardRequestHeaderName } from './request-header.js'
import { isOkStatus, isRedirectStatus } from './response.js'
import type { InnerResponse } from './response.js'
import type { Values } from './trace.js'

const ALGORITHM = 'cors-preflight-fetch-0'

/** https://fetch.spec.whatwg.org/#cors-preflight-request: what a request asks for before it goes. */
export function createPreflightRequest(request: InnerRequest, unsafeNames: readonly string[]): InnerRequest {
  // 1
  const preflight = createRequest({
    url: request.urlList[0]!,
    method: 'OPTIONS',
    origin: request.origin,
    initiator: request.initiator,
    destination: request.destination,
    referrer: request.referrer,
    referrerPolicy: request.referrerPolicy,
    mode: 'cors',
    responseTainting: 'cors',
  })
  preflight.urlList.push(...request.urlList.slice(1))
  // Not in Fetch: only tells the driver, and whoever reads the trace, which hop it belongs to.
  preflight.redirectCount = request.redirectCount
  // 2
  append(preflight.headerList, 'Accept', '*/*')
  // 3
  append(preflight.headerList, 'Access-Control-Request-Method', request.method)
  // 4-5
  if (unsafeNames.length > 0) {
    append(preflight.headerList, 'Access-Control-Request-Headers', unsafeNames.join(','))
  }
  return preflight
}

/** What a preflight's response allows, once it allows the request. */
export interface PreflightGrant {
  readonly methods: readonly string[]
  readonly headerNames: readonly string[]
}

/** The lists of a preflight's response. A flawed or absent list is empty. Steps 7.1, 7.2 and 7.4 */
export function preflightGrant(request: InnerRequest, response: InnerResponse): PreflightGrant {
  const methods = extractTokenList(response.headerList, 'access-control-allow-methods')
  const headerNames = extractTokenList(response.headerList, 'access-control-allow-headers')
  return {
    methods: isParseFailure(methods) ? [] : (methods ?? methodsWithoutList(request)),
    headerNames: isParseFailure(headerNames) ? [] : (headerNames ?? []),
  }
}

/**
 * 7.4, which is there so that an upload listener's preflight is remembered. Not in Fetch: only for a method that
 * needs no list. By the letter a PUT with a listener would pass where no method is allowed, and be remembered for
 * PUTs without one, and a method named `*` would be remembered for all; no engine does that.
 */
function methodsWithoutList({ useCorsPreflight, method }: InnerRequest): readonly string[] {
  return useCorsPreflight && isCorsSafelistedMethod(method) ? [method] : []
}

/**
 * Whether a preflight's response lets the request go: null, or the violated condition that this engine reports.
 * Steps 7 to 7.7 of https://fetch.spec.whatwg.org/#cors-preflight-fetch-0. With a recorder, all violated
 * conditions are recorded.
 */
export function judgePreflight(
  request: InnerRequest,
  unsafeNames: readonly string[],
  response: InnerResponse,
  context: FetchContext,
): Failure | null {
  const { profile, recorder } = context
  let first: Failure | null = null
  // 7
  for (const check of profile.preflightCheckOrder) {
    const found = runCheck(check, request, response, context)
    first ??= found
    if (first !== null && recorder === null) return first
  }
  for (const violation of grantViolations(request, unsafeNames, response, context)) {
    if (recorder === null) return violation
    recorder.fail(violation)
    first ??= violation
  }
  return first
}

function runCheck(
  check: PreflightCheck,
  request: InnerRequest,
  response: InnerResponse,
  context: FetchContext,
): Failure | null {
  const { status, headerList } = response
  const { profile } = context
  switch (check) {
    case 'cors-check':
      // Firefox: the page's own origin needs no permission, although a redirect led there.
      if (profile.preflightOriginIgnoresRedirects && isSameOriginUrl(request.origin, currentUrl(request)))
        return null
      // The request's own credentials mode counts, although its preflight carried none.
      return corsCheck(request, response, context, 'preflight')
    case 'redirect': {
      if (!isRedirectStatus(status) || !contains(headerList, 'location')) return null
      const location = get(headerList, 'location')
      const allowed = get(headerList, 'access-control-allow-origin')
      const values = { status, location, 'access-control-allow-origin': allowed }
      return recorded(failure('preflight-disallowed-redirect', ALGORITHM, '7', values), context)
    }
    case 'status':
      if (isRedirectStatus(status) && contains(headerList, 'location')) return null
      if (!isOkStatus(status))
        return recorded(failure('preflight-invalid-status', ALGORITHM, '7', { status }), context)
      context.recorder?.pass(ALGORITHM, '7', { status })
      return null
  }
}

function recorded(found: Failure, { recorder }: FetchContext): Failure {
  recorder?.fail(found)
  return found
}

/** Steps 7.1 to 7.7, one violation after the other. */
function* grantViolations(
  request: InnerRequest,
  unsafeNames: readonly string[],
  response: InnerResponse,
  { profile, recorder }: FetchContext,
): Generator<Failure> {
  const include = request.credentialsMode === 'include'
  const allowMethods = get(response.headerList, 'access-control-allow-methods')
  const allowHeaders = get(response.headerList, 'access-control-allow-headers')
  // 7.1-7.3
  const flawedMethod = invalidToken(response.headerList, 'access-control-allow-methods')
  if (flawedMethod !== null) {
    const values = { 'access-control-allow-methods': allowMethods, invalid: flawedMethod }
    yield failure('invalid-allow-methods-preflight-response', ALGORITHM, '7.3', values)
  }
  const flawedName = invalidToken(response.headerList, 'access-control-allow-headers')
  const flaw =
    flawedName === null
      ? []
      : [
          failure('invalid-allow-headers-preflight-response', ALGORITHM, '7.3', {
            'access-control-allow-headers': allowHeaders,
            invalid: flawedName,
          }),
        ]
  // Firefox: the method first.
  if (!profile.methodJudgedBeforeNames) yield* flaw
  const { methods, headerNames } = preflightGrant(request, response)
  // 7.5
  if (flawedMethod === null) {
    const { method } = request
    if (methods.includes(method) || isCorsSafelistedMethod(method) || (!include && methods.includes('*'))) {
      recorder?.pass(ALGORITHM, '7.5', methodValues(request, allowMethods))
    } else {
      const values = methodValues(request, allowMethods)
      yield failure('method-disallowed-by-preflight-response', ALGORITHM, '7.5', values)
    }
  }
  if (profile.methodJudgedBeforeNames) yield* flaw
  if (flawedName !== null) return
  const allowed = new Set(headerNames.map(byteLowercase))
  const covered = profile.authorizationCoveredByWildcard
  // The standard looks at the names that `*` cannot stand for first; engines go through all in order.
  for (const name of covered ? unsafeNames : nonWildcardFirst(unsafeNames)) {
    // 7.6
    const nonWildcard = isCorsNonWildcardRequestHeaderName(name)
    const step = nonWildcard ? '7.6' : '7.7'
    if (nonWildcard && !allowed.has(name) && !include && allowed.has('*')) {
      const values = headerValues(request, name, allowHeaders)
      if (!covered) yield failure('authorization-not-covered-by-wildcard', ALGORITHM, step, values)
      else recorder?.info(ALGORITHM, step, values, 'authorization-covered-by-wildcard')
      continue
    }
    // 7.7
    if (allowed.has(name) || (!include && allowed.has('*'))) {
      recorder?.pass(ALGORITHM, step, headerValues(request, name, allowHeaders))
    } else {
      const values = headerValues(request, name, allowHeaders)
      yield failure('header-disallowed-by-preflight-response', ALGORITHM, step, values)
    }
  }
}

function nonWildcardFirst(names: readonly string[]): readonly string[] {
  return [
    ...names.filter(isCorsNonWildcardRequestHeaderName),
    ...names.filter((name) => !isCorsNonWildcardRequestHeaderName(name)),
  ]
}

function methodValues({ method, credentialsMode }: InnerRequest, allowMethods: string | null): Values {
  return { method, 'access-control-allow-methods': allowMethods, credentials: credentialsMode }
}

function headerValues(request: InnerRequest, name: string, allowHeaders: string | null): Values {
  return {
    header: name,
    written: request.headerList.find((header) => byteLowercase(header[0]) === name)?.[0] ?? name,
    'access-control-allow-headers': allowHeaders,
    credentials: request.credentialsMode,
  }
}

function invalidToken(headers: HeaderList, name: string): string | null {
  const extracted = extractTokenList(headers, name)
  return isParseFailure(extracted) ? extracted.invalid : null
}
