import { createRequest, get, parseMimeType, serializeMimeType, set } from 'concors/protocol'
import type { Header, InnerRequest, Profile } from 'concors/protocol'
import { extractBody, isStream } from '../body.js'
import type { BodyInput } from '../body.js'
import type { DomClasses } from '../dom/classes.js'
import { isURLSearchParams } from '../dom/foreign.js'
import type { RequestRealm } from '../request.js'
import { serializedDocument } from './documents.js'

/** What `open()`, `setRequestHeader()` and the attributes have said of a request by the time it is sent. */
export interface XhrRequestParts {
  readonly method: string
  readonly url: URL
  readonly headerList: readonly Header[]
  readonly withCredentials: boolean
  /** Whether anybody listens to the upload: then there is always a preflight. */
  readonly uploadListener: boolean
}

/** https://xhr.spec.whatwg.org/#the-send()-method steps 4 to 6 */
export function createXhrRequest(
  { client, profile }: RequestRealm,
  parts: XhrRequestParts,
  given: unknown,
  dom: DomClasses,
): InnerRequest {
  const { method, url, withCredentials, uploadListener } = parts
  const headerList = [...parts.headerList]
  const request = createRequest({
    url,
    client,
    method,
    mode: 'cors',
    initiatorType: 'xmlhttprequest',
    credentialsMode: withCredentials ? 'include' : 'same-origin',
    unsafeRequest: true,
    useCorsPreflight: uploadListener,
  })
  if (given !== null && given !== undefined) {
    const document = serializedDocument(given, dom)
    // A stream is no body of XMLHttpRequest: like any other object it is sent as its text.
    const input = document?.text ?? (isStream(given) ? String(given as unknown) : (given as BodyInput))
    const { body, contentType } = extractBody(input, profile)
    request.body = body
    request.typeOfBodyImplied = get(headerList, 'content-type') === null
    const isText = typeof input === 'string' || isURLSearchParams(input)
    nameContentType(headerList, document?.contentType ?? contentType, isText, profile)
  }
  request.headerList.push(...headerList)
  return request
}

/** Chromium: every value of a parameter that is called so. */
const CHARSET = /((?:^|[ ;])charset *=[ "']*)[^ "';]+/gi

/** 4.4-4.6 */
function nameContentType(
  headerList: Header[],
  contentType: string | null,
  isText: boolean,
  { xhrCharset }: Profile,
): void {
  const authors = get(headerList, 'content-type')
  if (authors === null) {
    if (contentType !== null) set(headerList, 'Content-Type', contentType)
    return
  }
  if (xhrCharset === 'in-place') {
    if (isText) set(headerList, 'Content-Type', authors.replace(CHARSET, '$1UTF-8'))
    return
  }
  const mimeType = isText ? parseMimeType(authors) : null
  const charset = mimeType?.parameters.get('charset')
  if (mimeType === null || charset === undefined || charset.toLowerCase() === 'utf-8') return
  // What goes over the wire is UTF-8, whatever the author says.
  const parameters = new Map([...mimeType.parameters, ['charset', 'UTF-8']])
  set(headerList, 'Content-Type', serializeMimeType({ ...mimeType, parameters }))
}
