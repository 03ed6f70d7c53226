import { timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { refusesHost } from './host.js'
import { BadQuestion, probe } from './probe.js'
import { isRunName } from './runs.js'
import type { Runs } from './runs.js'
import type { StaticFiles } from './static-files.js'
import type { Places } from '../api/places.js'

export interface PageServerOptions {
  readonly files: StaticFiles
  readonly runs: Runs
  readonly places: () => Places
  /** `Host` values that are the lab's own. */
  readonly hosts: () => readonly string[]
  /** What only the lab's own page knows. */
  readonly token: string
  /** Whether probes may reach loopback and private addresses. */
  readonly reachesPrivate: boolean
}

const LONGEST_QUESTION = 200_000
const MOST_PROBES = 4

/** The page's origin: the page, what its runs put on the wire, and probes of other servers. */
export function createPageServer(options: PageServerOptions): Server {
  const { files, runs, places, hosts, token, reachesPrivate } = options
  let probes = 0

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (refusesHost(request, response, hosts())) return
    const { pathname, searchParams } = new URL(request.url ?? '/', places().page)
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    if (pathname === '/events') return events(searchParams.get('run'), response)
    if (pathname === '/probe') return answerProbe(request, response)
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, 'GET only\n')
    response.setHeader('Content-Security-Policy', contentSecurityPolicy(pathname, places()))
    if (!files.send(pathname, response, { places: places(), token }))
      end(response, 404, 'There is no such file\n')
  }

  /** Server-sent events: what reaches the APIs for one run. */
  function events(run: string | null, response: ServerResponse): void {
    if (!isRunName(run)) return end(response, 400, 'run is 16 to 64 letters and digits\n')
    const write = (data: unknown): boolean => response.write(`data: ${JSON.stringify(data)}\n\n`)
    const stop = runs.listen(run, write)
    if (stop === null) return end(response, 429, 'Too many runs at once\n')
    response.on('close', stop)
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
    // Chromium tells the page that the stream is open when its first bytes have come.
    response.write(':\n\n')
  }

  async function answerProbe(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') return end(response, 405, 'POST only\n')
    if (request.headers.origin !== places().page || !isToken(request.headers['x-lab-token'], token)) {
      return end(response, 403, "Only the lab's own page may ask for a probe; load it again\n")
    }
    if (probes >= MOST_PROBES) return end(response, 429, 'Too many probes at once; try again\n')
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    probes++
    try {
      const answer = await probe(JSON.parse(await textOf(request)), reachesPrivate, gone.signal)
      response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
      response.end(JSON.stringify(answer))
    } catch (error) {
      const isTheirs = error instanceof BadQuestion || error instanceof SyntaxError
      if (isTheirs) end(response, 400, `${error.message}\n`)
      else if (!gone.signal.aborted) end(response, 500, `The probe failed: ${(error as Error).message}\n`)
    } finally {
      probes--
    }
  }

  return createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
}

const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const

/** JSONP runs code of another origin, so it gets a frame of its own: the page itself never does. */
function contentSecurityPolicy(pathname: string, { sameSite, crossSite }: Places): string {
  const apis = `${sameSite} ${crossSite}`
  const common = ["default-src 'none'", "base-uri 'none'", "form-action 'none'"]
  const rest =
    pathname === '/jsonp.html'
      ? [`script-src 'self' ${apis}`, "frame-ancestors 'self'"]
      : [
          "script-src 'self'",
          "style-src 'self'",
          `img-src 'self' data: ${apis}`,
          `connect-src 'self' ${apis}`,
          "frame-src 'self'",
          "frame-ancestors 'none'",
        ]
  return [...common, ...rest].join('; ')
}

function isToken(given: unknown, token: string): boolean {
  if (typeof given !== 'string' || given.length !== token.length) return false
  return timingSafeEqual(Buffer.from(given), Buffer.from(token))
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > LONGEST_QUESTION)
      throw new BadQuestion(`The question is longer than ${LONGEST_QUESTION} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function end(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) return void response.end()
  response
    .writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
    .end(text)
}
