import type { Facts } from './facts.js'

/**
 * Whether a request with a foreign `Origin` is all the same the server's own, or a navigation: `rejectDisallowed`
 * lets these pass. Forms of other sites post with an `Origin` too, and it is the page that then asks.
 */
export function isOwnRequest(facts: Facts, selfOrigins: readonly string[]): boolean {
  const { origin } = facts
  if (facts.header('sec-fetch-mode') === 'navigate') return true
  const site = facts.header('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none'
  // Browsers send Sec-Fetch-Site to trustworthy URLs only.
  if ((selfOrigins as readonly (string | null)[]).includes(origin)) return true
  const host = facts.header('host')
  return host !== null && (origin === `https://${host}` || origin === `http://${host}`)
}
