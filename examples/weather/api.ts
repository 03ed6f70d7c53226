import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { drawChart, readings } from '@concors/lab/weather'

/** How much each branch of the API shares with pages of other origins: the three steps of CORS. */
type Branch = 'closed' | 'public' | 'members'

const CHART = drawChart()
const SESSION = 'session=a-visitor-of-the-weather-page'

/**
 * A small weather API. `/closed/…` says nothing of CORS, `/public/…` shares with everybody, `/members/…` with one
 * page, cookies included. Each has `readings`, `chart.png` and `favourite`, which can be PUT.
 */
export function createWeatherApi(pageOrigin: string): Server {
  let favourite = 'harbour'

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const [, branch, resource] = new URL(request.url ?? '/', 'http://weather').pathname.split('/')
    if (branch !== 'closed' && branch !== 'public' && branch !== 'members') return end(response, 404)
    share(branch, request, response, pageOrigin)
    if (request.method === 'OPTIONS') return end(response, 204)
    switch (`${request.method} ${resource}`) {
      case 'GET readings':
        return json(response, readings)
      case 'GET chart.png':
        response.setHeader('Content-Type', 'image/png')
        return end(response, 200, CHART)
      case 'GET session':
        response.setHeader('Set-Cookie', `${SESSION}; Path=/members; HttpOnly`)
        return json(response, { signedIn: true })
      case 'GET favourite':
        return isMember(branch, request) ? json(response, { favourite }) : end(response, 401)
      case 'PUT favourite':
        if (!isMember(branch, request)) return end(response, 401)
        request.setEncoding('utf8').once('data', (id: string) => {
          favourite = id
        })
        request.once('end', () => json(response, { favourite }))
        return
      default:
        return end(response, 404)
    }
  }

  return createServer(answer)
}

/** The headers of each step, by hand: what a policy of concors will write. */
function share(branch: Branch, request: IncomingMessage, response: ServerResponse, pageOrigin: string): void {
  switch (branch) {
    case 'closed':
      return
    case 'public':
      response.setHeader('Access-Control-Allow-Origin', '*')
      return
    case 'members':
      // Always there: a cache must never give one page what was made for another.
      response.setHeader('Vary', 'Origin')
      if (request.headers.origin !== pageOrigin) return
      response.setHeader('Access-Control-Allow-Origin', pageOrigin)
      response.setHeader('Access-Control-Allow-Credentials', 'true')
      if (request.method !== 'OPTIONS') return
      response.setHeader('Access-Control-Allow-Methods', 'PUT')
      response.setHeader('Access-Control-Max-Age', '600')
  }
}

function isMember(branch: Branch, request: IncomingMessage): boolean {
  return branch === 'members' && (request.headers.cookie ?? '').split('; ').includes(SESSION)
}

function json(response: ServerResponse, value: unknown): void {
  response.setHeader('Content-Type', 'application/json')
  end(response, 200, JSON.stringify(value))
}

function end(response: ServerResponse, status: number, body?: string | Buffer): void {
  response.statusCode = status
  response.end(body)
}
