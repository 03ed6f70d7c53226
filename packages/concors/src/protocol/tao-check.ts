import type { FetchContext } from './context.js'
import { getDecodeAndSplit } from './header-list.js'
import { isSameOriginUrl } from './origin.js'
import { currentUrl, serializeRequestOrigin } from './request.js'
import type { InnerRequest } from './request.js'
import type { InnerResponse } from './response.js'

/**
 * Whether the page may read the response's timing. Failing it fails no fetch: the page sees zeroes.
 * https://fetch.spec.whatwg.org/#concept-tao-check
 */
export function taoCheck(
  request: InnerRequest,
  response: InnerResponse,
  { registrableDomain }: Pick<FetchContext, 'registrableDomain'>,
): boolean {
  // 2
  if (request.timingAllowFailed) return false
  // 3
  const values = getDecodeAndSplit(response.headerList, 'timing-allow-origin')
  if (values !== null) {
    // 4
    if (values.includes('*')) return true
    // 5
    if (values.includes(serializeRequestOrigin(request, registrableDomain))) return true
  }
  // 6
  if (request.mode === 'navigate' && !isSameOriginUrl(request.origin, currentUrl(request))) return false
  // 7-8
  return request.responseTainting === 'basic'
}
