import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const MODULES = join(import.meta.dirname, '../../test-tools/node_modules')
const NEXT = join(MODULES, 'next/dist/bin/next')

/** Nothing here may depend on the network. */
const QUIET = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' }

/** Whether test-tools, an install of its own that `npm test` makes, has Next.js here. */
export function hasNext(): boolean {
  return existsSync(NEXT)
}

/**
 * Builds an application of Next.js in a folder, with the code of a fix in its configuration.
 *
 * @returns the command that starts it
 * @throws Error where it cannot be built, with what Next.js said
 */
export function buildNext(
  folder: string,
  code: string,
  port: number,
): readonly [program: string, ...args: string[]] {
  const files = {
    'package.json': '{ "private": true, "type": "module" }',
    'next.config.mjs': `export default {\n${code}\n}\n`,
    'app/layout.js': 'export default function Layout({ children }) {\n  return children\n}\n',
    'app/api/items/route.js': "export const GET = () => new Response('ok')\nexport const PUT = GET\n",
  }
  mkdirSync(join(folder, 'app/api/items'), { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  symlinkSync(MODULES, join(folder, 'node_modules'))
  // Turbopack follows no link out of the folder.
  const built = spawnSync(process.execPath, [NEXT, 'build', '--webpack'], {
    cwd: folder,
    env: QUIET,
    encoding: 'utf8',
  })
  if (built.status !== 0) throw new Error(`next build failed:\n${built.stdout}${built.stderr}`)
  return [process.execPath, NEXT, 'start', '-p', String(port), '-H', '127.0.0.1']
}
