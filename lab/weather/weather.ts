/**
 * The weather of another country: what the lab's API and the example serve.
 *
 * @module @concors/lab/weather
 */
export { drawChart } from './draw-chart.js'
export { readings } from './readings.js'
export type { Readings } from './readings.js'
