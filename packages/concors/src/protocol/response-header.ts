import { byteLowercase } from './header-list.js'

const SAFELISTED_NAMES: ReadonlySet<string> = new Set([
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
])

/** Never shown to a page. https://fetch.spec.whatwg.org/#forbidden-response-header-name */
export function isForbiddenResponseHeaderName(name: string): boolean {
  return /^set-cookie2?$/i.test(name)
}

/**
 * Whether a cross-origin page may read this header, given the names that the response exposes (lower-case).
 * https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
 */
export function isCorsSafelistedResponseHeaderName(name: string, exposed: ReadonlySet<string>): boolean {
  const lower = byteLowercase(name)
  if (SAFELISTED_NAMES.has(lower)) return true
  return exposed.has(lower) && !isForbiddenResponseHeaderName(lower)
}
