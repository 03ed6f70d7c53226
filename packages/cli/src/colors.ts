import type { Palette } from '@concors/explain'
import picocolors from 'picocolors'
import type { Io } from './io.js'

/** Colours for a terminal, unless somebody does not want them. https://no-color.org */
export function createPalette({ stdout, env }: Io, wanted: boolean): Palette {
  const noColor = env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== ''
  const enabled = wanted && stdout.isTTY === true && !noColor && env['TERM'] !== 'dumb'
  const { bold, dim, green, red, yellow } = picocolors.createColors(enabled)
  return {
    bold,
    dim,
    good: green,
    bad: red,
    warn: yellow,
  }
}
