import type { Browser } from 'puppeteer-core'
import { EngineConsole } from './console.js'
import type { Engine, EngineOptions, ThirdPartyCookies } from './engine.js'
import { closeBrowser, engineOf, launchBrowser } from './puppeteer.js'
import { makeTemporaryFolder, removeTemporaryFolder } from './temporary-folder.js'
import { trustInNss } from './trust.js'

/** Values of `network.cookie.cookieBehavior`. */
const COOKIE_BEHAVIOR: Partial<Readonly<Record<ThirdPartyCookies, number>>> = {
  allowed: 0,
  blocked: 1,
  partitioned: 5,
}

export async function startFirefox(options: EngineOptions): Promise<Engine> {
  const { hosts, authority, thirdPartyCookies } = options
  const profile = makeTemporaryFolder('firefox')
  const remove = (): void => removeTemporaryFolder(profile)
  let browser: Browser | null = null
  try {
    trustInNss(profile, authority)
    const args = ['--headless', '--no-remote', '--profile', profile, 'about:blank']
    const extraPrefsFirefox = {
      'network.dns.localDomains': hosts.join(','),
      'network.cookie.cookieBehavior': COOKIE_BEHAVIOR[thirdPartyCookies]!,
      'network.http.speculative-parallel-limit': 0,
      'network.trr.mode': 5,
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
    }
    browser = await launchBrowser('firefox', args, { extraPrefsFirefox }, options)
    return await firstPage(browser, remove)
  } catch (error) {
    if (browser !== null) await closeBrowser(browser)
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
  return engineOf('firefox', browser, page, console, remove)
}
