import {
  algorithmUrl,
  CORS_ERROR_NAMES,
  isCorsSafelistedResponseHeaderName,
  isForbiddenResponseHeaderName,
} from 'concors/protocol'
import type { Failure, ProfileName, ResponseType, Step, Trace } from 'concors/protocol'
import { FAILURES, NOTICES, pageError } from 'concors/failures'
import type { ConsoleMessage, OtherFailureCode } from 'concors/failures'
import { circumstancesOf } from './circumstances.js'
import type {
  Exchange,
  ExplainedRequest,
  Explanation,
  Notice,
  PageError,
  PageResponse,
  RequestHead,
  Verdict,
  Violation,
} from './explanation.js'
import { findFix } from './find-fix.js'
import { exchangeOfStep, stepsOfExchanges } from './judged-by.js'
import { profileVerdicts } from './profiles.js'
import type { FoundViolation } from './repair.js'

/** What somebody saw a browser do: what the user agent's `inspect` gives, and what was asked for. */
export interface Observation {
  readonly profile: ProfileName
  readonly request: ExplainedRequest
  readonly outcome: Verdict
  readonly exchanges: readonly Exchange[]
  /** Answers that are known although the fetch ended before them. Default: none. */
  readonly further?: readonly Exchange[]
  readonly trace: Trace
  readonly failure: Failure | null
  /** What the page got; null where its promise was rejected. A `Response` has these fields. */
  readonly response: { readonly type: ResponseType; readonly status: number } | null
  readonly consoleMessages: readonly ConsoleMessage[]
  readonly withheld: RequestHead | null
  /** What is known of other causes than CORS. Default: none. */
  readonly circumstances?: readonly OtherFailureCode[]
}

/** Says of a fetch that a user agent made how it ended, why, and what would have to be different. Nothing is masked in it. */
export function explainObservation(observation: Observation): Explanation {
  const { profile, request, outcome, exchanges, trace, failure, consoleMessages, withheld } = observation
  const exchangeOf = exchangeOfStep(trace, exchanges.length)
  const steps = stepsOfExchanges(trace, exchanges.length)
  const violations = violationsOf(trace, exchangeOf)
  const known = [...exchanges, ...(observation.further ?? [])]
  const found = outcome === 'blocked' ? findFix(request, known, profile) : null
  const decisive = trace.findIndex((step) => step.decides === true)
  const failed = exchangeOf[decisive] ?? null
  const told = observation.circumstances ?? []
  return {
    version: 1,
    profile,
    request,
    verdict: outcome,
    failure: failure === null ? null : violationOf(failure, failed),
    violations: [...violations, ...revealed(found?.violations ?? [], violations)],
    profiles: profileVerdicts(request, known),
    notices: noticesOf(trace, exchangeOf),
    circumstances: circumstancesOf({ profile, request, exchanges: known, failure, failed, told }),
    consoleMessages,
    page: pageOf(observation),
    exchanges: known.map((exchange, index) => ({ ...exchange, steps: steps[index] ?? [] })),
    withheld,
    trace,
    fix: found?.fix ?? null,
    masked: false,
  }
}

function violationsOf(trace: Trace, exchangeOf: readonly (number | null)[]): readonly Violation[] {
  return trace.flatMap((step, index) =>
    step.failure === undefined ? [] : [violationOf({ ...step, code: step.failure }, exchangeOf[index]!)],
  )
}

/** What shows only once the violations before it are repaired. */
function revealed(found: readonly FoundViolation[], known: readonly Violation[]): readonly Violation[] {
  return found
    .filter(({ code, exchange }) => !known.some((one) => one.code === code && one.exchange === exchange))
    .map((violation) => ({ ...violationOf(violation, violation.exchange), revealed: true }))
}

function violationOf(failure: Failure, exchange: number | null): Violation {
  const { code, algorithm, step, values } = failure
  const { title, meaning } = FAILURES[code]
  const corsError = CORS_ERROR_NAMES[code]
  const link = algorithmUrl(algorithm)
  return { code, title, meaning, algorithm, step, link, values, corsError, exchange, revealed: false }
}

function noticesOf(trace: Trace, exchangeOf: readonly (number | null)[]): readonly Notice[] {
  return trace.flatMap(({ notice, values }, index) => {
    if (notice === undefined) return []
    const { title, meaning } = NOTICES[notice]
    return [{ code: notice, title, meaning, values, exchange: exchangeOf[index]! }]
  })
}

/** What the page's script gets: all that a browser tells it. */
function pageOf({
  profile,
  failure,
  response,
  exchanges,
  trace,
}: Observation): PageError | PageResponse | null {
  if (failure !== null) return { kind: 'error', ...pageError(profile, failure.code) }
  if (response === null) return null
  const names = (exchanges.at(-1)?.response?.headers ?? []).map(([name]) => name.toLowerCase())
  const visible = new Set(visibleNames(response.type, [...new Set(names)], trace))
  return {
    kind: 'response',
    type: response.type,
    status: response.status,
    visibleHeaders: [...visible],
    hiddenHeaders: [...new Set(names)].filter((name) => !visible.has(name)),
  }
}

function visibleNames(type: ResponseType, names: readonly string[], trace: Trace): readonly string[] {
  switch (type) {
    case 'basic':
    case 'default':
      return names.filter((name) => !isForbiddenResponseHeaderName(name))
    case 'cors':
      return (
        shownByFilter(trace) ?? names.filter((name) => isCorsSafelistedResponseHeaderName(name, NO_NAMES))
      )
    case 'opaque':
    case 'opaqueredirect':
    case 'error':
      return []
  }
}

const NO_NAMES: ReadonlySet<string> = new Set()

/** The names that the CORS filter let through: step 14.2 of main fetch says so. */
function shownByFilter(trace: Trace): readonly string[] | null {
  const filtered = trace.findLast(
    (step: Step) => step.algorithm === 'concept-main-fetch' && 'shown' in step.values,
  )
  const shown = filtered?.values['shown']
  return Array.isArray(shown) ? (shown as readonly string[]) : null
}
