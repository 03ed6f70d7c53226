import { isDeepStrictEqual } from 'node:util'
import type { Outcome, StepOutcome } from './outcome.js'
import type { Scenario } from './scenarios/scenario.js'

/** What is compared of a scenario. */
export const FACETS = ['verdict', 'response', 'headers', 'requests'] as const
export type Facet = (typeof FACETS)[number]

export interface Comparison {
  readonly scenario: Scenario
  readonly engine: Outcome
  readonly userAgent: Outcome
  /** Empty where they agree. */
  readonly differs: readonly Facet[]
}

export function compare(scenario: Scenario, engine: Outcome, userAgent: Outcome): Comparison {
  const differs = FACETS.filter((facet) => !isDeepStrictEqual(view(engine, facet), view(userAgent, facet)))
  return { scenario, engine, userAgent, differs }
}

function view(outcome: Outcome, facet: Facet): unknown {
  switch (facet) {
    case 'verdict':
      return outcome.steps.map((step) => (step.kind === 'error' ? step.name : step.kind))
    case 'response':
      return outcome.steps.map(responseView)
    case 'headers':
      return outcome.steps.map((step) => (step.kind === 'response' ? step.headers : null))
    case 'requests':
      return outcome.requests
  }
}

function responseView(step: StepOutcome): unknown {
  if (step.kind === 'error' || step.kind === 'waited') return null
  if (step.kind === 'image') return step
  const { type, status, statusText, redirected, url, body } = step
  return { type, status, statusText, redirected, url, body }
}
