import * as chromium from './chromium.js'
import type { EntryText } from './entry.js'
import * as firefox from './firefox.js'
import * as webkit from './webkit.js'

const CORS_CHECK = 'concept-cors-check'

const SEND_THE_ORIGIN =
  "Answer with Access-Control-Allow-Origin: the request's Origin, after comparing it with a list of allowed origins, and Vary: Origin."

/** The CORS check of the response itself. */
export const corsCheckFailures = {
  'missing-allow-origin-header': {
    title: 'The response has no Access-Control-Allow-Origin header',
    meaning:
      'The server answered, but it did not say that pages of other origins may read the answer. The server has to send Access-Control-Allow-Origin, on every status it can answer with.',
    rows: [1, 15, 34, 36, 72, 73],
    step: [CORS_CHECK, '2'],
    causes: [
      'The server does not do CORS for this path, or only for some statuses: error pages and redirects lack the header.',
      'A gateway, CDN or login page in front of the application answered instead of it.',
      'The answer came from a cache that was filled by a request without an Origin.',
      'The URL is wrong, and this is the 404 page.',
    ],
    fix: [
      SEND_THE_ORIGIN,
      'For data that anybody may read without signing in, Access-Control-Allow-Origin: * on every response.',
      'Let the layer that adds the header run for errors and redirects too (nginx: add_header … always).',
    ],
    console: {
      chromium: chromium.corsCheckLines('missing'),
      firefox: firefox.corsCheckLines('missing'),
      webkit: webkit.corsCheckLines('value'),
    },
  },
  'wildcard-origin-not-allowed': {
    title: 'Access-Control-Allow-Origin: * does not work for requests with credentials',
    meaning:
      "The page sends cookies or other credentials, and for those the server has to name the page's origin instead of the wildcard. Either the server names the origin, or the page asks without credentials.",
    rows: [3],
    step: [CORS_CHECK, '3', '4'],
    causes: [
      "The page uses credentials: 'include', withCredentials or crossorigin=use-credentials, perhaps by a library's default.",
      'The server was set up for public data and is now asked with cookies.',
    ],
    fix: [
      `${SEND_THE_ORIGIN} Add Access-Control-Allow-Credentials: true.`,
      "If no cookie is needed: credentials: 'same-origin' or 'omit' in the page.",
    ],
    console: {
      chromium: chromium.corsCheckLines('wildcard'),
      firefox: firefox.corsCheckLines('wildcard'),
      webkit: webkit.corsCheckLines('wildcard'),
    },
  },
  'multiple-allow-origin-values': {
    title: 'Access-Control-Allow-Origin has more than one value',
    meaning:
      "The header can hold one origin or *, never a list, and two lines of it count as a list. The server, or whatever adds the second value, has to send exactly one: the page's origin.",
    rows: [5],
    step: [CORS_CHECK, '4'],
    causes: [
      'The application and a proxy in front of it both add the header.',
      'The whole list of allowed origins is written into the header.',
    ],
    fix: [
      'Let one layer set the header and the others not, or let the outer one replace instead of add.',
      SEND_THE_ORIGIN,
    ],
    console: {
      chromium: chromium.corsCheckLines('multiple'),
      firefox: firefox.corsCheckLines('value'),
      webkit: webkit.corsCheckLines('value'),
    },
  },
  'invalid-allow-origin-value': {
    title: 'Access-Control-Allow-Origin is no origin',
    meaning:
      "The header's value is neither *, nor null, nor an origin such as https://app.example. The server has to write scheme, host and, if it is not the default, port.",
    rows: [7],
    step: [CORS_CHECK, '4'],
    causes: [
      'The scheme is missing: app.example instead of https://app.example.',
      'The header is empty, or holds a variable that was not filled in or a pattern such as *.example.com.',
    ],
    fix: [SEND_THE_ORIGIN],
    console: {
      chromium: chromium.corsCheckLines('invalid'),
      firefox: firefox.corsCheckLines('value'),
      webkit: webkit.corsCheckLines('value'),
    },
  },
  'allow-origin-mismatch': {
    title: "Access-Control-Allow-Origin names another origin than the page's",
    meaning:
      "The server allows one origin, and the request came from another; they are compared character by character. The server has to allow this page's origin, or the page has to be served from the origin that is allowed.",
    rows: [9, 11, 15, 16],
    step: [CORS_CHECK, '4'],
    causes: [
      'http instead of https, another port, www or not, a slash at the end.',
      'A cache gave the answer that was meant for another origin: Vary: Origin is missing.',
      'The page is sandboxed, a data: URL or a file, so that its origin is null.',
      'A redirect from a second to a third origin turned Origin into null.',
    ],
    fix: [
      SEND_THE_ORIGIN,
      'Ask the final URL, without a redirect through another origin.',
      'Never allow null together with credentials: any sandboxed page of anybody has that origin.',
    ],
    console: {
      chromium: chromium.corsCheckLines('mismatch'),
      firefox: firefox.corsCheckLines('value'),
      webkit: webkit.corsCheckLines('value'),
    },
  },
  'invalid-allow-credentials': {
    title: 'Access-Control-Allow-Credentials is not true',
    meaning:
      'The page asks with credentials, and the response does not say in so many letters that it may be read then. The server has to send Access-Control-Allow-Credentials: true, or the page has to ask without credentials.',
    rows: [12, 13],
    step: [CORS_CHECK, '8'],
    causes: [
      'The header is missing, also where the origin is allowed.',
      'It is written True, TRUE or 1, or two layers add it: only the four letters true count.',
    ],
    fix: [
      'Access-Control-Allow-Credentials: true, once, for the origins that may act as the signed-in user.',
      "If no cookie is needed: credentials: 'same-origin' or 'omit' in the page.",
    ],
    console: {
      chromium: chromium.corsCheckLines('credentials'),
      firefox: firefox.corsCheckLines('credentials'),
      webkit: webkit.corsCheckLines('credentials'),
    },
  },
} as const satisfies Record<string, EntryText>
