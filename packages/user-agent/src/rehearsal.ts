import { getAll } from 'concors/protocol'
import type { Header, HeaderList, InnerRequest, WireRequest } from 'concors/protocol'
import { drive } from './drive.js'
import type { FetchGenerator } from './drive.js'
import { describeThrown } from './transport/describe-thrown.js'
import { networkFailure } from './transport/transport.js'
import type { Transport, TransportResponse, TransportResult } from './transport/transport.js'

/** Whether a preflight is not sent, but counts as answered with the CORS headers of the response that it asks for. */
export type InfersPreflight = (url: URL) => boolean | Promise<boolean>

interface Entry {
  readonly kind: WireRequest['kind']
  /** Null for a preflight that was not sent. */
  readonly result: TransportResult | null
  read: boolean
}

/**
 * The answers to a fetch that was run once with every inferred preflight allowed: now that the responses are known, so are the
 * preflights' answers, and the fetch can be judged by them.
 */
export class Rehearsal implements Transport {
  readonly #entries: Entry[] = []
  #next = 0

  private constructor() {}

  /**
   * @param steps the fetch, of a copy of its request and without a preflight cache
   * @param signal rejects with its reason when it aborts
   */
  static async run(
    steps: FetchGenerator,
    transport: Transport,
    signal: AbortSignal | null,
    infers: InfersPreflight,
  ): Promise<Rehearsal> {
    const rehearsal = new Rehearsal()
    const trial: Transport = {
      async send(request, given) {
        const result = await sendUnlessInferred(request, transport, given, infers)
        rehearsal.#entries.push({ kind: request.kind, result, read: false })
        return result ?? inferredAnswer(request, allowing(request))
      },
      close: async () => {},
    }
    await drive(steps, trial, signal, { wantsInternal: true })
    return rehearsal
  }

  /** What came for the same request in the rehearsal. */
  async send(request: WireRequest): Promise<TransportResult> {
    // A cached preflight is asked for in the rehearsal only.
    while (request.kind === 'request' && this.#entries[this.#next]?.kind === 'preflight') this.#next += 1
    const entry = this.#entries[this.#next]!
    this.#next += 1
    entry.read = true
    if (entry.result !== null) return entry.result
    const following = this.#entries[this.#next]?.result ?? null
    const known = following === null || 'reason' in following ? allowing(request) : following.headers
    return inferredAnswer(request, known)
  }

  /** Nobody reads what the fetch did not come to. */
  async close(): Promise<void> {
    for (const { result, read } of this.#entries) {
      if (!read && result !== null && !('reason' in result)) result.body?.discard()
    }
  }
}

/** Null for a preflight that is not sent. A hook that throws is a failure, as an app is that throws: not every fetch has a caller. */
async function sendUnlessInferred(
  request: WireRequest,
  transport: Transport,
  signal: AbortSignal | null,
  infers: InfersPreflight,
): Promise<TransportResult | null> {
  try {
    if (request.kind === 'preflight' && (await infers(request.url))) return null
  } catch (error) {
    return networkFailure('app', `browser.inferPreflights threw ${describeThrown(error)}`)
  }
  return transport.send(request, signal)
}

/** A request as the same one that is fetched again. */
export function copyOfRequest(request: InnerRequest): InnerRequest {
  return { ...request, headerList: [...request.headerList], urlList: [...request.urlList] }
}

/** What allows the request that a preflight asks for. */
function allowing(preflight: WireRequest): HeaderList {
  const [origin = '*'] = getAll(preflight.headers, 'origin')
  return [
    ['Access-Control-Allow-Origin', origin],
    ['Access-Control-Allow-Credentials', 'true'],
  ]
}

/** An answer with the CORS headers that are known; methods and headers of which nothing is said are allowed. */
function inferredAnswer(preflight: WireRequest, known: HeaderList): TransportResponse {
  const headers: Header[] = known
    .filter(([name]) => /^access-control-/i.test(name))
    .map((header) => [...header])
  for (const what of ['Method', 'Headers']) {
    const allow = `Access-Control-Allow-${what === 'Method' ? 'Methods' : what}`
    const asked = getAll(preflight.headers, `access-control-request-${what.toLowerCase()}`)
    if (asked.length > 0 && getAll(headers, allow.toLowerCase()).length === 0)
      headers.push([allow, asked.join(', ')])
  }
  return { status: 204, statusMessage: 'No Content', headers, body: null }
}
