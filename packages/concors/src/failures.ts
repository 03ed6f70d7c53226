/**
 * The catalogue: for every way in which a fetch can fail, what it means, where the standard decides, what causes it,
 * what helps, and every line that each engine prints. It runs in a browser too.
 *
 * @module concors/failures
 */
import { corsCheckFailures } from './failures/cors-check.js'
import { embeddingFailures } from './failures/embedding.js'
import { lastUrl } from './failures/entry.js'
import type { ConsoleMessage, EntryText, FailureEntry, Situation } from './failures/entry.js'
import { modeAndSchemeFailures } from './failures/mode-and-scheme.js'
import { networkFailures } from './failures/network.js'
import { preflightCorsCheckFailures } from './failures/preflight-cors-check.js'
import { preflightFailures } from './failures/preflight.js'
import { redirectFailures } from './failures/redirect.js'
import { CORS_ERROR_NAMES, FAILURE_CODES } from './protocol/failure.js'
import type { Failure, FailureCode } from './protocol/failure.js'
import type { ProfileName } from './protocol/profile.js'
import { algorithmUrl } from './protocol/spec.js'

export type {
  ConsoleLines,
  ConsoleMessage,
  DecidingStep,
  EngineName,
  FailureEntry,
  Initiator,
  Situation,
} from './failures/entry.js'
export { noticeMessages, NOTICES } from './failures/notices.js'
export type { NoticeEntry } from './failures/notices.js'
export { OTHER_FAILURE_CODES, OTHER_FAILURES } from './failures/other.js'
export type { OtherFailureCode, OtherFailureEntry } from './failures/other.js'
export { pageError } from './failures/page-error.js'
export type { ApiMisuse, PageError } from './failures/page-error.js'

const TEXTS: Readonly<Record<FailureCode, EntryText>> = {
  ...corsCheckFailures,
  ...preflightCorsCheckFailures,
  ...preflightFailures,
  ...redirectFailures,
  ...modeAndSchemeFailures,
  ...embeddingFailures,
  ...networkFailures,
}

/** Every failure, by its code. */
export const FAILURES = Object.fromEntries(FAILURE_CODES.map((code) => [code, entryOf(code)])) as Readonly<
  Record<FailureCode, FailureEntry>
>

function entryOf(code: FailureCode): FailureEntry {
  const { step, ...text } = TEXTS[code]
  const [algorithm, ...steps] = step
  return {
    code,
    ...text,
    step: { algorithm, steps, url: algorithmUrl(algorithm) },
    corsError: CORS_ERROR_NAMES[code],
  }
}

/**
 * Every line that an engine prints in its console for a failure, in its order. The standard profile prints one line
 * of our own.
 */
export function consoleMessages(
  profile: ProfileName,
  failure: Failure,
  situation: Situation,
): readonly ConsoleMessage[] {
  const { title, console } = FAILURES[failure.code]
  // Firefox hands a keepalive fetch to another process, which knows no console; integrity is checked in the page's. Seen.
  const elsewhere = situation.keepalive === true && failure.code !== 'integrity-mismatch'
  if (profile === 'firefox' && elsewhere) return []
  if (profile !== 'standard') return console[profile](failure, situation)
  const { code, algorithm, step } = failure
  const request = `${situation.method} ${lastUrl(situation)} for ${situation.origin}`
  return [
    {
      level: 'error',
      source: 'concors',
      text: `${request} failed: ${title} (${code}, ${algorithmUrl(algorithm)} step ${step})`,
    },
  ]
}
