import type { DomClasses } from '../dom/classes.js'
import { isXml } from './received.js'
import type { Received } from './received.js'
import type { XmlHttpRequestResponseType } from './types.js'

/**
 * The document that a response holds, or null. Not modelled: an encoding that HTML names in a `<meta>`.
 * https://xhr.spec.whatwg.org/#document-response
 */
export function documentOf(
  received: Received,
  responseType: XmlHttpRequestResponseType,
  { DOMParser }: DomClasses,
): unknown {
  const { mimeType } = received
  const html = mimeType.essence === 'text/html'
  // 2-3. HTML only where it is asked for: scripts of old sites would break.
  if ((!html && !isXml(mimeType)) || (html && responseType === '')) return null
  if (DOMParser === undefined || received.length === 0) return null
  if (html) return new DOMParser().parseFromString(received.text(false), 'text/html')
  // 5. What is not well-formed is no document, or one of an error.
  try {
    const document = new DOMParser().parseFromString(received.text(true), 'application/xml')
    return isParserError(document) ? null : document
  } catch {
    return null
  }
}

function isParserError(document: unknown): boolean {
  const { documentElement } = document as { documentElement: { localName: string } | null }
  return documentElement === null || documentElement.localName === 'parsererror'
}

/** A document as it is sent; null for what is none. https://xhr.spec.whatwg.org/#the-send()-method step 4.1 */
export function serializedDocument(
  body: unknown,
  { Document, XMLSerializer }: DomClasses,
): { readonly text: string; readonly contentType: string } | null {
  if (Document === undefined || XMLSerializer === undefined || !(body instanceof Document)) return null
  const { contentType, documentElement } = body as {
    contentType: string
    documentElement: { outerHTML: string }
  }
  if (contentType === 'text/html') {
    return { text: documentElement.outerHTML, contentType: 'text/html;charset=UTF-8' }
  }
  const text = new XMLSerializer().serializeToString(body as never)
  return { text, contentType: 'application/xml;charset=UTF-8' }
}
