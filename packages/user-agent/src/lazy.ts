import type * as Crypto from 'node:crypto'
import { createRequire } from 'node:module'
import type * as WebStreams from 'node:stream/web'
import type * as Zlib from 'node:zlib'
import type * as Tldts from 'tldts'
import type * as ToughCookie from 'tough-cookie'
import type * as Undici from 'undici'

const require = createRequire(import.meta.url)

/**
 * What only some pages need, each loaded when it is first used: a page whose app runs in the same process starts no HTTP client,
 * one without cookies no jar, and tests wait longer for Node's own modules here than for the user agent's.
 */
export const lazy = {
  crypto: () => require('node:crypto') as typeof Crypto,
  webStreams: () => require('node:stream/web') as typeof WebStreams,
  zlib: () => require('node:zlib') as typeof Zlib,
  undici: () => require('undici') as typeof Undici,
  toughCookie: () => require('tough-cookie') as typeof ToughCookie,
  tldts: () => require('tldts') as typeof Tldts,
}
