import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'

const ROOT = join(import.meta.dirname, '../..')

/** test-tools is an install of its own, which `npm test` makes. */
const MINIFLARE = join(ROOT, 'test-tools/node_modules/miniflare/package.json')

/** The part of Miniflare that is used here. */
interface Worker {
  readonly ready: Promise<URL>
  dispose(): Promise<void>
}

/** Whether there is a workerd here to run a worker in. */
export function hasWorkerd(): boolean {
  return existsSync(MINIFLARE)
}

/** A worker of real workerd behind a socket on loopback, with the code of a fix in it. */
export async function startWorker(code: string): Promise<{ readonly url: string; close(): Promise<void> }> {
  const handler = "const handler = () => new Response('ok')\n"
  const { outputFiles } = await build({
    stdin: { contents: handler + code, resolveDir: ROOT },
    bundle: true,
    format: 'esm',
    write: false,
  })
  const { Miniflare } = createRequire(MINIFLARE)('miniflare') as {
    Miniflare: new (options: object) => Worker
  }
  const worker = new Miniflare({
    modules: [{ type: 'ESModule', path: 'main.mjs', contents: outputFiles[0]!.text }],
    host: '127.0.0.1',
    // Else it asks its maker over the network where this machine is.
    cf: false,
    compatibilityDate: '2026-04-01',
  })
  return { url: (await worker.ready).origin, close: () => worker.dispose() }
}
