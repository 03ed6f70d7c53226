import { playedByXhr } from '../by-xhr.js'
import type { Comparison } from '../compare.js'
import { compareAll } from '../conformance.js'
import type { Bench } from '../conformance.js'
import { differenceBehind, differenceShownBy } from '../known-differences.js'
import type { Api } from '../page/run-scenarios.js'
import { isPossible } from '../possible.js'
import { showDifference } from '../show.js'
import { randomScenario } from './generator.js'
import { shrinkAll } from './shrink.js'

/** Scenarios that are played together: to open the pages costs as much as some hundreds of them. */
const CHUNK = 2000

/** Disagreements that are shrunk at once. */
const SHRUNK_TOGETHER = 40

/** Of these, more have the same causes as a rule. */
const MOST_UNEXPLAINED = 40

export interface RandomPlan {
  readonly count: number
  readonly seed: number
  readonly apis: readonly Api[]
  /** How many disagreements are shown. */
  readonly show: number
}

/**
 * Plays random scenarios, and shows the smallest of each disagreement that no known difference explains. Returns how
 * many there were.
 */
export async function playRandom(bench: Bench, plan: RandomPlan): Promise<number> {
  const { name } = bench.engine
  const run = `${name}, third-party cookies ${bench.thirdPartyCookies}, seed ${plan.seed}`
  let unexplained = 0
  for (const api of plan.apis) {
    const found: Comparison[] = []
    let played = 0
    let known = 0
    for (let start = 0; start < plan.count; start += CHUNK) {
      const length = Math.min(CHUNK, plan.count - start)
      const all = Array.from({ length }, (_, index) => randomScenario(plan.seed, start + index))
      const possible = all.filter((scenario) => isPossible(scenario, bench.world))
      const scenarios = api === 'fetch' ? possible : playedByXhr(possible)
      played += scenarios.length
      const comparisons = await compareAll(bench, scenarios, api)
      const different = comparisons.filter(({ differs }) => differs.length > 0)
      const open = different.filter((each) => differenceBehind(name, each) === undefined)
      known += different.length - open.length
      found.push(...open)
    }
    const open: Comparison[] = []
    let looked = 0
    while (looked < found.length && open.length < MOST_UNEXPLAINED) {
      const batch = found.slice(looked, looked + SHRUNK_TOGETHER)
      const smallest = await shrinkAll(bench, batch)
      open.push(...smallest.filter((each) => differenceShownBy(name, each) === undefined))
      looked += batch.length
    }
    const more = found.length - looked
    unexplained += open.length + more
    console.log(
      `${run}: ${played - known - found.length} of ${played} random scenarios by ${api} are equal, ` +
        `${known + looked - open.length} differ in a known way, ${open.length} in another` +
        (more === 0 ? '' : `, ${more} WERE NOT LOOKED INTO`),
    )
    for (const each of open.slice(0, plan.show)) {
      console.log(`${name}: ${showDifference(each)}`)
      console.log(`Keep it as a case: ${JSON.stringify(each.scenario)}`)
    }
  }
  return unexplained
}
