import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median } from '../interleave.js'

const ROUNDS = 25

/** The wall time of `concors explain --help` as a ratio of `node -e 0`: the median of pairs run in turns. */
export function helpStartUp(): number {
  const bin = fileURLToPath(new URL('../../packages/cli/bin/concors.js', import.meta.url))
  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const base = wallTime(['-e', '0'])
    ratios.push(wallTime([bin, 'explain', '--help']) / base)
  }
  return median(ratios)
}

function wallTime(args: readonly string[]): number {
  const start = process.hrtime.bigint()
  const { status, stderr } = spawnSync(process.execPath, args)
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr.toString()}`)
  return Number(process.hrtime.bigint() - start)
}
