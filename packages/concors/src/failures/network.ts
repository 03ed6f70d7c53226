import type { Failure } from '../protocol/failure.js'
import type { NetworkFailureReason } from '../protocol/wire.js'
import * as chromium from './chromium.js'
import type { ConsoleLines, EntryText } from './entry.js'
import { lastUrl, NOTHING, valueOf } from './entry.js'
import * as firefox from './firefox.js'
import * as webkit from './webkit.js'

const NETWORK_FETCH = 'concept-http-network-fetch'
const NETWORK_OR_CACHE_FETCH = 'concept-http-network-or-cache-fetch'

/** Chromium's words. */
const NET_ERRORS: Readonly<Record<NetworkFailureReason, string>> = {
  dns: 'ERR_NAME_NOT_RESOLVED',
  refused: 'ERR_CONNECTION_REFUSED',
  reset: 'ERR_CONNECTION_RESET',
  ended: 'ERR_EMPTY_RESPONSE',
  closed: 'ERR_EMPTY_RESPONSE',
  'invalid-response': 'ERR_INVALID_HTTP_RESPONSE',
  // Seen for a server that speaks no TLS; a certificate that is not trusted has names of its own.
  tls: 'ERR_SSL_PROTOCOL_ERROR',
  timeout: 'ERR_TIMED_OUT', // Not seen
  'invalid-request': 'ERR_INVALID_ARGUMENT', // Not seen
  'stream-body-needs-http2': 'ERR_H2_OR_QUIC_REQUIRED', // Not seen
  app: 'ERR_EMPTY_RESPONSE', // An app that threw has sent nothing
  'local-network-denied': 'ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS',
  'local-network-insecure': 'ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS',
  other: 'ERR_FAILED', // Not seen
}

/** Chromium's finer words, by what Node and its HTTP library call it. */
const NET_ERRORS_BY_CODE: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'ERR_CERT_COMMON_NAME_INVALID',
  CERT_HAS_EXPIRED: 'ERR_CERT_DATE_INVALID',
  CERT_NOT_YET_VALID: 'ERR_CERT_DATE_INVALID',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'ERR_CERT_AUTHORITY_INVALID',
  SELF_SIGNED_CERT_IN_CHAIN: 'ERR_CERT_AUTHORITY_INVALID',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'ERR_CERT_AUTHORITY_INVALID',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'ERR_CERT_AUTHORITY_INVALID',
  UND_ERR_HEADERS_OVERFLOW: 'ERR_RESPONSE_HEADERS_TOO_BIG',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'ERR_RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH',
  HPE_UNEXPECTED_CONTENT_LENGTH: 'ERR_RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH',
}

/** WebKitGTK's words, which are its network library's. */
function webkitReason(failure: Failure, hostname: string): string {
  const code = valueOf(failure, 'code')
  if (NET_ERRORS_BY_CODE[code]?.startsWith('ERR_CERT_') === true) return 'Unacceptable TLS certificate'
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return 'Header too big'
  switch (valueOf(failure, 'reason') as NetworkFailureReason) {
    case 'dns':
      return `Error resolving “${hostname}”: Name or service not known`
    case 'refused':
      return `Could not connect to ${hostname}: Connection refused`
    case 'reset':
      return 'Error receiving data: Connection reset by peer'
    case 'invalid-response':
      return 'Could not parse HTTP response'
    case 'tls':
      return 'Error performing TLS handshake: An unexpected TLS packet was received.'
    case 'timeout':
      return 'Socket I/O timed out' // Not seen
    default:
      return 'Connection terminated unexpectedly'
  }
}

const hostnameOf = (url: string): string => new URL(url).hostname

const inChromium: ConsoleLines = (failure, situation) => {
  const space = valueOf(failure, 'space')
  switch (valueOf(failure, 'reason')) {
    case 'local-network-denied':
      return chromium.blockedByCors(
        `Permission was denied for this request to access the \`${space}\` address space.`,
        situation,
      )
    case 'local-network-insecure':
      return chromium.blockedByCors(
        `The request client is not a secure context and the resource is in more-private address space \`${space}\`.`,
        situation,
      )
  }
  // A 407 that no proxy sent is a failure of the network too.
  if (failure.values['status'] === 407) return [chromium.failedToLoad('ERR_UNEXPECTED_PROXY_AUTH')]
  const byCode = NET_ERRORS_BY_CODE[valueOf(failure, 'code')]
  return [chromium.failedToLoad(byCode ?? NET_ERRORS[valueOf(failure, 'reason') as NetworkFailureReason])]
}

const preflightInFirefox: ConsoleLines = (failure, situation) => {
  const first =
    failure.values['status'] === 407
      ? firefox.blockedRequest(
          lastUrl(situation),
          'CORS preflight response did not succeed',
          firefox.statusCode(failure),
        )
      : firefox.didNotSucceed(situation)
  return [first, firefox.didNotSucceed(situation)]
}

