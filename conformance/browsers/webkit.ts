import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { hasEnded, startChild, stopChild } from './child.js'
import { evaluated, evaluationResult, within } from './engine.js'
import type { Engine, EngineOptions } from './engine.js'
import { program } from './install.js'

const START_LIMIT = 60_000

/** WebKitGTK's MiniBrowser, driven by WebKitWebDriver over https://w3c.github.io/webdriver/ */
export async function startWebkit(options: EngineOptions): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'concors-webkit-'))
  const children: ChildProcess[] = []
  const close = async (): Promise<void> => {
    for (const child of children.toReversed()) await stopChild(child)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
  try {
    const display = await startDisplay(children)
    const port = await freePort()
    children.push(startDriver(port, folder, display, options))
    const call = caller(`http://127.0.0.1:${port}`, children.at(-1)!)
    await within(untilReady(call), START_LIMIT, 'webkit: the driver’s start')
    const session = (await within(
      call('POST', '/session', capabilities(options)),
      START_LIMIT,
      'webkit: its start',
    )) as {
      sessionId: string
      capabilities: { browserName: string; browserVersion: string }
    }
    const base = `/session/${session.sessionId}`
    return {
      name: 'webkit',
      version: `${session.capabilities.browserName} ${session.capabilities.browserVersion}`,
      console: null,
      page: {
        goto: async (url) => void (await call('POST', `${base}/url`, { url })),
        evaluate: async (source, argument, limit) => {
          const script = `${evaluated(source, argument)}.then(arguments[arguments.length - 1])`
          const text = within(
            call('POST', `${base}/execute/async`, { script, args: [] }),
            limit,
            'webkit: a batch',
          )
          return evaluationResult('webkit', await text)
        },
      },
      close: async () => {
        await Promise.race([call('DELETE', base).catch(() => {}), sleep(3000)])
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

type Call = (method: string, path: string, body?: unknown) => Promise<unknown>

function caller(base: string, driver: ChildProcess): Call {
  return async (method, path, body) => {
    if (hasEnded(driver)) throw new Error('webkit: WebKitWebDriver has ended')
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
    const response = await fetch(base + path, init)
    const { value } = (await response.json()) as { value: { error?: string; message?: string } | null }
    if (!response.ok) throw new Error(`webkit: ${method} ${path}: ${value?.error}: ${value?.message}`)
    return value
  }
}

async function untilReady(call: Call): Promise<void> {
  for (;;) {
    const ready = await call('GET', '/status').then(
      () => true,
      () => false,
    )
    if (ready) return
    await sleep(25)
  }
}

function capabilities({ thirdPartyCookies }: EngineOptions): unknown {
  const policy = thirdPartyCookies === 'allowed' ? 'always' : 'no-third-party'
  const args = ['--automation', '--ignore-tls-errors', `--cookies-policy=${policy}`]
  return {
    capabilities: {
      alwaysMatch: {
        acceptInsecureCerts: true,
        timeouts: { script: 600_000, pageLoad: 30_000 },
        'webkitgtk:browserOptions': { binary: program('miniBrowser'), args },
      },
    },
  }
}

/** In a mount namespace of its own, where it finds a hosts file of its own. */
function startDriver(port: number, folder: string, display: string, { hosts }: EngineOptions): ChildProcess {
  const file = join(folder, 'hosts')
  writeFileSync(file, ['localhost', ...hosts].map((host) => `127.0.0.1 ${host}\n`).join(''))
  const script = `mount --bind ${file} /etc/hosts && exec "$0" "$@"`
  const namespace = process.getuid?.() === 0 ? ['-m'] : ['-m', '--map-root-user']
  const args = [...namespace, 'sh', '-c', script, program('webkitDriver'), `--port=${port}`]
  return startChild(program('unshare'), args, environment(folder, display))
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

/** Its own X server: `xvfb-run` leaves one behind when it is killed. */
async function startDisplay(children: ChildProcess[]): Promise<string> {
  const args = ['-displayfd', '3', '-screen', '0', '800x600x24', '-nolisten', 'tcp', '-noreset']
  const stdio = ['ignore', 'ignore', 'ignore', 'pipe'] as const
  const child = startChild(program('xvfb'), args, { PATH: process.env['PATH'] }, [...stdio])
  children.push(child)
  let text = ''
  const known = new Promise<void>((resolve, reject) => {
    child.stdio[3]!.on('data', (data: Buffer) => {
      text += data.toString()
      if (text.includes('\n')) resolve()
    })
    child.once('exit', () => reject(new Error('webkit: Xvfb ended at its start')))
  })
  await within(known, START_LIMIT, 'webkit: Xvfb’s start')
  return `:${text.trim()}`
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
