// npm test: installs when needed, runs every check, and ends with the line `N passed, N failed`.
// Each check counts as one, but for the unit tests, which count as many as they are. A failed check does not stop the others.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installWhenStale } from './install.mjs'
import { build, root, run, runPackage } from './run.mjs'

const scratch = mkdtempSync(join(tmpdir(), 'concors-test-'))
const results = []

/** `work` resolves with an exit code, or with { passed, failed }. */
async function check(name, work) {
  console.log(`\n--- ${name}`)
  const start = performance.now()
  const outcome = await work()
  const counts =
    typeof outcome === 'number' ? { passed: outcome === 0 ? 1 : 0, failed: outcome === 0 ? 0 : 1 } : outcome
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  results.push({ name, seconds, ...counts })
  return counts.failed === 0
}

async function unitTests() {
  const report = join(scratch, 'unit-tests.json')
  const code = await runPackage('vitest/vitest.mjs', [
    'run',
    '--coverage',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  if (!existsSync(report)) return code
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
  // A file that does not load and coverage below its threshold fail no test, but they fail the run.
  return { passed: numPassedTests, failed: Math.max(numFailedTests, code === 0 ? 0 : 1) }
}

function unitTestsOn(node) {
  return runPackage(
    'vitest/vitest.mjs',
    ['run', '--reporter=dot', 'packages/concors/', 'packages/user-agent/'],
    { node },
  )
}

function otherNode(major) {
  return join(root, `test-tools/node_modules/node${major}-${process.platform}-${process.arch}/bin/node`)
}

function report() {
  console.log()
  for (const { name, seconds, passed, failed } of results) {
    console.log(
      `${failed === 0 ? 'ok    ' : 'FAILED'}  ${seconds.padStart(6)} s  ${name}${passed + failed > 1 ? ` (${passed + failed})` : ''}`,
    )
  }
  const passed = results.reduce((sum, result) => sum + result.passed, 0)
  const failed = results.reduce((sum, result) => sum + result.failed, 0)
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

if (await check('install', () => installWhenStale(root))) {
  await check('build', build)
  await check('format', () => runPackage('oxfmt/bin/oxfmt', ['--check']))
  await check('lint', () => runPackage('oxlint/bin/oxlint', ['--type-aware']))
  await check('types of tests and examples', () =>
    runPackage('typescript/bin/tsc', ['-p', 'tsconfig.test.json']),
  )
  await check('nothing unused', () => runPackage('knip/bin/knip.js', []))
  await check('unit tests and coverage', unitTests)
  await check('npm start -- --once', () => run(process.execPath, ['scripts/start.mjs', '--once']))
  await check('packed packages', () => run(process.execPath, ['scripts/pack-test.mjs']))
  await check('install of test-tools', () => installWhenStale(join(root, 'test-tools')))
  for (const major of [22, 24, 26]) {
    const node = otherNode(major)
    if (existsSync(node)) await check(`unit tests on Node ${major}`, () => unitTestsOn(node))
    else
      console.log(
        `\n--- no Node ${major} for ${process.platform} ${process.arch} in test-tools: its unit tests do not run`,
      )
  }
}
report()
rmSync(scratch, { recursive: true })
