import { cookieRequest } from '../cookies.js'
import { failure } from '../failure.js'
import { combineRepeated, getAll } from '../header-list.js'
import type { Header, HeaderList } from '../header-list.js'
import type { Profile } from '../profile.js'
import { currentUrl, redirectTaint } from '../request.js'
import { createResponse } from '../response.js'
import type { InnerResponse } from '../response.js'
import { isWireFailure } from '../wire.js'
import type { FetchSteps, WireRequest } from '../wire.js'
import type { FetchParams } from './fetch-params.js'
import { networkPartitionKey, wireError } from './fetch-params.js'

const ALGORITHM = 'concept-http-network-fetch'

/** The one place that goes to the wire. https://fetch.spec.whatwg.org/#concept-http-network-fetch */
export function* httpNetworkFetch(
  params: FetchParams,
  kind: WireRequest['kind'],
  includeCredentials: boolean,
  newConnection: boolean,
): FetchSteps<InnerResponse> {
  // 1
  const { request, context } = params
  const url = currentUrl(request)
  context.recorder?.info(ALGORITHM, '8.5', {
    kind,
    method: request.method,
    url: url.href,
    hop: request.redirectCount,
  })
  // 5-8.5
  const result = yield {
    kind,
    method: request.method,
    url,
    headers: headersAsSent(request.headerList, context.profile),
    body: request.body,
    includeCredentials,
    partition: networkPartitionKey(request, context),
    hop: request.redirectCount,
    newConnection,
  }
  if (isWireFailure(result)) {
    const { reason, detail } = result
    // 8.3
    if (reason === 'stream-body-needs-http2') {
      return wireError(params, kind, failure('stream-body-needs-http2', ALGORITHM, '8.3', { url: url.href }))
    }
    // 8.1
    return wireError(
      params,
      kind,
      failure('network-failure', ALGORITHM, '8.1', { reason, detail, url: url.href }),
    )
  }
  // 17. Before any CORS check, also on redirects.
  if (includeCredentials && context.cookies !== null) {
    const lines = getAll(result.headers, 'set-cookie')
    if (lines.length > 0) {
      const asked = cookieRequest(request, context, redirectTaint(request, context.registrableDomain))
      for (const line of lines) context.cookies.store(asked, line)
    }
  }
  // 19
  const { status, statusMessage, headers, body } = result
  return createResponse({ status, statusMessage, headerList: headers, body })
}

/** In each engine's own way, where it has one. */
function headersAsSent(
  headers: HeaderList,
  { repeatedRequestHeaders, headersSentAsUtf8 }: Profile,
): HeaderList {
  if (repeatedRequestHeaders === 'separate' && !headersSentAsUtf8) return headers
  const sent: Header[] = [...headers]
  if (repeatedRequestHeaders === 'combined-when-sent') combineRepeated(sent)
  return headersSentAsUtf8 ? sent.map(([name, value]) => [name, asUtf8(value)]) : sent
}

/** The bytes of the UTF-8 encoding, a character for each. */
function asUtf8(value: string): string {
  // oxlint-disable-next-line no-control-regex -- ASCII is the common case and needs no encoding
  if (/^[\x00-\x7f]*$/.test(value)) return value
  return String.fromCharCode(...new TextEncoder().encode(value))
}
