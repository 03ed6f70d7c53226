import { isDeepStrictEqual } from 'node:util'
import type { Outcome, StepOutcome } from './outcome.js'
import type { Api } from './page/run-scenarios.js'
import type { Scenario } from './scenarios/scenario.js'

/** What is compared of a scenario. */
export const FACETS = ['verdict', 'response', 'headers', 'requests', 'console'] as const
export type Facet = (typeof FACETS)[number]

export interface Comparison {
  readonly scenario: Scenario
  readonly api: Api
  readonly engine: Outcome
  readonly userAgent: Outcome
  /** Empty where they agree. */
  readonly differs: readonly Facet[]
}

export function compare(scenario: Scenario, api: Api, engine: Outcome, userAgent: Outcome): Comparison {
  const differs = FACETS.filter((facet) => {
    if (facet === 'console' && (!refuses(engine) || isUntold(scenario, api))) return false
    return !isDeepStrictEqual(view(engine, facet), view(userAgent, facet))
  })
  return { scenario, api, engine, userAgent, differs }
}

/** XMLHttpRequest does not tell a body that fails from a response that does, and of the former no lines are known. */
function isUntold({ group }: Scenario, api: Api): boolean {
  return api === 'xhr' && group === 'bodies'
}

function view(outcome: Outcome, facet: Facet): unknown {
  switch (facet) {
    case 'verdict':
      return outcome.steps.map((step) =>
        step.kind === 'error' ? `${step.name} in ${step.during}` : step.kind,
      )
    case 'response':
      return outcome.steps.map(responseView)
    case 'headers':
      return outcome.steps.map((step) => (step.kind === 'response' ? step.headers : null))
    case 'requests':
      return outcome.requests
    case 'console':
      return [...outcome.console.filter(isLate), ...outcome.console.filter((line) => !isLate(line))]
  }
}

/** Firefox: this comes from another process, at times after the lines of the next fetch. Seen. */
function isLate(line: string): boolean {
  return line.includes('Cross-Origin-Resource-Policy header (or lack thereof)')
}

function responseView(step: StepOutcome): unknown {
  if (step.kind === 'error' || step.kind === 'waited') return null
  if (step.kind === 'image' || step.kind === 'load') return step
  const { type, status, statusText, redirected, url, body, timing } = step
  return { type, status, statusText, redirected, url, body, timing }
}

/** Whether a fetch failed: what is printed then is compared. Of other lines the user agent knows nothing. */
function refuses({ steps }: Outcome): boolean {
  return steps.some(
    (step) => (step.kind === 'error' && step.during === 'fetch') || (step.kind === 'image' && !step.loaded),
  )
}
