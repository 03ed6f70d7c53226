import type { Failure } from '../protocol/failure.js'
import { utf8FromBytes } from '../protocol/utf8.js'
import { isCrossOriginCors, lastUrl, valueOf } from './entry.js'
import type { ConsoleLines, ConsoleMessage, Situation } from './entry.js'

// Firefox 153's lines, with its typographic quotes.

export function javascriptError(text: string): ConsoleMessage {
  return { level: 'error', source: 'javascript', text }
}

/** A refusal by CORS, of one URL. */
export function blockedRequest(url: string, reason: string, status = ''): ConsoleMessage {
  return javascriptError(
    `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${url}. (Reason: ${reason}).${status}`,
  )
}

/** What Firefox says of a channel that ended early, also after it has said why. */
export function didNotSucceed(situation: Situation): ConsoleMessage {
  return blockedRequest(lastUrl(situation), 'CORS request did not succeed', ' Status code: (null).')
}

/** A load that ended for a reason other than CORS: the CORS listener reports it, where there is one. */
export const ended: ConsoleLines = (_failure, situation) =>
  isCrossOriginCors(situation) ? [didNotSucceed(situation)] : []

/** A refused preflight: its own line, and one about the request that it was for. */
export function refusedPreflight(
  reason: (failure: Failure) => string,
  status: (failure: Failure) => string = () => '',
): ConsoleLines {
  return (failure, situation) => [
    blockedRequest(lastUrl(situation), reason(failure), status(failure)),
    didNotSucceed(situation),
  ]
}

/**
 * What the CORS check says. A refused preflight, and a refused redirect, end the channel: there is a second line.
 */
export function corsCheckLines(
  what: 'missing' | 'wildcard' | 'value' | 'credentials',
  of: 'response' | 'preflight' = 'response',
): ConsoleLines {
  return (failure, situation) => {
    const line = corsCheckLine(what, failure, lastUrl(situation))
    const redirects = failure.values['location'] !== undefined
    const ended = didNotSucceed(situation)
    if (of === 'preflight') return redirects ? [line, ended, ended] : [line, ended]
    return redirects && (situation.redirectMode ?? 'follow') === 'follow' ? [line, ended] : [line]
  }
}

function corsCheckLine(
  what: Parameters<typeof corsCheckLines>[0],
  failure: Failure,
  url: string,
): ConsoleMessage {
  switch (what) {
    case 'missing':
      return blockedRequest(url, 'CORS header ‘Access-Control-Allow-Origin’ missing', statusCode(failure))
    case 'wildcard':
      // The only text that puts its URL into quotes.
      return blockedRequest(
        `‘${url}’`,
        'Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’',
      )
    case 'value': {
      if (countedLines(failure) > 1) {
        return blockedRequest(url, 'Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed')
      }
      const value = utf8FromBytes(valueOf(failure, 'access-control-allow-origin'))
      return blockedRequest(url, `CORS header ‘Access-Control-Allow-Origin’ does not match ‘${value}’`)
    }
    case 'credentials':
      return blockedRequest(url, 'expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’')
  }
}

/** Lines of the header that are written exactly so; `access-control-allow-origin` twice counts as one value. */
function countedLines({ values }: Failure): number {
  const written = values['written']
  return Array.isArray(written) ? written.filter((name) => name === 'Access-Control-Allow-Origin').length : 1
}

export function statusCode(failure: Failure): string {
  return ` Status code: ${valueOf(failure, 'status')}.`
}

/** The security manager's refusal of data. A page of opaque origin goes by an identity that is new each time. */
export function mayNotLoad(url: string, from: Situation): ConsoleMessage {
  return javascriptError(`Security Error: Content at ${contentOf(from)} may not load data from ${url}.`)
}

/** The security manager's refusal of a local file. */
export function mayNotLink(url: string, from: Situation): ConsoleMessage {
  return javascriptError(`Security Error: Content at ${contentOf(from)} may not load or link to ${url}.`)
}

function contentOf({ origin, pageUrl }: Situation): string {
  return origin === 'null' ? 'moz-nullprincipal:{…}' : pageUrl
}
