import { playedByXhr } from '../by-xhr.js'
import type { Comparison } from '../compare.js'
import type { Bench } from '../conformance.js'
import { differenceBehind, differenceShownBy } from '../known-differences.js'
import type { Api } from '../page/run-scenarios.js'
import { isPossible } from '../possible.js'
import type { Scenario } from '../scenarios/scenario.js'
import { showDifference } from '../show.js'
import { randomScenario } from './generator.js'
import { shrinkAll } from './shrink.js'

/** Scenarios that are played together. */
const CHUNK = 2000

/** Disagreements that are shrunk at once. */
const SHRUNK_TOGETHER = 40

/** Of these, more have the same causes as a rule. */
const MOST_UNEXPLAINED = 40

export interface RandomPlan {
  readonly count: number
  readonly seed: number
  /** How many disagreements are shown. */
  readonly show: number
}

/** What came of random scenarios: of those that agree, no more than how many there were. */
export interface RandomResult {
  played: number
  readonly different: Comparison[]
}

/** The random scenarios of a plan that can be played here and so, in chunks. */
export function* randomChunks(
  { world }: Bench,
  { count, seed }: RandomPlan,
  api: Api,
): Generator<readonly Scenario[]> {
  for (let start = 0; start < count; start += CHUNK) {
    const length = Math.min(CHUNK, count - start)
    const all = Array.from({ length }, (_, index) => randomScenario(seed, start + index))
    const possible = all.filter((scenario) => isPossible(scenario, world))
    yield api === 'fetch' ? possible : playedByXhr(possible)
  }
}

/**
 * Shows the smallest of each disagreement of random scenarios that no known difference explains. Returns how many there
 * were.
 */
export async function judgeRandom(
  bench: Bench,
  { seed, show }: Pick<RandomPlan, 'seed' | 'show'>,
  api: Api,
  { played, different }: RandomResult,
): Promise<number> {
  const { name } = bench.engine
  const found = different.filter((each) => differenceBehind(name, each) === undefined)
  const open: Comparison[] = []
  let looked = 0
  while (looked < found.length && open.length < MOST_UNEXPLAINED) {
    const batch = found.slice(looked, looked + SHRUNK_TOGETHER)
    const smallest = await shrinkAll(bench, batch)
    open.push(...smallest.filter((each) => differenceShownBy(name, each) === undefined))
    looked += batch.length
  }
  const more = found.length - looked
  const known = different.length - found.length + looked - open.length
  console.log(
    `${name}, third-party cookies ${bench.thirdPartyCookies}, seed ${seed}: ` +
      `${played - different.length} of ${played} random scenarios by ${api} are equal, ` +
      `${known} differ in a known way, ${open.length} in another` +
      (more === 0 ? '' : `, ${more} WERE NOT LOOKED INTO`),
  )
  for (const each of open.slice(0, show)) {
    console.log(`${name}: ${showDifference(each)}`)
    console.log(`Keep it as a case: ${JSON.stringify(each.scenario)}`)
  }
  return open.length + more
}
