import type { Engine, EngineName, EngineOptions, ThirdPartyCookies } from './browsers/engine.js'
import { startEngine } from './browsers/start.js'
import { compare } from './compare.js'
import type { Comparison } from './compare.js'
import { differenceBehind, knownDifference } from './known-differences.js'
import { playInEngine } from './play/in-engine.js'
import { playInUserAgent } from './play/in-user-agent.js'
import type { Observer } from './play/in-user-agent.js'
import type { Api } from './page/run-scenarios.js'
import type { Scenario } from './scenarios/scenario.js'
import { TEST_HOSTS, World } from './server/world.js'

/** An engine that is running, with servers of its own. */
export interface Bench {
  readonly engine: Engine
  readonly thirdPartyCookies: ThirdPartyCookies
  readonly world: World
}

/** Starts an engine and its servers, and ends them whatever happens. */
export async function withEngine<T>(
  name: EngineName,
  options: Pick<EngineOptions, 'thirdPartyCookies' | 'startLimit'>,
  work: (bench: Bench) => Promise<T>,
): Promise<T> {
  const world = await World.start()
  try {
    const authority = world.authority.file
    const engine = await startEngine(name, { ...options, hosts: TEST_HOSTS, authority })
    try {
      return await work({ engine, thirdPartyCookies: options.thirdPartyCookies, world })
    } finally {
      await engine.close()
    }
  } finally {
    await world.close()
  }
}

/** How often what differs is played again. */
const REPLAYS = 2

/**
 * Plays scenarios in the engine and in the user agent under its profile, and compares. What differs is played again:
 * a case with a clock in it can be late on a busy machine. Not so what is known to differ. Everything at once, if possible: to
 * open the pages costs as much as some hundreds of scenarios.
 */
export async function compareAll(
  bench: Bench,
  scenarios: readonly Scenario[],
  api: Api = 'fetch',
  observer?: Observer,
): Promise<Comparison[]> {
  let comparisons = await compareOnce(bench, scenarios, api, observer)
  for (let replay = 0; replay < REPLAYS; replay++) {
    const different = comparisons
      .filter((each) => each.differs.length > 0 && !isKnown(bench.engine.name, each))
      .map(({ scenario }) => scenario)
    if (different.length === 0) break
    const again = await compareOnce(bench, different, api)
    const latest = new Map(again.map((comparison) => [comparison.scenario, comparison]))
    comparisons = comparisons.map((comparison) => latest.get(comparison.scenario) ?? comparison)
  }
  return comparisons
}

function isKnown(engine: EngineName, comparison: Comparison): boolean {
  return (knownDifference(engine, comparison) ?? differenceBehind(engine, comparison)) !== undefined
}

/** Plays each scenario once. */
export async function compareOnce(
  { engine, thirdPartyCookies, world }: Bench,
  scenarios: readonly Scenario[],
  api: Api,
  observer?: Observer,
): Promise<Comparison[]> {
  const [theirs, ours] = await Promise.all([
    playInEngine(engine, world, scenarios, api),
    playInUserAgent(engine.name, thirdPartyCookies, world, scenarios, api, observer),
  ])
  return scenarios.map((scenario, index) => compare(scenario, api, theirs[index]!, ours[index]!))
}
