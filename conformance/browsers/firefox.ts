import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch } from 'puppeteer-core'
import type { Browser } from 'puppeteer-core'
import { EngineConsole } from './console.js'
import { evaluated, evaluationResult, within } from './engine.js'
import type { Engine, EngineOptions, ThirdPartyCookies } from './engine.js'
import { program } from './install.js'
import { trustInNss } from './trust.js'

const START_LIMIT = 90_000

/** Values of `network.cookie.cookieBehavior`. */
const COOKIE_BEHAVIOR: Partial<Readonly<Record<ThirdPartyCookies, number>>> = {
  allowed: 0,
  blocked: 1,
  partitioned: 5,
}

export async function startFirefox({ hosts, authority, thirdPartyCookies }: EngineOptions): Promise<Engine> {
  const profile = mkdtempSync(join(tmpdir(), 'concors-firefox-'))
  const remove = (): void => rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  let browser: Browser | null = null
  try {
    trustInNss(profile, authority)
    browser = await launch({
      browser: 'firefox',
      // Ends Firefox with this process, also when that is killed.
      executablePath: program('setpriv'),
      ignoreDefaultArgs: true,
      timeout: START_LIMIT,
      protocolTimeout: 10 * 60_000,
      args: '--pdeathsig KILL --'
        .split(' ')
        .concat(program('firefox'), '--headless', '--no-remote', '--profile', profile, 'about:blank'),
      extraPrefsFirefox: {
        'network.dns.localDomains': hosts.join(','),
        'network.cookie.cookieBehavior': COOKIE_BEHAVIOR[thirdPartyCookies]!,
        'network.http.speculative-parallel-limit': 0,
        'network.trr.mode': 5,
        'network.captive-portal-service.enabled': false,
        'network.connectivity-service.enabled': false,
      },
    })
    return await firstPage(browser, remove)
  } catch (error) {
    await browser?.close()
    remove()
    throw error
  }
}

async function firstPage(browser: Browser, remove: () => void): Promise<Engine> {
  const page = await browser.newPage()
  const console = new EngineConsole()
  page.on('console', (message) => console.add(message.text()))
  // What the engine prints by itself.
  page.on('pageerror', (error) => console.add((error as Error).message))
  return {
    name: 'firefox',
    version: await browser.version(),
    console,
    page: {
      goto: async (url) => void (await page.goto(url)),
      evaluate: async (source, argument, limit) => {
        const text = within(page.evaluate(evaluated(source, argument)), limit, 'firefox: a batch')
        return evaluationResult('firefox', await text)
      },
    },
    close: async () => {
      await browser.close()
      remove()
    },
  }
}
