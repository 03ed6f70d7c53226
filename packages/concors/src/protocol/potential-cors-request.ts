import type { Client } from './client.js'
import { createRequest } from './request.js'
import type { Destination, InnerRequest } from './request.js'

/**
 * The value of an element's `crossorigin` attribute; undefined or null where it has none. Any value but
 * `use-credentials` counts as `anonymous`. https://html.spec.whatwg.org/#cors-settings-attributes
 */
export type CrossOrigin = 'anonymous' | 'use-credentials' | '' | (string & {}) | null

export interface PotentialCorsOptions {
  readonly crossOrigin?: CrossOrigin
  readonly referrerPolicy?: InnerRequest['referrerPolicy']
}

/** What an element asks for. https://html.spec.whatwg.org/#create-a-potential-cors-request */
export function createPotentialCorsRequest(
  client: Client,
  url: URL,
  destination: Destination,
  { crossOrigin, referrerPolicy = '' }: PotentialCorsOptions = {},
): InnerRequest {
  const noCors = crossOrigin === undefined || crossOrigin === null
  const withCredentials = noCors || /^use-credentials$/i.test(crossOrigin)
  return createRequest({
    url,
    client,
    destination,
    mode: noCors ? 'no-cors' : 'cors',
    credentialsMode: withCredentials ? 'include' : 'same-origin',
    referrerPolicy,
  })
}
