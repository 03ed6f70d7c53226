import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const CHROMIUM = '/usr/bin/chromium'

/** Runs a test tool in this folder, on the source of the packages. */
function run(tool: string, ...args: readonly string[]): { status: number | null; printed: string } {
  const program = join(import.meta.dirname, '../../node_modules', tool)
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@concors/source', '--import=tsx', program, ...args],
    { cwd: import.meta.dirname, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', CHROMIUM } },
  )
  return { status, printed: stdout + stderr }
}

test('the examples for Vitest pass', () => {
  const { status, printed } = run('vitest/vitest.mjs', 'run', '--config=source.config.ts')
  expect(status, printed).toBe(0)
  expect(printed).toMatch(/Tests +7 passed/)
})

test.skipIf(!existsSync(CHROMIUM))('the example for Playwright passes', () => {
  const { status, printed } = run('@playwright/test/cli.js', 'test')
  expect(status, printed).toBe(0)
  expect(printed).toContain('1 passed')
})
