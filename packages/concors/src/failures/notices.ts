import type { NoticeCode } from '../protocol/failure.js'
import type { ProfileName } from '../protocol/profile.js'
import type { Values } from '../protocol/trace.js'
import { javascriptError } from './chromium.js'
import type { ConsoleMessage, Situation } from './entry.js'

/** What a page's author would want to know although the fetch goes on. */
export interface NoticeEntry {
  readonly code: NoticeCode
  readonly title: string
  /** What that means, and who can change what: two sentences. */
  readonly meaning: string
  /** The rows of docs/failures that this entry covers. */
  readonly rows: readonly number[]
}

const TEXTS: Readonly<Record<NoticeCode, Omit<NoticeEntry, 'code'>>> = {
  'authorization-covered-by-wildcard': {
    title: 'Access-Control-Allow-Headers: * was taken to cover Authorization',
    meaning:
      'This engine lets the wildcard stand for Authorization, which the standard does not. The server should list authorization by name, so that it works everywhere and tomorrow.',
    rows: [28],
  },
  'authorization-removed-on-redirect': {
    title: 'The redirect took the Authorization header away',
    meaning:
      'The target is of another origin, and credentials that a page sets are not handed on to it. The page has to ask the final URL directly if that one needs the header.',
    rows: [46],
  },
  'method-rewritten-on-redirect': {
    title: 'The redirect turned the request into a GET without a body',
    meaning:
      'That is what 301, 302 and 303 do with a POST, and 303 with every other method. The server has to answer with 307 or 308 if method and body are to be kept.',
    rows: [45],
  },
  'origin-tainted-by-redirect': {
    title: 'From here on the request says Origin: null',
    meaning:
      'A redirect from one foreign origin to another hides who asked. The target can only allow * or null, so the page should ask the final URL, or the first server should not redirect.',
    rows: [16],
  },
  'headers-not-exposed': {
    title: "Some of the response's headers are hidden from the page",
    meaning:
      'Of a cross-origin response a page sees seven headers and those that Access-Control-Expose-Headers names. The server has to list what pages may read; * works for requests without credentials only.',
    rows: [55],
  },
  'expose-headers-malformed': {
    title: 'Access-Control-Expose-Headers cannot be read, so nothing is exposed',
    meaning:
      'One of its elements is no header name, and then the whole header counts for nothing. The server has to send header names separated by commas.',
    rows: [56],
  },
  'opaque-response': {
    title: 'The response is opaque: status 0, no headers, no body',
    meaning:
      "With mode: 'no-cors' the page may use the response, in an image or a cache, but never look into it. To read it the page has to ask with mode: 'cors', and the server has to allow that.",
    rows: [54],
  },
  'opaque-redirect': {
    title: 'The redirect was not followed, and the page cannot see where it leads',
    meaning:
      "redirect: 'manual' gives a response without status and headers. To follow it the page has to say redirect: 'follow'.",
    rows: [43],
  },
  'timing-not-allowed': {
    title: 'The page sees no timing of this response',
    meaning:
      "Resource Timing shows zeroes for other origins. The server has to name the page's origin, or *, in Timing-Allow-Origin.",
    rows: [79],
  },
  'cookies-withheld': {
    title: 'Cookies were not sent',
    meaning:
      'The user agent has cookies for this URL, but not for a request from this page: their SameSite, or its rules for third parties, forbid it. The server has to set them with SameSite=None; Secure, and where third-party cookies are blocked only an API on the same site helps.',
    rows: [74, 75],
  },
  'forbidden-header-dropped': {
    title: 'A header that scripts cannot set was left out',
    meaning:
      'Headers such as Cookie, Origin or Host belong to the browser, and setting them does nothing. The page has to leave them out; cookies go along with credentials: include.',
    rows: [53],
  },
  'no-cors-header-dropped': {
    title: "A header that mode: 'no-cors' does not allow was left out",
    meaning:
      "In that mode only a few headers with simple values are sent, and the others vanish without an error. The page has to ask with mode: 'cors', and the server has to allow the header.",
    rows: [52],
  },
}

/** Every notice, by its code. */
export const NOTICES = Object.fromEntries(
  Object.entries(TEXTS).map(([code, text]) => [code, { code, ...text }]),
) as Readonly<Record<NoticeCode, NoticeEntry>>

/**
 * What the engine prints for a notice. Of all of them, engines mention one: headers that XMLHttpRequest refuses
 * to set, in Chromium and WebKit. (About Authorization and the wildcard Chromium has an issue in its tools' own tab,
 * and no line in the console.)
 */
export function noticeMessages(
  profile: ProfileName,
  notice: NoticeCode,
  values: Values,
  { initiator }: Pick<Situation, 'initiator'>,
): readonly ConsoleMessage[] {
  if (profile === 'standard') return [{ level: 'info', source: 'concors', text: NOTICES[notice].title }]
  if (notice !== 'forbidden-header-dropped' || initiator !== 'xhr' || profile === 'firefox') return []
  return [javascriptError(`Refused to set unsafe header "${String(values['header'] ?? '')}"`)]
}
