import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CorsEnvironment } from '../src/environments/jest.js'

const root = join(import.meta.dirname, '../../..')

interface Report {
  readonly numPassedTests: number
  readonly testResults: readonly {
    readonly message: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

/** Runs one file of the fixture in a Jest of its own, on the source of this package. */
function run(file: string, base: string): { status: number | null; report: Report } {
  const args = [
    '--import',
    'tsx',
    '--conditions=@concors/source',
    join(root, 'node_modules/jest/bin/jest.js'),
  ]
  const config = join(import.meta.dirname, 'fixtures/jest/jest.config.cjs')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...args, '--json', '--config', config, file],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, BASE: base, NO_COLOR: '1' },
    },
  )
  if (!stdout.includes('{')) throw new Error(stderr)
  return { status, report: JSON.parse(stdout) as Report }
}

describe('the environment', () => {
  test.each(['node', 'jsdom', 'happy-dom'])('over %s is a page', (base) => {
    const { status, report } = run('page.spec.js', base)
    expect(report.testResults.map(({ message }) => message)).toEqual([''])
    expect([status, report.numPassedTests]).toEqual([0, 8])
  })

  test('shows why a test failed that knows nothing of it', () => {
    const { report } = run('failing.spec.js', 'node')
    const [message] = report.testResults[0]!.assertionResults[0]!.failureMessages
    expect(message).toContain('TypeError: Failed to fetch')
    expect(message).toContain('failure: missing-allow-origin-header (')
    expect(message).toContain("blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present")
    expect(message).toContain('failing.spec.js:')
  })
})

describe('the environment refuses', () => {
  const create = (cors: unknown, rootDir = root): unknown =>
    new CorsEnvironment({ projectConfig: { rootDir, testEnvironmentOptions: { cors } } }, {})

  test.each<[unknown, RegExp]>([
    [undefined, /^testEnvironmentOptions.cors: say where the page is, like \{ page:/],
    [{ page: 'app' }, /^testEnvironmentOptions.cors: browser.page: page "app" is no URL/],
    [
      { page: 'https://a.example/', base: 'deno' },
      /^testEnvironmentOptions.cors: base is one of node, jsdom, happy-dom/,
    ],
  ])('%j', (options, message) => {
    expect(() => create(options)).toThrow(message)
  })

  test('a base whose package is not there', () => {
    expect(() => create({ page: 'https://a.example/', base: 'jsdom' }, '/')).toThrow(
      /base 'jsdom' needs the package jest-environment-jsdom; npm install --save-dev jest-environment-jsdom/,
    )
  })
})
