import { checkOriginPattern } from './check-origins.js'
import { defined, listOf, splitList } from './checks.js'
import { checked } from './given.js'
import type { OriginPattern } from './options.js'

/**
 * Reads origins from one text with commas or white space between them, as environment variables hold them:
 * `originsFromList(process.env.ALLOWED_ORIGINS)`. What needs the other options, `definePolicy` checks.
 *
 * @throws PolicyError if the text is missing or empty, or an element is no pattern
 */
export function originsFromList(text: string | null | undefined): OriginPattern[] {
  const origins = typeof text === 'string' ? splitList(text) : text
  return [...checked(origins, defined(listOf(checkOriginPattern)))]
}
