import { within } from './browsers/engine.js'
import type { Engine } from './browsers/engine.js'
import type { Outcome, StepOutcome, WireOutcome } from './outcome.js'
import { runScenarios } from './page/run-scenarios.js'
import type { Batch } from './page/run-scenarios.js'
import { PAGE_NAMES } from './scenarios/scenario.js'
import type { PageName, Scenario, Step } from './scenarios/scenario.js'
import { FRAME_DOCUMENT } from './server/world.js'
import type { LoggedRequest, Staged, World } from './server/world.js'

/** Scenarios that run side by side in a page. */
const CONCURRENCY = 8
const BATCH = 250
const STEP_LIMIT = 15_000
const BATCH_LIMIT = 120_000

/** Runs scenarios in an engine, each in its page; the outcomes are in the order of the scenarios. */
export async function playInEngine(
  engine: Engine,
  world: World,
  scenarios: readonly Scenario[],
): Promise<Outcome[]> {
  const outcomes = new Map<Scenario, Outcome>()
  for (const page of PAGE_NAMES) {
    const ofPage = scenarios.filter((scenario) => pageOf(scenario) === page)
    if (ofPage.length === 0) continue
    await within(engine.page.goto(world.pageUrl(page)), 60_000, `${engine.name}: loading ${page}`)
    if (engine.name === 'firefox') await warmPreflights(engine, world, page)
    for (let start = 0; start < ofPage.length; start += BATCH) {
      const batch = ofPage.slice(start, start + BATCH)
      const results = await playBatch(engine, world, page, batch)
      for (const [index, outcome] of results.entries()) outcomes.set(batch[index]!, outcome)
    }
  }
  return scenarios.map((scenario) => outcomes.get(scenario)!)
}

async function playBatch(
  engine: Engine,
  world: World,
  page: PageName,
  scenarios: readonly Scenario[],
): Promise<Outcome[]> {
  const staged = scenarios.map((scenario) => world.stage(scenario))
  const list = staged.map((each) => stepsOf(world, each))
  const batch: Batch = { list, concurrency: CONCURRENCY, timeLimit: STEP_LIMIT }
  const run = runScenarios.toString()
  const frame = frameUrl(world, page)
  const results = (await (frame === null
    ? engine.page.evaluate(run, batch, BATCH_LIMIT)
    : engine.page.evaluate(
        IN_FRAME,
        {
          frame,
          page,
          code: `(argument) => {
        const __name = (value) => value
        return (${run})(argument)
      }`,
          argument: batch,
        },
        BATCH_LIMIT,
      ))) as StepOutcome[][]
  const outcomes = staged.map((each, index) => outcomeOf(world, each, results[index]!))
  for (const each of staged) world.unstage(each)
  return outcomes
}

/** Runs code in a frame of the page, where there is a document of an opaque origin. */
const IN_FRAME = `({ frame, page, code, argument }) => new Promise((resolve) => {
  const element = document.createElement('iframe')
  if (page === 'sandbox') element.sandbox = 'allow-scripts'
  element.onload = () => element.contentWindow.postMessage({ code: '(' + code + ')', argument }, '*')
  onmessage = ({ data }) => { element.remove(); resolve(data) }
  element.src = frame
  document.documentElement.append(element)
})`

function frameUrl(world: World, page: PageName): string | null {
  if (page === 'sandbox') return `${world.origins.A}/frame`
  return page === 'data' ? `data:text/html,${encodeURIComponent(FRAME_DOCUMENT)}` : null
}

/** Firefox keeps nothing of the first few preflights of a fresh page: these are spent before anything is counted. */
async function warmPreflights(engine: Engine, world: World, page: PageName): Promise<void> {
  const target = page === 'SA' ? 'SC' : 'C'
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
  await playBatch(engine, world, page, [{ group: 'preflight cache', name: 'warming', page, routes, steps }])
}

export function pageOf(scenario: Scenario): PageName {
  return scenario.page ?? 'A'
}

/** A scenario's steps with whole URLs. */
export function stepsOf(world: World, staged: Staged): Step[] {
  return staged.scenario.steps.map((step) => {
    if ('wait' in step) return step
    if ('image' in step) return { ...step, image: world.url(step.image, staged) }
    const { init } = step
    const fetch = world.url(world.fill(step.fetch, staged), staged)
    return init?.referrer === undefined
      ? { ...step, fetch }
      : { ...step, fetch, init: { ...init, referrer: world.url(init.referrer, staged) } }
  })
}

/** What is compared, free of ports and identities. */
export function outcomeOf(world: World, staged: Staged, steps: readonly StepOutcome[]): Outcome {
  const text = (value: string): string => world.normalize(value, staged)
  return {
    steps: steps.map((step) => {
      if (step.kind !== 'response') return step
      const headers = step.headers
        .map(([name, value]) => [name, text(value)] as const)
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
      return { ...step, url: text(step.url), body: text(step.body), headers }
    }),
    requests: withoutRetries(staged.log).map((request) => wireOutcome(request, text)),
  }
}

/** An unanswered request is sent again by some engines, as often as they like. */
function withoutRetries(log: readonly LoggedRequest[]): LoggedRequest[] {
  return log.filter((request, index) => {
    const before = log[index - 1]
    return !(
      before?.closed === true &&
      before.method === request.method &&
      before.target === request.target &&
      before.origin === request.origin
    )
  })
}

const COMPARED =
  /^(?:origin|access-control-request-.*|cookie|authorization|referer|sec-fetch-.*|content-type|x-.*)$/

function wireOutcome(request: LoggedRequest, text: (value: string) => string): WireOutcome {
  const headers: Record<string, string> = {}
  for (const [name, value] of request.headers.toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const lower = name.toLowerCase()
    if (!COMPARED.test(lower)) continue
    const shown = text(value).replace(/(boundary=).*/, '$1…')
    headers[lower] = lower in headers ? `${headers[lower]} | ${shown}` : shown
  }
  return { method: request.method, url: `${request.origin}${text(request.target)}`, headers }
}
