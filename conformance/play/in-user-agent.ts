import type { TcpNetConnectOpts } from 'node:net'
import { createUserAgent, isNetworkError } from '@concors/user-agent'
import type { Browser, LoadErrorCode, Page, XmlHttpRequest } from '@concors/user-agent'
import type { FailureCode, NoticeCode } from 'concors'
import type { EngineName, ThirdPartyCookies } from '../browsers/engine.js'
import type { Outcome, StepOutcome } from '../outcome.js'
import { runScenarios } from '../page/run-scenarios.js'
import type { Api, PageEnvironment } from '../page/run-scenarios.js'
import { pageKind } from '../scenarios/pages.js'
import type { PageName } from '../scenarios/pages.js'
import type { Scenario } from '../scenarios/scenario.js'
import { pagePath, FRAME_PATH } from '../server/pages.js'
import { TEST_HOSTS } from '../server/world.js'
import type { World } from '../server/world.js'
import { actsOf, stepsOf } from './acts.js'
import { hasOddHead } from './odd-head.js'
import { loadIn } from './load.js'
import { outcomeOf } from './outcome-of.js'

/** Told of what happened inside the user agent, which no engine shows. */
export interface Observer {
  readonly onAlgorithm?: (algorithm: string, scenario: Scenario) => void
  readonly onFailure?: (code: FailureCode, scenario: Scenario) => void
  readonly onNotice?: (code: NoticeCode, scenario: Scenario) => void
  /** `fetch` did not take what it was given. */
  readonly onMisuse?: (scenario: Scenario) => void
  /** What came is not what an element takes. */
  readonly onLoadError?: (code: LoadErrorCode, scenario: Scenario) => void
  /** An image would taint a canvas. */
  readonly onTaint?: (scenario: Scenario) => void
}

const CONCURRENCY = 8
const STEP_LIMIT = 15_000

/** Runs scenarios in the user agent under an engine's profile, on the servers that the engine meets. */
export async function playInUserAgent(
  profile: EngineName,
  thirdPartyCookies: ThirdPartyCookies,
  world: World,
  scenarios: readonly Scenario[],
  api: Api = 'fetch',
  observer: Observer = {},
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let next = 0
  const work = async (): Promise<void> => {
    while (next < scenarios.length) {
      const index = next
      next += 1
      const browser = createUserAgent({
        profile,
        thirdPartyCookies,
        lenient: hasOddHead(scenarios[index]!),
        connect: { ca: world.authority.pem, lookup },
      })
      try {
        outcomes[index] = await playOne(browser, world, scenarios[index]!, api, observer)
      } finally {
        await browser.close()
      }
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work))
  return outcomes
}

async function playOne(
  browser: Browser,
  world: World,
  scenario: Scenario,
  api: Api,
  observer: Observer,
): Promise<Outcome> {
  const staged = world.stage(scenario)
  const seen: StepOutcome[] = []
  const console: string[] = []
  for (const act of actsOf(scenario)) {
    if (act === undefined) continue
    const environment = environmentOf(openPage(browser, world, act.page), scenario, observer, console)
    const list = [{ id: staged.id, steps: stepsOf(world, staged, act.steps) }]
    const [steps] = await runScenarios({ list, timeLimit: STEP_LIMIT, api, end: '' }, environment)
    seen.push(...steps!)
  }
  world.unstage(staged)
  return outcomeOf(world, staged, seen, console)
}

/** What a script has of the page, and an ear for what the engine would print. */
function environmentOf(
  page: Page,
  scenario: Scenario,
  observer: Observer,
  console: string[],
): PageEnvironment {
  let timingAllowed = false
  return {
    fetch: async (url, init) => {
      const found = await page.inspect(url, init).catch((error: unknown) => {
        observer.onMisuse?.(scenario)
        throw error
      })
      for (const { algorithm, notice } of found.trace) {
        observer.onAlgorithm?.(algorithm, scenario)
        if (notice !== undefined) observer.onNotice?.(notice, scenario)
      }
      if (found.failure !== null) observer.onFailure?.(found.failure.code, scenario)
      console.push(...found.consoleMessages.map(({ text }) => text))
      timingAllowed = found.timingAllowed
      if (found.error !== null) throw found.error
      return found.response!
    },
    loadImage: async (url, crossOrigin) => {
      try {
        const { originClean } = await page.loadImage(url, { crossOrigin })
        if (!originClean) observer.onTaint?.(scenario)
        return originClean
      } catch (error) {
        if (isNetworkError(error)) {
          observer.onFailure?.(error.failure.code, scenario)
          console.push(...error.consoleMessages.map(({ text }) => text))
        }
        throw error
      }
    },
    load: (step, body) => loadIn(page, step, body, (code) => observer.onLoadError?.(code, scenario)),
    seesTiming: async () => timingAllowed,
    XMLHttpRequest: class extends (page.XMLHttpRequest as unknown as new () => XmlHttpRequest) {
      constructor() {
        super()
        this.addEventListener('loadend', () => {
          for (const { algorithm } of this.trace) observer.onAlgorithm?.(algorithm, scenario)
          console.push(...(this.networkError?.consoleMessages ?? []).map(({ text }) => text))
        })
      }
    },
    log: () => {},
  }
}

function openPage(browser: Browser, world: World, name: PageName): Page {
  const { at, frame, embedderPolicy, referrerPolicy } = pageKind(name)
  if (frame === 'data') return browser.page('data:text/html,', { topLevel: world.pageUrl(name) })
  if (frame === 'sandboxed') return browser.page(world.origins[at] + FRAME_PATH, { sandboxed: true })
  if (frame !== undefined)
    return browser.page(world.origins[at] + FRAME_PATH, { topLevel: world.pageUrl(name) })
  return browser.page(world.origins[at] + pagePath(name), {
    ...(embedderPolicy === undefined ? {} : { embedderPolicy }),
    ...(referrerPolicy === undefined ? {} : { referrerPolicy }),
  })
}

type Lookup = NonNullable<TcpNetConnectOpts['lookup']>

/** Every name under test is on loopback. */
const lookup: Lookup = (host, options, callback) => {
  if (host !== 'localhost' && !(TEST_HOSTS as readonly string[]).includes(host)) {
    callback(Object.assign(new Error(`${host} is no name under test`), { code: 'ENOTFOUND' }), '', 4)
  } else if (options.all === true) callback(null, [{ address: '127.0.0.1', family: 4 }])
  else callback(null, '127.0.0.1', 4)
}
