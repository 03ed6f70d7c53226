/** How the cost depends on the number of origins, and on what a hostile client asks for. */
import type { PolicyOptions } from 'concors'
import { cors } from 'concors/node'
import { runWorker } from '../interleave.js'
import type { Variant } from '../interleave.js'
import { OPTIONS } from './policy.js'
import { ALLOWED, nodeRequest, nodeResponse, rawHeaders, respond } from './requests.js'

const ORIGINS = Array.from({ length: 10_000 }, (_, i) => `https://site-${i}.example.com`)
const PATTERNS = Array.from({ length: 1000 }, (_, i) => `https://*.tenant-${i}.example.org`)

const policy = (allowOrigins: readonly string[]): PolicyOptions =>
  ({ ...OPTIONS, allowOrigins }) as PolicyOptions
const MANY = policy([...ORIGINS, ...PATTERNS])

/** One request after the other, with these origins in turn. */
const asking = (options: PolicyOptions | null, origins: readonly string[]): Variant =>
  async function variant() {
    const middleware = options === null ? null : cors(options)
    const requests = origins.map((origin) => rawHeaders('allowed', origin))
    let next = 0
    return () => {
      const request = nodeRequest('GET', requests[next]!)
      next = next + 1 === requests.length ? 0 : next + 1
      const response = nodeResponse(request)
      if (middleware === null) respond(response)
      else middleware(request, response, () => respond(response))
    }
  }

const preflight = (options: PolicyOptions, requestHeaders: string): Variant =>
  async function variant() {
    const middleware = cors(options)
    const raw = [
      ...rawHeaders('allowed'),
      'Access-Control-Request-Method',
      'PUT',
      'Access-Control-Request-Headers',
      requestHeaders,
    ]
    return () => {
      const request = nodeRequest('OPTIONS', raw)
      middleware(request, nodeResponse(request), () => {})
    }
  }

const KILOBYTES = 16 * 1024
const filled = (part: string): string => part.repeat(Math.ceil(KILOBYTES / part.length)).slice(0, KILOBYTES)

await runWorker({
  base: asking(null, [ALLOWED]),
  'one origin': asking(OPTIONS, [ALLOWED]),
  'many, exact, repeated': asking(MANY, [ORIGINS.at(-1)!]),
  'many, pattern, repeated': asking(MANY, ['https://a.tenant-999.example.org']),
  'many, miss, repeated': asking(MANY, ['https://evil.example.net']),
  'many, exact, random': asking(MANY, shuffled(ORIGINS)),
  'many, pattern, random': asking(MANY, shuffled(PATTERNS.map((pattern) => pattern.replace('*', 'a.b')))),
  'many, miss, random': asking(MANY, shuffled(ORIGINS.map((origin) => origin.replace('.com', '.net')))),
  'preflight, normal': preflight(OPTIONS, 'content-type,x-csrf-token'),
  'preflight, one long token': preflight(OPTIONS, filled('x')),
  'preflight, 4,000 short tokens': preflight(OPTIONS, filled('x,')),
  'preflight, only spaces': preflight(OPTIONS, filled(' ')),
  'preflight, only commas': preflight(OPTIONS, filled(',')),
  'preflight, allowed names repeated': preflight(OPTIONS, filled('content-type,x-csrf-token,')),
})

/** In an order that no branch predictor knows, and always the same one. */
function shuffled(values: readonly string[]): string[] {
  let seed = 1
  const random = (): number => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed
  }
  return values
    .map((value) => [random(), value] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, value]) => value)
}
