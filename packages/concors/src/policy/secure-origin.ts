import { isLoopbackHost } from '../protocol/trustworthy.js'
import type { ParsedPattern } from './origin-pattern.js'

/**
 * Schemes whose pages come from an installed program or extension, not over a wire that others can write to.
 * docs/policy.md has the same list.
 */
export const APP_SCHEMES: readonly string[] = [
  'app',
  'capacitor',
  'chrome-extension',
  'extension',
  'ionic',
  'moz-extension',
  'ms-browser-extension',
  'safari-extension',
  'safari-web-extension',
  'tauri',
  'vscode-webview',
]

/** Whether nobody on the wire can change the pages of this origin. */
export function isSecureOrigin({ scheme, host }: Pick<ParsedPattern, 'scheme' | 'host'>): boolean {
  return scheme === 'https' || scheme === 'wss' || APP_SCHEMES.includes(scheme) || isLoopbackHost(host)
}
