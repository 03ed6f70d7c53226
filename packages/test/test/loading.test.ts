import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

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
