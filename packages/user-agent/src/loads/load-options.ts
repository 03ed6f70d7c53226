import { isReferrerPolicy } from 'concors/protocol'
import type { Client } from 'concors/protocol'

/** @throws TypeError for what is no URL */
export function loadUrl(method: string, url: string | URL, client: Client): URL {
  const text = String(url)
  if (URL.canParse(text, client.creationUrl.href)) return new URL(text, client.creationUrl)
  throw new TypeError(
    `page.${method}: ${JSON.stringify(text)} is no URL; write it like https://cdn.example.com/file`,
  )
}

/**
 * A misspelt option would load another way than is meant: `crossorigin` without CORS.
 *
 * @throws TypeError for what is no object, or has an option that is unknown or out of range
 */
export function checkLoadOptions(method: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(
      `page.${method}: options are an object like { crossOrigin: 'anonymous' }, not ${JSON.stringify(options)}`,
    )
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue
    throw new TypeError(`page.${method}: unknown option ${JSON.stringify(name)}; known: ${known.join(', ')}`)
  }
  const { referrerPolicy = '', integrity = '' } = options as { referrerPolicy?: unknown; integrity?: unknown }
  if (referrerPolicy !== '' && !(typeof referrerPolicy === 'string' && isReferrerPolicy(referrerPolicy))) {
    throw new TypeError(`page.${method}: ${JSON.stringify(referrerPolicy)} is no referrer policy`)
  }
  if (typeof integrity !== 'string') {
    throw new TypeError(`page.${method}: integrity is text like "sha256-…", not ${JSON.stringify(integrity)}`)
  }
}
