import type { BlobUrlEntry } from '../context.js'
import { processDataUrl } from '../data-url.js'
import { failure } from '../failure.js'
import { get } from '../header-list.js'
import type { Header } from '../header-list.js'
import { parseSingleRange } from '../range.js'
import { currentUrl } from '../request.js'
import type { InnerRequest } from '../request.js'
import { createResponse } from '../response.js'
import type { InnerResponse } from '../response.js'
import type { FetchSteps } from '../wire.js'
import type { FetchParams } from './fetch-params.js'
import { networkError } from './fetch-params.js'
import { httpFetch } from './http-fetch.js'

const ALGORITHM = 'concept-scheme-fetch'

/** https://fetch.spec.whatwg.org/#concept-scheme-fetch */
export function* schemeFetch(params: FetchParams): FetchSteps<InnerResponse> {
  // 2
  const { request } = params
  const url = currentUrl(request)
  // 3
  switch (url.protocol) {
    case 'http:':
    case 'https:':
      return yield* httpFetch(params)
    case 'about:':
      // Chromium, WebKit: not even where nothing of it can be read.
      if (url.pathname === 'blank' && params.context.profile.aboutBlankFetchable) {
        return localResponse('text/html;charset=utf-8', new Uint8Array())
      }
      break
    case 'blob:': {
      const entry = request.method === 'GET' ? (params.context.resolveBlobUrl?.(url) ?? null) : null
      const response = entry === null ? null : blobResponse(request, entry)
      if (response !== null) return response
      break
    }
    case 'data:': {
      const data = processDataUrl(url)
      if (data !== null) {
        return localResponse(data.mimeType, data.body, params.context.profile.dataUrlsHaveLength)
      }
      break
    }
    // file: is left open by the standard; a network error is what it recommends.
  }
  // 4
  const values = { url: url.href, scheme: url.protocol.slice(0, -1), mode: request.mode }
  return networkError(params, failure('unsupported-scheme', ALGORITHM, '4', values))
}

function localResponse(contentType: string, body: Uint8Array, hasLength = false): InnerResponse {
  const headerList: Header[] = [['Content-Type', contentType]]
  // Firefox: with its length. Seen.
  if (hasLength) headerList.push(['Content-Length', String(body.length)])
  return createResponse({ statusMessage: 'OK', headerList, body })
}

/** 3, "blob", 9 to 15; null where a range cannot be served. */
function blobResponse(request: InnerRequest, blob: BlobUrlEntry): InnerResponse | null {
  const rangeHeader = get(request.headerList, 'range')
  if (rangeHeader === null) {
    return createResponse({
      statusMessage: 'OK',
      headerList: [
        ['Content-Length', String(blob.size)],
        ['Content-Type', blob.type],
      ],
      body: blob.body,
    })
  }
  const range = parseSingleRange(rangeHeader, true)
  if (range === null) return null
  let { start, end } = range
  if (start === null) {
    start = Math.max(0, blob.size - end!)
    end = blob.size - 1
  } else {
    if (start >= blob.size) return null
    if (end === null || end >= blob.size) end = blob.size - 1
  }
  return createResponse({
    status: 206,
    statusMessage: 'Partial Content',
    headerList: [
      ['Content-Length', String(end - start + 1)],
      ['Content-Type', blob.type],
      ['Content-Range', `bytes ${start}-${end}/${blob.size}`],
    ],
    body: blob.slice(start, end + 1),
    rangeRequested: true,
  })
}
