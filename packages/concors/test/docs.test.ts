import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { DECISION_REASONS } from '../src/index.js'
import { APP_SCHEMES } from '../src/policy/secure-origin.js'

const root = join(import.meta.dirname, '../../..')
const cache = join(root, 'node_modules/.cache')
mkdirSync(cache, { recursive: true })
/** Below node_modules, so that the snippets find the packages that they import. */
const folder = mkdtempSync(join(cache, 'snippets-'))
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')

const page = (name: string): string => readFileSync(join(root, name), 'utf8')

/** Runs the TypeScript of a page, one snippet after the other, and gives what they print. */
async function run(name: string): Promise<string> {
  const snippets = [...page(name).matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code!)
  expect(snippets.length).toBeGreaterThan(0)
  const files = snippets.map((code, i) => {
    const file = `${name.replaceAll('/', '-')}.${i}.ts`
    writeFileSync(join(folder, file), code)
    return file
  })
  const main = join(folder, `${name.replaceAll('/', '-')}.mjs`)
  writeFileSync(main, files.map((file) => `await import('./${file}')\n`).join(''))
  return node('--conditions=@concors/source', '--import=tsx', main)
}

/** All that a run of Node prints, whether it fails or not: nothing, where all is well. */
async function node(...args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root }, (error, stdout, stderr) => {
      resolve(stdout + stderr + (error === null ? '' : error.message))
    })
  })
}

afterAll(() => {
  rmSync(folder, { recursive: true })
})

const pages = [
  'packages/concors/README.md',
  'docs/policy.md',
  ...['express', 'fastify', 'hono', 'koa'].map((name) => `docs/coming-from-${name}-cors.md`),
]

describe('The snippets of', () => {
  test.each(pages)(
    '%s run, and what they assert holds',
    async (name) => {
      expect(await run(name)).toBe('')
    },
    60_000,
  )

  test('all pages compile', async () => {
    const config = { extends: join(root, 'tsconfig.test.json'), include: ['*.ts'] }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    expect(await node(join(root, 'node_modules/typescript/bin/tsc'), '-p', folder)).toBe('')
  }, 60_000)
})

describe('docs/policy.md', () => {
  test('has every reason with its text', () => {
    const rows = [...page('docs/policy.md').matchAll(/^\| `([a-z-]+)` +\| (.*?) +\|$/gm)].map(
      ([, code, text]) => [code, text!.replace('\\*', '*')],
    )
    expect(rows).toEqual(Object.entries(DECISION_REASONS).map(([code, { text }]) => [code, text]))
  })

  test('has every scheme of apps and extensions', () => {
    const schemes = /installed apps: (.*?)\.$/ms.exec(page('docs/policy.md'))![1]!
    expect(schemes.match(/[a-z-]+/g)).toEqual(APP_SCHEMES)
  })
})
