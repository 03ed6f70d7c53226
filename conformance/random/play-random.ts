import { compareAll } from '../conformance.js'
import type { Bench } from '../conformance.js'
import type { Comparison } from '../compare.js'
import type { Scenario } from '../scenarios/scenario.js'
import { showDifference } from '../show.js'
import { createRandom, randomScenario } from './generator.js'
import { smaller } from './shrink.js'

const CHUNK = 1000

/** Disagreements that are shrunk and shown; more of them have the same causes as a rule. */
const MOST_SHOWN = 5

/** Rounds of shrinking; each takes away one thing. */
const MOST_ROUNDS = 40

/** Plays random scenarios, and shows the smallest of each disagreement. Returns how many there were. */
export async function playRandom(bench: Bench, count: number, seed: number): Promise<number> {
  const { name } = bench.engine
  console.log(`${name}: ${count} random scenarios, seed ${seed}`)
  const random = createRandom(seed)
  const found: Comparison[] = []
  for (let start = 0; start < count; start += CHUNK) {
    const length = Math.min(CHUNK, count - start)
    const chunk = Array.from({ length }, (_, index) =>
      randomScenario(random, `seed ${seed}, number ${start + index}`),
    )
    const comparisons = await compareAll(bench, chunk)
    found.push(...comparisons.filter(({ differs }) => differs.length > 0))
  }
  console.log(`${name}: ${count - found.length} of ${count} random scenarios are equal`)
  for (const each of found.slice(0, MOST_SHOWN)) {
    const smallest = await shrink(bench, each)
    console.log(`${name}: ${showDifference(smallest)}`)
    console.log(`Keep it as a case: ${JSON.stringify(smallest.scenario)}`)
  }
  return found.length
}

async function shrink(bench: Bench, found: Comparison): Promise<Comparison> {
  let best = found
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const candidates: Scenario[] = smaller(best.scenario)
    // What cannot be made smaller in time is shown as it is.
    const played = await compareAll(bench, candidates).catch(() => [])
    const still = played.find(({ differs }) => differs.length > 0)
    if (still === undefined) return best
    best = still
  }
  return best
}
