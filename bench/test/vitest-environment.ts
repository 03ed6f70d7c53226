import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { median } from '../interleave.js'

const root = join(import.meta.dirname, '../..')
const FILES = 10

const CONFIG = `
import { corsInVitest } from '@concors/test/vitest-config'
const environment = process.env.IN_A_PAGE ? corsInVitest({ page: 'https://app.example.com/' }) : {}
export default { test: { ...environment, maxWorkers: 1 } }
`
const TEST = `
import { expect, test } from 'vitest'
test('nothing takes time', () => expect(1).toBe(1))
`

/** Milliseconds that the environment adds to a file of tests, over Vitest's own for Node: the median of pairs run in turns. */
export function vitestEnvironmentTime(rounds: number): number {
  const cache = join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'bench-'))
  try {
    install(folder)
    writeFileSync(join(folder, 'vitest.config.mjs'), CONFIG)
    for (let file = 0; file < FILES; file++) writeFileSync(join(folder, `${file}.test.mjs`), TEST)
    const added = Array.from({ length: rounds }, () => runTime(folder, '1') - runTime(folder, ''))
    return median(added) / FILES
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Vitest transforms what is linked, and loads what is installed. */
function install(folder: string): void {
  for (const name of ['concors', 'explain', 'user-agent', 'test']) {
    const target = join(folder, 'node_modules', name === 'concors' ? name : `@concors/${name}`)
    for (const part of ['dist', 'package.json']) {
      cpSync(join(root, 'packages', name, part), join(target, part), { recursive: true })
    }
  }
}

function runTime(folder: string, inAPage: string): number {
  const started = performance.now()
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder],
    { env: { ...process.env, IN_A_PAGE: inAPage } },
  )
  if (status !== 0) throw new Error(`vitest ended with ${status}: ${stderr.toString()}`)
  return performance.now() - started
}
