import type { NetworkFailureReason, WireFailure, WireRequest } from 'concors/protocol'
import { describeThrown } from './describe-thrown.js'
import { headFault, parserFault, refusedByte } from './refused-bytes.js'
import { networkFailure } from './transport.js'

/** What is known about a connection, beside the error that ended it. */
export interface Circumstances {
  readonly timeout: number
  /** Bytes that a response's head may have. */
  readonly maxHead: number
  /** What the connection ends in. Default: the URL's host. */
  readonly peer?: string | undefined
  /** The proxy that the connection is to, where there is one. */
  readonly proxy?: string | undefined
  /** Whether the head had come: what ended is the body. Default: false. */
  readonly inBody?: boolean
  /** The last bytes that came. */
  readonly received?: Uint8Array | undefined
}

/** Says in one sentence why no response came, from the error of a socket or of the HTTP library. */
export function connectionFailure(
  error: unknown,
  request: WireRequest,
  { timeout, maxHead, peer = request.url.host, proxy, inBody = false, received }: Circumstances,
): WireFailure {
  const { code, message, name } = describe(error)
  // Only the proxy is connected to: whether the server could be, nobody has found out.
  const end = proxy === undefined ? peer : `the proxy ${proxy}`
  const when = inBody ? 'in the middle of the body' : 'before it had answered'
  if (name === 'HTTPParserError') {
    const fault = parserFault(message, (error as { data?: unknown }).data)
    return networkFailure('invalid-response', `${peer} sent ${fault}`, code === '' ? undefined : code)
  }
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      if (proxy !== undefined)
        return networkFailure('dns', `The name of ${end} could not be resolved (${code})`)
      return networkFailure('dns', `The name ${request.url.hostname} could not be resolved (${code})`)
    case 'ECONNREFUSED':
      return networkFailure('refused', `Nothing listens at ${end} (${code})`)
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      if (message === 'bad upgrade' || message === 'bad response') {
        return networkFailure('invalid-response', `${peer} sent ${UNASKED[message]}, which nobody asked for`)
      }
      return networkFailure(
        message === 'other side closed' ? 'ended' : 'reset',
        `${peer} closed the connection ${when} (${message})`,
      )
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return networkFailure('timeout', `${sentence(end)} did not accept the connection within ${timeout} ms`)
    case 'UND_ERR_HEADERS_TIMEOUT':
      return networkFailure('timeout', `${peer} did not answer within ${timeout} ms`)
    case 'UND_ERR_BODY_TIMEOUT':
      return networkFailure('timeout', `${peer} sent nothing for ${timeout} ms ${when}`)
    case 'UND_ERR_HEADERS_OVERFLOW':
      return networkFailure('invalid-response', `${peer} sent a head of more than ${maxHead / 1024} kB`, code)
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      if (inBody)
        return networkFailure('invalid-response', `${peer} sent a body of another length than announced`)
      // undici says so of every fault of a head that comes after a Content-Length.
      return networkFailure('invalid-response', `${peer} sent ${headFault(received)}`, code)
    case 'ERR_ASSERTION':
      return networkFailure('invalid-response', `${peer} sent a status below 100`)
    case 'UND_ERR_DESTROYED':
    case 'UND_ERR_CLOSED':
      return networkFailure('closed', 'The user agent was closed')
    case 'ERR_INVALID_CHAR':
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH':
    case 'UND_ERR_NOT_SUPPORTED':
      return networkFailure(
        'invalid-request',
        `This request cannot be sent (${refusedByte(request.headers) ?? message})`,
      )
    default:
      return networkFailure(...classify(code, message, peer, end))
  }
}

/** What undici says of an interim response that ends the exchange, and what it was. */
const UNASKED = { 'bad upgrade': 'another protocol (101)', 'bad response': 'a response (100 Continue)' }

function classify(
  code: string,
  message: string,
  peer: string,
  end: string,
): [reason: NetworkFailureReason, detail: string, code?: string] {
  if (/^(?:ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|EPROTO|HOSTNAME_|INVALID_)/.test(code)) {
    return ['tls', `The certificate or the TLS handshake of ${peer} failed (${code})`, code]
  }
  if (/^(?:EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/.test(code))
    return ['refused', `${sentence(end)} cannot be reached (${code})`]
  return ['other', message]
}

function sentence(text: string): string {
  return text.startsWith('the ') ? `The ${text.slice(4)}` : text
}

/** The code and message of an error; of several attempts (IPv6, then IPv4) the last one's. */
function describe(error: unknown): { code: string; message: string; name: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return describe(error.errors.at(-1))
  if (!(error instanceof Error)) return { code: '', message: describeThrown(error), name: '' }
  const code: unknown = (error as NodeJS.ErrnoException).code
  return { code: typeof code === 'string' ? code : '', message: error.message, name: error.name }
}
