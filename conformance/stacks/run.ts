/** The fix of an explanation, in the real servers and frameworks of Debian's packages: what it lets in, and what not. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect, createServer as createSocketServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { explain, stackFix } from '@concors/explain'
import type { Explanation, StackName } from '@concors/explain'
import { createUserAgent } from '@concors/user-agent'
import { hasEnded, startChild, stopChild } from '../browsers/child.js'
import { installServers, STACK_SERVERS, WORKER_STACKS } from './servers.js'
import type { StackServer } from './servers.js'
import { hasWorkerd, startWorker } from './worker.js'

const PAGE = 'https://app.example.com'

/** Pages that a careless comparison would let in. */
const OTHERS = [
  'https://evil.example',
  'https://app.example.com.evil.example',
  'https://appxexample.com',
  'https://app-example.com',
  'http://app.example.com',
  'https://app.example.com:8443',
  'null',
]

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

/** What the fix does in one server: nothing where it is right, else a line for each mistake. */
async function tryStack(name: StackName, { setUp }: StackServer): Promise<readonly string[]> {
  const fix = stackFix(BROKEN, name)
  if (fix === null) return ['there is no code for it']
  const folder = mkdtempSync(join(tmpdir(), `concors-${name}-`))
  mkdirSync(join(folder, 'temp'))
  // It knows nothing of CORS, and answers OPTIONS with an error.
  const application = createServer((request, response) => {
    response.writeHead(request.method === 'OPTIONS' ? 405 : 200, { 'Content-Type': 'text/plain' }).end('ok')
  })
  const upstream = await listen(application)
  const own = await freePort()
  const { files, command } = setUp(fix.code, { own, upstream })
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
  const [program, ...args] = command
  const env = { PATH: process.env['PATH'], HOME: folder, PYTHONUNBUFFERED: '1', LC_ALL: 'C.UTF-8' }
  const output: string[] = []
  const child = startChild(program, args, env, ['ignore', 'pipe', 'pipe'], folder)
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => output.push(chunk.toString()))
  try {
    await untilItListens(own, () => hasEnded(child))
    return await judge(`http://127.0.0.1:${own}/items`)
  } catch (error) {
    return [`${(error as Error).message}\n${output.join('')}`]
  } finally {
    await stopChild(child)
    application.closeAllConnections()
    application.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a page got, and what stood in the last answer. */
interface Got {
  /** The body, or why there is none. */
  readonly outcome: string
  readonly readable: boolean
  readonly header: (name: string) => string
}

async function judge(url: string): Promise<readonly string[]> {
  const browser = createUserAgent({ profile: 'chromium' })
  const asks = async (origin: string, method: string): Promise<Got> => {
    const page = browser.page(origin === 'null' ? 'data:text/html,' : `${origin}/`)
    const init = { method, headers: { 'X-A': '1' }, credentials: 'include' } as const
    const { failure, response, exchanges } = await page.inspect(url, init, { approve: () => true })
    const headers = exchanges.at(-1)?.response?.headers ?? []
    return {
      outcome: failure === null ? await response!.text() : failure.code,
      readable: failure === null,
      header: (name) =>
        headers
          .filter(([field]) => field.toLowerCase() === name)
          .map(([, value]) => value)
          .join(', '),
    }
  }
  const mistakes: string[] = []
  try {
    const others = await Promise.all(
      OTHERS.map(async (origin) => [origin, await asks(origin, 'PUT')] as const),
    )
    for (const [origin, { readable }] of others) if (readable) mistakes.push(`${origin} should be refused`)
    // A server that names its one page to everybody need not vary.
    const isConstant = others.every(([, { header }]) => header('access-control-allow-origin') === PAGE)
    for (const method of ['PUT', 'GET']) {
      const { outcome, header } = await asks(PAGE, method)
      if (!outcome.includes('ok')) mistakes.push(`${method} from ${PAGE} should be readable: ${outcome}`)
      const varies = /\borigin\b/i.test(header('vary'))
      if (!varies && !isConstant) mistakes.push(`${method}: Vary should name Origin: ${header('vary')}`)
    }
  } finally {
    await browser.close()
  }
  return mistakes
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

installServers()
for (const [name, server] of Object.entries(STACK_SERVERS) as [StackName, StackServer][]) {
  report(name, await tryStack(name, server))
}
for (const name of WORKER_STACKS) {
  if (hasWorkerd()) report(name, await tryWorker(name))
  else
    console.log(
      `NOT RUN: the fix in ${name}; test-tools has no workerd for this platform, or is not installed`,
    )
}
process.exitCode = failed === 0 ? 0 : 1
