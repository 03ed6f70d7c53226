import { execFileSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { hasEnded, startChild, stopChild } from './child.js'
import { startDisplay } from './display.js'
import { evaluated, evaluationResult, START_LIMIT, within } from './engine.js'
import type { Engine, EngineOptions } from './engine.js'
import { InspectedPage } from './inspector.js'
import { program } from './install.js'
import { makeTemporaryFolder, removeTemporaryFolder } from './temporary-folder.js'

const LOAD_LIMIT = 30_000

/**
 * WebKitGTK's MiniBrowser, driven by its inspector's protocol: WebDriver would not tell what the console says. The
 * inspector's server answers each message after some 40 ms, which a batch hardly feels.
 */
export async function startWebkit(options: EngineOptions): Promise<Engine> {
  const folder = makeTemporaryFolder('webkit')
  const children: ChildProcess[] = []
  let page: InspectedPage | null = null
  const close = async (): Promise<void> => {
    page?.close()
    for (const child of children.toReversed()) await stopChild(child)
    removeTemporaryFolder(folder)
  }
  try {
    const display = await startDisplay(children)
    const env = environment(folder, display)
    const port = await freePort()
    const browser = startBrowser(port, folder, env, options)
    children.push(browser)
    page = await within(firstPage(port, browser), options.startLimit ?? START_LIMIT, 'webkit: its start')
    const inspected = page
    return {
      name: 'webkit',
      version: execFileSync(program('miniBrowser'), ['--version'], { env, encoding: 'utf8' }).trim(),
      console: inspected.console,
      page: {
        goto: (url) => within(load(inspected, url), LOAD_LIMIT, `webkit: loading ${url}`),
        evaluate: async (source, argument, limit) => {
          const text = within(inspected.evaluate(evaluated(source, argument)), limit, 'webkit: a batch')
          return evaluationResult('webkit', await text)
        },
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** The inspector's server lists its pages once there are any. */
async function firstPage(port: number, browser: ChildProcess): Promise<InspectedPage> {
  for (;;) {
    if (hasEnded(browser)) throw new Error('webkit: MiniBrowser ended at its start')
    const list = await fetch(`http://127.0.0.1:${port}/`).then(
      (response) => response.text(),
      () => '',
    )
    const path = /\/socket\/\d+\/\d+\/WebPage/.exec(list)?.[0]
    if (path !== undefined) return InspectedPage.connect(`ws://127.0.0.1:${port}${path}`)
    await sleep(25)
  }
}

/** The protocol promises nothing about a load: the document is asked until it is the new one. */
async function load(page: InspectedPage, url: string): Promise<void> {
  await page.ready()
  await page.call('Runtime.evaluate', { expression: 'window.isOld = true' })
  await page.call('Page.navigate', { url })
  const expression = `window.isOld !== true && document.readyState === 'complete' && location.href`
  while (!page.ended) {
    await page.ready()
    const answer = await page.call('Runtime.evaluate', { expression, returnByValue: true }).catch(() => null)
    if ((answer?.['result'] as { value?: unknown } | undefined)?.value === url) return
    await sleep(15)
  }
}

/** In a mount namespace of its own, where it finds hosts and authorities of its own. */
function startBrowser(
  port: number,
  folder: string,
  env: NodeJS.ProcessEnv,
  { hosts, authority, thirdPartyCookies }: EngineOptions,
): ChildProcess {
  const bundle = program('authorities')
  const own = { hosts: join(folder, 'hosts'), authorities: join(folder, 'authorities.pem') }
  writeFileSync(own.hosts, ['localhost', ...hosts].map((host) => `127.0.0.1 ${host}\n`).join(''))
  writeFileSync(own.authorities, readFileSync(bundle, 'utf8') + readFileSync(authority, 'utf8'))
  const mounts = [`mount --bind ${own.hosts} /etc/hosts`, `mount --bind ${own.authorities} ${bundle}`]
  const script = [...mounts, 'exec "$0" "$@"'].join(' && ')
  const namespace = process.getuid?.() === 0 ? ['-m'] : ['-m', '--map-root-user']
  const policy = thirdPartyCookies === 'allowed' ? 'always' : 'no-third-party'
  const args = ['--private', `--cookies-policy=${policy}`, 'about:blank']
  return startChild(program('unshare'), [...namespace, 'sh', '-c', script, program('miniBrowser'), ...args], {
    ...env,
    WEBKIT_INSPECTOR_HTTP_SERVER: `127.0.0.1:${port}`,
  })
}

function environment(folder: string, display: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    DISPLAY: display,
    HOME: folder,
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_RUNTIME_DIR: folder,
    GDK_BACKEND: 'x11',
    GSETTINGS_BACKEND: 'memory',
    GIO_USE_VFS: 'local',
    NO_AT_BRIDGE: '1',
    LIBGL_ALWAYS_SOFTWARE: '1',
    WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    WEBKIT_DISABLE_DMABUF_RENDERER: '1',
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    DBUS_SESSION_BUS_ADDRESS: 'disabled:',
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
