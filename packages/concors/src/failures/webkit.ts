import type { Failure } from '../protocol/failure.js'
import { isLoopbackHost } from '../protocol/trustworthy.js'
import { bytesOfUtf8, utf8FromBytes } from '../protocol/utf8.js'
import { isOfOrigin, lastUrl, valueOf } from './entry.js'
import type { ConsoleLines, ConsoleMessage, Initiator, Situation } from './entry.js'

// WebKitGTK 2.50's lines: the reason, what could not be loaded, and the reason again for the network's tab.

export function securityError(text: string): ConsoleMessage {
  return { level: 'error', source: 'security', text }
}

export function failedToLoad(reason: string): ConsoleMessage {
  return { level: 'error', source: 'network', text: `Failed to load resource: ${reason}` }
}

const APIS: Partial<Readonly<Record<Initiator, string>>> = {
  fetch: 'Fetch API',
  xhr: 'XMLHttpRequest',
  eventsource: 'EventSource',
}

/** What was asked with is told, but not why. */
export function cannotLoadAtAll(url: string, { initiator }: Situation): ConsoleMessage {
  const api = APIS[initiator] ?? 'Fetch API'
  return { level: 'error', source: 'javascript', text: `${api} cannot load ${url}.` }
}

/** What the asking API or element says; empty for those that say nothing. */
export function cannotLoad(situation: Situation, url = bare(lastUrl(situation))): ConsoleMessage[] {
  const { initiator, urls } = situation
  const api = APIS[initiator]
  if (api !== undefined) {
    const text = `${api} cannot load ${url} due to access control checks.`
    return [{ level: 'error', source: 'javascript', text }]
  }
  // Also after a redirect, an image is called by the URL that it was asked for.
  return initiator === 'image'
    ? [securityError(`Cannot load image ${urls[0]} due to access control checks.`)]
    : []
}

/** Without user name and password, also what is no URL. */
export function bare(text: string): string {
  return text.replace(/^(https?:\/\/)[^/@]*@/, '$1')
}

/**
 * A refusal: three lines, in an order that depends on who asked.
 *
 * @param shown the URL for those that name it, where it is not the last without user name and password
 */
export function refused(reason: string, situation: Situation, shown?: string): ConsoleMessage[] {
  const url = lastUrl(situation)
  switch (situation.initiator) {
    case 'script': {
      const text = 'Cross-origin script load denied by Cross-Origin Resource Sharing policy.'
      return [securityError(reason), failedToLoad(reason), { level: 'error', source: 'javascript', text }]
    }
    case 'beacon': {
      const text = `Beacon API cannot load ${url}. ${reason}`
      return [securityError(reason), { level: 'error', source: 'network', text }, failedToLoad(reason)]
    }
    case 'font':
    case 'track':
      return []
    default:
      return [securityError(reason), ...cannotLoad(situation, shown), failedToLoad(reason)]
  }
}

/** Refusals whose reason names nothing but values. */
export function denied(reason: (failure: Failure, situation: Situation) => string): ConsoleLines {
  return (failure, situation) => refused(reason(failure, situation), situation)
}

/**
 * The same, where the page's process refuses and not the network's: the network's tab comes first. That is so of
 * redirects of the page's own origin, and of what the network's process leaves to it.
 */
function refusedInPage(reason: string, situation: Situation): ConsoleMessage[] {
  if (APIS[situation.initiator] === undefined && situation.initiator !== 'image')
    return refused(reason, situation)
  return [securityError(reason), failedToLoad(reason), ...cannotLoad(situation)]
}

/** A redirect that is not followed. */
export function deniedRedirect(
  reason: string,
  location: string,
  situation: Situation,
  late = false,
): ConsoleMessage[] {
  const text = `Cross-origin redirection to ${location} denied by Cross-Origin Resource Sharing policy: ${reason}`
  const ofOwnOrigin = situation.urls.every((url) => isOfOrigin(url, situation.origin))
  return late || ofOwnOrigin ? refusedInPage(text, situation) : refused(text, situation, lastUrl(situation))
}

