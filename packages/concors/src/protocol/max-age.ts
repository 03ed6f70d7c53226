import { getAll } from './header-list.js'
import type { HeaderList } from './header-list.js'
import type { Profile } from './profile.js'

/** Seconds that a preflight's answer is kept when it does not say. Fetch, #cors-preflight-fetch-0, 7.9 */
const DEFAULT_MAX_AGE = 5

/** Seconds that a preflight's answer may be kept: 0 for not at all. Fetch, #cors-preflight-fetch-0, 7.8 to 7.10 */
export function parseMaxAge(headers: HeaderList, profile: Profile): number {
  const lines = getAll(headers, 'access-control-max-age')
  return Math.min(readMaxAge(lines, profile.maxAgeSyntax), profile.maxAgeCap)
}

function readMaxAge(lines: readonly string[], syntax: Profile['maxAgeSyntax']): number {
  const value = lines.join(', ')
  if (value === '') return DEFAULT_MAX_AGE
  switch (syntax) {
    case 'delta-seconds':
      return /^[0-9]+$/.test(value) ? Number(value) : DEFAULT_MAX_AGE
    // Chromium, WebKit: an integer with a sign; below zero is not kept. Source: docs/engines.md C4, C7.
    case 'signed-integer':
      return /^[+-]?[0-9]+$/.test(value) ? Math.max(0, Number(value)) : DEFAULT_MAX_AGE
    // Firefox: anything but digits is not kept. Source: docs/engines.md C4, C5, C7, C8.
    case 'digits-or-nothing':
      return /^[0-9]+$/.test(value) ? Number(value) : 0
  }
}
