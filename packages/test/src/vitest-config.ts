/**
 * For the configuration of Vitest: `test: { ...corsInVitest({ page: 'https://app.example.com/' }) }`.
 *
 * @module @concors/test/vitest-config
 */
import { fileURLToPath } from 'node:url'
import { checkEnvironmentOptions } from './environment-options.js'
import type { EnvironmentBase, EnvironmentOptions } from './environment-options.js'

export interface VitestCorsOptions extends Omit<EnvironmentOptions, 'page'> {
  /** The URL of the page in which the tests run. */
  readonly page: string | URL
  /** What the page stands on. Default: `node`. */
  readonly base?: EnvironmentBase
}

/** Options of `test` in a configuration of Vitest. */
export interface VitestTestOptions {
  readonly environment: string
  readonly environmentOptions: Readonly<Record<string, object>>
  readonly setupFiles: string[]
}

/**
 * Has tests run in a page: its `fetch` and `XMLHttpRequest` are theirs, `cors` of `@concors/test` is about it, and `expect` has the
 * matchers.
 *
 * @throws TypeError for an option that is unknown or wrong
 */
export function corsInVitest(given: VitestCorsOptions): VitestTestOptions {
  const { base, options } = checkEnvironmentOptions(given, 'corsInVitest')
  const { page: url } = options
  return {
    environment: pathOf(`environments/vitest-${base}`),
    environmentOptions: { cors: options, jsdom: { url }, happyDOM: { url } },
    setupFiles: [pathOf('vitest')],
  }
}

/** A module of this package beside this one. */
function pathOf(name: string): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return fileURLToPath(new URL(`./${name}.${extension}`, import.meta.url))
}
