import { isIpAddress, urlOrigin } from './origin.js'
import type { Origin } from './origin.js'

/** https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy */
export function isPotentiallyTrustworthyUrl(url: URL): boolean {
  switch (url.protocol) {
    case 'data:':
    case 'file:':
      return true
    case 'about:':
      return url.pathname === 'blank' || url.pathname === 'srcdoc'
    default:
      return isPotentiallyTrustworthyOrigin(urlOrigin(url))
  }
}

/** https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy */
export function isPotentiallyTrustworthyOrigin(origin: Origin): boolean {
  if (origin.kind === 'opaque') return false
  return origin.scheme === 'https' || origin.scheme === 'wss' || isLoopbackHost(origin.host)
}

/** `localhost`, names below it, 127.0.0.0/8 and [::1]. */
export function isLoopbackHost(host: string): boolean {
  if (isIpAddress(host)) return host === '[::1]' || host.startsWith('127.')
  return /^(?:.*\.)?localhost\.?$/.test(host)
}
