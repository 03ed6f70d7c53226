import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { corsInVitest } from '../src/vitest-config.js'
import type { VitestCorsOptions } from '../src/vitest-config.js'

const root = join(import.meta.dirname, '../../..')

interface Report {
  readonly numPassedTests: number
  readonly testResults: readonly {
    readonly message: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

/** Node 26 warns of its localStorage, at which Vitest looks. */
const NO_WARNINGS = '--disable-warning=ExperimentalWarning'

/** Runs the tests of a fixture in a Vitest of its own. */
function run(
  fixture: string,
  env: Readonly<Record<string, string>>,
): { status: number | null; report: Report; stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=json',
      '--root',
      join(import.meta.dirname, 'fixtures', fixture),
    ],
    { encoding: 'utf8', env: { ...process.env, ...env, NO_COLOR: '1', NODE_OPTIONS: NO_WARNINGS } },
  )
  if (!stdout.includes('{')) throw new Error(stderr)
  return { status, report: JSON.parse(stdout.slice(stdout.indexOf('{'))) as Report, stderr }
}

function failures({ testResults }: Report): readonly string[] {
  return testResults.flatMap(({ message, assertionResults }) => [
    ...(message === '' ? [] : [message]),
    ...assertionResults.flatMap(({ fullName, failureMessages }) =>
      failureMessages.map((each) => `${fullName}: ${each}`),
    ),
  ])
}

describe('the environment', () => {
  test.each([
    ['node', 'forks'],
    ['jsdom', 'forks'],
    ['happy-dom', 'forks'],
    ['node', 'vmThreads'],
    ['jsdom', 'vmThreads'],
    ['happy-dom', 'vmThreads'],
  ])('over %s in the pool %s is a page', (base, pool) => {
    const { status, report, stderr } = run('vitest', { BASE: base, POOL: pool })
    expect(failures(report)).toEqual([])
    expect([status, report.numPassedTests, stderr]).toEqual([0, pool === 'forks' ? 13 : 10, ''])
  })
})

describe('corsInVitest refuses', () => {
  test.each<[object, RegExp]>([
    [{ page: 'app.example.com' }, /^corsInVitest: browser.page: page "app.example.com" is no URL/],
    [
      { pages: 'https://app.example.com/' },
      /^corsInVitest: unknown option "pages"; known: page, base, profile/,
    ],
    [
      { page: 'https://a.example/', base: 'deno' },
      /^corsInVitest: base is one of node, jsdom, happy-dom, not "deno"/,
    ],
    [{ page: 'https://a.example/', profile: 'opera' }, /^corsInVitest: createUserAgent: profile is one of/],
    [
      { page: 'https://a.example/', network: {} },
      /unknown option "network"; .*; mount apps in the tests: cors.mount\(origin, app\)/,
    ],
  ])('%j', (options, message) => {
    expect(() => corsInVitest(options as VitestCorsOptions)).toThrow(message)
  })
})
