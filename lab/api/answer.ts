import { definePolicy, get } from 'concors'
import type { Header, HeaderList, PolicyOptions } from 'concors'
import { otherApi } from './places.js'
import type { Places } from './places.js'
import { readSwitches } from './switches.js'
import type { Switches } from './switches.js'

/** A request as it reaches the API. */
export interface ApiRequest {
  readonly method: string
  readonly url: URL
  readonly headers: HeaderList
}

/** What the API says to it. */
export interface ApiAnswer {
  readonly status: number
  readonly headers: HeaderList
  readonly body: ApiBody
  /** Milliseconds to wait first. */
  readonly delay: number
}

export type ApiBody = 'readings' | 'chart' | 'jsonp' | 'error' | 'none'

/**
 * The whole API: what it answers is in the URL that it is asked for. The servers write it to sockets, and the page's own
 * engine gets it without any, so that both are told the same.
 */
export function answer(request: ApiRequest, places: Places): ApiAnswer {
  const { pathname, searchParams } = request.url
  switch (pathname) {
    case '/weather/readings':
    case '/weather/chart.png': {
      const resource = pathname.endsWith('.png') ? 'chart' : 'readings'
      const policy = searchParams.get('policy')
      return policy === null
        ? bySwitches(request, readSwitches(searchParams), resource, places)
        : byPolicy(request, policy, resource)
    }
    case '/weather/readings.js':
      return {
        status: 200,
        headers: [['Content-Type', 'text/javascript'], NO_STORE],
        body: 'jsonp',
        delay: 0,
      }
    default:
      return { status: 404, headers: [['Content-Type', 'text/plain'], NO_STORE], body: 'error', delay: 0 }
  }
}

/** What stands beside the status. */
export function reasonPhrase(status: number): string {
  return REASON_PHRASES[status] ?? ''
}

const REASON_PHRASES: Readonly<Record<number, string>> = {
  200: 'OK',
  204: 'No Content',
  307: 'Temporary Redirect',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** So that each run asks, and nothing comes from a cache. Preflights have a cache of their own. */
const NO_STORE: Header = ['Cache-Control', 'no-store']

/** What a page could read, if it were exposed. */
const EXTRA: readonly Header[] = [
  ['X-Station-Count', '3'],
  ['X-Request-Cost', '1'],
]

function isPreflight({ method, headers }: ApiRequest): boolean {
  return (
    method === 'OPTIONS' &&
    get(headers, 'origin') !== null &&
    get(headers, 'access-control-request-method') !== null
  )
}

function bySwitches(
  request: ApiRequest,
  switches: Switches,
  resource: 'readings' | 'chart',
  places: Places,
): ApiAnswer {
  const sharing = sharingHeaders(switches, places)
  if (isPreflight(request)) {
    return {
      status: Number(switches.preflightStatus),
      headers: [...sharing, ...preflightHeaders(switches)],
      body: 'none',
      delay: Number(switches.preflightDelay),
    }
  }
  const target = redirectTarget(request.url, switches, places)
  if (target !== null) {
    return { status: 307, headers: [['Location', target], ...sharing, NO_STORE], body: 'none', delay: 0 }
  }
  const status = Number(switches.status)
  const exposed: readonly Header[] =
    switches.expose === 'none'
      ? []
      : [['Access-Control-Expose-Headers', switches.expose === 'any' ? '*' : 'X-Station-Count']]
  const body = status === 200 ? resource : 'error'
  return {
    status,
    headers: [['Content-Type', contentType(body)], ...sharing, ...exposed, ...EXTRA, NO_STORE],
    body,
    delay: 0,
  }
}

function contentType(body: ApiBody): string {
  switch (body) {
    case 'readings':
      return 'application/json'
    case 'chart':
      return 'image/png'
    case 'jsonp':
      return 'text/javascript'
    case 'error':
    case 'none':
      return 'text/plain'
  }
}

function sharingHeaders({ allowOrigin, allowCredentials }: Switches, { page }: Places): readonly Header[] {
  return [
    ...allowOriginLines(allowOrigin, page).map((value): Header => ['Access-Control-Allow-Origin', value]),
    ...(allowCredentials === 'yes' ? [['Access-Control-Allow-Credentials', 'true'] as const] : []),
    ...(allowOrigin === 'exact' ? [['Vary', 'Origin'] as const] : []),
  ]
}

function allowOriginLines(position: Switches['allowOrigin'], page: string): readonly string[] {
  switch (position) {
    case 'none':
      return []
    case 'any':
      return ['*']
    case 'exact':
      return [page]
    case 'null':
      return ['null']
    case 'two':
      return [page, '*']
    case 'port': {
      const url = new URL(page)
      return [`${url.protocol}//${url.hostname}:${Number(url.port || '80') + 1000}`]
    }
  }
}

function preflightHeaders({ allowMethods, allowHeaders, maxAge }: Switches): readonly Header[] {
  return [
    ...(allowMethods === 'none'
      ? []
      : [['Access-Control-Allow-Methods', allowMethods === 'any' ? '*' : 'PUT, DELETE, PATCH'] as const]),
    ...(allowHeaders === 'none'
      ? []
      : [
          [
            'Access-Control-Allow-Headers',
            allowHeaders === 'any' ? '*' : 'content-type, x-units, authorization',
          ] as const,
        ]),
    ...(maxAge === 'none' ? [] : [['Access-Control-Max-Age', maxAge] as const]),
  ]
}

/** Once: where it leads to, there is no further one. */
function redirectTarget(url: URL, { redirect }: Switches, places: Places): string | null {
  if (redirect === 'none') return null
  const target = new URL(url)
  target.searchParams.delete('redirect')
  if (redirect === 'same-origin') return target.pathname + target.search
  return otherApi(url.origin, places) + target.pathname + target.search
}

/** The policy of the second tab, as this API's own. It is JSON, and never code. */
function byPolicy(request: ApiRequest, text: string, resource: 'readings' | 'chart'): ApiAnswer {
  let policy
  try {
    policy = definePolicy(JSON.parse(text) as PolicyOptions)
  } catch {
    return { status: 500, headers: [['Content-Type', 'text/plain'], NO_STORE], body: 'error', delay: 0 }
  }
  const decision = policy.decide(request)
  // Only a resolver makes a promise of it, and JSON has none.
  if (decision instanceof Promise) throw new TypeError('A policy of JSON has no resolver')
  const headers = [...decision.headers, ...decision.defaults]
  const vary: readonly Header[] = decision.vary.length === 0 ? [] : [['Vary', decision.vary.join(', ')]]
  if (decision.status !== null) {
    return { status: decision.status, headers: [...headers, ...vary], body: 'none', delay: 0 }
  }
  const body: readonly Header[] = [['Content-Type', contentType(resource)], ...EXTRA, NO_STORE]
  return { status: 200, headers: [...body, ...headers, ...vary], body: resource, delay: 0 }
}
