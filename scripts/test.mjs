// npm test: installs when needed, runs every check, and ends with the line `N passed, N failed`.
// A check counts as one; the unit tests count as many as they are. A failed check does not stop the others.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { frameworkChecks } from './frameworks.mjs'
import { installWhenStale } from './install.mjs'
import { build, root, run, runPackage } from './run.mjs'
import { runtimesHere, testRuntime } from './runtimes.mjs'

const scratch = mkdtempSync(join(tmpdir(), 'concors-test-'))
const results = []

/** `work` resolves with an exit code, or with { passed, failed }. */
async function check(name, work) {
  console.log(`\n--- ${name}`)
  const start = performance.now()
  const { passed, failed } = count(await work().catch(showError))
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  results.push({ name, seconds, passed, failed })
  return failed === 0
}

function count(outcome) {
  if (typeof outcome !== 'number') return outcome
  return outcome === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

function showError(error) {
  console.error(error)
  return 1
}

function unitTests() {
  return testsOf(['run', '--coverage'], 'unit-tests.json')
}

/** Runs Vitest; resolves with how many tests passed and failed. */
async function testsOf(args, file) {
  const report = join(scratch, file)
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]
  const code = await runPackage('vitest/vitest.mjs', [...args, ...reporters])
  if (!existsSync(report)) return 1
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
  // A file that does not load and coverage below its threshold fail no test, but they fail the run.
  return { passed: numPassedTests, failed: Math.max(numFailedTests, code === 0 ? 0 : 1) }
}

/** The Nodes that test-tools has for this platform, as [major, path of the binary]. */
function otherNodes() {
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'test-tools/package.json'), 'utf8'))
  return Object.keys(optionalDependencies).flatMap((name) => {
    const major = /^node(\d+)-/.exec(name)?.[1]
    if (major === undefined || !name.endsWith(`-${process.platform}-${process.arch}`)) return []
    return [[major, join(root, 'test-tools/node_modules', name, 'bin/node')]]
  })
}

function unitTestsOn(node) {
  const folders = [
    'packages/concors/',
    'packages/user-agent/',
    'packages/explain/',
    'packages/test/',
    'packages/cli/',
  ]
  return runPackage('vitest/vitest.mjs', ['run', '--reporter=dot', ...folders], node)
}

/** The named cases in each engine, held to docs/conformance.md, and random ones of a seed that stays. */
function realBrowsers() {
  const args = ['conformance/run.ts', '--check', '--random', '2000', '--seed', '1']
  // One process, without the one that tsx would put around it: what ends it ends the browsers.
  return run(process.execPath, ['--conditions=@concors/source', '--import', 'tsx', ...args])
}

/** The lab's built page in Chromium and Firefox. */
async function labInBrowsers() {
  return testsOf(['run', '--config', join(root, 'lab/vitest.config.ts')], 'lab-tests.json')
}

/** The fixes in nginx, Django and others, from Debian's packages. */
function realServers() {
  return runPackage('tsx/dist/cli.mjs', ['--conditions=@concors/source', 'conformance/stacks/run.ts'])
}

function report() {
  console.log()
  for (const { name, seconds, passed, failed } of results) {
    const verdict = failed === 0 ? 'ok    ' : 'FAILED'
    const counts = passed + failed === 1 ? '' : `: ${passed} passed, ${failed} failed`
    console.log(`${verdict} ${seconds.padStart(6)} s  ${name}${counts}`)
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
  for (const project of ['tsconfig.test.json', 'examples/servers/nestjs']) {
    await check(`types of ${project}`, () => runPackage('typescript/bin/tsc', ['-p', project]))
  }
  await check("types of the lab's page", () => runPackage('typescript/bin/tsc', ['-p', 'lab/page']))
  await check('nothing unused', () => runPackage('knip/bin/knip.js', []))
  await check('unit tests and coverage', unitTests)
  await check('npm start -- --once', () => run(process.execPath, ['scripts/start.mjs', '--once']))
  if (process.env.CONCORS_BROWSERS === 'none') {
    console.log('\n--- CONCORS_BROWSERS=none: NOTHING IS COMPARED WITH REAL BROWSERS')
  } else {
    await check('real browsers', realBrowsers)
    await check('the lab in real browsers', labInBrowsers)
  }
  await check('packed packages', () => run(process.execPath, ['scripts/pack-test.mjs']))

  await check('install of test-tools', () => installWhenStale(join(root, 'test-tools')))
  if (process.env.CONCORS_SERVERS === 'none') {
    console.log('\n--- CONCORS_SERVERS=none: NO FIX IS TRIED OUT IN A REAL SERVER')
  } else await check('fixes in real servers', realServers)
  for (const [major, node] of otherNodes()) {
    await check(`unit tests on Node ${major}`, () => unitTestsOn(node))
  }
  if (otherNodes().length === 0) console.log('\n--- test-tools has no other Nodes for this platform')
  const { here, missing } = runtimesHere()
  for (const runtime of here) {
    await check(`fetch adapter inside ${runtime.name}`, () => testRuntime(runtime, scratch))
  }
  for (const { name, run: testFramework } of frameworkChecks) {
    await check(`fetch adapter inside ${name}`, testFramework)
  }
  for (const name of missing) {
    console.log(`\n--- NOTHING RUNS INSIDE ${name.toUpperCase()}: test-tools has none for this platform`)
  }
}
report()
rmSync(scratch, { recursive: true })
