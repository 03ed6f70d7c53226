import { isForbiddenRequestHeaderName } from './forbidden-request-header.js'
import { byteLowercase, contains, decodeAndSplit, sortedLowercaseSet } from './header-list.js'
import type { HeaderList } from './header-list.js'
import { isForbiddenMethod } from './method.js'
import { parseMimeType } from './mime-type.js'
import { STANDARD } from './profile.js'
import type { Profile } from './profile.js'
import { parseSingleRange } from './range.js'

/** Longest value of a safelisted request header, in bytes. https://fetch.spec.whatwg.org/#cors-safelisted-request-header step 1 */
const MAX_SAFELISTED_VALUE = 128

/** Longest sum of all safelisted values, in bytes. https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names step 5 */
const MAX_SAFELISTED_TOTAL = 1024

/**
 * Whether a page may send this header cross-origin without asking first.
 * https://fetch.spec.whatwg.org/#cors-safelisted-request-header
 */
export function isCorsSafelistedRequestHeader(
  name: string,
  value: string,
  profile: Profile = STANDARD,
): boolean {
  // 1
  if (value.length > MAX_SAFELISTED_VALUE) return false
  // 2
  switch (byteLowercase(name)) {
    case 'accept':
      return !hasCorsUnsafeByte(value, profile)
    case 'accept-language':
    case 'content-language':
      return /^[0-9A-Za-z *,\-.;=]*$/.test(value)
    case 'content-type':
      return !hasCorsUnsafeByte(value, profile) && isFormMimeType(value)
    case 'range':
      return isSafelistedRange(value, profile)
    default:
      // Chromium: client hints are safelisted.
      return profile.clientHintsSafelisted && isSafelistedClientHint(byteLowercase(name), value)
  }
}

/**
 * The names that a preflight has to ask for: lower-case, sorted, each once.
 * https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
 */
export function corsUnsafeRequestHeaderNames(
  headers: HeaderList,
  profile: Profile = STANDARD,
): readonly string[] {
  if (headers.length === 0) return NO_NAMES
  // 1-3
  const unsafe: string[] = []
  const potentiallyUnsafe: string[] = []
  let safelistValueSize = 0
  // 4
  for (const [name, value] of headers) {
    if (isCorsSafelistedRequestHeader(name, value, profile)) {
      potentiallyUnsafe.push(name)
      safelistValueSize += value.length
    } else unsafe.push(name)
  }
  // 5
  if (profile.safelistTotalLimit && safelistValueSize > MAX_SAFELISTED_TOTAL)
    unsafe.push(...potentiallyUnsafe)
  // 6
  if (unsafe.length === 0) return NO_NAMES
  // Firefox: each as often as it was set.
  if (profile.repeatedRequestHeaders === 'combined-when-sent') return unsafe.map(byteLowercase).toSorted()
  return sortedLowercaseSet(unsafe)
}

const NO_NAMES: readonly string[] = []

/** `Authorization`, which `*` does not stand for. https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name */
export function isCorsNonWildcardRequestHeaderName(name: string): boolean {
  return byteLowercase(name) === 'authorization'
}

/** https://fetch.spec.whatwg.org/#privileged-no-cors-request-header-name */
export function isPrivilegedNoCorsRequestHeaderName(name: string): boolean {
  return byteLowercase(name) === 'range'
}

/** https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header-name */
export function isNoCorsSafelistedRequestHeaderName(name: string): boolean {
  return /^(?:accept|accept-language|content-language|content-type)$/i.test(name)
}

/** https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header */
export function isNoCorsSafelistedRequestHeader(
  name: string,
  value: string,
  profile: Profile = STANDARD,
): boolean {
  return isNoCorsSafelistedRequestHeaderName(name) && isCorsSafelistedRequestHeader(name, value, profile)
}

/** Headers that only the browser sets; a script's value is dropped. https://fetch.spec.whatwg.org/#forbidden-request-header */
export function isForbiddenRequestHeader(name: string, value: string, profile: Profile = STANDARD): boolean {
  const lower = byteLowercase(name)
  // 1-2
  if (isForbiddenRequestHeaderName(lower) || profile.forbiddenRequestHeaders.includes(lower)) return true
  // 3
  if (/^x-(?:http-method|http-method-override|method-override)$/.test(lower)) {
    return decodeAndSplit(value).some(isForbiddenMethod)
  }
  // 4
  return false
}

/** Dropped when a redirect drops the body. https://fetch.spec.whatwg.org/#request-body-header-name */
export const REQUEST_BODY_HEADER_NAMES = [
  'content-encoding',
  'content-language',
  'content-location',
  'content-type',
] as const

const CONDITIONAL_NAMES = [
  'if-modified-since',
  'if-none-match',
  'if-unmodified-since',
  'if-match',
  'if-range',
]

/** Whether a page asks a condition of its own: https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch step 8.16 */
export function isConditional(headers: HeaderList): boolean {
  return CONDITIONAL_NAMES.some((name) => contains(headers, name))
}

/** https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte */
function hasCorsUnsafeByte(value: string, profile: Profile): boolean {
  // Firefox: nor may a byte be beyond ASCII. Seen.
  if (profile.nonAsciiUnsafe && /[\x80-\xff]/.test(value)) return true
  // oxlint-disable-next-line no-control-regex -- these bytes are the definition
  return /[\x00-\x08\x0a-\x1f"():<>?@[\\\]{}\x7f]/.test(value)
}

function isFormMimeType(value: string): boolean {
  switch (parseMimeType(value)?.essence) {
    case 'application/x-www-form-urlencoded':
    case 'multipart/form-data':
    case 'text/plain':
      return true
    default:
      return false
  }
}

/** 2^63, which no longer fits a signed 64-bit integer, is the next one that a number can be. */
const LARGEST_POSITION = 2 ** 63 - 1024

function isSafelistedRange(value: string, profile: Profile): boolean {
  // WebKit: the unit in any case. Seen.
  const text = profile.rangeUnitCaseInsensitive ? value.toLowerCase() : value
  const range = parseSingleRange(text, false, profile.rangeFits64Bits ? LARGEST_POSITION : Infinity)
  return range !== null && range.start !== null
}

/** Source: IsCorsSafelistedHeader in services/network/public/cpp/cors/cors.cc. */
function isSafelistedClientHint(name: string, value: string): boolean {
  switch (name) {
    case 'device-memory':
    case 'dpr':
    case 'downlink':
      return /^[0-9]+(?:\.[0-9]*)?$/.test(value)
    case 'rtt':
    case 'viewport-width':
    case 'width':
      return /^[0-9]+$/.test(value)
    case 'save-data':
      return value.toLowerCase() === 'on'
    case 'ect':
      return /^(?:slow-2g|2g|3g|4g)$/.test(value)
    default:
      return false
  }
}
