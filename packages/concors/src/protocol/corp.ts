import type { EmbedderPolicy } from './client.js'
import type { FetchContext } from './context.js'
import { failure } from './failure.js'
import type { Failure, FailureCode } from './failure.js'
import { get } from './header-list.js'
import { isIpAddress, isSameOrigin, urlOrigin } from './origin.js'
import type { Origin } from './origin.js'
import type { InnerRequest } from './request.js'
import { redirectTarget } from './response.js'
import type { InnerResponse } from './response.js'
import { isSchemelesslySameSite } from './site.js'

const ALGORITHM = 'cross-origin-resource-policy-internal-check'

/**
 * Whether a response that did not opt into CORS may be loaded by this page at all: null, or why not.
 * https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check
 */
export function corpCheck(
  request: InnerRequest,
  response: InnerResponse,
  context: FetchContext,
): Failure | null {
  const embedderPolicy = request.client?.embedderPolicy ?? 'unsafe-none'
  // 3
  const found = corpInternalCheck(request.origin, 'unsafe-none', response, context)
  if (found !== null || embedderPolicy === 'unsafe-none') return found
  // WebKit: knows no credentialless.
  if (embedderPolicy === 'credentialless' && !context.profile.embedderPolicyCredentialless) return found
  // 5-7
  return corpInternalCheck(request.origin, embedderPolicy, response, context)
}

/** https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check, for what is no navigation */
function corpInternalCheck(
  origin: Origin,
  embedderPolicy: EmbedderPolicy,
  response: InnerResponse,
  { profile, registrableDomain }: FetchContext,
): Failure | null {
  // 2-3
  const value = get(response.headerList, 'cross-origin-resource-policy')
  let policy = value === 'same-origin' || value === 'same-site' || value === 'cross-origin' ? value : null
  // 4
  // Firefox: not where there is some value, even one that is none.
  const absent = profile.embedderPolicyTakesAnyValue ? value === null : policy === null
  const defaulted =
    absent &&
    (embedderPolicy === 'require-corp' ||
      (embedderPolicy === 'credentialless' && response.requestIncludesCredentials))
  if (defaulted) policy = 'same-origin'
  // 5
  if (policy === null || policy === 'cross-origin') return null
  const target = urlOrigin(response.urlList[response.urlList.length - 1]!)
  const blocked = (code: FailureCode): Failure =>
    failure(code, ALGORITHM, '5', {
      'cross-origin-resource-policy': value,
      'embedder-policy': embedderPolicy,
      origin: origin.serialized,
      ...redirectTarget(response),
    })
  if (policy === 'same-origin') {
    if (isSameOrigin(origin, target)) return null
    return blocked(defaulted ? 'corp-required-by-embedder-policy' : 'corp-not-same-origin')
  }
  // Chromium: IP addresses are never same-site. Seen with other ports of 127.0.0.1.
  const comparable =
    profile.ipAddressesAreSites ||
    isSameOrigin(origin, target) ||
    target.kind === 'opaque' ||
    !isIpAddress(target.host)
  // Chromium: neither has a registrable domain.
  const domainless =
    profile.opaqueOriginsAreSameSiteToLocalhost &&
    origin.kind === 'opaque' &&
    target.kind === 'tuple' &&
    target.scheme !== 'https' &&
    !isIpAddress(target.host) &&
    registrableDomain(target.host) === null
  if (domainless) return null
  const secureEnough =
    (origin.kind === 'tuple' && origin.scheme === 'https') ||
    target.kind === 'opaque' ||
    target.scheme !== 'https'
  if (comparable && isSchemelesslySameSite(origin, target, registrableDomain) && secureEnough) return null
  return blocked('corp-not-same-site')
}
