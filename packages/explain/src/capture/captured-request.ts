import { isSerializedOrigin, normalizeMethod } from 'concors/protocol'
import type { CredentialsMode, HeaderList, Mode, RedirectMode } from 'concors/protocol'
import type { ExplainedRequest } from '../explanation.js'

/** What somebody's code or command asks for. Nothing of it was sent. */
export interface CapturedRequest {
  readonly method: string
  readonly url: string
  /** As the page sets them: what a browser adds by itself is left out. */
  readonly headers: HeaderList
  readonly body: string | null
  readonly mode: Mode
  readonly credentials: CredentialsMode
  readonly redirect: RedirectMode
  /** The page's origin, where the capture tells it. */
  readonly origin: string | null
  /** `name=value; …`, where the capture has cookies. */
  readonly cookies: string | null
  /** What could not be known, in a sentence each. */
  readonly notes: readonly string[]
}

/** Headers that a browser sets, and no page can. A copied command has them all. */
const BROWSERS_OWN =
  /^(?:accept-encoding|accept-language|connection|content-length|cookie|dnt|host|if-none-match|if-modified-since|keep-alive|origin|priority|referer|te|trailer|transfer-encoding|upgrade|upgrade-insecure-requests|user-agent|access-control-request-.*|sec-.*|proxy-.*|:.*)$/i

/** The headers that a page set, of all that were sent. */
export function headersOfPage(headers: HeaderList): HeaderList {
  return headers.filter(([name, value]) => {
    if (BROWSERS_OWN.test(name)) return false
    // Every fetch has this one.
    return !(name.toLowerCase() === 'accept' && value === '*/*')
  })
}

/** The page's origin, of the headers that tell it. */
export function originOfHeaders(headers: HeaderList): string | null {
  const value = (wanted: string): string | null =>
    headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? null
  const origin = value('origin')
  if (origin !== null && isOriginOfAPage(origin)) return origin
  const referer = value('referer')
  return referer !== null && URL.canParse(referer) ? new URL(referer).origin : null
}

/** What a browser can have written; files are edited by hand, and by programs that are none. */
function isOriginOfAPage(text: string): boolean {
  return text === 'null' || (isSerializedOrigin(text) && URL.canParse(`${text}/`))
}

/** The same as what an explanation starts from. */
export function explainedRequest(captured: CapturedRequest, origin: string): ExplainedRequest {
  const { method, url, headers, body, mode, credentials, redirect } = captured
  return {
    method: normalizeMethod(method),
    url: new URL(url).href,
    origin,
    mode,
    credentials,
    redirect,
    headers,
    ...(body === null ? {} : { bodyLength: new TextEncoder().encode(body).length }),
  }
}