const preflightInWebkit: ConsoleLines = webkit.denied((failure, situation) =>
  failure.values['status'] === 407
    ? 'Preflight response is not successful. Status code: 407'
    : webkitReason(failure, hostnameOf(lastUrl(situation))),
)

const NOT_CORS_CAUSES = [
  'The server is down, or the address or port is wrong.',
  'The certificate is not trusted, has expired or names another host.',
  'A firewall, VPN or content blocker stands between.',
]

/** Nothing came, or nothing went: this is not CORS, but a page cannot tell. */
export const networkFailures = {
  'network-failure': {
    title: 'No answer came from the server',
    meaning:
      'The connection failed before any HTTP response arrived, so this is not CORS, although a page sees the same error. Whoever runs the server or the network has to make it answer.',
    rows: [63],
    step: [NETWORK_FETCH, '8.1'],
    causes: NOT_CORS_CAUSES,
    fix: ['Open the URL in a tab or with curl: it fails there too.'],
    console: {
      chromium: inChromium,
      firefox: firefox.ended,
      webkit: (failure, situation) => [
        webkit.failedToLoad(webkitReason(failure, hostnameOf(lastUrl(situation)))),
      ],
    },
  },
  'preflight-network-failure': {
    title: 'No answer to the preflight came from the server',
    meaning:
      'The connection failed while the browser asked for permission with OPTIONS; the request itself was not sent. Whoever runs the server has to make it answer OPTIONS.',
    rows: [32, 33],
    step: ['cors-preflight-fetch-0', '6'],
    causes: [
      ...NOT_CORS_CAUSES,
      'The server, or a firewall before it, closes connections that send OPTIONS.',
      'The server asks for a client certificate, which a preflight never carries.',
    ],
    fix: [
      'Send the OPTIONS request with curl and look at the connection.',
      'Make the client certificate optional, and check it for other methods.',
    ],
    console: { chromium: inChromium, firefox: preflightInFirefox, webkit: preflightInWebkit },
  },
  'stream-body-needs-http2': {
    title: 'A stream can only be uploaded over HTTP/2 or newer',
    meaning:
      'The page sends a ReadableStream, and the server speaks HTTP/1.1 only. The server has to offer HTTP/2, or the page has to send a body of known length.',
    rows: [62],
    step: [NETWORK_FETCH, '8.3'],
    causes: ['A development server without TLS, which means HTTP/1.1.'],
    fix: ['Serve over https with HTTP/2.', 'Send a Blob or an ArrayBuffer.'],
    console: {
      // Not seen: the text for https.
      chromium: (_failure, situation) => [
        chromium.failedToLoad(
          lastUrl(situation).startsWith('http:') ? 'ERR_ALPN_NEGOTIATION_FAILED' : 'ERR_H2_OR_QUIC_REQUIRED',
        ),
      ],
      // Neither sends streams.
      firefox: NOTHING,
      webkit: NOTHING,
    },
  },
  'keepalive-body-too-large': {
    title: 'All keepalive requests together may carry 64 KiB',
    meaning:
      'Requests that outlive their page are limited to 64 KiB of bodies under way at a time. The page has to send less, or without keepalive.',
    rows: [61],
    step: [NETWORK_OR_CACHE_FETCH, '8.10.5'],
    causes: ['An analytics script sends a large batch on unload.', 'Several keepalive requests at once.'],
    fix: ['Send smaller batches, earlier.', 'Leave keepalive out.'],
    console: {
      chromium: NOTHING,
      firefox: NOTHING,
      webkit: (_failure, situation) => [
        webkit.securityError('Reached maximum amount of queued data of 64Kb for keepalive requests'),
        ...webkit.cannotLoad(situation),
      ],
    },
  },
  'only-if-cached-miss': {
    title: 'The page asked for a cached response only, and there is none',
    meaning:
      "With cache: 'only-if-cached' nothing is sent to the server. The page has to allow the network when the cache has nothing.",
    rows: [],
    step: [NETWORK_OR_CACHE_FETCH, '11.1'],
    causes: ["cache: 'only-if-cached' for something that was never loaded."],
    fix: ["cache: 'force-cache' asks the server when the cache has nothing."],
    console: {
      chromium: chromium.netError('ERR_CACHE_MISS'),
      firefox: NOTHING,
      // WebKit goes to the network all the same.
      webkit: NOTHING,
    },
  },
  'proxy-authentication-required': {
    title: 'The answer is 407: a proxy wants to be signed in to',
    meaning:
      'A response with status 407 concerns the proxy on the way, not the page, which therefore gets nothing. The user has to sign in to the proxy; a server that is no proxy must not answer 407.',
    rows: [],
    step: [NETWORK_OR_CACHE_FETCH, '16.1'],
    causes: ['A corporate proxy.', 'A server that means 401.'],
    fix: ['Sign in to the proxy.', 'Answer 401 instead of 407.'],
    console: {
      chromium: inChromium,
      // Not seen: both hand a 407 that no proxy sent to the page.
      firefox: firefox.ended,
      webkit: NOTHING,
    },
  },
} as const satisfies Record<string, EntryText>
