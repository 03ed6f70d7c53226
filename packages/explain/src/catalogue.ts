import { FAILURE_CODES } from 'concors/protocol'
import type { FailureCode, NoticeCode } from 'concors/protocol'
import { FAILURES, NOTICES, OTHER_FAILURES } from 'concors/failures'
import type { OtherFailureCode } from 'concors/failures'

/** Everything that the catalogue has an entry for. */
export type CatalogueCode = FailureCode | OtherFailureCode | NoticeCode

/** An entry of the catalogue as people read it: a failure, something decided elsewhere, or a notice. */
export interface CatalogueEntry {
  readonly code: CatalogueCode
  readonly title: string
  readonly meaning: string
  readonly causes: readonly string[]
  readonly fix: readonly string[]
  /** Where a standard decides; null where none does. */
  readonly link: string | null
  /** The steps there; empty where they are not known. */
  readonly steps: readonly string[]
  /** Chromium's name for it in the DevTools protocol, or null. */
  readonly corsError: string | null
}

/** Every code, failures first. */
export const CATALOGUE_CODES: readonly CatalogueCode[] = [
  ...FAILURE_CODES,
  ...(Object.keys(OTHER_FAILURES) as OtherFailureCode[]),
  ...(Object.keys(NOTICES) as NoticeCode[]),
]

/** What is known of a code. */
export function catalogueEntry(code: CatalogueCode): CatalogueEntry {
  if (code in FAILURES) {
    const { title, meaning, causes, fix, step, corsError } = FAILURES[code as FailureCode]
    return { code, title, meaning, causes, fix, link: step.url, steps: step.steps, corsError }
  }
  if (code in OTHER_FAILURES) {
    const { title, meaning, causes, fix, link, corsError } = OTHER_FAILURES[code as OtherFailureCode]
    return { code, title, meaning, causes, fix, link, steps: [], corsError }
  }
  const { title, meaning } = NOTICES[code as NoticeCode]
  return { code, title, meaning, causes: [], fix: [], link: null, steps: [], corsError: null }
}
