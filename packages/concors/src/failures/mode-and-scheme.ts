import * as chromium from './chromium.js'
import type { ConsoleLines, EntryText, Situation } from './entry.js'
import { isCrossOriginCors, isOfOrigin, lastUrl, NOTHING, valueOf } from './entry.js'
import * as firefox from './firefox.js'
import { mixedContentConsole } from './mixed-content.js'
import * as webkit from './webkit.js'

const MAIN_FETCH = 'concept-main-fetch'

/** `Fetch API cannot load URL. …`, which no `Failed to load resource` follows. */
function fetchApi(why: string, url: string): ReturnType<ConsoleLines> {
  return [chromium.javascriptError(`Fetch API cannot load ${url}. ${why}`)]
}

const disallowedInChromium: ConsoleLines = (_failure, situation) => {
  const { urls, origin } = situation
  const url = lastUrl(situation)
  if (urls.length === 1) {
    const why = `Request mode is "same-origin" but the URL's origin is not same as the request origin ${origin}.`
    return fetchApi(why, url)
  }
  return [chromium.unsafeAttempt(url, situation)]
}

const disallowedInFirefox: ConsoleLines = (_failure, situation) => {
  const url = lastUrl(situation)
  return /^(?:about:(?!blank)|chrome:|javascript:)/.test(url) ? [] : [firefox.mayNotLoad(url, situation)]
}

const disallowedInWebkit: ConsoleLines = (_failure, situation) => {
  const url = lastUrl(situation)
  if (situation.urls.length === 1) return [webkit.cannotLoadAtAll(url, situation)]
  return webkit.refused(webkit.unsafeAttempt(url, situation), situation)
}

const isDisallowed = ({ mode, origin, urls }: Situation): boolean =>
  mode === 'same-origin' && !isOfOrigin(urls.at(-1)!, origin)

const isFile = (url: string): boolean => url.startsWith('file:')

const corsSchemeInChromium: ConsoleLines = (failure, situation) => {
  const url = lastUrl(situation)
  const { initiator } = situation
  const local = isFile(url) || (initiator === 'xhr' && url.startsWith('chrome:'))
  if (local) return [chromium.javascriptError(`Not allowed to load local resource: ${url}`)]
  if (initiator === 'xhr' && url.startsWith('ftp:'))
    return [chromium.javascriptError('FTP is not supported.')]
  if (initiator === 'fetch') {
    return fetchApi(`URL scheme "${valueOf(failure, 'scheme')}" is not supported.`, url)
  }
  return chromium.blockedByCors(chromium.UNSUPPORTED_CORS_SCHEME, situation)
}

const corsSchemeInFirefox: ConsoleLines = (_failure, situation) => {
  const url = lastUrl(situation)
  if (isFile(url)) return [firefox.mayNotLink(url, situation)]
  // An about: URL that Firefox does not know, and one of its own pages, has no channel that could complain.
  if (/^(?:about:(?!blank)|chrome:)/.test(url)) return []
  return [firefox.blockedRequest(url, 'CORS request not http')]
}

const corsSchemeInWebkit: ConsoleLines = (_failure, situation) => {
  if (situation.initiator === 'image') return [webkit.failedToLoad('The URL can’t be shown')]
  return [
    webkit.securityError('Cross origin requests are only supported for HTTP.'),
    ...webkit.cannotLoad(situation),
  ]
}

const schemeInChromium: ConsoleLines = (failure, { initiator, urls, method }) => {
  const url = urls.at(-1)!
  switch (valueOf(failure, 'scheme')) {
    case 'blob':
      return [chromium.failedToLoad(method === 'GET' ? 'ERR_FILE_NOT_FOUND' : 'ERR_METHOD_NOT_SUPPORTED')]
    case 'data':
      return [chromium.failedToLoad('ERR_INVALID_URL')]
    case 'file':
      return [chromium.javascriptError(`Not allowed to load local resource: ${url}`)]
    default:
      if (initiator !== 'fetch') return [chromium.failedToLoad('ERR_UNKNOWN_URL_SCHEME')]
      return fetchApi(`URL scheme "${valueOf(failure, 'scheme')}" is not supported.`, url)
  }
}

const FTP = 'FTP URLs are disabled'

const schemeInWebkit: ConsoleLines = (failure, situation) => {
  const url = lastUrl(situation)
  switch (valueOf(failure, 'scheme')) {
    case 'blob':
      return [{ level: 'error', source: 'network', text: 'Failed to load resource' }]
    case 'data':
      // Of an image that was redirected there.
      if (situation.initiator === 'image') return [webkit.failedToLoad('Data URL decoding failed')]
      return [webkit.cannotLoadAtAll(url, situation), webkit.failedToLoad('Data URL decoding failed')]
    case 'file':
      return [
        webkit.localResource(url),
        webkit.securityError('Not allowed to request resource'),
        ...webkit.cannotLoad(situation),
      ]
    case 'ftp':
      return webkit.refused(FTP, situation)
    default:
      return [webkit.failedToLoad('The URL can’t be shown')]
  }
}

