import { launch } from 'puppeteer-core'
import { evaluated, evaluationResult, within } from './engine.js'
import type { Engine, EngineOptions } from './engine.js'
import { program } from './install.js'

const START_LIMIT = 90_000

export async function startFirefox({ hosts, thirdPartyCookies }: EngineOptions): Promise<Engine> {
  const browser = await launch({
    browser: 'firefox',
    // Ends Firefox with this process, also when that is killed.
    executablePath: program('setpriv'),
    ignoreDefaultArgs: true,
    acceptInsecureCerts: true,
    timeout: START_LIMIT,
    protocolTimeout: 10 * 60_000,
    args: ['--pdeathsig', 'KILL', '--', program('firefox'), '--headless', '--no-remote', 'about:blank'],
    extraPrefsFirefox: {
      'network.dns.localDomains': hosts.join(','),
      // 0 keeps and sends all cookies, 1 none of other sites.
      'network.cookie.cookieBehavior': thirdPartyCookies === 'allowed' ? 0 : 1,
      'network.http.speculative-parallel-limit': 0,
      'network.trr.mode': 5,
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
    },
  })
  try {
    const page = await browser.newPage()
    return {
      name: 'firefox',
      version: await browser.version(),
      console: null,
      page: {
        goto: async (url) => void (await page.goto(url)),
        evaluate: async (source, argument, limit) => {
          const text = within(page.evaluate(evaluated(source, argument)), limit, 'firefox: a batch')
          return evaluationResult('firefox', await text)
        },
      },
      close: () => browser.close(),
    }
  } catch (error) {
    await browser.close()
    throw error
  }
}
