import type { Failure } from '../protocol/failure.js'
import * as chromium from './chromium.js'
import type { ConsoleLines, EntryText, Situation } from './entry.js'
import { isOfOrigin, lastUrl, NOTHING, valueOf } from './entry.js'
import * as firefox from './firefox.js'
import * as webkit from './webkit.js'

const CORP = 'cross-origin-resource-policy-internal-check'

function corpConsole(netError: string) {
  return {
    chromium: chromium.netError(`ERR_BLOCKED_BY_RESPONSE.${netError}`),
    firefox: corpInFirefox,
    webkit: corpInWebkit,
  }
}

const corpInFirefox: ConsoleLines = (_failure, situation) => [
  firefox.javascriptError(
    `The resource at “${lastUrl(situation)}” was blocked due to its Cross-Origin-Resource-Policy header (or lack thereof). See https://developer.mozilla.org/docs/Web/HTTP/Cross-Origin_Resource_Policy_(CORP)#`,
  ),
]

const corpInWebkit: ConsoleLines = (failure, given) => {
  const situation = { ...given, urls: withoutCredentialsFromHome(given) }
  const reason = `Cancelled load to ${lastUrl(situation)} because it violates the resource's Cross-Origin-Resource-Policy response header.`
  return webkit.deniedResponse(reason, failure, situation)
}

/** Where a redirect first leaves the page's origin, and with it the credentials, it is asked anew, without user name and password. */
function withoutCredentialsFromHome({ urls, origin, initiator, credentials }: Situation): readonly string[] {
  const before = urls.slice(0, -1)
  const mode = credentials ?? (initiator === 'fetch' ? 'same-origin' : 'include')
  if (mode !== 'same-origin' || before.length === 0 || !before.every((url) => isOfOrigin(url, origin)))
    return urls
  return [...before, webkit.withoutCredentials(urls.at(-1)!)]
}

/** What each algorithm makes of no bytes: what is compared where there is no body. */
const EMPTY_HASHES: Readonly<Record<string, string>> = {
  sha256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  sha384: 'OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb',
  sha512: 'z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==',
}

/** The strongest algorithm that the integrity names, and the hash of what came: what engines print. */
function hashes(failure: Failure): { readonly algorithm: string; readonly computed: string } {
  const integrity = valueOf(failure, 'integrity')
  const algorithm = ['sha512', 'sha384', 'sha256'].find((name) => integrity.includes(`${name}-`)) ?? 'sha256'
  // Whoever holds the body may say what its hash is.
  const computed = valueOf(failure, 'computed') || `${algorithm}-${EMPTY_HASHES[algorithm]}`
  return { algorithm, computed: computed.slice(computed.indexOf('-') + 1) }
}

/** A line for each digest whose algorithm is none, about the whole attribute. */
function unknownAlgorithms(integrity: string): ReturnType<ConsoleLines> {
  const unknown = integrity
    .split(/[\t\n\f\r ]+/)
    .filter((item) => !/^(?:sha256|sha384|sha512)-|^$/i.test(item))
  const text = `Error parsing 'integrity' attribute ('${integrity}'). The specified hash algorithm must be one of 'sha256', 'sha384', 'sha512', or 'ed21159'.`
  return unknown.map(() => chromium.securityError(text))
}

const integrityInChromium: ConsoleLines = (failure, situation) => {
  const url = lastUrl(situation)
  const { algorithm, computed } = hashes(failure)
  const why = String(failure.values['response-type']).startsWith('opaque')
    ? `Subresource Integrity: The resource '${url}' has an integrity attribute, but the response is not eligible for integrity validation.`
    : `Failed to find a valid digest in the 'integrity' attribute for resource '${url}' with computed ${algorithm.replace('sha', 'SHA-')} integrity '${computed}'. The resource has been blocked.`
  const api = `Fetch API cannot load ${situation.urls[0]!}. SRI's integrity checks failed.`
  const lines = [...unknownAlgorithms(valueOf(failure, 'integrity')), chromium.securityError(why)]
  return situation.initiator === 'fetch' ? [...lines, chromium.javascriptError(api)] : lines
}

const integrityInFirefox: ConsoleLines = (failure, situation) => {
  const url = situation.urls[0]!
  const { algorithm, computed } = hashes(failure)
  const text =
    failure.values['response-type'] === 'opaque'
      ? `“${url}” is not eligible for integrity checks since it’s neither CORS-enabled nor same-origin.`
      : `None of the “${algorithm}” hashes in the integrity attribute match the content of the subresource at “${url}”. The computed hash is “${computed}”.`
  return [firefox.javascriptError(text)]
}

