import type { FetchContext } from '../context.js'
import { append, contains } from '../header-list.js'
import type { InnerRequest } from '../request.js'
import type { InnerResponse } from '../response.js'
import type { FetchSteps } from '../wire.js'
import { firstRequest } from './fetch-params.js'
import { mainFetch } from './main-fetch.js'

/**
 * Fetches, without any I/O of its own: yields each request that a browser would put on the wire, takes the
 * response or the network's failure, and returns what the page may see. The request is used up.
 *
 * ```ts
 * const steps = fetch(request, context)
 * let next = steps.next()
 * while (!next.done) next = steps.next(await transport(next.value))
 * const response = next.value // a filtered response, or a network error with its `failure`
 * ```
 *
 * https://fetch.spec.whatwg.org/#concept-fetch
 */
export function* fetch(request: InnerRequest, context: FetchContext): FetchSteps<InnerResponse> {
  // 12
  if (!contains(request.headerList, 'accept')) append(request.headerList, 'Accept', defaultAccept(request))
  // 14
  if (context.acceptLanguage !== '' && !contains(request.headerList, 'accept-language')) {
    append(request.headerList, 'Accept-Language', context.acceptLanguage)
  }
  // 17
  return yield* mainFetch({
    request,
    context,
    first: firstRequest(request, context),
    firstReferrer: null,
    preflighted: false,
    preflightedWithBody: false,
    lateRefusal: null,
    refusalOfPage: null,
    headersDropped: [],
    bodyLeftBehind: false,
  })
}

/** https://fetch.spec.whatwg.org/#document-accept-header-value */
const DOCUMENT_ACCEPT = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

/** 12.1-12.3 */
function defaultAccept({ destination, initiator }: InnerRequest): string {
  if (initiator === 'prefetch') return DOCUMENT_ACCEPT
  switch (destination) {
    case 'document':
    case 'frame':
    case 'iframe':
      return DOCUMENT_ACCEPT
    case 'image':
      return 'image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5'
    case 'json':
      return 'application/json,*/*;q=0.5'
    case 'style':
      return 'text/css,*/*;q=0.1'
    case 'text':
      return 'text/plain,*/*;q=0.5'
    default:
      return '*/*'
  }
}
