import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch } from 'puppeteer-core'
import type { Browser, CDPSession } from 'puppeteer-core'
import { EngineConsole } from './console.js'
import { evaluated, evaluationResult, within } from './engine.js'
import type { Engine, EngineOptions } from './engine.js'
import { program } from './install.js'
import { trustInNss } from './trust.js'

const START_LIMIT = 60_000

export async function startChromium(options: EngineOptions): Promise<Engine> {
  // Its home too: there it looks for authorities to trust.
  const home = mkdtempSync(join(tmpdir(), 'concors-chromium-'))
  const remove = (): void => rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  let browser: Browser | null = null
  try {
    prepareHome(home, options)
    browser = await launch({
      executablePath: program('chromium'),
      userDataDir: home,
      env: { ...process.env, HOME: home },
      // It ends by itself when this process goes and the pipe with it.
      pipe: true,
      timeout: START_LIMIT,
      protocolTimeout: 10 * 60_000,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        `--host-resolver-rules=${options.hosts.map((host) => `MAP ${host} 127.0.0.1`).join(', ')}`,
      ],
    })
    return await firstPage(browser, remove)
  } catch (error) {
    await browser?.close()
    remove()
    throw error
  }
}

function prepareHome(home: string, { thirdPartyCookies, authority }: EngineOptions): void {
  // Debian's default is to block; a run says which it wants.
  const blocked = thirdPartyCookies === 'blocked'
  const profile = { cookie_controls_mode: blocked ? 1 : 0, block_third_party_cookies: blocked }
  mkdirSync(join(home, 'Default'))
  writeFileSync(join(home, 'Default/Preferences'), JSON.stringify({ profile }))
  trustInNss(join(home, '.pki/nssdb'), authority)
}

async function firstPage(browser: Browser, remove: () => void): Promise<Engine> {
  const page = await browser.newPage()
  const console = new EngineConsole()
  await listen(await page.createCDPSession(), console)
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
      remove()
    },
  }
}

/** A frame of another site has a process, and a session, of its own. What it printed before is told again. */
async function listen(session: CDPSession, console: EngineConsole): Promise<void> {
  session.on('Log.entryAdded', ({ entry: { text, url = '' } }) => console.add(text, url))
  session.on('Runtime.consoleAPICalled', ({ args }) => {
    console.add(args.map(({ value }) => String(value)).join(' '))
  })
  session.on('sessionattached', (frame) => void listen(frame, console).catch(() => {}))
  await session.send('Log.enable')
  await session.send('Runtime.enable')
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: true,
  })
}
