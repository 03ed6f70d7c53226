import type { FailureCode } from '../protocol/failure.js'
import type { ProfileName } from '../protocol/profile.js'

/** What a page's code is told: a rejection's name and message. */
export interface PageError {
  readonly name: 'TypeError' | 'NotSupportedError'
  readonly message: string
}

/** What `fetch()` refuses before there is a request. */
export type ApiMisuse =
  | { readonly kind: 'url-invalid' | 'url-with-credentials'; readonly url: string }
  | {
      readonly kind: 'method-invalid' | 'method-forbidden' | 'method-in-no-cors' | 'body-with-get-or-head'
      readonly method: string
    }
  | { readonly kind: 'mode-navigate' | 'body-used' | 'window-not-null' }
  | { readonly kind: 'only-if-cached-outside-same-origin'; readonly mode: string }
  | {
      readonly kind:
        | 'stream-without-duplex'
        | 'stream-in-no-cors'
        | 'stream-with-keepalive'
        | 'stream-not-supported'
    }
  | { readonly kind: 'header-name-invalid'; readonly name: string }
  | { readonly kind: 'header-value-invalid'; readonly name: string; readonly value: string }
  | { readonly kind: 'referrer-invalid'; readonly referrer: string }

/** All that a page learns of a failed fetch, whatever the reason: engines keep it from scripts. */
const FAILED: Readonly<Record<ProfileName, string>> = {
  standard: 'Failed to fetch',
  chromium: 'Failed to fetch',
  firefox: 'NetworkError when attempting to fetch resource.',
  webkit: 'Load failed',
}

/** What `fetch()` rejects with, for a failure or for what it was given. */
export function pageError(profile: ProfileName, cause: FailureCode | ApiMisuse): PageError {
  if (typeof cause === 'string') return { name: 'TypeError', message: FAILED[profile] }
  switch (profile) {
    case 'standard':
      return { name: 'TypeError', message: inStandard(cause) }
    case 'chromium':
      return { name: 'TypeError', message: `Failed to execute 'fetch' on 'Window': ${inChromium(cause)}` }
    case 'firefox':
      return { name: 'TypeError', message: `Window.fetch: ${inFirefox(cause)}` }
    case 'webkit':
      if (cause.kind.startsWith('stream-') && cause.kind !== 'stream-with-keepalive') {
        return { name: 'NotSupportedError', message: 'ReadableStream uploading is not supported' }
      }
      return { name: 'TypeError', message: inWebkit(cause) }
  }
}

/** The standard gives no texts; these are ours. */
function inStandard(cause: ApiMisuse): string {
  switch (cause.kind) {
    case 'url-invalid':
      return `${cause.url} is no valid URL`
    case 'url-with-credentials':
      return `The URL ${cause.url} contains a user name or password`
    case 'method-invalid':
      return `${cause.method} is no valid method`
    case 'method-forbidden':
      return `The method ${cause.method} is forbidden`
    case 'method-in-no-cors':
      return `The method ${cause.method} is not allowed in mode "no-cors"`
    case 'body-with-get-or-head':
      return `A ${cause.method} request cannot have a body`
    case 'mode-navigate':
      return 'The mode "navigate" is not for scripts'
    case 'only-if-cached-outside-same-origin':
      return 'The cache mode "only-if-cached" needs the mode "same-origin"'
    case 'stream-without-duplex':
      return 'A stream as a body needs duplex: "half"'
    case 'stream-in-no-cors':
      return 'A stream as a body needs the mode "same-origin" or "cors"'
    case 'stream-not-supported':
      return 'A stream cannot be a body'
    case 'stream-with-keepalive':
      return 'A keepalive request cannot have a stream as its body'
    case 'header-name-invalid':
      return `${cause.name} is no valid header name`
    case 'header-value-invalid':
      return `The value of the header ${cause.name} is not valid`
    case 'referrer-invalid':
      return `The referrer ${cause.referrer} is no valid URL`
    case 'body-used':
      return 'The body of the request has already been used'
    case 'window-not-null':
      return 'window can only be null'
  }
}

