import { createUserAgent } from '@concors/user-agent'
import type { CorsOptions } from './cors.js'

/** What a page can stand on in a test tool. */
export type EnvironmentBase = 'node' | 'jsdom' | 'happy-dom'

/** What can be written into a configuration: apps are mounted by tests, with `cors.mount()`. */
export interface EnvironmentOptions extends Pick<
  CorsOptions,
  | 'profile'
  | 'timeout'
  | 'elsewhere'
  | 'thirdPartyCookies'
  | 'acceptLanguage'
  | 'addressSpaces'
  | 'localNetworkAccess'
> {
  readonly page: string
}

const KNOWN: readonly string[] = [
  'page',
  'base',
  'profile',
  'timeout',
  'elsewhere',
  'thirdPartyCookies',
  'acceptLanguage',
  'addressSpaces',
  'localNetworkAccess',
] satisfies (keyof EnvironmentOptions | 'base')[]

const BASES: readonly unknown[] = ['node', 'jsdom', 'happy-dom'] satisfies EnvironmentBase[]

/**
 * @param where who was given the options, for messages
 * @throws TypeError for an option that is unknown or wrong
 */
export function checkEnvironmentOptions(
  given: unknown,
  where: string,
): { readonly base: EnvironmentBase; readonly options: EnvironmentOptions } {
  const names = typeof given === 'object' && given !== null ? Object.keys(given) : []
  for (const name of names) {
    if (KNOWN.includes(name)) continue
    const hint = name === 'network' ? '; mount apps in the tests: cors.mount(origin, app)' : ''
    throw new TypeError(`${where}: unknown option ${JSON.stringify(name)}; known: ${KNOWN.join(', ')}${hint}`)
  }
  if (!names.includes('page')) {
    throw new TypeError(`${where}: say where the page is, like { page: 'https://app.example.com/' }`)
  }
  const {
    base = 'node',
    page,
    ...options
  } = given as Omit<CorsOptions, 'network'> & { base?: EnvironmentBase }
  if (!BASES.includes(base)) {
    throw new TypeError(`${where}: base is one of ${BASES.join(', ')}, not ${JSON.stringify(base)}`)
  }
  try {
    return { base, options: { ...options, page: createUserAgent(options).page(page).url } }
  } catch (error) {
    throw new TypeError(`${where}: ${(error as Error).message}`, { cause: error })
  }
}
