import { caseName } from '../known-differences.js'
import { markdownTable } from '../markdown.js'
import { SCENARIOS } from '../scenarios/index.js'
import type { Scenario } from '../scenarios/scenario.js'
import { FAILURE_ROWS } from './failure-rows.js'
import { SUBTLE_POINTS } from './subtle-points.js'

/** Names of cases, or why there is none. */
export type Covered = readonly string[] | { readonly not: string }

/** The cases that a name stands for. */
export function casesNamed(name: string): readonly Scenario[] {
  if (!name.endsWith('…')) return SCENARIOS.filter((scenario) => caseName(scenario) === name)
  return SCENARIOS.filter((scenario) => caseName(scenario).startsWith(name.slice(0, -1)))
}

export function failureCoverage(): string {
  const rows = Object.entries(FAILURE_ROWS).map(([row, covered]) => [row, shown(covered)])
  return `## Failures\n\nThe rows of docs/failures, and the cases that cause each.\n\n${markdownTable(['row', 'cases'], rows)}\n`
}

export function pointCoverage(): string {
  const rows = Object.entries(SUBTLE_POINTS).map(([point, [says, covered]]) => [point, says, shown(covered)])
  return `## Subtle points\n\nWhat is easily got wrong, and the cases that show it.\n\n${markdownTable(['point', 'what it says', 'cases'], rows)}\n`
}

function shown(covered: Covered): string {
  return 'not' in covered ? covered.not : covered.map((name) => `\`${name}\``).join(', ')
}
