import fc from 'fast-check'
import type { HeaderList } from 'concors'
import { expect, test } from 'vitest'
import { explain } from '../src/index.js'
import type { Exchange, ExplainedRequest, Explanation, ServerChange } from '../src/index.js'

// Random servers that do CORS wrong; each fix that is said to be proved is applied to the server, and asked again.

const PAGE = 'https://app.example.com'
const API = 'https://api.example.net/items'
const MOVED = 'https://api.example.net/moved'
const THIRD = 'https://third.example.org/x'

interface Reply {
  readonly status: number
  readonly headers: HeaderList
}

/** One answer for each method and URL that it may be asked. */
interface BrokenServer {
  readonly preflight: Reply
  readonly answer: Reply
  readonly landing: Reply
}

const cased = (name: string) => fc.constantFrom(name, name.toLowerCase(), name.toUpperCase())
const header = (name: string, ...values: readonly string[]) =>
  fc
    .array(fc.tuple(cased(name), fc.constantFrom(...values)), { maxLength: 2 })
    .map((lines): HeaderList => lines)

const corsHeaders: fc.Arbitrary<HeaderList> = fc
  .tuple(
    header(
      'Access-Control-Allow-Origin',
      '*',
      PAGE,
      `${PAGE}/`,
      'null',
      '',
      'app.example.com',
      'https://evil.example',
      `${PAGE}, *`,
    ),
    header('Access-Control-Allow-Credentials', 'true', 'True', 'false', ''),
    header('Access-Control-Allow-Methods', '*', 'PUT', 'put', 'GET, DELETE', 'b@d', ''),
    header('Access-Control-Allow-Headers', '*', 'x-a', 'X-A, authorization', 'content-type', '@', ''),
    header('Vary', 'Origin', '*', 'Accept-Encoding'),
  )
  .map((lists) => lists.flat())

const reply = (...statuses: readonly number[]): fc.Arbitrary<Reply> =>
  fc.record({ status: fc.constantFrom(...statuses), headers: corsHeaders })

const answer: fc.Arbitrary<Reply> = fc
  .tuple(
    reply(200, 200, 204, 302, 307, 404, 500),
    fc.constantFrom(MOVED, THIRD, '/moved', 'https://u:p@api.example.net/moved'),
  )
  .map(([one, target]) =>
    one.status === 302 || one.status === 307
      ? { ...one, headers: [...one.headers, ['Location', target]] }
      : one,
  )

const broken: fc.Arbitrary<BrokenServer> = fc.record({
  preflight: reply(200, 204, 204, 301, 401, 404, 500),
  answer,
  landing: reply(200, 404),
})

const asked: fc.Arbitrary<ExplainedRequest> = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'patch'),
    credentials: fc.constantFrom('include' as const, 'same-origin' as const, 'omit' as const),
    headers: fc.subarray([
      ['X-A', '1'],
      ['Authorization', 'Bearer t'],
      ['Content-Type', 'application/json'],
    ] as const),
    origin: fc.constantFrom(PAGE, PAGE, PAGE, 'null'),
  })
  .map((one) => ({ ...one, url: API, mode: 'cors' as const }))

const profile = fc.constantFrom(
  'standard' as const,
  'chromium' as const,
  'firefox' as const,
  'webkit' as const,
)

/** Everything that the server would answer, whether or not a browser comes to ask it. */
function everything({ preflight, answer, landing }: BrokenServer, { method }: ExplainedRequest): Exchange[] {
  const at = (kind: Exchange['kind'], asMethod: string, url: string, one: Reply): Exchange => ({
    kind,
    request: { method: asMethod, url, headers: [] },
    response: { status: one.status, statusMessage: '', headers: one.headers },
    failure: null,
    milliseconds: 1,
  })
  const landings = [MOVED, THIRD].flatMap((url) => [
    at('preflight', 'OPTIONS', url, preflight),
    ...[...new Set([method, 'GET'])].map((one) => at('request', one, url, landing)),
  ])
  return [at('preflight', 'OPTIONS', API, preflight), at('request', method, API, answer), ...landings]
}

/** Only what a browser of this profile saw, which stops where it refuses. */
function seen(
  all: readonly Exchange[],
  request: ExplainedRequest,
  name: Explanation['profile'],
): readonly Exchange[] {
  return explain({ request, exchanges: all }, { profile: name }).exchanges.filter(
    ({ steps }) => steps.length > 0,
  )
}

function applied(
  all: readonly Exchange[],
  changes: readonly ServerChange[],
  from: readonly Exchange[],
): Exchange[] {
  return all.map((exchange) => {
    const change = changes.find(({ kind, method, url, exchange: index }) => {
      const same =
        kind === exchange.kind && method === exchange.request.method && url === exchange.request.url
      return same && (index === null || from[index]!.request.url === exchange.request.url)
    })
    if (change === undefined || exchange.response === null) return exchange
    let headers = exchange.response.headers
    for (const { action, name, value } of change.headers) {
      const kept =
        action === 'add' ? headers : headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase())
      headers = value === null ? kept : [...kept, [name, value]]
    }
    return {
      ...exchange,
      response: { ...exchange.response, headers, status: change.status?.to ?? exchange.response.status },
    }
  })
}

function originsNamed(changes: readonly ServerChange[]): readonly (string | null)[] {
  return changes
    .flatMap(({ headers }) => headers)
    .filter(({ name, action }) => name === 'Access-Control-Allow-Origin' && action !== 'remove')
    .map(({ value }) => value)
}

const RUNS = { numRuns: 500 }

test('a fix that is proved makes the same request readable under the same profile', () => {
  let proved = 0
  fc.assert(
    fc.property(broken, asked, profile, fc.boolean(), (server, request, name, whole) => {
      const all = everything(server, request)
      const known = whole ? all : seen(all, request, name)
      const { fix, exchanges } = explain({ request, exchanges: known }, { profile: name })
      if (fix?.proved !== true) return
      proved++
      const again = explain({ request, exchanges: applied(all, fix.server, exchanges) }, { profile: name })
      expect(again.verdict).toBe('readable')
      expect(fix.readableIn).toContain(name)
      expect(exchanges.length).toBeGreaterThan(0)
    }),
    RUNS,
  )
  expect(proved).toBeGreaterThan(RUNS.numRuns / 10)
})

test('no fix allows an origin that was not asked for, or * with credentials', () => {
  fc.assert(
    fc.property(broken, asked, profile, (server, request, name) => {
      const known = seen(everything(server, request), request, name)
      const { fix } = explain({ request, exchanges: known }, { profile: name })
      if (fix === null || !(fix.proved || fix.assumed)) return
      const shared = known.some(({ response }) =>
        response?.headers.some(([one, value]) => /^access-control-allow-origin$/i.test(one) && value === '*'),
      )
      for (const origin of originsNamed(fix.server)) {
        if (origin === '*' && shared) expect(request.credentials).not.toBe('include')
        else expect(origin).toBe(request.origin)
        expect(origin).not.toBe('null')
      }
    }),
    RUNS,
  )
})

test('an alternative that is proved makes the request readable as the server is', () => {
  fc.assert(
    fc.property(broken, asked, profile, (server, request, name) => {
      const all = everything(server, request)
      const { fix } = explain({ request, exchanges: all }, { profile: name })
      for (const change of fix?.request ?? []) {
        if (!change.proved || change.kind !== 'drop-header') continue
        const headers = request.headers.filter(([one]) => one.toLowerCase() !== change.name)
        const again = explain({ request: { ...request, headers }, exchanges: all }, { profile: name })
        expect(again.verdict).toBe('readable')
      }
    }),
    RUNS,
  )
})
