import { setTimeout as sleep } from 'node:timers/promises'
import { within } from '../browsers/engine.js'
import type { Engine } from '../browsers/engine.js'
import type { Outcome, StepOutcome } from '../outcome.js'
import { runScenarios } from '../page/run-scenarios.js'
import type { Api, Batch } from '../page/run-scenarios.js'
import { PAGE_NAMES } from '../scenarios/pages.js'
import type { PageName } from '../scenarios/pages.js'
import type { Scenario } from '../scenarios/scenario.js'
import type { Staged, World } from '../server/world.js'
import { actsOf, stepsOf } from './acts.js'
import { consoleByScenario, endMark } from './console-by-scenario.js'
import { evaluateIn } from './evaluate-in.js'
import { outcomeOf } from './outcome-of.js'

/** Scenarios in one evaluation. */
const BATCH = 250
const STEP_LIMIT = 15_000
const BATCH_LIMIT = 120_000
const LOAD_LIMIT = 60_000
/** On a busy machine Firefox's lines come long after what they are about. */
const CONSOLE_LIMIT = 60_000
/** Milliseconds. */
const QUIET = 200

/** What was seen of a scenario so far. */
interface Seen {
  readonly staged: Staged
  readonly steps: StepOutcome[]
  readonly console: string[]
}

/** Runs scenarios in an engine, each in its page; the outcomes are in the order of the scenarios. */
export async function playInEngine(
  engine: Engine,
  world: World,
  scenarios: readonly Scenario[],
  api: Api = 'fetch',
): Promise<Outcome[]> {
  const all = scenarios.map((scenario): Seen => ({ staged: world.stage(scenario), steps: [], console: [] }))
  for (const turn of [0, 1]) {
    for (const page of PAGE_NAMES) {
      const here = all.filter(({ staged }) => actsOf(staged.scenario)[turn]?.page === page)
      if (here.length === 0) continue
      await open(engine, world, page)
      for (let start = 0; start < here.length; start += BATCH) {
        await playBatch(engine, world, page, here.slice(start, start + BATCH), turn, api)
      }
    }
  }
  return all.map(({ staged, steps, console }) => {
    world.unstage(staged)
    return outcomeOf(world, staged, steps, console)
  })
}

async function open(engine: Engine, world: World, page: PageName): Promise<void> {
  await within(engine.page.goto(world.pageUrl(page)), LOAD_LIMIT, `${engine.name}: loading ${page}`)
  if (engine.name === 'firefox') await warmPreflights(engine, world, page)
}

/** One after the other: so the lines of the console that name no URL are known to be of the one that runs. */
async function playBatch(
  engine: Engine,
  world: World,
  page: PageName,
  batch: readonly Seen[],
  turn: number,
  api: Api,
  /** Milliseconds in which the last line comes, at the latest. */
  quiet = engine.name === 'firefox' || api === 'xhr' ? QUIET : 0,
): Promise<void> {
  const firstLine = engine.console.lines.length
  const list = batch.map(({ staged }) => ({
    id: staged.id,
    steps: stepsOf(world, staged, actsOf(staged.scenario)[turn]!.steps),
  }))
  const end = endMark(batch.at(-1)!.staged.id)
  const argument: Batch = { list, timeLimit: STEP_LIMIT, api, end }
  const call = { source: runScenarios.toString(), argument }
  const outcomes = (await evaluateIn(engine, world, page, call, BATCH_LIMIT)) as StepOutcome[][]
  await engine.console.until(end, CONSOLE_LIMIT)
  // Firefox prints from two processes, in no order; Chromium, of XMLHttpRequest, a line after the last event.
  if (quiet > 0) await sleep(quiet)
  const printed = consoleByScenario(engine.console.lines.slice(firstLine))
  for (const [index, { staged, steps, console }] of batch.entries()) {
    steps.push(...outcomes[index]!)
    console.push(...(printed.get(staged.id) ?? []))
  }
}

/** Firefox keeps nothing of the first few preflights of a fresh page: these are spent before anything is counted. */
async function warmPreflights(engine: Engine, world: World, page: PageName): Promise<void> {
  const target = world.pageUrl(page).startsWith('https:') ? 'SC' : 'C'
  const headers = [
    ['Access-Control-Allow-Origin', '*'],
    ['Access-Control-Allow-Methods', 'PUT'],
    ['Access-Control-Max-Age', '600'],
  ] as const
  const paths = [0, 1, 2, 3, 4].map((number) => `${target}/warm${number}`)
  const steps = paths.flatMap((fetch) =>
    [fetch, fetch].map((url) => ({ fetch: url, init: { method: 'PUT' } })),
  )
  const routes = Object.fromEntries(paths.map((path) => [path, { '*': { headers } }]))
  const staged = world.stage({ group: 'preflight cache', name: 'warming', page, routes, steps })
  await playBatch(engine, world, page, [{ staged, steps: [], console: [] }], 1, 'fetch', 0)
  world.unstage(staged)
}
