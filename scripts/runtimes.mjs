// The built packages inside Bun, Deno and workerd, which test-tools has: the behaviour suite of the adapters, and
// examples, which answer a preflight over a real socket.
import { execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { root } from './run.mjs'

const tools = join(root, 'test-tools/node_modules')
const suites = join(root, 'packages/concors/test/runtimes')
const examples = join(root, 'examples/servers')

/** The suite names the source of concors; what runs is what is published. */
const builtAndBare = {
  name: 'built concors, bare vitest',
  setup({ onResolve }) {
    const source = join(root, 'packages/concors/src')
    const dist = join(root, 'packages/concors/dist')
    onResolve({ filter: /^\.\.\/\.\.\/src\// }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path).replace(source, dist),
    }))
    onResolve({ filter: /^vitest$/ }, () => ({ path: join(suites, 'vitest.ts') }))
  },
}

/** The suite, or an example, as one file that imports nothing but Node. */
export async function bundleSuite(entry, outfile) {
  // Not at the top: npm test reads this file before it has installed anything.
  const { build } = await import('esbuild')
  const plugins = [builtAndBare]
  const external = ['node:*']
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    plugins,
    external,
  })
  return outfile
}

/** Nothing here may depend on the network: Deno would ask for a newer version of itself. */
export const quiet = { ...process.env, NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1', DO_NOT_TRACK: '1' }

/** The bundled suite as a program: what it prints last is its counts. */
async function runSuite(command, args) {
  const { stdout } = await promisify(execFile)(command, args, { timeout: 60_000, env: quiet })
  return JSON.parse(stdout.trimEnd().split('\n').at(-1))
}

export async function checkExample(url) {
  const origin = 'https://app.example'
  const headers = { origin, 'access-control-request-method': 'PUT' }
  // Node's own fetch knows no CORS: it sends what it is told.
  const preflight = await fetch(url, { method: 'OPTIONS', headers })
  const actual = await fetch(url, { method: 'PUT', headers: { origin } })
  const got = [
    preflight.status,
    preflight.headers.get('access-control-allow-methods'),
    actual.headers.get('access-control-allow-origin'),
    await actual.text(),
  ]
  const wanted = [204, 'PUT', origin, '{"hello":"world"}']
  if (JSON.stringify(got) !== JSON.stringify(wanted))
    throw new Error(`the example answered ${got.join(', ')}`)
}

/** Starts a program that prints where it listens, and asks it. */
async function checkProgram(command, args, env = {}) {
  const child = spawn(command, args, {
    env: { ...quiet, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const timer = setTimeout(() => child.kill(), 30_000)
  try {
    await checkExample(await listeningAt(child))
  } finally {
    clearTimeout(timer)
    child.kill()
  }
}

export function listeningAt(child) {
  return new Promise((found, failed) => {
    let seen = ''
    const read = (line) => {
      seen += `${line}\n`
      const port = /https?:\/\/[^\s/]+:(\d+)/.exec(line)?.[1]
      if (port !== undefined) found(`http://127.0.0.1:${port}/`)
    }
    createInterface(child.stdout).on('line', read)
    createInterface(child.stderr).on('line', read)
    child.on('error', failed)
    child.on('exit', () => failed(new Error(`it ended before it listened: ${seen}`)))
  })
}

/** A worker of real workerd behind a socket on loopback. */
async function withWorker(script, work) {
  const { Miniflare } = createRequire(join(tools, 'miniflare/package.json'))('miniflare')
  const worker = new Miniflare({
    // Not by its path, which workerd would take as relative to here.
    modules: [{ type: 'ESModule', path: 'main.mjs', contents: readFileSync(script, 'utf8') }],
    host: '127.0.0.1',
    // Else it asks its maker over the network where this machine is.
    cf: false,
    compatibilityDate: '2026-04-01',
    compatibilityFlags: ['nodejs_compat'],
  })
  try {
    return await work(await worker.ready)
  } finally {
    await worker.dispose()
  }
}

/** The packages whose binaries are called: aliases in test-tools, but for the one that miniflare asks for. */
const packages = {
  bun: `bun-${process.platform}-${process.arch}`,
  deno: `deno-${process.platform}-${process.arch}`,
  workerd: `@cloudflare/workerd-${process.platform}-${process.arch.replace('x64', '64')}`,
}
const bun = join(tools, packages.bun, 'bin/bun')
const deno = join(tools, packages.deno, 'deno')
const socketSuite = join(suites, 'bun-and-deno.ts')

const runtimes = [
  {
    name: 'Bun',
    needs: packages.bun,
    suite: async (folder) => runSuite(bun, [await bundleSuite(socketSuite, join(folder, 'bun.mjs'))]),
    examples: ['fetch.ts', 'hono.ts', 'elysia.ts'],
    example: (file) => checkProgram(bun, [file], { PORT: '0', BUN_PORT: '0' }),
  },
  {
    name: 'Deno',
    needs: packages.deno,
    suite: async (folder) => {
      const args = ['run', '--quiet', '--no-config', '--allow-net', '--allow-env']
      return runSuite(deno, [...args, await bundleSuite(socketSuite, join(folder, 'deno.mjs'))])
    },
    examples: ['fetch.ts', 'hono.ts'],
    example: (file) => checkProgram(deno, ['serve', '--host=127.0.0.1', '--port=0', '--no-check', file]),
  },
  {
    name: 'workerd',
    needs: packages.workerd,
    suite: async (folder) => {
      const script = await bundleSuite(join(suites, 'workerd.ts'), join(folder, 'workerd.mjs'))
      return withWorker(script, async (url) => (await fetch(url)).json())
    },
    examples: ['fetch.ts', 'hono.ts'],
    example: async (file, folder) =>
      withWorker(await bundleSuite(file, join(folder, 'example.mjs')), checkExample),
  },
]

/** The runtimes that test-tools' lockfile has for this platform, and the names of the others. */
export function runtimesHere() {
  const { packages: locked } = JSON.parse(readFileSync(join(root, 'test-tools/package-lock.json'), 'utf8'))
  const isHere = ({ needs }) => `node_modules/${needs}` in locked
  const missing = runtimes.filter((runtime) => !isHere(runtime)).map(({ name }) => name)
  return { here: runtimes.filter(isHere), missing }
}

/** Resolves with how many tests passed and failed. */
export async function testRuntime({ name, suite, examples: files, example }, folder) {
  const { passed, failures } = await suite(folder)
  for (const failure of failures) console.error(`${failure.name}\n  ${failure.message}`)
  console.log(`the behaviour suite inside ${name}: ${passed} passed, ${failures.length} failed`)
  for (const file of files) {
    await example(join(examples, file), folder)
    console.log(`examples/servers/${file} inside ${name} answers a preflight`)
  }
  return { passed: passed + files.length, failed: failures.length }
}
