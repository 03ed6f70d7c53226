import type { Failure } from '../protocol/failure.js'
import { utf8FromBytes } from '../protocol/utf8.js'
import * as chromium from './chromium.js'
import type { ConsoleLines, EntryText } from './entry.js'
import { lastUrl, valueOf } from './entry.js'
import * as firefox from './firefox.js'
import * as webkit from './webkit.js'

const PREFLIGHT_FETCH = 'cors-preflight-fetch-0'

const LIST_THE_HEADER =
  'Access-Control-Allow-Headers with every header that pages may set; the answer may repeat those of Access-Control-Request-Headers that are allowed.'

const headerDisallowed = {
  chromium: chromium.blocked(
    (failure) =>
      `Request header field ${valueOf(failure, 'header')} is not allowed by Access-Control-Allow-Headers in preflight response.`,
  ),
  firefox: firefox.refusedPreflight(
    (failure) =>
      `header ‘${valueOf(failure, 'header')}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response`,
  ),
  webkit: webkit.denied(
    (failure) =>
      `Request header field ${webkit.headerName(valueOf(failure, 'written'))} is not allowed by Access-Control-Allow-Headers.`,
  ),
}

const notSuccessful = webkit.denied(
  (failure) => `Preflight response is not successful. Status code: ${valueOf(failure, 'status')}`,
)

/** What was to be followed is checked again, after it: to another origin, the page's is `null` then. */
const redirectedInFirefox: ConsoleLines = (failure, situation) => {
  const url = lastUrl(situation)
  const location = valueOf(failure, 'location')
  const allowed = valueOf(failure, 'access-control-allow-origin')
  const leaves = URL.canParse(location, url) && new URL(location, url).origin !== new URL(url).origin
  const second =
    leaves && allowed !== '*' && allowed !== 'null'
      ? firefox.blockedRequest(url, `CORS header ‘Access-Control-Allow-Origin’ does not match ‘${allowed}’`)
      : firefox.blockedRequest(url, 'CORS preflight response did not succeed', firefox.statusCode(failure))
  return [
    firefox.blockedRequest(url, 'CORS request external redirect not allowed'),
    second,
    firefox.didNotSucceed(situation),
  ]
}

function unparsable(name: 'Access-Control-Allow-Methods' | 'Access-Control-Allow-Headers') {
  const value = (failure: Failure): string => webkit.shown(valueOf(failure, name.toLowerCase()))
  return {
    chromium: chromium.blocked(() => `Cannot parse ${name} response header field in preflight response.`),
    firefox: firefox.refusedPreflight(
      (failure) => `invalid token ‘${utf8FromBytes(valueOf(failure, 'invalid'))}’ in CORS header ‘${name}’`,
    ),
    webkit: webkit.denied((failure) => `Header ${name} has an invalid value: ${value(failure)}`),
  }
}

