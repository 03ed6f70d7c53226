import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../..')
/** Where Debian has it. `npm test` installs it; elsewhere what needs it is left out. */
const CHROMIUM = '/usr/bin/chromium'

/** A snippet of a page is a file: its first line says which. */
interface Snippet {
  readonly name: string
  readonly code: string
  /** What the page says that a run of it prints, because a test of it fails. */
  readonly prints: string | null
}

/** What is below one heading is one project. */
interface Project {
  readonly title: string
  readonly snippets: readonly Snippet[]
}

function projects(page: string): readonly Project[] {
  const text = readFileSync(join(root, page), 'utf8')
  return text
    .split(/^## /m)
    .map((section) => ({ title: section.split('\n', 1)[0]!, snippets: snippets(section) }))
    .filter((project) => project.snippets.length > 0)
}

function snippets(section: string): readonly Snippet[] {
  const found: Snippet[] = []
  for (const [, language, body] of section.matchAll(/^```(\w+)\n(.*?)^```$/gms)) {
    if (language === 'text') found.push({ ...found.pop()!, prints: body! })
    if (language !== 'ts' && language !== 'js') continue
    const [, name] = /^\/\/ (\S+)\n/.exec(body!) ?? []
    if (name === undefined) throw new Error(`A snippet says not which file it is: ${body}`)
    found.push({ name, code: body!, prints: null })
  }
  return found
}

/** Outside of node_modules, where Jest looks for no tests, and with what is installed here. */
const folder = mkdtempSync(join(realpathSync(tmpdir()), 'concors-testing-'))
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
afterAll(() => rmSync(folder, { recursive: true }))

/** Has a project's own configuration find the source of the packages. */
const ON_THE_SOURCE = `
import { defaultServerConditions } from 'vite'
import { mergeConfig } from 'vitest/config'
import config from './vitest.config.ts'

const conditions = ['@concors/source', ...defaultServerConditions]
const source = { server: { fs: { strict: false } }, resolve: { conditions }, ssr: { resolve: { conditions } } }
export default mergeConfig(config, source)
`
const NO_CONFIG = 'export default {}\n'

type Tool = readonly [program: string, ...args: string[]]

const TOOLS = {
  vitest: ['vitest/vitest.mjs', 'run', '--config=source.config.ts'],
  jest: ['jest/bin/jest.js', '--rootDir=.'],
  playwright: ['@playwright/test/cli.js', 'test'],
} as const satisfies Readonly<Record<string, Tool>>

function toolOf(names: readonly string[]): keyof typeof TOOLS {
  if (names.some((name) => name.startsWith('playwright.config'))) return 'playwright'
  return names.some((name) => name.startsWith('jest.config')) ? 'jest' : 'vitest'
}

function run({ title, snippets: files }: Project): { status: number | null; printed: string } {
  const cwd = join(folder, title.replaceAll(/\W+/g, '-'))
  mkdirSync(cwd)
  const names = files.map(({ name }) => name)
  const tool = toolOf(names)
  const type = tool === 'jest' ? 'commonjs' : 'module'
  const all = [
    { name: 'package.json', code: JSON.stringify({ type }) },
    { name: 'source.config.ts', code: ON_THE_SOURCE },
    ...(names.includes('vitest.config.ts') ? [] : [{ name: 'vitest.config.ts', code: NO_CONFIG }]),
    ...files,
  ]
  for (const { name, code } of all) writeFileSync(join(cwd, name), code)
  const [program, ...args] = TOOLS[tool]
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@concors/source', '--import=tsx', join(root, 'node_modules', program), ...args],
    { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', CHROMIUM } },
  )
  return { status, printed: stdout + stderr }
}

describe('docs/testing.md', () => {
  test.each(projects('docs/testing.md'))('$title', (project) => {
    const needsChromium = toolOf(project.snippets.map(({ name }) => name)) === 'playwright'
    if (needsChromium && !existsSync(CHROMIUM)) return
    const { status, printed } = run(project)
    const failing = project.snippets.filter(({ prints }) => prints !== null)
    expect(status, printed).toBe(failing.length === 0 ? 0 : 1)
    for (const { prints } of failing) expect(printed).toContain(prints)
    if (failing.length > 0) expect(printed).toMatch(/Tests +1 failed/)
  })
})
