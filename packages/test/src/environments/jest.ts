/**
 * An environment of Jest in which `fetch` and the like are a page's:
 * `testEnvironment: '@concors/test/jest-environment'`, `testEnvironmentOptions: { cors: { page: 'https://app.example.com/' } }`.
 *
 * @module @concors/test/jest-environment
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Context } from 'node:vm'
import type { DomClasses } from '@concors/user-agent'
import { checkEnvironmentOptions } from '../environment-options.js'
import type { EnvironmentBase, EnvironmentOptions } from '../environment-options.js'
import { setCurrent } from '../current.js'
import { install } from '../install.js'
import type { InstalledCors } from '../install.js'
import { createMatchers } from '../matchers.js'
import type { Matchers } from '../matchers.js'
import { adoptErrors } from './adopt-errors.js'

/** What is used of Jest's own environments. */
interface JestEnvironment {
  readonly global: object & DomClasses
  getVmContext(): Context | null
  setup(): Promise<void>
  teardown(): Promise<void>
  handleTestEvent?(event: JestEvent, state: unknown): void | Promise<void>
}

interface JestEvent {
  readonly name: string
  /** With the event `setup`. */
  readonly runtimeGlobals?: { readonly expect: { extend(matchers: Matchers): void } }
}

interface JestConfig {
  readonly projectConfig: {
    readonly rootDir: string
    readonly testEnvironmentOptions: Readonly<Record<string, unknown>>
  }
}

type JestEnvironmentClass = new (config: JestConfig, context: unknown) => JestEnvironment

const PACKAGES: Readonly<Record<EnvironmentBase, string>> = {
  node: 'jest-environment-node',
  jsdom: 'jest-environment-jsdom',
  'happy-dom': '@happy-dom/jest-environment',
}

/**
 * Jest constructs it; what it gets is one of its own environments, with a page in it. The tests have `cors` as a global, `expect` has
 * the matchers, and each test begins anew.
 */
// oxlint-disable-next-line typescript/no-extraneous-class -- Jest calls it with `new`
export class CorsEnvironment {
  constructor(config: JestConfig, context: unknown) {
    const { projectConfig } = config
    const { testEnvironmentOptions } = projectConfig
    const { base, options } = checkEnvironmentOptions(
      testEnvironmentOptions['cors'],
      'testEnvironmentOptions.cors',
    )
    const Base = loadBase(base, projectConfig.rootDir)
    const withUrl = { ...testEnvironmentOptions, url: options.page }
    const environment = new Base(
      { ...config, projectConfig: { ...projectConfig, testEnvironmentOptions: withUrl } },
      context,
    )
    addPage(environment, options)
    return environment
  }
}

export { CorsEnvironment as default }

function addPage(environment: JestEnvironment, options: EnvironmentOptions): void {
  const { global } = environment
  const setup = environment.setup.bind(environment)
  const teardown = environment.teardown.bind(environment)
  const handleTestEvent = environment.handleTestEvent?.bind(environment)
  let installed: InstalledCors | null = null
  Object.assign(environment, {
    async setup() {
      await setup()
      adoptErrors(environment.getVmContext()!)
      installed = install(global, options, 'testEnvironmentOptions.cors')
      setCurrent(global, { cors: installed, matchers: matchersOf(installed) })
      Object.defineProperty(global, 'cors', { value: installed, writable: true, configurable: true })
    },
    async handleTestEvent(event: JestEvent, state: unknown) {
      // Jest 30 on Node 20 cannot load a set-up file that is ESM: the matchers come from here.
      if (event.name === 'setup') event.runtimeGlobals?.expect.extend(matchersOf(installed!))
      await handleTestEvent?.(event, state)
      if (event.name === 'test_done') installed?.reset()
    },
    async teardown() {
      await installed?.uninstall()
      installed = null
      await teardown()
    },
  })
}

function matchersOf(installed: InstalledCors): Matchers {
  return createMatchers(() => installed.page.url)
}

/** The base is the project's, as its version is. */
function loadBase(base: EnvironmentBase, rootDir: string): JestEnvironmentClass {
  const name = PACKAGES[base]
  const require = createRequire(join(rootDir, 'package.json'))
  try {
    const loaded = require(name) as { readonly default?: JestEnvironmentClass }
    return loaded.default ?? (loaded as JestEnvironmentClass)
  } catch (error) {
    throw new Error(
      `@concors/test/jest-environment: base '${base}' needs the package ${name}; npm install --save-dev ${name}`,
      {
        cause: error,
      },
    )
  }
}
