import type { Comparison } from '../compare.js'
import { compareAll, compareOnce } from '../conformance.js'
import type { Bench } from '../conformance.js'
import { smaller } from './smaller.js'

/** Rounds of shrinking; each takes one thing away from each scenario. */
const MOST_ROUNDS = 60

/** The smallest scenarios that still differ in the same way; all are shrunk together, because a batch costs little. */
export async function shrinkAll(bench: Bench, found: readonly Comparison[]): Promise<readonly Comparison[]> {
  let best = [...found]
  let open = best.map((_, index) => index)
  for (let round = 0; round < MOST_ROUNDS && open.length > 0; round++) {
    const candidates = open.map((index) => smaller(best[index]!.scenario))
    const played = await playCandidates(bench, best[open[0]!]!.api, candidates)
    const next = open.map((index, position) =>
      played[position]!.find(({ differs }) => differs[0] === best[index]!.differs[0]),
    )
    best = best.map((each, index) => next[open.indexOf(index)] ?? each)
    open = open.filter((_, position) => next[position] !== undefined)
  }
  return best.length === 0 ? [] : confirmed(bench, found, best)
}

/** What was late once and differs no more is shown as it was found. */
async function confirmed(
  bench: Bench,
  found: readonly Comparison[],
  best: readonly Comparison[],
): Promise<readonly Comparison[]> {
  const scenarios = best.map(({ scenario }) => scenario)
  const again = await compareAll(bench, scenarios, best[0]!.api)
  return again.map((each, index) => (each.differs.length > 0 ? each : found[index]!))
}

/** As lists of comparisons in the shape of the lists of scenarios. What cannot be played differs in nothing. */
async function playCandidates(
  bench: Bench,
  api: Comparison['api'],
  candidates: readonly ReturnType<typeof smaller>[],
): Promise<readonly (readonly Comparison[])[]> {
  const comparisons = await compareOnce(bench, candidates.flat(), api).catch(() => [])
  let start = 0
  return candidates.map(({ length }) => {
    start += length
    return comparisons.slice(start - length, start)
  })
}
