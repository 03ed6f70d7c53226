import type { Places } from '../api/places.js'

/** What the lab's server tells its page. */
export interface Settings {
  readonly places: Places
  /** Shows that a probe is asked for by this page. */
  readonly token: string
}

/** @throws Error where the page was not served by a lab */
export function readSettings(document: Document): Settings {
  const content = document.querySelector('meta[name=lab]')?.getAttribute('content')
  if (content === null || content === undefined) throw new Error('This page has to be served by concors lab')
  return JSON.parse(content) as Settings
}
