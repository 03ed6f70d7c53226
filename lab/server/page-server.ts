import { timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { CaptureError, parseSnippet } from '@concors/explain/capture'
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
/** Whoever sends more than this, in bytes, gets no answer at all. */
const MOST_READ = 10 * LONGEST_QUESTION
const MOST_QUESTIONS = 8

/** The page's origin: the page, what its runs put on the wire, and probes of other servers. */
export function createPageServer(options: PageServerOptions): Server {
  const { files, runs, places, hosts, token, reachesPrivate } = options
  let questions = 0

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (refusesHost(request, response, hosts())) return
    const target = places().page + (request.url ?? '/')
    if (!URL.canParse(target)) return end(response, 400, 'This is no path\n')
    const { pathname, searchParams } = new URL(target)
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    if (pathname === '/events') return events(searchParams.get('run'), response)
    if (pathname === '/events/end') {
      runs.tell(searchParams.get('run') ?? '', { kind: 'end' })
      return end(response, 204, '')
    }
    if (pathname === '/probe') {
      return answerQuestion(request, response, (question, signal) => probe(question, reachesPrivate, signal))
    }
    if (pathname === '/snippet') return answerQuestion(request, response, snippetRequests)
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405, 'GET only\n')
    // Under another of its names the page would have another origin than the one that the APIs know.
    if (new URL(places().page).host !== request.headers.host?.toLowerCase()) {
      response.setHeader('Location', places().page + (request.url ?? '/'))
      return end(response, 307, '')
    }
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

  /** What only this page may ask for: others know no token, and cannot read one. */
  async function answerQuestion(
    request: IncomingMessage,
    response: ServerResponse,
    answer: (question: unknown, signal: AbortSignal) => Promise<unknown>,
  ): Promise<void> {
    if (request.method !== 'POST') return end(response, 405, 'POST only\n')
    if (request.headers.origin !== places().page || !isToken(request.headers['x-lab-token'], token)) {
      return end(response, 403, "Only the lab's own page may ask; load it again\n")
    }
    if (questions >= MOST_QUESTIONS) return end(response, 429, 'Too many questions at once; try again\n')
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    questions++
    try {
      const body = JSON.stringify(await answer(JSON.parse(await textOf(request)), gone.signal))
      response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(body)
    } catch (error) {
      const isTheirs =
        error instanceof BadQuestion || error instanceof CaptureError || error instanceof SyntaxError
      if (isTheirs) end(response, 400, `${error.message}\n`)
      else if (!gone.signal.aborted) end(response, 500, `This failed: ${(error as Error).message}\n`)
    } finally {
      questions--
    }
  }

  return createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
}

/** @throws CaptureError for code that cannot be read */
async function snippetRequests(question: unknown): Promise<unknown> {
  const { code } = (question ?? {}) as { readonly code?: unknown }
  if (typeof code !== 'string') throw new BadQuestion('code is no text')
  return parseSnippet(code)
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

/** Nothing past the limit is kept; the rest is read, so that the answer arrives. */
function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= LONGEST_QUESTION) chunks.push(chunk)
      if (length > MOST_READ) request.destroy()
    })
    request.on('end', () => {
      if (length <= LONGEST_QUESTION) resolve(Buffer.concat(chunks).toString())
      else reject(new BadQuestion(`The question is longer than ${LONGEST_QUESTION} bytes`))
    })
    request.on('error', reject)
  })
}

function end(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) return void response.end()
  response
    .writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' })
    .end(text)
}
