import type { EngineName, ThirdPartyCookies } from './browsers/engine.js'
import { playedByXhr } from './by-xhr.js'
import type { Comparison } from './compare.js'
import { compareAll, withEngine } from './conformance.js'
import type { Bench } from './conformance.js'
import { knownDifference } from './known-differences.js'
import type { Api } from './page/run-scenarios.js'
import type { Observer } from './play/in-user-agent.js'
import { isPossible } from './possible.js'
import { judgeRandom, randomChunks } from './random/play-random.js'
import type { RandomPlan, RandomResult } from './random/play-random.js'
import { COOKIE_POLICIES, playedUnder } from './runs.js'
import type { Scenario } from './scenarios/scenario.js'

/** What one engine did under one policy about third-party cookies. */
export interface RunReport {
  readonly thirdPartyCookies: ThirdPartyCookies
  readonly api: Api
  readonly comparisons: readonly Comparison[]
}

export interface EngineReport {
  readonly engine: EngineName
  readonly version: string
  readonly runs: readonly RunReport[]
  /** Random scenarios that differ; they have been shown. */
  readonly randomProblems: number
  /** Scenarios that this machine cannot play. */
  readonly leftOut: number
}

export interface Plan {
  readonly scenarios: readonly Scenario[]
  readonly apis: readonly Api[]
  /** Random scenarios by fetch; half of them by XMLHttpRequest, and a tenth under each other policy. */
  readonly random: number
  readonly seed: number
  /** How many random disagreements are shown. */
  readonly show: number
  /** Milliseconds in which an engine has to start. */
  readonly startLimit: number
  readonly observer: Observer
}

/** Plays the plan in one engine, which is started anew for each policy about third-party cookies. */
export async function playEngine(engine: EngineName, plan: Plan): Promise<EngineReport> {
  const runs: RunReport[] = []
  let version = ''
  let randomProblems = 0
  let leftOut = 0
  for (const policy of COOKIE_POLICIES[engine]) {
    const wanted = playedUnder(policy, plan.scenarios)
    const random = randomUnder(policy, plan)
    if (wanted.length === 0 && random.fetch === 0) continue
    await withEngine(engine, { thirdPartyCookies: policy, startLimit: plan.startLimit }, async (bench) => {
      version = bench.engine.version
      const scenarios = wanted.filter((scenario) => isPossible(scenario, bench.world))
      leftOut += wanted.length - scenarios.length
      for (const api of plan.apis) {
        const named = api === 'fetch' ? scenarios : playedByXhr(scenarios)
        const { comparisons, drawn } = await playAll(bench, named, { ...plan, count: random[api] }, api)
        if (named.length > 0) runs.push({ thirdPartyCookies: policy, api, comparisons })
        if (drawn.played > 0) randomProblems += await judgeRandom(bench, plan, api, drawn)
      }
    })
  }
  return { engine, version, runs, randomProblems, leftOut }
}

/** By XMLHttpRequest fewer: what it cannot ask is left out there, and which cookies travel does not depend on who asks. */
function randomUnder(policy: ThirdPartyCookies, { random }: Plan): Readonly<Record<Api, number>> {
  if (policy !== 'allowed') return { fetch: Math.ceil(random / 10), xhr: 0 }
  return { fetch: random, xhr: Math.ceil(random / 2) }
}

export function isUnexplained(engine: EngineName, comparison: Comparison): boolean {
  return comparison.differs.length > 0 && knownDifference(engine, comparison) === undefined
}

/** The named scenarios, together with the first of the random ones, and then the others. */
async function playAll(
  bench: Bench,
  named: readonly Scenario[],
  plan: Pick<Plan, 'observer'> & RandomPlan,
  api: Api,
): Promise<{ readonly comparisons: readonly Comparison[]; readonly drawn: RandomResult }> {
  const chunks = randomChunks(bench, plan, api)
  const first = chunks.next().value ?? []
  const all = await compareAll(bench, [...named, ...first], api, plan.observer)
  const drawn: RandomResult = { played: 0, different: [] }
  const add = (comparisons: readonly Comparison[]): void => {
    drawn.played += comparisons.length
    drawn.different.push(...comparisons.filter(({ differs }) => differs.length > 0))
  }
  add(all.slice(named.length))
  for (const chunk of chunks) add(await compareAll(bench, chunk, api))
  return { comparisons: all.slice(0, named.length), drawn }
}