function inChromium(cause: ApiMisuse): string {
  switch (cause.kind) {
    case 'url-invalid':
      return `Failed to parse URL from ${cause.url}`
    case 'url-with-credentials':
      return `Request cannot be constructed from a URL that includes credentials: ${cause.url}`
    case 'method-invalid':
      return `'${cause.method}' is not a valid HTTP method.`
    case 'method-forbidden':
      return `'${cause.method}' HTTP method is unsupported.`
    case 'method-in-no-cors':
      return `'${cause.method}' is unsupported in no-cors mode.`
    case 'body-with-get-or-head':
      return 'Request with GET/HEAD method cannot have body.'
    case 'mode-navigate':
      return "Cannot construct a Request with a RequestInit whose mode member is set as 'navigate'."
    case 'only-if-cached-outside-same-origin':
      return "'only-if-cached' can be set only with 'same-origin' mode"
    case 'stream-without-duplex':
      return 'The `duplex` member must be specified for a request with a streaming body'
    case 'stream-in-no-cors':
      return 'If request is made from ReadableStream, mode should be"same-origin" or "cors"'
    case 'stream-with-keepalive':
      return 'Keepalive request cannot have a ReadableStream body.'
    case 'header-name-invalid':
      return 'Invalid name'
    case 'header-value-invalid':
      return 'Invalid value'
    case 'referrer-invalid':
      return `Referrer '${cause.referrer}' is not a valid URL.`
    case 'body-used':
      return 'Cannot construct a Request with a Request object that has already been used.'
    // Not seen: Chromium sends streams, and takes any window.
    case 'stream-not-supported':
    case 'window-not-null':
      return inStandard(cause)
  }
}

function inFirefox(cause: ApiMisuse): string {
  switch (cause.kind) {
    case 'url-invalid':
      return `${cause.url} is not a valid URL.`
    case 'url-with-credentials':
      return `${cause.url} is an url with embedded credentials.`
    case 'method-invalid':
    case 'method-forbidden':
    case 'method-in-no-cors':
      return `Invalid request method ${cause.method}.`
    case 'body-with-get-or-head':
      return 'HEAD or GET Request cannot have a body.'
    case 'mode-navigate':
      return 'Invalid request mode navigate.'
    case 'only-if-cached-outside-same-origin':
      return `Request mode '${cause.mode}' was used, but request cache mode 'only-if-cached' can only be used with request mode 'same-origin'.`
    case 'header-name-invalid':
      return `${cause.name} is an invalid header name.`
    case 'header-value-invalid':
      return `${cause.value} is an invalid header value.`
    case 'referrer-invalid':
      return `Invalid referrer URL ${cause.referrer}.`
    case 'body-used':
      return 'Body has already been consumed.'
    // Not seen: Firefox sends a stream as its text, and takes any window.
    case 'stream-without-duplex':
    case 'stream-in-no-cors':
    case 'stream-with-keepalive':
    case 'stream-not-supported':
    case 'window-not-null':
      return inStandard(cause)
  }
}

function inWebkit(cause: ApiMisuse): string {
  switch (cause.kind) {
    case 'url-invalid':
    case 'url-with-credentials':
      return 'URL is not valid or contains user credentials.'
    case 'method-invalid':
      return 'Method is not a valid HTTP token.'
    case 'method-forbidden':
      return 'Method is forbidden.'
    case 'method-in-no-cors':
      return 'Method must be GET, POST or HEAD in no-cors mode.'
    case 'body-with-get-or-head':
      return `Request has method '${cause.method}' and cannot have a body`
    case 'mode-navigate':
      return 'Request constructor does not accept navigate fetch mode.'
    case 'only-if-cached-outside-same-origin':
      return 'only-if-cached cache option requires fetch mode to be same-origin.'
    case 'stream-with-keepalive':
      return 'Request cannot have a ReadableStream body and keepalive set to true'
    case 'header-name-invalid':
      return `Invalid header name: '${cause.name}'`
    case 'header-value-invalid':
      return `Header '${cause.name}' has invalid value: '${cause.value}'`
    case 'referrer-invalid':
      return 'Referrer is not a valid URL.'
    case 'body-used':
      return 'Request input is disturbed or locked.'
    case 'window-not-null':
      return 'Window can only be null.'
    // Told by the caller.
    case 'stream-without-duplex':
    case 'stream-in-no-cors':
    case 'stream-not-supported':
      return inStandard(cause)
  }
}
