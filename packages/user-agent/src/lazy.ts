import { createRequire } from 'node:module'
import type * as Tldts from 'tldts'
import type * as ToughCookie from 'tough-cookie'
import type * as Undici from 'undici'

const require = createRequire(import.meta.url)

/**
 * The libraries that only some pages need, each loaded when it is first used: a page whose app runs in the same
 * process starts no HTTP client, and one without cookies no jar.
 */
export const lazy = {
  undici: () => require('undici') as typeof Undici,
  toughCookie: () => require('tough-cookie') as typeof ToughCookie,
  tldts: () => require('tldts') as typeof Tldts,
}
