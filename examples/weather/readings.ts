import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Readings {
  readonly unit: string
  readonly hours: readonly number[]
  readonly stations: readonly {
    readonly id: string
    readonly name: string
    readonly temperatures: readonly number[]
  }[]
}

/** The sample data. */
export const readings = JSON.parse(
  readFileSync(join(import.meta.dirname, 'readings.json'), 'utf8'),
) as Readings