/** What else a preflight's response must be and say. */
export const preflightFailures = {
  'preflight-invalid-status': {
    title: 'The preflight was answered with a status that is no success',
    meaning:
      'The answer to OPTIONS must have a status from 200 to 299, whatever its headers say; the request itself was not sent. The server has to answer OPTIONS with 204 (or 200), before routing and authentication.',
    rows: [17, 18, 19, 31],
    step: [PREFLIGHT_FETCH, '7'],
    causes: [
      'No route for OPTIONS: 404, 405 or 501.',
      'An authentication check answers 401 or 403: a preflight never carries credentials.',
      'A rate limit, CSRF check or firewall answers first.',
    ],
    fix: [
      'Answer OPTIONS in the CORS layer with 204, and put that layer first.',
      'Or make a request that needs no preflight: GET, HEAD or POST, safelisted headers, no upload listener.',
    ],
    console: {
      chromium: chromium.blocked(() => `${chromium.PREFLIGHT}It does not have HTTP ok status.`),
      firefox: firefox.refusedPreflight(() => 'CORS preflight response did not succeed', firefox.statusCode),
      webkit: notSuccessful,
    },
  },
  'preflight-disallowed-redirect': {
    title: 'The preflight was answered with a redirect',
    meaning:
      'Browsers do not follow a redirect of OPTIONS. The page has to ask the final URL, or the server has to answer OPTIONS without redirecting.',
    rows: [20],
    step: [PREFLIGHT_FETCH, '7'],
    causes: [
      'http is redirected to https, or a slash at the end is added or removed.',
      'Whoever is not signed in is redirected to a login page, and a preflight never is.',
    ],
    fix: ['Ask the URL that the redirect points to.', 'Exempt OPTIONS from redirects and from the login.'],
    console: {
      chromium: chromium.blocked(
        () => `${chromium.PREFLIGHT}Redirect is not allowed for a preflight request.`,
      ),
      firefox: redirectedInFirefox,
      webkit: notSuccessful,
    },
  },
  'invalid-allow-methods-preflight-response': {
    title: 'Access-Control-Allow-Methods cannot be read',
    meaning:
      'One of its elements is no method name, so the whole header counts for nothing. The server has to send method names separated by commas.',
    rows: [21],
    step: [PREFLIGHT_FETCH, '7.3'],
    causes: ['Names separated by spaces, in quotes, or as a JSON list.'],
    fix: ['Access-Control-Allow-Methods: GET, PUT, DELETE.'],
    console: unparsable('Access-Control-Allow-Methods'),
  },
  'invalid-allow-headers-preflight-response': {
    title: 'Access-Control-Allow-Headers cannot be read',
    meaning:
      'One of its elements is no header name, so the whole header counts for nothing. The server has to send header names separated by commas.',
    rows: [22],
    step: [PREFLIGHT_FETCH, '7.3'],
    causes: ['Names separated by spaces, in quotes, with a colon, or as a JSON list.'],
    fix: ['Access-Control-Allow-Headers: content-type, x-requested-with.'],
    console: unparsable('Access-Control-Allow-Headers'),
  },
  'method-disallowed-by-preflight-response': {
    title: 'The preflight does not allow this method',
    meaning:
      'GET, HEAD and POST need no permission; any other method has to be in Access-Control-Allow-Methods, in the same letters. The server has to list the method, or the page has to use another one.',
    rows: [23, 24, 25],
    step: [PREFLIGHT_FETCH, '7.5'],
    causes: [
      'The method is missing from the list, or the header is missing (Allow is another header).',
      "The page wrote patch: only DELETE, GET, HEAD, OPTIONS, POST and PUT are upper-cased for it; 'patch' and PATCH differ.",
      'The list is *, which is no wildcard for requests with credentials.',
    ],
    fix: [
      'Access-Control-Allow-Methods with every method that pages may use, in upper case.',
      "In the page: method: 'PATCH', in upper case.",
    ],
    console: {
      chromium: chromium.blocked(
        (failure) =>
          `Method ${valueOf(failure, 'method')} is not allowed by Access-Control-Allow-Methods in preflight response.`,
      ),
      firefox: firefox.refusedPreflight(
        () => 'Did not find method in CORS header ‘Access-Control-Allow-Methods’',
      ),
      webkit: webkit.denied(
        (failure) => `Method ${valueOf(failure, 'method')} is not allowed by Access-Control-Allow-Methods.`,
      ),
    },
  },
  'header-disallowed-by-preflight-response': {
    title: 'The preflight does not allow a header of the request',
    meaning:
      'The page sets a header that needs permission, and Access-Control-Allow-Headers does not name it. The server has to list the header, or the page has to leave it out.',
    rows: [26, 27, 29, 30],
    step: [PREFLIGHT_FETCH, '7.6', '7.7'],
    causes: [
      'The header is missing from the list: content-type is needed for JSON, authorization for tokens.',
      'The list is *, which is no wildcard for requests with credentials.',
      'A safelisted header with an unusual or long value (over 128 bytes, or 1024 in sum) needs permission too.',
      'A library or an instrumentation script adds a header (x-requested-with, traceparent).',
    ],
    fix: [LIST_THE_HEADER, 'Leave the header out, or send a safelisted content type such as text/plain.'],
    console: headerDisallowed,
  },
  'authorization-not-covered-by-wildcard': {
    title: 'Access-Control-Allow-Headers: * does not cover Authorization',
    meaning:
      'By the standard the wildcard stands for every header but this one, although the three engines are more lenient today. The server has to list authorization by name.',
    rows: [28],
    step: [PREFLIGHT_FETCH, '7.6'],
    causes: ['The server allows * and the page sends a bearer token.'],
    fix: ['Access-Control-Allow-Headers: *, authorization.'],
    // Not seen: all three let it pass. These are the lines about any other header.
    console: headerDisallowed,
  },
} as const satisfies Record<string, EntryText>
