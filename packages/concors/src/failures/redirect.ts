import * as chromium from './chromium.js'
import type { ConsoleLines, ConsoleMessage, EntryText, Situation } from './entry.js'
import { isCrossOriginCors, isOfOrigin, lastUrl, NOTHING, valueOf } from './entry.js'
import * as firefox from './firefox.js'
import * as webkit from './webkit.js'

const REDIRECT_FETCH = 'concept-http-redirect-fetch'

const NO_CORS_SCHEME = 'not allowed to follow a cross-origin CORS redirection with non CORS scheme'

/** Schemes to which Chromium's network layer never redirects; the others fail in the CORS layer. */
const UNSAFE_FOR_CHROMIUM = /^(?:about|blob|data|file|filesystem):/i

const schemeInChromium: ConsoleLines = (failure, situation) => {
  const location = valueOf(failure, 'location')
  if (UNSAFE_FOR_CHROMIUM.test(location)) return [chromium.failedToLoad('ERR_UNSAFE_REDIRECT')]
  if (situation.mode === 'same-origin') return [chromium.unsafeAttempt(location, situation)]
  if (situation.mode !== 'cors') return [chromium.failedToLoad('ERR_UNKNOWN_URL_SCHEME')]
  return chromium.blockedByCors(chromium.UNSUPPORTED_CORS_SCHEME, situation, location)
}

/** Schemes of which Firefox says nothing by themselves. */
const SILENT_IN_FIREFOX = /^(?:data|javascript|wss?):/

const schemeInFirefox: ConsoleLines = (failure, situation) => {
  const location = valueOf(failure, 'location')
  const url = lastUrl(situation)
  const server = { ...situation, pageUrl: url, origin: URL.canParse(url) ? new URL(url).origin : 'null' }
  if (situation.mode !== 'cors') return outsideCorsInFirefox(location, situation, server)
  const ended = firefox.ended(failure, situation)
  const xhr = situation.initiator === 'xhr'
  const asker = xhr ? situation : server
  if (SILENT_IN_FIREFOX.test(location)) return ended
  switch (schemeOf(location)) {
    case 'file:':
      return [firefox.mayNotLink(location, asker), ...ended]
    case 'blob:':
      // Of the page's own, and of the server's that redirects.
      for (const owner of [asker, situation])
        if (isForeignBlob(location, owner)) return [firefox.mayNotLoad(location, owner), ...ended]
      return xhr ? [firefox.blockedRequest(location, 'CORS request not http'), ...ended] : ended
    default:
      return [firefox.blockedRequest(location, 'CORS request not http'), ...ended]
  }
}

function outsideCorsInFirefox(location: string, page: Situation, server: Situation): ConsoleMessage[] {
  if (SILENT_IN_FIREFOX.test(location)) return []
  switch (schemeOf(location)) {
    case 'blob:':
      for (const owner of [page, server])
        if (isForeignBlob(location, owner)) return [firefox.mayNotLoad(location, owner)]
      return []
    case 'file:':
      if (page.mode === 'no-cors') return [firefox.mayNotLink(location, page)]
  }
  return page.mode === 'same-origin' ? [firefox.mayNotLoad(location, page)] : []
}

function schemeOf(url: string): string {
  return url.slice(0, url.indexOf(':') + 1)
}

/** Whether a blob is of another origin than a page, or than what is taken for one. */
function isForeignBlob(location: string, { origin }: Situation): boolean {
  return location.startsWith('blob:') && !isOfOrigin(location, origin)
}

const schemeInWebkit: ConsoleLines = (failure, situation) => {
  const location = valueOf(failure, 'location')
  if (location.startsWith('ftp:')) return webkit.refused('FTP URLs are disabled', situation)
  // The network's process judges CORS redirects of other origins, the page's all others: it has reasons of its own.
  const crossOrigin = isCrossOriginCors(situation)
  const reason = crossOrigin ? null : pageReasonInWebkit(location, situation)
  if (reason !== null) return [reason, ...webkit.redirectNotAllowed(situation)]
  if (situation.mode === 'cors' && (crossOrigin || !location.startsWith('blob:')))
    return webkit.deniedRedirect(NO_CORS_SCHEME, location, situation)
  const notHttp = 'Redirection to URL with a scheme that is not HTTP(S)'
  if (situation.initiator !== 'fetch') return webkit.refused(notHttp, situation, location)
  return [webkit.securityError(`${notHttp}.`), ...webkit.cannotLoad(situation, webkit.bare(location))]
}

function pageReasonInWebkit(location: string, situation: Situation): ConsoleMessage | null {
  if (location.startsWith('file:') || isForeignBlob(location, situation))
    return webkit.localResource(location)
  if (location.startsWith('blob:') || !URL.canParse(location)) return null
  if (situation.mode === 'same-origin') return webkit.securityError(webkit.unsafeAttempt(location, situation))
  const isMixed = situation.pageUrl.startsWith('https:') && !/^(?:about|data|wss):/.test(location)
  return isMixed ? webkit.insecureContent(location, situation) : null
}

const invalidLocationInWebkit: ConsoleLines = (failure, situation) => {
  if (valueOf(failure, 'location') === '') return []
  if (!isCrossOriginCors(situation)) return [webkit.failedToLoad('The URL can’t be shown')]
  return webkit.deniedRedirect(NO_CORS_SCHEME, webkit.shown(valueOf(failure, 'location')), situation)
}

