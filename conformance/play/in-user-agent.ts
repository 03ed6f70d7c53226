import type { TcpNetConnectOpts } from 'node:net'
import { createUserAgent } from '@concors/user-agent'
import type { Browser, Page } from '@concors/user-agent'
import type { EngineName, EngineOptions } from './browsers/engine.js'
import type { Outcome } from './outcome.js'
import { runScenarios } from './page/run-scenarios.js'
import type { PageEnvironment } from './page/run-scenarios.js'
import { outcomeOf, pageOf, stepsOf } from './play.js'
import type { Scenario } from './scenarios/scenario.js'
import type { World } from './server/world.js'

/** Which scenarios reached each algorithm of the standard. */
export type Coverage = Map<string, Set<Scenario>>

const CONCURRENCY = 8
const STEP_LIMIT = 15_000

/** Runs scenarios in the user agent under an engine's profile, on the servers that the engine meets. */
export async function playInUserAgent(
  profile: EngineName,
  options: EngineOptions,
  world: World,
  scenarios: readonly Scenario[],
  covered?: Coverage,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let next = 0
  const work = async (): Promise<void> => {
    while (next < scenarios.length) {
      const index = next
      next += 1
      outcomes[index] = await playOne(profile, options, world, scenarios[index]!, covered)
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work))
  return outcomes
}

async function playOne(
  profile: EngineName,
  { hosts, thirdPartyCookies }: EngineOptions,
  world: World,
  scenario: Scenario,
  covered: Coverage | undefined,
): Promise<Outcome> {
  const browser = createUserAgent({
    profile,
    thirdPartyCookies,
    connect: { rejectUnauthorized: false, lookup: lookupOf(hosts) },
  })
  const staged = world.stage(scenario)
  try {
    const page = openPage(browser, world, scenario)
    const environment: PageEnvironment = {
      fetch: async (url, init) => {
        const { trace, error, response } = await page.inspect(url, init)
        for (const { algorithm } of trace) note(covered, algorithm, scenario)
        if (error !== null) throw error
        return response!
      },
      loadImage: async (url, crossOrigin) => (await page.loadImage(url, { crossOrigin })).originClean,
    }
    const list = [stepsOf(world, staged)]
    const [steps] = await runScenarios({ list, concurrency: 1, timeLimit: STEP_LIMIT }, environment)
    return outcomeOf(world, staged, steps!)
  } finally {
    world.unstage(staged)
    await browser.close()
  }
}

function note(covered: Coverage | undefined, algorithm: string, scenario: Scenario): void {
  const scenarios = covered?.get(algorithm) ?? new Set()
  scenarios.add(scenario)
  covered?.set(algorithm, scenarios)
}

function openPage(browser: Browser, world: World, scenario: Scenario): Page {
  const page = pageOf(scenario)
  if (page === 'sandbox') return browser.page(`${world.origins.A}/frame`, { sandboxed: true })
  if (page === 'data') return browser.page('data:text/html,', { topLevel: world.pageUrl('A') })
  return browser.page(world.pageUrl(page))
}

type Lookup = NonNullable<TcpNetConnectOpts['lookup']>

/** Every name under test is on loopback. */
function lookupOf(hosts: readonly string[]): Lookup {
  return (host, options, callback) => {
    if (host !== 'localhost' && !hosts.includes(host)) {
      callback(Object.assign(new Error(`${host} is no name under test`), { code: 'ENOTFOUND' }), '', 4)
    } else if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }])
    else callback(null, '127.0.0.1', 4)
  }
}
