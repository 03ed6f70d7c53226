/** The commit of the Fetch Standard whose step numbers every trace cites. */
export const FETCH_STANDARD = {
  commit: '586cd2a4',
  date: '2026-07-02',
  url: 'https://fetch.spec.whatwg.org/',
} as const

/** Standards other than Fetch that a step can cite, written `name#fragment`. */
const OTHER_STANDARDS: Readonly<Record<string, string>> = {
  'mixed-content': 'https://w3c.github.io/webappsec-mixed-content/',
  'referrer-policy': 'https://w3c.github.io/webappsec-referrer-policy/',
  'fetch-metadata': 'https://w3c.github.io/webappsec-fetch-metadata/',
  sri: 'https://w3c.github.io/webappsec-subresource-integrity/',
  rfc6265bis: 'https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html',
}

/**
 * The address of an algorithm.
 *
 * @param algorithm a fragment id of the Fetch Standard (`concept-cors-check`), or `standard#fragment` for a
 *   step that another standard defines (`mixed-content#should-block-fetch`).
 */
export function algorithmUrl(algorithm: string): string {
  const hash = algorithm.indexOf('#')
  if (hash === -1) return `${FETCH_STANDARD.url}#${algorithm}`
  return (OTHER_STANDARDS[algorithm.slice(0, hash)] ?? '') + algorithm.slice(hash)
}
