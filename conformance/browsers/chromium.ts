import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch } from 'puppeteer-core'
import { evaluated, evaluationResult, within } from './engine.js'
import type { ConsoleLine, Engine, EngineOptions } from './engine.js'
import { program } from './install.js'

const START_LIMIT = 60_000

export async function startChromium({ hosts, thirdPartyCookies }: EngineOptions): Promise<Engine> {
  const profile = mkdtempSync(join(tmpdir(), 'concors-chromium-'))
  // Debian's default is to block; a run says which it wants.
  const blocked = thirdPartyCookies === 'blocked'
  const preferences = {
    profile: { cookie_controls_mode: blocked ? 1 : 0, block_third_party_cookies: blocked },
  }
  mkdirSync(join(profile, 'Default'))
  writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify(preferences))
  const browser = await launch({
    executablePath: program('chromium'),
    userDataDir: profile,
    // It ends by itself when this process goes and the pipe with it.
    pipe: true,
    acceptInsecureCerts: true,
    timeout: START_LIMIT,
    protocolTimeout: 10 * 60_000,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--ignore-certificate-errors',
      `--host-resolver-rules=${hosts.map((host) => `MAP ${host} 127.0.0.1`).join(', ')}`,
    ],
  })
  try {
    const page = await browser.newPage()
    const console: ConsoleLine[] = []
    const session = await page.createCDPSession()
    session.on('Log.entryAdded', ({ entry }) => console.push({ level: entry.level, text: entry.text }))
    await session.send('Log.enable')
    return {
      name: 'chromium',
      version: await browser.version(),
      console,
      page: {
        goto: async (url) => void (await page.goto(url)),
        evaluate: async (source, argument, limit) => {
          const text = within(page.evaluate(evaluated(source, argument)), limit, 'chromium: a batch')
          return evaluationResult('chromium', await text)
        },
      },
      close: async () => {
        await browser.close()
        rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
      },
    }
  } catch (error) {
    await browser.close()
    throw error
  }
}
