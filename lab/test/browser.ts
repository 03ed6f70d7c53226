import { launch } from 'puppeteer-core'
import type { Browser } from 'puppeteer-core'
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
