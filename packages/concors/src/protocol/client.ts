import type { Origin } from './origin.js'
import { urlOrigin } from './origin.js'
import type { ReferrerPolicy } from './referrer.js'

/** https://html.spec.whatwg.org/#coep */
export type EmbedderPolicy = 'unsafe-none' | 'credentialless' | 'require-corp'

/** The page that fetches: what Fetch reads of its environment settings object. https://html.spec.whatwg.org/#environment-settings-object */
export interface Client {
  readonly origin: Origin
  readonly creationUrl: URL
  /** Of the page at the top; the page's own origin unless it is framed. */
  readonly topLevelOrigin: Origin
  readonly referrerPolicy: ReferrerPolicy
  readonly embedderPolicy: EmbedderPolicy
  readonly hasCrossSiteAncestor: boolean
}

/** A page at the top of its tab, with the default policies. */
export function createClient(url: URL, options: Partial<Omit<Client, 'creationUrl'>> = {}): Client {
  const origin = options.origin ?? urlOrigin(url)
  return {
    creationUrl: url,
    topLevelOrigin: origin,
    referrerPolicy: 'strict-origin-when-cross-origin',
    embedderPolicy: 'unsafe-none',
    hasCrossSiteAncestor: false,
    ...options,
    origin,
  }
}
