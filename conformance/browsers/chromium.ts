import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultArgs } from 'puppeteer-core'
import type { Browser, CDPSession } from 'puppeteer-core'
import { EngineConsole } from './console.js'
import type { Engine, EngineOptions } from './engine.js'
import { closeBrowser, engineOf, launchBrowser } from './puppeteer.js'
import { makeTemporaryFolder, removeTemporaryFolder } from './temporary-folder.js'
import { trustInNss } from './trust.js'

export async function startChromium(options: EngineOptions): Promise<Engine> {
  // Its home too: there it looks for authorities to trust.
  const home = makeTemporaryFolder('chromium')
  const remove = (): void => removeTemporaryFolder(home)
  let browser: Browser | null = null
  try {
    prepareHome(home, options)
    const args = [
      ...defaultArgs({ browser: 'chrome', userDataDir: home, headless: true }),
      '--remote-debugging-pipe',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      `--host-resolver-rules=${options.hosts.map((host) => `MAP ${host} 127.0.0.1`).join(', ')}`,
    ]
    // It ends by itself, too, when this process goes and the pipe with it.
    browser = await launchBrowser(
      'chromium',
      args,
      { pipe: true, env: { ...process.env, HOME: home } },
      options,
    )
    return await firstPage(browser, remove)
  } catch (error) {
    if (browser !== null) await closeBrowser(browser)
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
  return engineOf('chromium', browser, page, console, remove)
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