const integrityInWebkit: ConsoleLines = (failure, situation) => {
  const url = situation.urls[0]!.replace(/#.*/, '')
  const expected = valueOf(failure, 'content-length') || '0'
  // Of an opaque response the length is what was announced, as far as is known here.
  const opaque = failure.values['response-type'] === 'opaque'
  const known = valueOf(failure, 'length') || (opaque ? expected : '0')
  const length = known === '0' || situation.method === 'HEAD' ? '(no content)' : known
  const check = `Failed integrity metadata check. Content length: ${length}, Expected content length: ${expected}, Expected metadata: ${valueOf(failure, 'integrity')}`
  const text = `Failed integrity metadata check. ${url}. ${check}`
  return [webkit.securityError(text), ...webkit.cannotLoad(situation, url)]
}

/** What the response's other policies forbid: not CORS, though mode "cors" avoids most of it. */
export const embeddingFailures = {
  'corp-not-same-origin': {
    title: 'Cross-Origin-Resource-Policy: same-origin keeps other origins out',
    meaning:
      'The server says that only its own origin may load this without asking by CORS. The server has to relax the header, or the page has to ask with CORS and the server to allow that.',
    rows: [66],
    step: [CORP, '5'],
    causes: ['A security middleware (helmet, for one) sets the header for every response.'],
    fix: [
      'Cross-Origin-Resource-Policy: same-site or cross-origin for what others may embed.',
      "crossorigin on the element or mode: 'cors', and Access-Control-Allow-Origin.",
    ],
    console: corpConsole('NotSameOrigin'),
  },
  'corp-not-same-site': {
    title: 'Cross-Origin-Resource-Policy: same-site keeps other sites out',
    meaning:
      'The server says that only pages of its own site may load this, and a page of http is not of the site of an https server. The server has to send cross-origin, or the page has to be moved to that site.',
    rows: [67],
    step: [CORP, '5'],
    causes: ['The page is on another registrable domain.', 'The page is http, the resource https.'],
    fix: ['Cross-Origin-Resource-Policy: cross-origin.', 'Serve the page over https.'],
    console: corpConsole('NotSameSite'),
  },
  'corp-required-by-embedder-policy': {
    title: "The page's Cross-Origin-Embedder-Policy asks for a header that the resource lacks",
    meaning:
      'A page with Cross-Origin-Embedder-Policy may only load what agrees to be embedded. The resource has to send Cross-Origin-Resource-Policy, or the page has to ask for it with CORS.',
    rows: [68],
    step: [CORP, '5'],
    causes: [
      'require-corp was switched on for SharedArrayBuffer, and a third party does not send the header.',
    ],
    fix: [
      'Cross-Origin-Resource-Policy: cross-origin on the resource.',
      'crossorigin on the element, and Access-Control-Allow-Origin.',
      'Cross-Origin-Embedder-Policy: credentialless, where the engine knows it.',
    ],
    console: corpConsole('NotSameOriginAfterDefaultedToSameOriginByCoep'),
  },
  'integrity-mismatch': {
    title: 'The content does not match the integrity that the page asks for',
    meaning:
      'The bytes have another hash than the page names, or may not be compared because the response is opaque. The page has to name the hash of what the server sends, and to load it with CORS.',
    rows: [60],
    step: ['concept-main-fetch', '23.2'],
    causes: ['The file was changed or minified anew.', 'crossorigin is missing beside integrity.'],
    fix: ['Compute the hash again.', 'crossorigin=anonymous, and Access-Control-Allow-Origin on the server.'],
    console: { chromium: integrityInChromium, firefox: integrityInFirefox, webkit: integrityInWebkit },
  },
  'partial-response-not-requested': {
    title: 'The server sent a part that the page did not ask for',
    meaning:
      "A part of a file came in answer to a request without Range, which could be used to mix two files into one. The server has to answer with the whole, or the page's service worker has to pass Range on.",
    rows: [],
    step: ['concept-main-fetch', '21'],
    causes: ['A service worker answers a request without Range from a cached partial response.'],
    fix: ['Answer 200 with the whole file to a request without Range.'],
    console: {
      // Not seen: it needs a service worker.
      chromium: chromium.netError('ERR_FAILED'),
      firefox: NOTHING,
      webkit: NOTHING,
    },
  },
} as const satisfies Record<string, EntryText>
