import { cookieRequest } from '../cookies.js'
import { failure } from '../failure.js'
import { byteLowercase, combineRepeated, getAll, set, withoutEmptyLines } from '../header-list.js'
import type { Header, HeaderList } from '../header-list.js'
import { localNetworkRefusal } from '../local-network-access.js'
import type { Profile } from '../profile.js'
import { currentUrl, redirectTaint } from '../request.js'
import type { InnerRequest } from '../request.js'
import { createResponse } from '../response.js'
import { bytesOfUtf8 } from '../utf8.js'
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
  // Not in Fetch: a part of obtaining a connection, before anything is sent.
  const refusal = localNetworkRefusal(request, context)
  if (refusal !== null) {
    const { reason, space, clientSpace } = refusal
    const detail = `the page is in the address space ${clientSpace}, and ${url.host} in ${space}`
    return wireError(
      params,
      kind,
      failure('network-failure', ALGORITHM, '8.1', { reason, detail, url: url.href, space }),
    )
  }
  // 5-8.5
  const result = yield {
    kind,
    method: request.method,
    url,
    headers: headersAsSent(request, context.profile),
    body: request.body,
    includeCredentials,
    partition: networkPartitionKey(request, context),
    hop: request.redirectCount,
    newConnection,
  }
  if (isWireFailure(result)) {
    const { reason, detail, code } = result
    // 8.3
    if (reason === 'stream-body-needs-http2') {
      return wireError(params, kind, failure('stream-body-needs-http2', ALGORITHM, '8.3', { url: url.href }))
    }
    // 8.1
    return wireError(
      params,
      kind,
      failure('network-failure', ALGORITHM, '8.1', {
        reason,
        detail,
        url: url.href,
        ...(code === undefined ? {} : { code }),
      }),
    )
  }
  // 17. Before any CORS check, also on redirects.
  if (includeCredentials && context.cookies !== null && keepsCookies(result.status, context.profile)) {
    const lines = getAll(result.headers, 'set-cookie')
    if (lines.length > 0) {
      const { settingConsidersRedirects } = context.profile
      const taint = settingConsidersRedirects
        ? redirectTaint(request, context.registrableDomain)
        : 'same-origin'
      const asked = cookieRequest(request, context, taint)
      for (const line of lines) context.cookies.store(asked, line)
    }
  }
  // 19
  const { status, statusMessage, headers, body } = result
  const headerList = context.profile.responseLinesMerged ? mergedLines(headers) : headers
  return createResponse({ status, statusMessage, headerList, body })
}

/** Of these the lines are counted, before anybody reads what they are merged to. */
const COUNTED_LINES: ReadonlySet<string> = new Set(['access-control-allow-origin', 'location'])

/** Firefox: no empty line is merged to others, and types are merged by a bare comma. */
function mergedLines(headers: HeaderList): HeaderList {
  const types = getAll(headers, 'content-type')
  if (types.length < 2) return withoutEmptyLines(headers, COUNTED_LINES)
  const merged: Header[] = [...headers]
  set(
    merged,
    'Content-Type',
    types.reduce((all, next) => (all === '' ? next : `${all},${next}`)),
  )
  return withoutEmptyLines(merged, COUNTED_LINES)
}

function keepsCookies(status: number, { proxyAuthenticationKeepsCookies }: Profile): boolean {
  return status !== 407 || proxyAuthenticationKeepsCookies
}

/** In each engine's own way, where it has one. */
function headersAsSent(
  { headerList: headers, body }: InnerRequest,
  { repeatedRequestHeaders, headersSentAsUtf8 }: Profile,
): HeaderList {
  if (repeatedRequestHeaders === 'separate' && !headersSentAsUtf8) return headers
  const sent: Header[] = [...headers]
  if (repeatedRequestHeaders === 'combined-when-sent') {
    keepOneContentType(sent, body === null ? 'last' : 'first')
    combineRepeated(sent)
  }
  return headersSentAsUtf8 ? sent.map(([name, value]) => [name, bytesOfUtf8(value)]) : sent
}

/** Firefox: seen. */
function keepOneContentType(list: Header[], which: 'first' | 'last'): void {
  const found = list.filter(([name]) => byteLowercase(name) === 'content-type')
  if (found.length < 2) return
  const kept = which === 'first' ? found[0]! : found[found.length - 1]!
  for (const header of found) if (header !== kept) list.splice(list.indexOf(header), 1)
}
