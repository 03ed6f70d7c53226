import { isHeaderName, isHeaderValue } from 'concors/protocol'
import { AppBody } from './app-body.js'
import type { Interruptions } from './app-body.js'
import { decoded } from './decoded-body.js'
import { describeThrown } from './describe-thrown.js'
import type { TransportResponse } from './transport.js'

/**
 * What an app returned, as a response on the wire; or, in words, what it returned that is none. It need not be a
 * Response, whatever the types say.
 *
 * @throws what an object of the app's own throws where it is read
 */
export function readAnswer(answer: unknown, interruptions: Interruptions): TransportResponse | string {
  if (!isResponse(answer)) {
    if (answer === null || answer === undefined) return `${String(answer)}, not a Response`
    return `${typeof answer === 'object' ? 'an' : 'a'} ${typeof answer}, not a Response`
  }
  const status: unknown = answer.status
  if (status === 0) return 'Response.error()'
  // A Response has no others, and a foreign one may have anything.
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) {
    return `a Response of the status ${describeThrown(status)}, which is none of 200 to 599`
  }
  const body = (answer.body as Response['body'] | undefined) ?? null
  if (answer.bodyUsed || body?.locked === true) {
    return 'a Response that was read before: it answered twice with it'
  }
  const headers = headersOf(answer)
  if (headers === null) return 'a Response whose headers are none'
  const statusMessage = typeof answer.statusText === 'string' ? answer.statusText : ''
  if (body === null) return { status, statusMessage, headers, body }
  // A Response of another fetch may have a Node stream for a body.
  const stream = body instanceof ReadableStream ? body : ReadableStream.from<Uint8Array>(body)
  return { status, statusMessage, headers, body: decoded(new AppBody(stream, interruptions), headers) }
}

/** Null for what is no list of headers. */
function headersOf(answer: Response): [string, string][] | null {
  const given: unknown = answer.headers
  if (typeof given !== 'object' || given === null || !(Symbol.iterator in given)) return null
  const headers: [string, string][] = []
  for (const pair of given as Iterable<unknown>) {
    const [name, value] = pair as unknown[]
    if (typeof name !== 'string' || typeof value !== 'string') return null
    if (!isHeaderName(name) || !isHeaderValue(value)) return null
    headers.push([name, value])
  }
  return headers
}

function isResponse(value: unknown): value is Response {
  if (value instanceof Response) return true
  // A Response of another copy of fetch (undici's, node-fetch's) is as good.
  return (
    typeof value === 'object' &&
    value !== null &&
    'status' in value &&
    'headers' in value &&
    'arrayBuffer' in value
  )
}
