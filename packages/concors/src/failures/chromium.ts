import type { Failure } from '../protocol/failure.js'
import { lastUrl, valueOf } from './entry.js'
import type { ConsoleLines, ConsoleMessage, Initiator, Situation } from './entry.js'

// Chromium 156's lines. Its origin is always the page's own, whatever `Origin` said.

/** How `Access to … at` names what asked. */
const KINDS: Readonly<Record<Initiator, string>> = {
  fetch: 'fetch',
  xhr: 'XMLHttpRequest',
  eventsource: 'resource',
  beacon: 'resource',
  image: 'image',
  script: 'script',
  module: 'script',
  stylesheet: 'CSS stylesheet',
  font: 'font',
  audio: 'audio',
  video: 'video',
  track: 'text track',
  link: 'link element resource',
}

/** What goes before the reason where a preflight's response is refused by itself. */
export const PREFLIGHT = "Response to preflight request doesn't pass access control check: "
const SEND_A_VALID_VALUE = ' Have the server send the header with a valid value.'
const WITH_CREDENTIALS =
  ' The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.'

/** The line about a load that ended with one of Chromium's network errors. */
export function failedToLoad(error: string): ConsoleMessage {
  return { level: 'error', source: 'network', text: `Failed to load resource: net::${error}` }
}

/** The whole console of a load that only the network reports. */
export function netError(error: string): ConsoleLines {
  return () => [failedToLoad(error)]
}

export function javascriptError(text: string): ConsoleMessage {
  return { level: 'error', source: 'javascript', text }
}

export function securityError(text: string): ConsoleMessage {
  return { level: 'error', source: 'security', text }
}

/** What mode "same-origin" rules out behind a redirect. Ends with a line break, as Chromium's does. */
export function unsafeAttempt(url: string, { pageUrl }: Situation): ConsoleMessage {
  return securityError(
    `Unsafe attempt to load URL ${url} from frame with URL ${pageUrl}. Domains, protocols and ports must match.\n`,
  )
}

/** A refusal by CORS: why, and that nothing was loaded. */
export function blockedByCors(
  reason: string,
  situation: Situation,
  url = lastUrl(situation),
): ConsoleMessage[] {
  const { urls, origin, initiator } = situation
  const from = url === urls[0] && urls.length === 1 ? '' : `(redirected from '${urls[0]}') `
  const text = `Access to ${KINDS[initiator]} at '${url}' ${from}from origin '${origin}' has been blocked by CORS policy: `
  return [javascriptError(text + reason), failedToLoad('ERR_FAILED')]
}

/** Refusals whose reason names nothing but values. */
export function blocked(reason: (failure: Failure) => string): ConsoleLines {
  return (failure, situation) => blockedByCors(reason(failure), situation)
}

/** What the CORS check says, of the response (no prefix) or of a preflight's. */
export function corsCheckLines(
  what: 'missing' | 'wildcard' | 'multiple' | 'invalid' | 'mismatch' | 'credentials',
  prefix = '',
): ConsoleLines {
  return (failure, situation) => blockedByCors(prefix + corsCheckReason(what, failure, situation), situation)
}

function corsCheckReason(
  what: Parameters<typeof corsCheckLines>[0],
  failure: Failure,
  { initiator }: Situation,
): string {
  const value = printable(valueOf(failure, 'access-control-allow-origin'))
  const advice = initiator === 'fetch' ? SEND_A_VALID_VALUE : ''
  const attribute = initiator === 'xhr' ? WITH_CREDENTIALS : ''
  switch (what) {
    case 'missing':
      return "No 'Access-Control-Allow-Origin' header is present on the requested resource."
    case 'wildcard':
      return `The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.${attribute}`
    case 'multiple':
      return `The 'Access-Control-Allow-Origin' header contains multiple values '${value}', but only one is allowed.${advice}`
    case 'invalid':
      return `The 'Access-Control-Allow-Origin' header contains the invalid value '${value}'.${advice}`
    case 'mismatch':
      return `The 'Access-Control-Allow-Origin' header has a value '${value}' that is not equal to the supplied origin.${advice}`
    case 'credentials': {
      const credentials = printable(valueOf(failure, 'access-control-allow-credentials'))
      return `The value of the 'Access-Control-Allow-Credentials' header in the response is '${credentials}' which must be 'true' when the request's credentials mode is 'include'.${attribute}`
    }
  }
}

/** A header's value with everything but printable ASCII as `\uXXXX`. */
function printable(value: string): string {
  return value.replace(/[^ -~]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
  })
}

/** The schemes that Chromium lists where it refuses another one. */
export const UNSUPPORTED_CORS_SCHEME =
  'Cross origin requests are only supported for protocol schemes: chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https, isolated-app.'