/** Silent but for CORS. The target is left out: Chromium fills the place with nothing. */
const credentialsInChromium: ConsoleLines = (failure, situation) => {
  const urls = [...situation.urls, valueOf(failure, 'location')]
  if (!isCrossOriginCors({ ...situation, urls })) return []
  const why = 'contains a username and password, which is disallowed for cross-origin requests.'
  return chromium.blockedByCors(`Redirect location '' ${why}`, situation)
}

/** Redirects that are not followed. */
export const redirectFailures = {
  'redirect-contains-credentials': {
    title: 'The redirect points to a URL with a user name or password',
    meaning:
      'A redirect across origins may not carry user:password@ in its target. The server has to leave them out of Location.',
    rows: [37],
    step: [REDIRECT_FETCH, '9', '10'],
    causes: ['The application builds Location from a configured URL that contains credentials.'],
    fix: [
      'Send Location without user name and password; let the page send what the target needs in a header.',
    ],
    console: {
      chromium: credentialsInChromium,
      firefox: (_failure, situation) => (situation.mode === 'cors' ? [firefox.didNotSucceed(situation)] : []),
      webkit: (failure, situation) => {
        const location = valueOf(failure, 'location')
        // The fragment of the first URL is taken over later.
        const { hash } = new URL(situation.urls[0]!)
        const own = hash !== '' && location.endsWith(hash) ? location.slice(0, -hash.length) : location
        const reason = `redirection URL ${own} has credentials`
        return webkit.deniedRedirect(reason, webkit.withoutCredentials(location), situation)
      },
    },
  },
  'redirect-invalid-location': {
    title: "The redirect's Location is no URL",
    meaning:
      'The server redirects, but Location cannot be read as a URL, or there are two of them. The server has to send exactly one valid Location.',
    rows: [42],
    step: [REDIRECT_FETCH, '5'],
    causes: ['Two layers add Location.', 'The URL is put together from parts of which one is empty.'],
    fix: ['Send one Location with a valid absolute or relative URL.'],
    console: {
      chromium: (failure) => {
        // Which of the two it is cannot be told from the joined value alone; a list of URLs is the common case.
        const several = valueOf(failure, 'location').includes(', ')
        return [
          chromium.failedToLoad(several ? 'ERR_RESPONSE_HEADERS_MULTIPLE_LOCATION' : 'ERR_INVALID_REDIRECT'),
        ]
      },
      firefox: firefox.ended,
      // Not seen for two headers: WebKit joins them and asks for the result.
      webkit: invalidLocationInWebkit,
    },
  },
  'redirect-scheme-not-http': {
    title: 'The redirect points to a scheme that is not http or https',
    meaning:
      'Browsers follow redirects of a fetch to http and https only. The server has to redirect to such a URL, or to answer with the data itself.',
    rows: [38],
    step: [REDIRECT_FETCH, '6'],
    causes: ['A redirect to data:, blob:, file: or an app link such as myapp://.'],
    fix: ['Redirect to an https URL.', 'Send the data in the body instead of a data: URL.'],
    console: { chromium: schemeInChromium, firefox: schemeInFirefox, webkit: schemeInWebkit },
  },
  'redirect-mode-error': {
    title: "The server redirects, and the page asked with redirect: 'error'",
    meaning:
      'The page said that a redirect is an error, so it is one. The page has to allow redirects or to ask the final URL.',
    rows: [40],
    step: ['concept-http-fetch', '6.3'],
    causes: ['The URL has moved: a slash at the end, http to https, another host.'],
    fix: ["redirect: 'follow' in the page.", 'Ask the URL that Location names.'],
    console: {
      chromium: chromium.netError('ERR_FAILED'),
      firefox: NOTHING,
      webkit: webkit.denied(
        (_failure, situation) => `Not allowed to follow a redirection while loading ${lastUrl(situation)}`,
      ),
    },
  },
  'redirect-with-stream-body': {
    title: 'The body is a stream, and a redirect would have to send it again',
    meaning:
      'A stream can be read once, so a redirect that keeps method and body cannot be followed. The page has to send a body that can be repeated, or the server has to answer with 303.',
    rows: [41],
    step: [REDIRECT_FETCH, '11'],
    causes: ['A ReadableStream is uploaded to a URL that redirects with 301, 302, 307 or 308.'],
    fix: [
      'Upload to the final URL.',
      'Send a Blob or an ArrayBuffer.',
      'Redirect with 303 where a GET is meant.',
    ],
    console: {
      // Not seen: it needs an HTTP/2 server.
      chromium: chromium.netError('ERR_INVALID_ARGUMENT'),
      // Neither sends streams.
      firefox: NOTHING,
      webkit: NOTHING,
    },
  },
  'too-many-redirects': {
    title: 'More than 20 redirects',
    meaning:
      'The chain of redirects did not end within 20, so the browser gave up. The servers on the way have to stop redirecting, which is mostly a loop between two rules.',
    rows: [39],
    step: [REDIRECT_FETCH, '7'],
    causes: [
      'http is redirected to https by one layer and back by another.',
      'A login that never finds its cookie.',
    ],
    fix: ['Follow the chain with curl -L and take out the rule that leads back.'],
    console: {
      chromium: chromium.netError('ERR_TOO_MANY_REDIRECTS'),
      firefox: firefox.ended,
      webkit: webkit.denied(() => 'Load cannot follow more than 20 redirections'),
    },
  },
} as const satisfies Record<string, EntryText>
