/** A method is an HTTP token (RFC 9110, 5.6.2). https://fetch.spec.whatwg.org/#concept-method */
export function isMethod(text: string): boolean {
  return isToken(text)
}

/** https://fetch.spec.whatwg.org/#cors-safelisted-method (case-sensitive) */
export function isCorsSafelistedMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'POST'
}

/** https://fetch.spec.whatwg.org/#forbidden-method */
export function isForbiddenMethod(method: string): boolean {
  return /^(?:connect|trace|track)$/i.test(method)
}

/**
 * Upper-cases the six methods that have always been typed in any case; every other method stays as it is, so
 * that `patch` is sent as `patch`. https://fetch.spec.whatwg.org/#concept-method-normalize
 */
export function normalizeMethod(method: string): string {
  return /^(?:delete|get|head|options|post|put)$/i.test(method) ? method.toUpperCase() : method
}

/** https://httpwg.org/specs/rfc9110.html#rfc.section.5.6.2 */
export function isToken(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text)
}
