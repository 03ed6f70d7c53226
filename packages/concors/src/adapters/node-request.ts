import { pairsOf } from '../policy/facts.js'
import type { Facts, HeaderRecord } from '../policy/facts.js'

/** What is used of a request of node:http or node:http2. */
export interface NodeRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  /** Express and Connect keep the whole URL here while a mounted app sees the rest. */
  readonly originalUrl?: string | undefined
  /** Names and values in turn, as they came. */
  readonly rawHeaders?: readonly string[] | undefined
  /** Read where `rawHeaders` has nothing, as in requests that tests and serverless platforms make up. */
  readonly headers?: HeaderRecord | undefined
}

/**
 * Reads the raw list: `request.headers` is built when it is first read, which costs more than the rest of a decision.
 * Two lines of one name are joined, so that two origins are none.
 */
export function nodeFacts(request: NodeRequest): Facts {
  const { method = 'GET', rawHeaders } = request
  // Without looking at `request.headers` where that would build it.
  const raw = rawHeaders?.length ? rawHeaders : pairsOf(request.headers ?? {}).flat()
  return {
    method,
    origin: find(raw, 'origin'),
    // http2 has the host under another name.
    header: (name) => find(raw, name) ?? (name === 'host' ? find(raw, ':authority') : null),
  }
}

function find(rawHeaders: readonly string[], name: string): string | null {
  let value: string | null = null
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const other = rawHeaders[i]!
    if (other.length !== name.length || other.toLowerCase() !== name) continue
    const more = rawHeaders[i + 1]!
    value = value === null ? more : `${value}, ${more}`
  }
  return value
}
