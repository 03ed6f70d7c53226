/**
 * A set-up file for Vitest: `test: { setupFiles: ['@concors/test/vitest'] }` adds the matchers to `expect`, and has each
 * test in an environment of this package begin anew.
 *
 * @module @concors/test/vitest
 */
import { afterEach, expect } from 'vitest'
import { current } from './current.js'
import { matchers } from './matchers.js'
import type { CorsMatchers } from './matchers.js'

declare module 'vitest' {
  // oxlint-disable-next-line typescript/no-explicit-any -- the parameter has to be Vitest's own
  interface Matchers<T = any> extends CorsMatchers {}
}

expect.extend(current()?.matchers ?? matchers)
afterEach(() => current()?.cors.reset())