/** A redirect that the page's process does not follow, for reasons that have lines of their own. */
export function redirectNotAllowed(situation: Situation): ConsoleMessage[] {
  return [failedToLoad('Redirect was not allowed'), ...cannotLoad(situation)]
}

/** Mixed content. For loopback hosts WebKit's sentence ends early. */
export function insecureContent(url: string, { pageUrl }: Situation): ConsoleMessage {
  const must = isLoopbackHost(new URL(url).hostname) ? 'must' : 'must be served over HTTPS.'
  const text = `[blocked] The page at ${pageUrl} requested insecure content from ${withoutCredentials(url)}. This content was blocked and ${must}\n`
  return { level: 'warning', source: 'security', text }
}

export function localResource(url: string): ConsoleMessage {
  return securityError(`Not allowed to load local resource: ${url}`)
}

/** What mode "same-origin" rules out behind a redirect. */
export function unsafeAttempt(url: string, { origin }: Situation): string {
  return `Unsafe attempt to load URL ${withoutCredentials(url)} from origin ${origin}. Domains, protocols and ports must match.\n`
}

/** A URL without user name and password: the network library has taken them out by then. */
export function withoutCredentials(text: string): string {
  const url = new URL(text)
  url.username = ''
  url.password = ''
  return url.href
}

/** A redirect inherits the fragment of the URL that was asked for. */
function withFragment(text: string, situation: Situation): string {
  const url = new URL(text)
  if (url.hash === '') url.hash = new URL(lastUrl(situation)).hash
  return url.href
}

/** What a check says of a response, or of the redirect that it is. An empty Location makes none. */
export function deniedResponse(
  reason: string,
  { values }: Failure,
  situation: Situation,
): readonly ConsoleMessage[] {
  const { location, 'odd-location': odd, late } = values
  if (odd === '' || (typeof odd !== 'string' && typeof location !== 'string'))
    return refused(reason, situation)
  const target =
    typeof odd === 'string' ? shown(odd) : withFragment(withoutCredentials(String(location)), situation)
  return deniedRedirect(reason, target, situation, late === true)
}

/** What the CORS check says of a response, or of the redirect that it is, or of a preflight's response. */
export function corsCheckLines(
  what: 'value' | 'wildcard' | 'credentials',
  of: 'response' | 'preflight' = 'response',
): ConsoleLines {
  return (failure, situation) => {
    const reason = corsCheckReason(what, failure)
    if (of === 'preflight') return refused(reason, situation)
    // Nothing was cached that it could be about: the network's process does not look at it.
    if (failure.values['status'] === 304) return refusedInPage(reason, situation)
    return deniedResponse(reason, failure, situation)
  }
}

function corsCheckReason(what: 'value' | 'wildcard' | 'credentials', failure: Failure): string {
  switch (what) {
    case 'value':
      if (valueOf(failure, 'access-control-allow-origin').includes(',')) {
        return 'Access-Control-Allow-Origin cannot contain more than one origin.'
      }
      return `Origin ${valueOf(failure, 'origin')} is not allowed by Access-Control-Allow-Origin. Status code: ${valueOf(failure, 'status')}`
    case 'wildcard':
      return 'Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.'
    case 'credentials':
      return 'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".'
  }
}

/** A header's value: bytes that are no UTF-8 were replaced, and the result is shown byte by byte. */
export function shown(bytes: string): string {
  return bytesOfUtf8(utf8FromBytes(bytes))
}

/** Names that WebKit knows are written its own way; others as the page wrote them. */
export function headerName(written: string): string {
  return KNOWN_NAMES.get(written.toLowerCase()) ?? written
}

const KNOWN_NAMES: ReadonlyMap<string, string> = new Map(
  [
    'Accept',
    'Accept-Language',
    'Authorization',
    'Cache-Control',
    'Content-Disposition',
    'Content-Encoding',
    'Content-Language',
    'Content-Location',
    'Content-Range',
    'Content-Type',
    'If-Match',
    'If-Modified-Since',
    'If-None-Match',
    'If-Range',
    'If-Unmodified-Since',
    'Last-Event-ID',
    'Pragma',
    'Priority',
    'Range',
    'Upgrade-Insecure-Requests',
    'User-Agent',
  ].map((name) => [name.toLowerCase(), name]),
)
