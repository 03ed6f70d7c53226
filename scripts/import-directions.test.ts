import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Each case is a file, an import in it, and whether the lint rules let it pass.
const cases = [
  ['packages/concors/src/protocol/a.ts', './b.js', 'allowed'],
  ['packages/concors/src/protocol/a.ts', './fetch/b.js', 'allowed'],
  ['packages/concors/src/protocol/a.ts', '../policy/b.js', 'refused'],
  ['packages/concors/src/protocol/a.ts', '../failures.js', 'refused'],
  ['packages/concors/src/protocol/a.ts', 'node:fs', 'refused'],
  ['packages/concors/src/protocol/a.ts', 'undici', 'refused'],
  ['packages/concors/src/protocol/fetch/a.ts', '../b.js', 'allowed'],
  ['packages/concors/src/protocol/fetch/a.ts', '../../policy/b.js', 'refused'],
  ['packages/concors/src/protocol/fetch/a.ts', 'node:fs', 'refused'],
  ['packages/concors/src/policy/a.ts', '../protocol/b.js', 'allowed'],
  ['packages/concors/src/policy/a.ts', '../protocol/fetch/b.js', 'allowed'],
  ['packages/concors/src/policy/a.ts', '../node.js', 'refused'],
  ['packages/concors/src/policy/a.ts', '../failures/b.js', 'refused'],
  ['packages/concors/src/policy/a.ts', 'node:fs', 'refused'],
  ['packages/concors/src/failures/a.ts', '../protocol/b.js', 'allowed'],
  ['packages/concors/src/failures/a.ts', '../policy/b.js', 'refused'],
  ['packages/concors/src/failures/a.ts', 'node:fs', 'refused'],
  ['packages/concors/src/adapters/a.ts', '../policy/b.js', 'allowed'],
  ['packages/concors/src/adapters/a.ts', '../node.js', 'refused'],
  ['packages/concors/src/adapters/a.ts', 'node:http', 'refused'],
  ['packages/concors/src/node.ts', './policy/b.js', 'allowed'],
  ['packages/concors/src/node.ts', 'express', 'refused'],
  ['packages/concors/src/node.ts', '../../user-agent/src/index.js', 'refused'],
  ['packages/concors/src/protocol/a.test.ts', 'vitest', 'allowed'],
  ['packages/user-agent/src/a.ts', 'concors', 'allowed'],
  ['packages/user-agent/src/a.ts', 'concors/failures', 'allowed'],
  ['packages/user-agent/src/a.ts', 'undici', 'allowed'],
  ['packages/user-agent/src/a.ts', '@concors/cli', 'refused'],
  ['packages/user-agent/src/a.ts', '@concors/explain', 'refused'],
  ['packages/user-agent/src/a.ts', '../../concors/src/index.js', 'refused'],
  ['packages/explain/src/a.ts', 'concors', 'allowed'],
  ['packages/explain/src/a.ts', 'concors/failures', 'allowed'],
  ['packages/explain/src/a.ts', '@concors/user-agent', 'refused'],
  ['packages/explain/src/a.ts', 'node:fs', 'refused'],
  ['packages/explain/src/render/a.ts', '../b.js', 'allowed'],
  ['packages/explain/src/render/a.ts', '@concors/cli', 'refused'],
  ['packages/explain/src/a.ts', '../../concors/src/index.js', 'refused'],
  ['lab/page/a.ts', 'concors', 'allowed'],
  ['lab/page/watch/a.ts', '@concors/explain/capture', 'allowed'],
  ['lab/page/watch/a.ts', '../../api/b.js', 'allowed'],
  ['lab/page/a.ts', '@concors/user-agent', 'refused'],
  ['lab/page/watch/a.ts', '../../server/b.js', 'refused'],
  ['lab/page/a.ts', 'node:fs', 'refused'],
  ['lab/api/a.ts', 'node:fs', 'refused'],
  ['lab/api/a.ts', '../server/b.js', 'refused'],
  ['lab/server/a.ts', '@concors/user-agent', 'allowed'],
  ['lab/server/a.ts', '../api/b.js', 'allowed'],
  ['packages/user-agent/src/a.ts', '@concors/test', 'refused'],
  ['packages/explain/src/a.ts', '@concors/test', 'refused'],
  ['packages/test/src/a.ts', 'concors', 'allowed'],
  ['packages/test/src/a.ts', '@concors/explain', 'allowed'],
  ['packages/test/src/a.ts', '@concors/user-agent', 'allowed'],
  ['packages/test/src/a.ts', 'vitest', 'allowed'],
  ['packages/test/src/a.ts', '@concors/cli', 'refused'],
  ['packages/test/src/a.ts', '@concors/lab/server', 'refused'],
  ['packages/test/src/a.ts', '../../user-agent/src/index.js', 'refused'],
  ['packages/cli/src/a.ts', '../../test/src/index.js', 'refused'],
  ['packages/cli/src/a.ts', '@concors/user-agent', 'allowed'],
  ['packages/cli/src/a.ts', '@concors/explain', 'allowed'],
  ['packages/cli/src/a.ts', '../../explain/src/index.js', 'refused'],
  ['packages/cli/src/a.ts', '../../user-agent/src/index.js', 'refused'],
] as const

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'concors-lint-'))
let report = ''

function fileOf(index: number, file: string): string {
  return join(dirname(file), `case${index}${file.slice(file.indexOf('.'))}`)
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

function oxlint(): string {
  const bin = join(root, 'node_modules/oxlint/bin/oxlint')
  return spawnSync(process.execPath, [bin, '--format=unix', '.'], { cwd: folder, encoding: 'utf8' }).stdout
}

beforeAll(() => {
  cpSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
  for (const [index, [file, specifier]] of cases.entries()) {
    write(fileOf(index, file), `import { value } from '${specifier}'\nexport const copy = value\n`)
  }
  write('packages/concors/src/protocol/dynamic.ts', "export const value = import('node:fs')\n")
  write('packages/concors/src/protocol/re-export.ts', "export { value } from '../failures.js'\n")
  write('packages/concors/src/protocol/type.ts', "export type { Value } from '../failures.js'\n")
  write('packages/concors/src/one.ts', "import { two } from './two.js'\nexport const one = two\n")
  write('packages/concors/src/two.ts', "import { one } from './one.js'\nexport const two = one\n")
  write('packages/concors/src/default.ts', 'export default 1\n')
  report = oxlint()
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

function findingsIn(file: string): string[] {
  return report.split('\n').filter((line) => line.startsWith(`${file}:`))
}

describe('an import', () => {
  test.each(cases.map(([file, specifier, verdict], index) => ({ file, specifier, verdict, index })))(
    'of $specifier in $file is $verdict',
    ({ file, verdict, index }) => {
      const findings = findingsIn(fileOf(index, file))
      if (verdict === 'allowed') expect(findings).toEqual([])
      else expect(findings).toEqual([expect.stringContaining('no-restricted-imports')])
    },
  )

  test.each(['dynamic', 're-export', 'type'])('that is written as a %s import is refused too', (name) => {
    expect(findingsIn(`packages/concors/src/protocol/${name}.ts`)).toEqual([
      expect.stringContaining('no-restricted-imports'),
    ])
  })

  test('that closes a cycle is refused', () => {
    expect(findingsIn('packages/concors/src/one.ts')).toEqual([expect.stringContaining('no-cycle')])
  })
})

test('a default export is refused', () => {
  expect(findingsIn('packages/concors/src/default.ts')).toEqual([
    expect.stringContaining('no-default-export'),
  ])
})
