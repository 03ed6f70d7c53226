import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')

/** Runs a module on the source, and parses what it prints. */
function run(module: string): unknown {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--conditions=@concors/source', '--input-type=module', '--eval', module],
    { encoding: 'utf8', cwd: import.meta.dirname },
  )
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout) as unknown
}

// Node loads it when somebody names Response, Headers or MessageEvent; it takes longer than everything of ours.
test("the Vitest environment does without Node's HTTP client until something is fetched", () => {
  const loaded = run(`
    const { default: environment } = await import('../src/environments/vitest-node.ts')
    const loaded = () => process.moduleLoadList.some((name) => name.endsWith('internal/deps/undici/undici'))
    await environment.setup(globalThis, { cors: { page: 'https://app.example.com/' } })
    const atFirst = loaded()
    void globalThis.Response
    console.log(JSON.stringify([atFirst, loaded()]))
  `)
  expect(loaded).toEqual([false, true])
})

// Vitest transforms a set-up file, and asks its server for each file that it imports: for every file of tests anew.
test.skipIf(!existsSync(join(root, 'packages/test/dist/vitest.js')))(
  'the set-up file, as it is built, imports nothing but Vitest unless it has to',
  () => {
    const built = readFileSync(join(root, 'packages/test/dist/vitest.js'), 'utf8')
    const imported = [...built.matchAll(/^(?:import|export) [^'"]*["']([^'"]+)/gm)].map(([, name]) => name)
    expect(imported).toEqual(['vitest'])
  },
)

/** The files and the modules of Node that an entry loads before anything is called. */
async function loadedBy(entry: string): Promise<{ readonly files: string[]; readonly modules: string[] }> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: 'out',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@concors/source'],
    external: ['jsdom', 'happy-dom', 'jest-*', 'undici', 'vitest', '@jest/*'],
    metafile: true,
    write: false,
    logLevel: 'error',
  })
  const output = (path: string) => metafile.outputs[path]!
  const at = Object.keys(metafile.outputs).find((path) => output(path).entryPoint === entry)!
  const [files, modules] = [new Set<string>(), new Set<string>()]
  const follow = (path: string): void => {
    for (const file of Object.keys(output(path).inputs)) files.add(file)
    for (const imported of output(path).imports) {
      if (imported.kind !== 'import-statement') continue
      if (imported.external === true) modules.add(imported.path)
      else follow(imported.path)
    }
  }
  follow(at)
  return { files: [...files], modules: [...modules] }
}

describe.each([
  'packages/user-agent/src/index.ts',
  'packages/explain/src/index.ts',
  'packages/test/src/environments/vitest-node.ts',
])('%s', (entry) => {
  test('loads the protocol, and no policy', async () => {
    const { files } = await loadedBy(entry)
    expect(files).toContain('packages/concors/src/protocol/cors-check.ts')
    expect(files.filter((file) => file.startsWith('packages/concors/src/policy/'))).toEqual([])
  })

  test("loads none of Node's modules that take long", async () => {
    const { modules } = await loadedBy(entry)
    for (const slow of ['crypto', 'stream/web', 'zlib', 'http', 'https']) {
      expect(modules).not.toContain(`node:${slow}`)
    }
  })
})
