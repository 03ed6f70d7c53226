/**
 * For the configuration of Vitest: `test: { ...corsInVitest({ page: 'https://app.example.com/' }) }`.
 *
 * @module @concors/test/vitest-config
 */
import { fileURLToPath } from 'node:url'
import { createUserAgent } from '@concors/user-agent'
import type { CorsOptions } from './cors.js'
import type { VitestBase } from './environments/vitest.js'

/** What can be written into a configuration: apps are mounted by tests, with `cors.mount()`. */
export interface VitestCorsOptions extends Pick<
  CorsOptions,
  'page' | 'profile' | 'timeout' | 'elsewhere' | 'thirdPartyCookies' | 'acceptLanguage'
> {
  /** What the page stands on. Default: `node`. */
  readonly base?: VitestBase
}

/** Options of `test` in a configuration of Vitest. */
export interface VitestTestOptions {
  readonly environment: string
  readonly environmentOptions: Readonly<Record<string, object>>
  readonly setupFiles: string[]
}

const KNOWN = [
  'page',
  'profile',
  'timeout',
  'elsewhere',
  'thirdPartyCookies',
  'acceptLanguage',
  'base',
] as const satisfies (keyof VitestCorsOptions)[]
const BASES: readonly VitestBase[] = ['node', 'jsdom', 'happy-dom']

/**
 * Has tests run in a page: its `fetch` and `XMLHttpRequest` are theirs, `cors` of `@concors/test` is about it, and `expect` has the
 * matchers.
 *
 * @throws TypeError for an option that is unknown or wrong
 */
export function corsInVitest(options: VitestCorsOptions): VitestTestOptions {
  const { base = 'node', ...cors } = options
  for (const name of Object.keys(options)) {
    if ((KNOWN as readonly string[]).includes(name)) continue
    const hint = name === 'network' ? '; mount apps in the tests: cors.mount(origin, app)' : ''
    throw new TypeError(
      `corsInVitest: unknown option ${JSON.stringify(name)}; known: ${KNOWN.join(', ')}${hint}`,
    )
  }
  if (!BASES.includes(base)) {
    throw new TypeError(`corsInVitest: base is one of ${BASES.join(', ')}, not ${JSON.stringify(base)}`)
  }
  const url = checkedPage(cors)
  return {
    environment: pathOf(`environments/vitest-${base}`),
    environmentOptions: { cors: { ...cors, page: url }, jsdom: { url }, happyDOM: { url } },
    setupFiles: [pathOf('vitest')],
  }
}

/** Throws here, where the configuration is, what would be thrown once for each file of tests. */
function checkedPage({ page, ...options }: CorsOptions): string {
  try {
    return createUserAgent(options).page(page).url
  } catch (error) {
    throw new TypeError(`corsInVitest: ${(error as Error).message}`, { cause: error })
  }
}

/** A module of this package beside this one. */
function pathOf(name: string): string {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return fileURLToPath(new URL(`./${name}.${extension}`, import.meta.url))
}
