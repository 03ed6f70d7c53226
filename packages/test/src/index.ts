/**
 * The browser's half of CORS where tests already are.
 *
 * @module @concors/test
 */
export type { Cors, CorsOptions } from './cors.js'
export { cors } from './current.js'
export type { InstalledCors } from './install.js'
export { lookalikes } from './lookalikes.js'
export type { Lookalike, LookalikeKind } from './lookalikes.js'
export { matchers } from './matchers.js'
export type { CorsMatchers, MatcherResult } from './matchers.js'
export type { Question } from './question.js'
export type { Target } from './target.js'
