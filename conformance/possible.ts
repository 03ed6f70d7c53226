import { actsOf } from './play/acts.js'
import { pageKind } from './scenarios/pages.js'
import type { Scenario } from './scenarios/scenario.js'
import type { World } from './server/world.js'

/** Whether this machine has the origins of a scenario's pages. */
export function isPossible(scenario: Scenario, { missing }: World): boolean {
  return actsOf(scenario).every((act) => act === undefined || !missing.includes(pageKind(act.page).at))
}
