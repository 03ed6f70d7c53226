/**
 * The command `concors` as a function. Importing it does nothing.
 *
 * @module @concors/cli
 */
export { processIo } from './io.js'
export type { Io, Output } from './io.js'
export { main } from './main.js'
