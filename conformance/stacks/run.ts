/** The fix of an explanation, in the real servers and frameworks of Debian's packages: what it lets in, and what not. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:http'
import { connect, createServer as createSocketServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { explain, stackFix } from '@concors/explain'
import type { Explanation, StackName } from '@concors/explain'
import { hasEnded, startChild, stopChild } from '../browsers/child.js'
import { judge, PAGE } from './judge.js'
import { buildNext, hasNext } from './next.js'
import { installServers, STACK_SERVERS } from './servers.js'
import type { Ports, StackServer } from './servers.js'
import { hasWorkerd, startWorker } from './worker.js'

/** Longest wait for a server to listen, in milliseconds. */
const LONGEST_START = 30_000

/** A request that needs everything that a fix can give, and got nothing. */
const BROKEN: Explanation = explain({
  request: {
    method: 'PUT',
    url: 'https://api.example.net/items',
    origin: PAGE,
    mode: 'cors',
    credentials: 'include',
    headers: [['X-A', '1']],
  },
  exchanges: [
    {
      kind: 'preflight',
      request: { method: 'OPTIONS', url: 'https://api.example.net/items', headers: [] },
      response: { status: 404, statusMessage: '', headers: [] },
      failure: null,
      milliseconds: 0,
    },
  ],
})

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

async function freePort(): Promise<number> {
  const server = createSocketServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** No program here says that it listens in a way that all of them share. */
async function untilItListens(port: number, hasFailed: () => boolean): Promise<void> {
  const end = performance.now() + LONGEST_START
  while (performance.now() < end) {
    if (hasFailed()) throw new Error('it ended before it listened')
    const listens = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.on('connect', () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => resolve(false))
    })
    if (listens) return
    await sleep(50)
  }
  throw new Error(`it did not listen within ${LONGEST_START / 1000} s`)
}

/** What makes a server of a fix's code, in a folder of its own: the command that starts it. */
type Make = (folder: string, code: string, ports: Ports) => readonly [program: string, ...args: string[]]

/** What the fix does in one server: nothing where it is right, else a line for each mistake. */
async function tryServer(name: StackName, make: Make, path = '/items'): Promise<readonly string[]> {
  const fix = stackFix(BROKEN, name)
  if (fix === null) return ['there is no code for it']
  const folder = mkdtempSync(join(tmpdir(), `concors-${name}-`))
  // It knows nothing of CORS, and answers OPTIONS with an error.
  const application = createServer((request, response) => {
    response.writeHead(request.method === 'OPTIONS' ? 405 : 200, { 'Content-Type': 'text/plain' }).end('ok')
  })
  const output: string[] = []
  let child: ChildProcess | null = null
  try {
    const ports = { upstream: await listen(application), own: await freePort() }
    const [program, ...args] = make(folder, fix.code, ports)
    const own = { HOME: folder, PYTHONUNBUFFERED: '1', NEXT_TELEMETRY_DISABLED: '1', LC_ALL: 'C.UTF-8' }
    const env = { PATH: process.env['PATH'], ...own }
    const started = startChild(program, args, env, ['ignore', 'pipe', 'pipe'], folder)
    child = started
    for (const stream of [started.stdout, started.stderr])
      stream?.on('data', (chunk: Buffer) => output.push(chunk.toString()))
    await untilItListens(ports.own, () => hasEnded(started))
    return await judge(`http://127.0.0.1:${ports.own}${path}`)
  } catch (error) {
    return [`${(error as Error).message}\n${output.join('')}`]
  } finally {
    if (child !== null) await stopChild(child)
    application.closeAllConnections()
    application.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function makeOf({ setUp }: StackServer): Make {
  return (folder, code, ports) => {
    const { files, command } = setUp(code, ports)
    mkdirSync(join(folder, 'temp'))
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
    return command
  }
}

/** The same inside workerd. */
async function tryWorker(name: StackName): Promise<readonly string[]> {
  const fix = stackFix(BROKEN, name)
  if (fix === null) return ['there is no code for it']
  const worker = await startWorker(fix.code)
  try {
    return await judge(`${worker.url}/items`)
  } finally {
    await worker.close()
  }
}

let failed = 0

function report(name: string, mistakes: readonly string[]): void {
  console.log(`${mistakes.length === 0 ? 'ok    ' : 'FAILED'} the fix in ${name}`)
  for (const mistake of mistakes) console.log(`       ${mistake}`)
  if (mistakes.length > 0) failed++
}

function notRun(name: string, tool: string): void {
  console.log(`NOT RUN: the fix in ${name}; test-tools has no ${tool}, which npm test installs where it can`)
}

installServers()
for (const [name, server] of Object.entries(STACK_SERVERS) as [StackName, StackServer][]) {
  report(name, await tryServer(name, makeOf(server)))
}
if (hasWorkerd()) report('cloudflare-workers', await tryWorker('cloudflare-workers'))
else notRun('cloudflare-workers', 'workerd')
if (hasNext()) {
  report(
    'nextjs',
    await tryServer('nextjs', (folder, code, { own }) => buildNext(folder, code, own), '/api/items'),
  )
} else notRun('nextjs', 'Next.js')
process.exitCode = failed === 0 ? 0 : 1
