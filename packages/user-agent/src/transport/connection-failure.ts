import type { NetworkFailureReason, WireFailure, WireRequest } from 'concors'
import { networkFailure } from './transport.js'

/** Says in one sentence why no response came, from the error of a socket or of the HTTP library. */
export function connectionFailure(
  error: unknown,
  { url }: WireRequest,
  { timeout, peer = url.host }: { readonly timeout: number; readonly peer?: string },
): WireFailure {
  const { code, message } = describe(error)
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return networkFailure('dns', `The name ${url.hostname} could not be resolved (${code})`)
    case 'ECONNREFUSED':
      return networkFailure('refused', `Nothing listens at ${peer} (${code})`)
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
      return networkFailure('reset', `${peer} closed the connection before it had answered (${message})`)
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return networkFailure('timeout', `${peer} did not accept the connection within ${timeout} ms`)
    case 'UND_ERR_HEADERS_TIMEOUT':
      return networkFailure('timeout', `${peer} did not answer within ${timeout} ms`)
    case 'UND_ERR_HEADERS_OVERFLOW':
    case 'HPE_HEADER_OVERFLOW':
      return networkFailure('invalid-response', `${peer} sent a head of more than 16 kB`)
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH':
    case 'UND_ERR_NOT_SUPPORTED':
      return networkFailure('invalid-request', `This request cannot be sent (${message})`)
    default:
      return networkFailure(...classify(code, message, peer))
  }
}

function classify(
  code: string,
  message: string,
  peer: string,
): [reason: NetworkFailureReason, detail: string] {
  if (code.startsWith('HPE_'))
    return ['invalid-response', `${peer} sent something that is no HTTP (${message})`]
  if (/^(?:ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|DEPTH_ZERO|SELF_SIGNED|EPROTO)/.test(code)) {
    return ['tls', `The certificate or the TLS handshake of ${peer} failed (${code})`]
  }
  if (/^(?:EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/.test(code))
    return ['refused', `${peer} cannot be reached (${code})`]
  return ['other', message]
}

/** The code and message of an error; of several attempts (IPv6, then IPv4) the last one's. */
function describe(error: unknown): { code: string; message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return describe(error.errors.at(-1))
  if (!(error instanceof Error)) return { code: '', message: String(error) }
  const code: unknown = (error as NodeJS.ErrnoException).code
  return { code: typeof code === 'string' ? code : '', message: error.message }
}
