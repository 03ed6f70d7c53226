import { launch } from 'puppeteer-core'
import type { Browser, LaunchOptions, Page } from 'puppeteer-core'
import type { EngineConsole } from './console.js'
import { evaluated, evaluationResult, START_LIMIT, within } from './engine.js'
import type { Engine, EngineName, EngineOptions } from './engine.js'
import { program } from './install.js'

/** Milliseconds in which a browser has to end when it is asked to. */
const CLOSE_LIMIT = 10_000

/** Starts what puppeteer drives. The kernel ends it with this process, also where that is killed. */
export async function launchBrowser(
  name: 'chromium' | 'firefox',
  args: readonly string[],
  options: LaunchOptions,
  { startLimit = START_LIMIT }: EngineOptions,
): Promise<Browser> {
  const tooLate = new AbortController()
  const launched = launch({
    ...options,
    browser: name === 'firefox' ? 'firefox' : 'chrome',
    executablePath: program('setpriv'),
    ignoreDefaultArgs: true,
    args: ['--pdeathsig', 'KILL', '--', program(name), ...args],
    timeout: startLimit,
    protocolTimeout: 10 * 60_000,
    // Signals end the whole run, and with it what it has started: see `run.ts`.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    signal: tooLate.signal,
  })
  try {
    // Over a pipe puppeteer waits for the first answer for as long as it takes.
    return await within(launched, startLimit, `${name}: its start`)
  } catch (error) {
    tooLate.abort()
    launched.catch(() => {})
    throw error
  }
}

export async function closeBrowser(browser: Browser): Promise<void> {
  const child = browser.process()
  await within(browser.close(), CLOSE_LIMIT, 'its end').catch(() => child?.kill('SIGKILL'))
}

/** The engine that a page of puppeteer's is. A page that crashes answers nothing more: its calls fail at once. */
export async function engineOf(
  name: EngineName,
  browser: Browser,
  page: Page,
  console: EngineConsole,
  remove: () => void,
): Promise<Engine> {
  const crashed = new Promise<never>((_resolve, reject) => {
    page.on('error', () => reject(new Error(`${name}: its page has crashed`)))
    browser.on('disconnected', () => reject(new Error(`${name}: it has ended, or does not answer any more`)))
  })
  crashed.catch(() => {})
  return {
    name,
    version: await browser.version(),
    console,
    page: {
      goto: async (url) => void (await Promise.race([page.goto(url), crashed])),
      evaluate: async (source, argument, limit) => {
        const text = Promise.race([page.evaluate(evaluated(source, argument)), crashed])
        return evaluationResult(name, await within(text, limit, `${name}: a batch`))
      },
    },
    close: async () => {
      await closeBrowser(browser)
      remove()
    },
  }
}
