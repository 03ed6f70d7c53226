import { spawn } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import { installMissing } from './install.js'
import { makeTemporaryFolder, removeTemporaryFolder } from './temporary-folder.js'

const ENGINES = ['chromium', 'firefox', 'webkit'] as const
type EngineName = (typeof ENGINES)[number]

const VARIABLES = { chromium: 'CONCORS_CHROMIUM', firefox: 'CONCORS_FIREFOX', webkit: 'CONCORS_MINIBROWSER' }

const RUN = new URL('../run.ts', import.meta.url).pathname
const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) removeTemporaryFolder(folder)
})

/** Where a machine has no browsers and may not install them, there is nothing to put another program in the place of. */
function isInstalled(engine: EngineName): boolean {
  if (process.env['CONCORS_BROWSERS'] === 'none') return false
  try {
    installMissing([engine])
    return true
  } catch {
    return false
  }
}

/** A run with a program of ours in the place of an engine. */
function startRun(engine: EngineName, program: string, args: readonly string[] = []) {
  const child = spawn(
    process.execPath,
    [
      '--conditions=@concors/source',
      '--import',
      'tsx',
      RUN,
      '--engine',
      engine,
      '--only',
      'statuses: 200',
      ...args,
    ],
    {
      env: { ...process.env, CONCORS_BROWSERS: '', [VARIABLES[engine]]: program },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (output += data.toString()))
  const ended = new Promise<{ code: number | null; signal: string | null; output: string }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, output }))
  })
  return { child, ended }
}

/** Writes down its process, and does nothing more. */
function hangingProgram(): { program: string; pids: () => Promise<readonly number[]> } {
  const folder = makeTemporaryFolder('fake')
  folders.push(folder)
  const program = join(folder, 'engine')
  const file = join(folder, 'pids')
  writeFileSync(program, `#!/bin/sh\necho $$ > ${file}.part\nmv ${file}.part ${file}\nexec sleep 1000\n`)
  chmodSync(program, 0o755)
  return {
    program,
    pids: async () => {
      while (!existsSync(file)) await sleep(20)
      return readFileSync(file, 'utf8').trim().split('\n').map(Number)
    },
  }
}

/** Resolves once a process is no more; the test's own limit is the bound. */
async function untilGone(pid: number): Promise<void> {
  while (isRunning(pid)) await sleep(20)
}

function isRunning(pid: number): boolean {
  try {
    // One that has ended and that nobody has asked about is none.
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

describe.each(ENGINES)('%s', (engine) => {
  const there = isInstalled(engine)

  test('that is missing makes the run fail, and say so', async () => {
    const { code, output } = await startRun(engine, '/nowhere/engine').ended
    expect(code).toBe(1)
    expect(output).toContain(`${VARIABLES[engine]} names /nowhere/engine, which is not there`)
  })

  test.runIf(there)('that ends at its start makes the run fail, and say which', async () => {
    const { code, output } = await startRun(engine, '/bin/false').ended
    expect(code).toBe(1)
    expect(output).toContain(`FAILED: ${engine} does not start`)
  })

  test.runIf(there)('that hangs at its start makes the run fail, and is ended', async () => {
    const { program, pids } = hangingProgram()
    const { code, output } = await startRun(engine, program, ['--start-limit', '1500']).ended
    expect(code).toBe(1)
    expect(output).toContain(`FAILED: ${engine} does not start`)
    for (const pid of await pids()) await untilGone(pid)
  })

  test.runIf(there).each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
    'is not left behind by a run that gets %s',
    async (signal) => {
      const { program, pids } = hangingProgram()
      const { child, ended } = startRun(engine, program)
      const started = await pids()
      child.kill(signal)
      expect(await ended).not.toMatchObject({ code: 0 })
      for (const pid of started) await untilGone(pid)
    },
  )
})

test.each([
  [['--engine', 'chromiun'], '--engine is one of chromium, firefox, webkit, not chromiun'],
  [['--api', 'beacon'], '--api is one of fetch, xhr, not beacon'],
  [['--only', 'no such case'], 'there is nothing to compare'],
  [['--random', 'many'], '--random is a whole number, not many'],
])('a run with %j fails before anything is started', async (args, says) => {
  const { code, output } = await startRun('chromium', '/bin/false', args).ended
  expect(code).toBe(1)
  expect(output).toContain(says)
})
