/**
 * A set-up file for Vitest: `test: { setupFiles: ['@concors/test/vitest'] }` adds the matchers to `expect`.
 *
 * @module @concors/test/vitest
 */
import { expect } from 'vitest'
import { matchers } from './matchers.js'
import type { CorsMatchers } from './matchers.js'

declare module 'vitest' {
  // oxlint-disable-next-line typescript/no-explicit-any -- the parameter has to be Vitest's own
  interface Matchers<T = any> extends CorsMatchers {}
}

expect.extend(matchers)
