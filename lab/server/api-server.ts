import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { answer, reasonPhrase } from '../api/answer.js'
import type { ApiBody } from '../api/answer.js'
import type { Places } from '../api/places.js'
import { drawChart } from '../weather/draw-chart.js'
import { readings } from '../weather/readings.js'
import { refusesHost } from './host.js'
import { isRunName } from './runs.js'
import type { Runs } from './runs.js'

const CHART = drawChart()
const READINGS = JSON.stringify(readings)

/** One origin of the weather API. It keeps nothing: what it answers is in the URL that it is asked for. */
export function createApiServer(origin: () => string, places: () => Places, runs: Runs): Server {
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: target = '/' } = request
    if (refusesHost(request, response, [new URL(origin()).host])) return
    if (!URL.canParse(origin() + target)) return void response.writeHead(400).end()
    const url = new URL(origin() + target)
    const headers = pairsOf(request.rawHeaders)
    const name = url.searchParams.get('run')
    const run = isRunName(name) ? name : null
    const index = run === null ? null : runs.begin(run)
    if (run !== null && index !== null) {
      runs.tell(run, { kind: 'request', index, method, url: url.href, headers })
    }
    const said = answer({ method, url, headers }, places())
    if (said.delay > 0) await sleep(said.delay)
    const content = contentOf(said.body, said.status, url)
    response.sendDate = false
    // Without a length: the page's own engine does not know the chart's, and a page sees the header.
    response.writeHead(said.status, said.headers.flat()).end(method === 'HEAD' ? undefined : content)
    if (run !== null && index !== null) {
      const statusMessage = reasonPhrase(said.status)
      runs.tell(run, { kind: 'response', index, status: said.status, statusMessage, headers: said.headers })
    }
  }
  return createServer((request, response) => void handle(request, response))
}

function pairsOf(raw: readonly string[]): readonly (readonly [string, string])[] {
  return Array.from({ length: raw.length / 2 }, (_, index) => [raw[2 * index]!, raw[2 * index + 1]!])
}

function contentOf(body: ApiBody, status: number, url: URL): Buffer {
  switch (body) {
    case 'readings':
      return Buffer.from(READINGS)
    case 'chart':
      return CHART
    case 'jsonp':
      return Buffer.from(`${callbackOf(url)}(${READINGS})\n`)
    case 'error':
      return Buffer.from(`${status} ${reasonPhrase(status)}\n`)
    case 'none':
      return Buffer.alloc(0)
  }
}

/** A name, and no other code: even this API does not let whoever writes a link choose what runs. */
function callbackOf(url: URL): string {
  const name = url.searchParams.get('callback') ?? ''
  return /^[a-z_$][\w$]{0,40}$/i.test(name) ? name : 'callback'
}