/** What is refused before any request goes out. */
export const modeAndSchemeFailures = {
  'disallowed-by-mode': {
    title: 'The request may only go to its own origin',
    meaning:
      "The page asked with mode: 'same-origin', and the URL, or a redirect, is of another origin. The page has to ask with mode: 'cors', and the server has to allow it.",
    rows: [47],
    step: [MAIN_FETCH, '12'],
    causes: [
      "mode: 'same-origin' with an absolute URL of another host or port.",
      'A worker script on another origin.',
      'A redirect from the own origin to another one.',
    ],
    fix: ["mode: 'cors' in the page, and Access-Control-Allow-Origin on the server.", 'Ask the own origin.'],
    console: {
      chromium: disallowedInChromium,
      firefox: disallowedInFirefox,
      webkit: disallowedInWebkit,
    },
  },
  'no-cors-redirect-mode-not-follow': {
    title: "A request with mode: 'no-cors' can only follow redirects",
    meaning:
      "A request with mode: 'no-cors' to another origin must have redirect: 'follow'. The page has to change one of the two.",
    rows: [44],
    step: [MAIN_FETCH, '12'],
    causes: ["redirect: 'manual' or 'error' together with mode: 'no-cors'."],
    fix: ["redirect: 'follow'.", "mode: 'cors', with a server that allows it."],
    console: {
      chromium: (_failure, situation) =>
        fetchApi('Request mode is "no-cors" but the redirect mode is not "follow".', lastUrl(situation)),
      firefox: NOTHING,
      webkit: (_failure, situation) => [
        webkit.securityError('No-Cors mode requires follow redirect mode'),
        webkit.securityError('Not allowed to request resource'),
        ...webkit.cannotLoad(situation),
      ],
    },
  },
  'cors-disabled-scheme': {
    title: 'CORS works with http and https URLs only',
    meaning:
      'The URL has a scheme for which no server could answer with CORS headers. The page has to ask an http or https URL.',
    rows: [48],
    step: [MAIN_FETCH, '12'],
    causes: [
      'The page was opened as a file, and its relative URLs are file: URLs.',
      "A blob: URL of another origin, an app's own scheme, or a typing error such as localhost:3000 without http://.",
    ],
    fix: [
      'Serve page and data over http, for instance from http://localhost.',
      'Write the URL with https://.',
    ],
    console: { chromium: corsSchemeInChromium, firefox: corsSchemeInFirefox, webkit: corsSchemeInWebkit },
  },
  'unsupported-scheme': {
    title: 'The URL cannot be fetched',
    meaning:
      'Its scheme is not one that can be fetched, or its blob is gone or its data: URL malformed. The page has to ask another URL.',
    rows: [],
    step: ['concept-scheme-fetch', '4'],
    causes: [
      'A blob: URL that was revoked, or asked with another method than GET or outside its range.',
      'A data: URL whose base64 is wrong.',
      "An app's own scheme.",
    ],
    fix: ['Keep the blob: URL until it has been read.', 'Ask an http or https URL.'],
    console: {
      chromium: schemeInChromium,
      firefox: (_failure, situation) => {
        const url = lastUrl(situation)
        return isFile(url) ? [firefox.mayNotLink(url, situation)] : []
      },
      webkit: schemeInWebkit,
    },
  },
  'bad-port': {
    title: 'Browsers do not connect to this port',
    meaning:
      'The port belongs to a protocol that must not be spoken to by accident, such as mail. The server has to listen on another port.',
    rows: [57],
    step: [MAIN_FETCH, '7'],
    causes: ['A development server on a port such as 6000, 6667 or 10080.'],
    fix: ['Listen on a port that no other protocol claims: 3000, 8080.'],
    console: {
      // All look at the mode first.
      chromium: (failure, situation) =>
        isDisallowed(situation)
          ? disallowedInChromium(failure, situation)
          : [chromium.failedToLoad('ERR_UNSAFE_PORT')],
      // Silent at first hand; after a redirect the request that was redirected is reported.
      firefox: (failure, situation) => {
        const { urls } = situation
        if (isDisallowed(situation)) return disallowedInFirefox(failure, situation)
        if (urls.length === 1 || !isCrossOriginCors(situation)) return []
        return [firefox.didNotSucceed({ ...situation, urls: urls.slice(0, -1) })]
      },
      webkit: (failure, situation) => {
        if (isDisallowed(situation)) return disallowedInWebkit(failure, situation)
        const text = `Not allowed to use restricted network port ${valueOf(failure, 'port')}: ${lastUrl(situation)}`
        return [webkit.securityError(text)]
      },
    },
  },
  'mixed-content': {
    title: 'A page of https may not load from http',
    meaning:
      'The page came over a secure connection and asks for something over an insecure one; this is not CORS. The server has to offer https, and the page has to ask for that.',
    rows: [58],
    step: ['mixed-content#should-block-fetch', '1'],
    causes: ['An API address with http:// in a page that has moved to https.', 'A redirect to http.'],
    fix: [
      'Serve the resource over https.',
      'For development: http://localhost is allowed in Chromium and Firefox.',
    ],
    console: mixedContentConsole,
  },
} as const satisfies Record<string, EntryText>
