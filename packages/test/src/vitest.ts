/**
 * A set-up file for Vitest: `test: { setupFiles: ['@concors/test/vitest'] }` adds the matchers to `expect`, and has each
 * test in an environment of this package begin anew.
 *
 * @module @concors/test/vitest
 */
import { afterEach, expect } from 'vitest'
import { current } from './current.js'
import type { CorsMatchers } from './matchers.js'

declare module 'vitest' {
  // oxlint-disable-next-line typescript/no-explicit-any -- the parameter has to be Vitest's own
  interface Matchers<T = any> extends CorsMatchers {}
}

// Vitest asks its server for each file that a set-up file imports, once for every file of tests.
expect.extend(current()?.matchers ?? (await import('./matchers.js')).matchers)
afterEach(() => current()?.cors.reset())
