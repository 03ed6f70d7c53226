import { isHeaderName, isMethod, normalizeHeaderValue } from 'concors/protocol'
import type { Header } from 'concors/protocol'
import type { Exchange, RequestHead, ResponseHead } from '../explanation.js'
import { CaptureError, excerpt } from './capture-error.js'

/** Heads that were pasted, in their order: a request belongs to the response after it. */
export interface HttpText {
  readonly messages: readonly (
    | { readonly kind: 'request'; readonly head: RequestHead }
    | { readonly kind: 'response'; readonly head: ResponseHead }
  )[]
}

const STATUS_LINE = /^HTTP\/\d(?:\.\d)? (\d{3})(?: (.*))?$/
const REQUEST_LINE = /^([^\s:]+) (\S+)(?: HTTP\/\d(?:\.\d)?)$/

/**
 * Reads what `curl -i`, `curl -v` or a proxy shows: heads of requests and responses. Bodies are passed over, and so are
 * interim responses.
 *
 * @throws CaptureError that names the line which is no header
 */
export function parseHttp(text: string): HttpText {
  const lines = text.split(/\r?\n/)
  // -v marks what was sent and what came, and says things of its own.
  const marked = lines.some((line) => /^[<>] /.test(line))
  const messages: HttpText['messages'][number][] = []
  let at = 0
  while (at < lines.length) {
    const line = bare(lines[at]!, marked)
    const status = STATUS_LINE.exec(line)
    const request = status === null ? REQUEST_LINE.exec(line) : null
    if (status === null && (request === null || !isMethod(request[1]!))) {
      at++
      continue
    }
    const { headers, end } = readHeaders(lines, at + 1, marked)
    at = end
    if (status !== null) {
      const head = { status: Number(status[1]), statusMessage: status[2] ?? '', headers }
      if (head.status >= 200) messages.push({ kind: 'response', head })
    } else messages.push({ kind: 'request', head: requestHead(request![1]!, request![2]!, headers) })
  }
  if (!messages.some(({ kind }) => kind === 'response')) {
    throw new CaptureError(
      '',
      `${excerpt(text.trim())} has no response in it`,
      'a line such as HTTP/1.1 200 OK',
    )
  }
  return { messages }
}

function bare(line: string, marked: boolean): string {
  if (!marked) return line.trimEnd()
  return /^[<>]/.test(line) ? line.slice(2).trimEnd() : ''
}

function readHeaders(lines: readonly string[], start: number, marked: boolean) {
  const headers: Header[] = []
  let at = start
  for (; at < lines.length; at++) {
    const line = bare(lines[at]!, marked)
    if (line === '' && marked && /^[*{}]/.test(lines[at]!)) continue
    if (line === '') break
    const colon = line.indexOf(':', 1)
    const name = line.slice(0, colon)
    if (colon === -1 || !isHeaderName(name)) {
      throw new CaptureError(`line ${at + 1}`, excerpt(line), "a header, 'Name: value', or an empty line")
    }
    headers.push([name, normalizeHeaderValue(line.slice(colon + 1))])
  }
  return { headers, end: at }
}

function requestHead(method: string, target: string, headers: readonly Header[]): RequestHead {
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1]
  const url = URL.canParse(target) || host === undefined ? target : `https://${host}${target}`
  return { method, url: URL.canParse(url) ? new URL(url).href : target, headers }
}

/** A `Response` in code, as an answer. In a page it has only the headers that the page may see. */
export function responseHead(response: {
  readonly status: number
  readonly statusText: string
  readonly headers: Iterable<[string, string]>
}): ResponseHead {
  return { status: response.status, statusMessage: response.statusText, headers: [...response.headers] }
}

/** A request's head does not tell the scheme, nor without `Host` the host; the URL that led to it does. */
function likeCurrent(url: string, current: string): string {
  if (!URL.canParse(url)) return URL.canParse(url, current) ? new URL(url, current).href : current
  const told = new URL(url)
  const known = new URL(current)
  if (told.host !== known.host) return url
  told.protocol = known.protocol
  return told.href
}

/** The answers to one request, in their order: a redirect's target is the next request's URL. */
export function exchangesOf({ messages }: HttpText, method: string, url: string): readonly Exchange[] {
  const exchanges: Exchange[] = []
  let asked: RequestHead | null = null
  let current = url
  for (const message of messages) {
    if (message.kind === 'request') {
      asked = message.head
      continue
    }
    const { head } = message
    const isPreflight = asked === null ? false : asked.method === 'OPTIONS' && method !== 'OPTIONS'
    const request = {
      method: isPreflight ? 'OPTIONS' : (asked?.method ?? method),
      url: asked === null ? current : likeCurrent(asked.url, current),
      headers: [],
    }
    exchanges.push({
      kind: isPreflight ? 'preflight' : 'request',
      request,
      response: head,
      failure: null,
      milliseconds: 0,
    })
    const location = head.headers.find(([name]) => name.toLowerCase() === 'location')?.[1]
    if (location !== undefined && URL.canParse(location, current)) current = new URL(location, current).href
    asked = null
  }
  return exchanges
}
