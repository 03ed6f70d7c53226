// Uses the packed @concors/test in Vitest and in Jest, as a project would that installed it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run.mjs'

const { devDependencies } = JSON.parse(readFileSync(join(root, 'packages/test/package.json'), 'utf8'))

const ASKS = `
const headers = { 'access-control-allow-origin': 'https://app.example.com' }
const app = { fetch: () => new Response('', { headers }) }
test('the server shares with its page only', async () => {
  await expect(app).toAllow({ from: 'https://app.example.com' })
  await expect(app).toRefuse({ from: 'https://other.example.com' })
})
`

const IN_A_PAGE = `
test('a page is refused what is not shared with it', async () => {
  cors.mount('https://api.example.com', { fetch: () => new Response('secret') })
  await expect(fetch('https://api.example.com/')).rejects.toThrow(TypeError)
  expect(cors.rejections[0].failure.code).toBe('missing-allow-origin-header')
})
`

/** Each project: its files, what runs it, and the environment of that. */
const PROJECTS = {
  'Vitest, by its environment': {
    files: {
      'vitest.config.mjs': `import { corsInVitest } from '@concors/test/vitest-config'
export default { test: { ...corsInVitest({ page: 'https://app.example.com/' }) } }\n`,
      'page.test.mjs': `import { cors } from '@concors/test'\nimport { expect, test } from 'vitest'\n${ASKS}${IN_A_PAGE}`,
    },
    command: ['vitest/vitest.mjs', 'run'],
  },
  'Vitest, by its set-up file': {
    files: {
      'vitest.config.mjs': `export default { test: { setupFiles: ['@concors/test/vitest'] } }\n`,
      'server.test.mjs': `import { expect, test } from 'vitest'\n${ASKS}`,
    },
    command: ['vitest/vitest.mjs', 'run'],
  },
  'Jest, by its environment': {
    files: {
      'package.json': '{ "type": "commonjs" }',
      'jest.config.json': JSON.stringify({
        transform: {},
        testEnvironment: '@concors/test/jest-environment',
        testEnvironmentOptions: { cors: { page: 'https://app.example.com/' } },
      }),
      'page.test.js': ASKS + IN_A_PAGE,
    },
    command: ['jest/bin/jest.js'],
  },
  'Jest, by a set-up file and its flag': {
    files: {
      'package.json': '{ "type": "module" }',
      'jest.config.json': JSON.stringify({ transform: {}, setupFilesAfterEnv: ['<rootDir>/set-up.mjs'] }),
      'set-up.mjs': `import { expect } from '@jest/globals'\nimport { matchers } from '@concors/test'\nexpect.extend(matchers)\n`,
      'server.test.js': ASKS,
    },
    flags: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    command: ['jest/bin/jest.js', '--silent'],
  },
}

/**
 * @param folder where the tarballs are installed
 * @param tools `npm` and `node`, which throw where a command fails
 */
export function useInTestTools(folder, { npm, node }) {
  const needed = ['jest', 'jest-environment-node', 'vitest'].map((name) => `${name}@${devDependencies[name]}`)
  npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...needed], folder)
  for (const [index, [name, project]] of Object.entries(PROJECTS).entries()) {
    const place = join(folder, `project-${index}`)
    mkdirSync(place)
    for (const [file, text] of Object.entries(project.files)) writeFileSync(join(place, file), text)
    const [bin, ...args] = project.command
    node([...(project.flags ?? []), join(folder, 'node_modules', bin), ...args], place)
    console.log(`@concors/test works in ${name}`)
  }
}
