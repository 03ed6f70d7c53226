import type { Facts } from '../policy/facts.js'

/** What is used of a request of node:http or node:http2. */
export interface NodeRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  /** Express and Connect keep the whole URL here while a mounted app sees the rest. */
  readonly originalUrl?: string | undefined
  /** Names and values in turn, as they came. */
  readonly rawHeaders?: readonly string[] | undefined
  /** Read where `rawHeaders` has nothing, as in requests that tests and serverless platforms make up. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined
}

/**
 * Reads what decisions need from the raw list: `request.headers` is built when it is first read, which costs more
 * than the rest of a decision. Two lines of one name are joined, so that two origins are none.
 */
export function factsOfNode(request: NodeRequest): Facts {
  const { method = 'GET' } = request
  const rawHeaders = rawHeadersOf(request)
  let origin: string | null = null
  let requestMethod: string | null = null
  let requestHeaders: string | null = null
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!
    switch (name.length) {
      case 6:
        if (isNamed(name, 'origin')) origin = joined(origin, rawHeaders[i + 1]!)
        break
      case 29:
        if (isNamed(name, 'access-control-request-method')) {
          requestMethod = joined(requestMethod, rawHeaders[i + 1]!)
        }
        break
      case 30:
        if (isNamed(name, 'access-control-request-headers')) {
          requestHeaders = joined(requestHeaders, rawHeaders[i + 1]!)
        }
        break
      default:
    }
  }
  return { method, origin, requestMethod, requestHeaders, header: (name) => find(rawHeaders, name) }
}

/** Without looking at `request.headers` where that would build it. */
function rawHeadersOf(request: NodeRequest): readonly string[] {
  const { rawHeaders } = request
  if (rawHeaders !== undefined && rawHeaders.length > 0) return rawHeaders
  return Object.entries(request.headers ?? {}).flatMap(([name, values]) =>
    [values ?? []].flat().flatMap((value: string) => [name, value]),
  )
}

function find(rawHeaders: readonly string[], name: string): string | null {
  let value: string | null = null
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (isNamed(rawHeaders[i]!, name)) value = joined(value, rawHeaders[i + 1]!)
  }
  // http2 has the host under another name.
  return value === null && name === 'host' ? find(rawHeaders, ':authority') : value
}

function isNamed(name: string, lower: string): boolean {
  return name === lower || (name.length === lower.length && name.toLowerCase() === lower)
}

function joined(value: string | null, more: string): string {
  return value === null ? more : `${value}, ${more}`
}
