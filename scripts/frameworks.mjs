// Next.js and SvelteKit, which test-tools has: the behaviour suite of the adapters inside a server of theirs, and the
// example of each, which answers a preflight. Both are built as for production.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run.mjs'
import { bundleSuite, checkExample, listeningAt, quiet } from './runtimes.mjs'

const tools = join(root, 'test-tools')
const suites = join(root, 'packages/concors/test/runtimes')
const examples = join(root, 'examples/servers')

/** Where to listen; the host is not read by Next.js. */
const address = { HOST: '127.0.0.1', PORT: '0' }

const inTools = (file) => join(tools, 'node_modules', file)

const nextConfig = `export default { compress: false, turbopack: { root: ${JSON.stringify(tools)} } }\n`

const frameworks = [
  {
    name: 'Next.js',
    build: [inTools('next/dist/bin/next'), 'build'],
    serve: [inTools('next/dist/bin/next'), 'start', '--hostname', '127.0.0.1'],
    async writeSuite(folder) {
      mkdirSync(join(folder, 'app/[...path]'), { recursive: true })
      writeFileSync(join(folder, 'next.config.mjs'), nextConfig)
      await bundleSuite(join(suites, 'next.ts'), join(folder, 'app/[...path]/route.js'))
    },
    async writeExample(folder) {
      mkdirSync(join(folder, 'app/hello'), { recursive: true })
      writeFileSync(join(folder, 'next.config.mjs'), nextConfig)
      // Next.js would install TypeScript if it saw any.
      await transpile(join(examples, 'next/app/hello/route.ts'), join(folder, 'app/hello/route.js'))
    },
  },
  {
    name: 'SvelteKit',
    build: [inTools('vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
    serve: ['build/index.js'],
    async writeSuite(folder) {
      cpSync(join(examples, 'sveltekit'), folder, { recursive: true })
      rmSync(join(folder, 'src/routes'), { recursive: true })
      mkdirSync(join(folder, 'src/routes/[...path]'), { recursive: true })
      await bundleSuite(join(suites, 'sveltekit.ts'), join(folder, 'src/suite.js'))
      writeFileSync(join(folder, 'src/hooks.server.ts'), "export { handle } from './suite.js'\n")
      const endpoint = "export { fallback } from '../../suite.js'\n"
      writeFileSync(join(folder, 'src/routes/[...path]/+server.js'), endpoint)
    },
    writeExample: (folder) => cpSync(join(examples, 'sveltekit'), folder, { recursive: true }),
  },
]

/** The names of the frameworks, and what tests each: it resolves with how many tests passed and failed. */
export const frameworkChecks = frameworks.map((framework) => ({
  name: framework.name,
  run: () => testFramework(framework),
}))

async function testFramework({ name, build, serve, writeSuite, writeExample }) {
  const { passed, failures } = await inApplication(writeSuite, build, serve, async (url) => {
    const response = await fetch(new URL('/suite', url))
    return response.json()
  })
  for (const failure of failures) console.error(`${failure.name}\n  ${failure.message}`)
  console.log(`the behaviour suite inside ${name}: ${passed} passed, ${failures.length} failed`)
  await inApplication(writeExample, build, serve, (url) => checkExample(new URL('/hello', url)))
  console.log(`the example of ${name} answers a preflight`)
  return { passed: passed + 1, failed: failures.length }
}

/** Writes an application where the packages of test-tools are found, builds it, starts it, and asks it. */
async function inApplication(write, build, serve, ask) {
  const folder = join(tools, 'application')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'node_modules/concors'), { recursive: true })
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
    for (const part of ['package.json', 'dist']) {
      const source = join(root, 'packages/concors', part)
      cpSync(source, join(folder, 'node_modules/concors', part), { recursive: true })
    }
    await write(folder)
    await runBuild(folder, build)
    return await whileServing(folder, serve, ask)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function start(folder, command) {
  return spawn(process.execPath, command, {
    cwd: folder,
    env: { ...quiet, NEXT_TELEMETRY_DISABLED: '1', ...address },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

async function runBuild(folder, command) {
  const child = start(folder, command)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data))
  const code = await new Promise((resolve) => {
    child.on('close', resolve)
  })
  if (code !== 0) throw new Error(`${command.join(' ')} failed:\n${output}`)
}

async function whileServing(folder, command, ask) {
  const child = start(folder, command)
  const timer = setTimeout(() => child.kill(), 60_000)
  try {
    return await ask(await listeningAt(child))
  } finally {
    clearTimeout(timer)
    const ended = new Promise((resolve) => {
      child.on('close', resolve)
    })
    child.kill()
    await ended
  }
}

async function transpile(source, outfile) {
  const { build } = await import('esbuild')
  await build({ entryPoints: [source], outfile, format: 'esm', target: 'es2022' })
}
