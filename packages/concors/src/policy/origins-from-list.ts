import { checkOriginPattern } from './check-origins.js'
import { IssueList, throwIfAny } from './issues.js'
import { splitList } from './option-reader.js'
import type { OriginPattern } from './options.js'

/**
 * Reads origins from one text with commas or white space between them, as environment variables hold them:
 * `originsFromList(process.env.ALLOWED_ORIGINS)`. What needs the other options, `definePolicy` checks.
 *
 * @throws PolicyError if the text is missing or empty, or an element is no pattern
 */
export function originsFromList(text: string | null | undefined): OriginPattern[] {
  const issues = new IssueList()
  const origins = typeof text === 'string' ? splitList(text) : []
  if (text === undefined) issues.add('undefined-value', '', text)
  else if (typeof text !== 'string') issues.add('wrong-type', '', text)
  else if (origins.length === 0) issues.add('empty-list', '', text)
  const patterns = origins.map((item, index) => checkOriginPattern(item, `[${index}]`, issues))
  throwIfAny(issues)
  return [...new Set(patterns.map((pattern) => pattern!.text as OriginPattern))]
}
