import type { Engine, EngineName, EngineOptions } from './browsers/engine.js'
import { startEngine } from './browsers/start.js'
import { compare } from './compare.js'
import type { Comparison } from './compare.js'
import { playInEngine } from './play.js'
import type { Scenario } from './scenarios/scenario.js'
import { TEST_HOSTS, World } from './server/world.js'
import { playInUserAgent } from './user-agent.js'
import type { Coverage } from './user-agent.js'

/** Third-party cookies are let through: what a packager's default blocks says nothing about the protocol. */
const OPTIONS: EngineOptions = { hosts: TEST_HOSTS, thirdPartyCookies: 'allowed' }

/** An engine that is running, with servers of its own. */
export interface Bench {
  readonly engine: Engine
  readonly world: World
}

/** Starts an engine and its servers, and ends them whatever happens. */
export async function withEngine<T>(name: EngineName, work: (bench: Bench) => Promise<T>): Promise<T> {
  const world = await World.start()
  try {
    const engine = await startEngine(name, OPTIONS)
    try {
      return await work({ engine, world })
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
 * a case with a clock in it can be late on a busy machine.
 */
export async function compareAll(
  bench: Bench,
  scenarios: readonly Scenario[],
  covered?: Coverage,
): Promise<Comparison[]> {
  let comparisons = await compareOnce(bench, scenarios, covered)
  for (let replay = 0; replay < REPLAYS; replay++) {
    const different = comparisons.filter(({ differs }) => differs.length > 0).map(({ scenario }) => scenario)
    const again = await compareOnce(bench, different)
    const latest = new Map(again.map((comparison) => [comparison.scenario, comparison]))
    comparisons = comparisons.map((comparison) => latest.get(comparison.scenario) ?? comparison)
  }
  return comparisons
}

async function compareOnce(
  { engine, world }: Bench,
  scenarios: readonly Scenario[],
  covered?: Coverage,
): Promise<Comparison[]> {
  const theirs = await playInEngine(engine, world, scenarios)
  const ours = await playInUserAgent(engine.name, OPTIONS, world, scenarios, covered)
  return scenarios.map((scenario, index) => compare(scenario, theirs[index]!, ours[index]!))
}
