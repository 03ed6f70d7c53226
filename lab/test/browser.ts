import { launch } from 'puppeteer-core'
import type { Browser, Page } from 'puppeteer-core'
import { installMissing, program } from '../../conformance/browsers/install.js'

/** The browsers that the lab is tried out in; the third engine has no driver that clicks. */
export const BROWSERS = ['chromium', 'firefox'] as const

export type BrowserName = (typeof BROWSERS)[number]

/** Starts a real browser from Debian's packages, which are installed where they are missing. */
export async function startBrowser(name: BrowserName): Promise<Browser> {
  installMissing([name])
  const timeout = 90_000
  if (name === 'chromium') {
    const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
    return launch({ executablePath: program('chromium'), pipe: true, args, timeout })
  }
  return launch({
    browser: 'firefox',
    // Ends Firefox with this process, also when that is killed.
    executablePath: program('setpriv'),
    ignoreDefaultArgs: true,
    args: ['--pdeathsig', 'KILL', '--', program('firefox'), '--headless', '--no-remote', 'about:blank'],
    extraPrefsFirefox: { 'network.captive-portal-service.enabled': false },
    timeout,
  })
}

/** What the page shows of a run. */
export interface ShownRun {
  readonly browser: readonly string[]
  readonly engine: readonly string[]
  /** Whether the page says that both did the same. */
  readonly agrees: boolean
  readonly differences: string
  /** Start lines of the requests that the servers saw. */
  readonly wire: readonly string[]
}

/** Sets the page to a fragment, presses Run, and waits for what comes of it. */
export async function run(page: Page, fragment: string): Promise<ShownRun> {
  const before = await page.evaluate(
    () => document.querySelector('[data-run]')?.getAttribute('data-name') ?? '',
  )
  await page.evaluate(async (hash) => {
    const changed = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
    if (location.hash !== hash) {
      location.hash = hash
      await changed
    }
    // The page draws what it was set to.
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
  }, `#${fragment}`)
  await page.click('.show .run')
  await page.waitForFunction(
    (name) => {
      const shown = document.querySelector('[data-run]')
      return shown?.getAttribute('data-run') === 'done' && shown.getAttribute('data-name') !== name
    },
    { timeout: 20_000 },
    before,
  )
  return page.evaluate(() => {
    const texts = (selector: string): string[] =>
      Array.from(document.querySelectorAll(selector), (element) => element.textContent ?? '')
    return {
      browser: texts('[data-side=browser] .verdict'),
      engine: texts('[data-side=engine] .verdict'),
      agrees: document.querySelector('.show .agree') !== null,
      differences: texts('.show .disagree').join('\n'),
      wire: texts('[data-side=browser] .to-server .head b'),
    }
  })
}
