import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { explain } from '@concors/explain'
import type { CapturedFetch } from '@concors/explain'
import { figure } from '../table.js'
import type { Figure } from '../table.js'

const API = 'https://api.example.net/items'
const PAGE = 'https://app.example.com'

/** Whether explaining is quick enough to do for all of a file, and before anybody notices. */
export async function explainFigures(rounds: number, calls: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'concors-bench-'))
  try {
    const { seconds, megabytes } = explainLargeHar(join(folder, 'large.har'))
    return [
      figure('explaining a captured exchange, ms', 'none', explainingTime(rounds, calls, SIMPLE), 0.5),
      figure(
        'explaining a refused preflight and its request with seven flaws, ms',
        'none',
        explainingTime(rounds, calls, HARD),
        1,
      ),
      figure('explain --har, 50 MB of 10,000 entries, s', 'none', seconds, 15),
      figure('the same, MB', 'none', megabytes, 600),
      figure('explain --console', 'node -e 0', consoleRatio(rounds), 3),
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function answered(
  kind: 'preflight' | 'request',
  method: string,
  status: number,
): CapturedFetch['exchanges'][number] {
  const response = { status, statusMessage: '', headers: [['Server', 'x']] } as const
  return { kind, request: { method, url: API, headers: [] }, response, failure: null, milliseconds: 1 }
}

const common = { url: API, origin: PAGE, mode: 'cors', credentials: 'include' } as const

const SIMPLE: CapturedFetch = {
  request: { ...common, method: 'GET', headers: [] },
  exchanges: [answered('request', 'GET', 200)],
}

const HARD: CapturedFetch = {
  request: { ...common, method: 'PUT', headers: [['Authorization', 'Bearer t']] },
  exchanges: [answered('preflight', 'OPTIONS', 404), answered('request', 'PUT', 200)],
}

/** Milliseconds for one, the median of the rounds. */
function explainingTime(rounds: number, calls: number, captured: CapturedFetch): number {
  const times = Array.from({ length: rounds + 2 }, () => {
    const started = performance.now()
    for (let call = 0; call < calls; call++) explain(captured)
    return (performance.now() - started) / calls
  })
  // The first two are for the compiler.
  return median(times.slice(2))
}

function explainLargeHar(file: string): { readonly seconds: number; readonly megabytes: number } {
  const padding = 'x'.repeat(4500)
  const entries = Array.from({ length: 10_000 }, (_, index) => ({
    startedDateTime: '2026-01-01T00:00:00.000Z',
    time: 5,
    request: {
      method: 'GET',
      url: `${API}/${index}`,
      headers: [{ name: 'Origin', value: PAGE }],
      bodySize: 0,
    },
    response: {
      status: 200,
      statusText: 'OK',
      headers: index % 10 === 0 ? [] : [{ name: 'Access-Control-Allow-Origin', value: '*' }],
      content: { size: 4500, mimeType: 'text/plain', text: padding },
    },
  }))
  writeFileSync(file, JSON.stringify({ log: { version: '1.2', entries } }))
  const script = fileURLToPath(new URL('har.ts', import.meta.url))
  const { stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, file], { encoding: 'utf8' })
  return JSON.parse(stderr) as { seconds: number; megabytes: number }
}

const LINE = `Access to fetch at '${API}' from origin '${PAGE}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`

function consoleRatio(rounds: number): number {
  const bin = fileURLToPath(new URL('../../packages/cli/bin/concors.js', import.meta.url))
  const ratios = Array.from(
    { length: rounds },
    () => wall([bin, 'explain', '--console', LINE]) / wall(['-e', '0']),
  )
  return median(ratios)
}

function wall(args: readonly string[]): number {
  const started = performance.now()
  spawnSync(process.execPath, args, { stdio: 'ignore' })
  return performance.now() - started
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}
