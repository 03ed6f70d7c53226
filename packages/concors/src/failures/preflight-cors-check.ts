import * as chromium from './chromium.js'
import type { EntryText } from './entry.js'
import * as firefox from './firefox.js'
import * as webkit from './webkit.js'

const CORS_CHECK = 'concept-cors-check'

const SAME_AS_RESPONSE = 'Answer OPTIONS with the same Access-Control-Allow-Origin as the response itself.'

/** The CORS check of the response to the preflight: what it asks for is the same, and nothing else was sent. */
export const preflightCorsCheckFailures = {
  'preflight-missing-allow-origin-header': {
    title: 'The response to the preflight has no Access-Control-Allow-Origin header',
    meaning:
      'Before this request the browser asks the server with OPTIONS, and the answer does not say that the page may go on; the request itself was not sent. The server has to answer OPTIONS in its CORS layer, before routing and authentication.',
    rows: [2, 18, 31, 35],
    step: [CORS_CHECK, '2'],
    causes: [
      'No route for OPTIONS: a 404 or 405 page answered.',
      'An authentication check answered 401: a preflight never carries credentials.',
      'The redirect target is on another server, which is asked again and does not do CORS.',
    ],
    fix: [
      SAME_AS_RESPONSE,
      'Put the CORS layer before authentication, CSRF protection and rate limits.',
      'Or make a request that needs no preflight: GET, HEAD or POST, safelisted headers, no upload listener.',
    ],
    console: {
      chromium: chromium.corsCheckLines('missing', chromium.PREFLIGHT),
      firefox: firefox.corsCheckLines('missing', 'preflight'),
      webkit: webkit.corsCheckLines('value', 'preflight'),
    },
  },
  'preflight-wildcard-origin-not-allowed': {
    title: 'The preflight allows *, but the request has credentials',
    meaning:
      "The request that follows carries credentials, and for those the preflight's answer has to name the page's origin. The server has to name it instead of *, or the page has to ask without credentials.",
    rows: [4],
    step: [CORS_CHECK, '3', '4'],
    causes: [
      "The page uses credentials: 'include' or withCredentials, perhaps by a library's default.",
      'Only the answer to OPTIONS is made elsewhere (a gateway, a CDN) with a fixed *.',
    ],
    fix: [
      `${SAME_AS_RESPONSE} Name the origin, and add Access-Control-Allow-Credentials: true and Vary: Origin.`,
      "If no cookie is needed: credentials: 'same-origin' or 'omit' in the page.",
    ],
    console: {
      chromium: chromium.corsCheckLines('wildcard', chromium.PREFLIGHT),
      firefox: firefox.corsCheckLines('wildcard', 'preflight'),
      webkit: webkit.corsCheckLines('wildcard', 'preflight'),
    },
  },
  'preflight-multiple-allow-origin-values': {
    title: 'The response to the preflight has more than one Access-Control-Allow-Origin',
    meaning:
      'The header can hold one origin or *, and two lines of it count as a list, even of equal values. The server, or whatever adds the second value to its answer to OPTIONS, has to send exactly one.',
    rows: [6],
    step: [CORS_CHECK, '4'],
    causes: ['The application answers OPTIONS with CORS headers, and a proxy adds its own.'],
    fix: [
      'Let one layer answer OPTIONS, or let the outer one replace the header instead of adding one.',
      SAME_AS_RESPONSE,
    ],
    console: {
      chromium: chromium.corsCheckLines('multiple', chromium.PREFLIGHT),
      firefox: firefox.corsCheckLines('value', 'preflight'),
      webkit: webkit.corsCheckLines('value', 'preflight'),
    },
  },
  'preflight-invalid-allow-origin-value': {
    title: "The preflight's Access-Control-Allow-Origin is no origin",
    meaning:
      'The answer to OPTIONS has a value that is neither *, nor null, nor an origin such as https://app.example. The server has to write scheme, host and, if it is not the default, port.',
    rows: [8],
    step: [CORS_CHECK, '4'],
    causes: ['The scheme is missing, the header is empty, or it holds a pattern such as *.example.com.'],
    fix: [SAME_AS_RESPONSE],
    console: {
      chromium: chromium.corsCheckLines('invalid', chromium.PREFLIGHT),
      firefox: firefox.corsCheckLines('value', 'preflight'),
      webkit: webkit.corsCheckLines('value', 'preflight'),
    },
  },
  'preflight-allow-origin-mismatch': {
    title: 'The preflight allows another origin',
    meaning:
      "The answer to OPTIONS allows one origin, and the page has another; they are compared character by character. The server has to allow this page's origin in its answer to OPTIONS too.",
    rows: [10],
    step: [CORS_CHECK, '4'],
    causes: [
      'http instead of https, another port, www or not, a slash at the end.',
      'A cache or CDN keeps the answer to OPTIONS without Vary: Origin.',
    ],
    fix: [SAME_AS_RESPONSE, 'Send Vary: Origin wherever the header depends on the request.'],
    console: {
      chromium: chromium.corsCheckLines('mismatch', chromium.PREFLIGHT),
      firefox: firefox.corsCheckLines('value', 'preflight'),
      webkit: webkit.corsCheckLines('value', 'preflight'),
    },
  },
  'preflight-invalid-allow-credentials': {
    title: "The preflight's Access-Control-Allow-Credentials is not true",
    meaning:
      'The preflight itself carries no credentials, but the request after it does, so its answer has to allow them already. The server has to send Access-Control-Allow-Credentials: true in its answer to OPTIONS too.',
    rows: [14],
    step: [CORS_CHECK, '8'],
    causes: [
      'The header is sent with the response only, not with the answer to OPTIONS.',
      'It is written True, TRUE or 1: only the four letters true count.',
    ],
    fix: [
      'Access-Control-Allow-Credentials: true, once, in the answer to OPTIONS and in the response.',
      "If no cookie is needed: credentials: 'same-origin' or 'omit' in the page.",
    ],
    console: {
      chromium: chromium.corsCheckLines('credentials', chromium.PREFLIGHT),
      firefox: firefox.corsCheckLines('credentials', 'preflight'),
      webkit: webkit.corsCheckLines('credentials', 'preflight'),
    },
  },
} as const satisfies Record<string, EntryText>
