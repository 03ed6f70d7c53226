import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { interleave, median, ratio } from '../interleave.js'
import type { Timings } from '../interleave.js'
import { figure } from '../table.js'
import type { Figure } from '../table.js'
import { helpStartUp } from './start-up.js'

const VARIANTS = [
  'node GET',
  'page GET',
  'page GET, no trace',
  'node gzip',
  'page gzip',
  'node body',
  'page body',
  'node PUT',
  'page PUT',
  'fetch app',
  'fetch app, no trace',
  'node listener',
  'fresh page',
]

/** The figures of the user agent and of the command, measured now. */
export async function userAgentFigures(rounds: number, calls: number): Promise<readonly Figure[]> {
  const server = fork(new URL('server.ts', import.meta.url))
  try {
    const [port] = (await once(server, 'message')) as [number]
    const worker = new URL('variants.ts', import.meta.url)
    const timings = await interleave({
      worker,
      args: [`http://127.0.0.1:${port}`],
      variants: VARIANTS,
      rounds,
      calls,
    })
    return [...ratios(timings), ...absolutes(timings)]
  } finally {
    server.kill()
  }
}

function ratios(timings: Timings): readonly Figure[] {
  const against = (what: string, ours: string, base: string, bar: number): Figure =>
    figure(what, `\`fetch\` of Node`, ratio(timings, ours, base), bar)
  return [
    against('page.fetch, GET of 1 kB of JSON, keep-alive', 'page GET', 'node GET', 0.75),
    against('page.fetch, PUT with a cached preflight', 'page PUT', 'node PUT', 0.8),
    against('page.fetch, gzip', 'page gzip', 'node gzip', 0.85),
    against('page.fetch, read through `.body`', 'page body', 'node body', 1.0),
    against('Fetch app in the process', 'fetch app', 'node GET', 0.25),
    against('node listener in the process', 'node listener', 'node GET', 0.45),
    figure('tracing on, over sockets', 'tracing off', ratio(timings, 'page GET', 'page GET, no trace'), 1.3),
    figure(
      'tracing on, Fetch app in the process',
      'tracing off',
      ratio(timings, 'fetch app', 'fetch app, no trace'),
      1.3,
    ),
    figure('`concors explain --help`, wall time', '`node -e 0`', helpStartUp(), 1.6),
  ]
}

function absolutes(timings: Timings): readonly Figure[] {
  const milliseconds = median(timings.get('fresh page')!.flat()) / 1e6
  return [
    figure('a fresh page and one fetch in the process, ms', '', milliseconds, 0.2),
    figure('heap grown by 100,000 fetches, MB', '', heapGrowth() / 1e6, 5),
  ]
}

function heapGrowth(): number {
  const script = fileURLToPath(new URL('heap.ts', import.meta.url))
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--expose-gc', '--import', 'tsx', script])
  if (status !== 0) throw new Error(`heap.ts ended with ${status}: ${stderr.toString()}`)
  return Number(stdout.toString())
}
