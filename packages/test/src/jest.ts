/**
 * Types for tests in Jest, for `types` of a tsconfig.json: the global `cors` of the environment, and the matchers.
 *
 * @module @concors/test/jest
 */
import type { Cors } from './cors.js'
import type { CorsMatchers } from './matchers.js'

declare global {
  /** The browser's half around the tests of the environment `@concors/test/jest-environment`. */
  var cors: Cors

  namespace jest {
    // The parameters have to be those of @types/jest.
    interface Matchers<R, T = {}> extends CorsMatchers {}
  }
}
