import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median } from '../interleave.js'
import { figure } from '../table.js'
import type { Figure } from '../table.js'
import { vitestEnvironmentTime } from './vitest-environment.js'

/** What whoever runs tests waits for. */
export async function testFigures(rounds: number): Promise<readonly Figure[]> {
  const script = fileURLToPath(new URL('first-verdict.mjs', import.meta.url))
  const milliseconds: number[] = []
  const overNode: number[] = []
  const processor: number[] = []
  const megabytes: number[] = []
  for (let round = 0; round < rounds; round++) {
    const bare = run('-e', '0').milliseconds
    const ours = run(script)
    milliseconds.push(ours.milliseconds)
    overNode.push(ours.milliseconds / bare)
    const taken = JSON.parse(ours.printed) as { readonly bytes: number; readonly milliseconds: number }
    processor.push(taken.milliseconds)
    megabytes.push(taken.bytes / 1e6)
  }
  return [
    figure(
      'from the start of the process to the first verdict, Fetch app, ms',
      'none',
      median(milliseconds),
      150,
    ),
    figure('the same, time of processors, ms', 'none', median(processor), 150),
    figure('the same, wall time', '`node -e 0`', median(overNode), 4),
    figure('the same, MB resident', 'none', median(megabytes), 80),
    figure('what the Vitest environment adds to a file, ms', 'none', vitestEnvironmentTime(rounds), 30),
  ]
}

function run(...args: readonly string[]): { readonly milliseconds: number; readonly printed: string } {
  const started = performance.now()
  const { status, stdout, stderr } = spawnSync(process.execPath, args)
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr.toString()}`)
  return { milliseconds: performance.now() - started, printed: stdout.toString() }
}
