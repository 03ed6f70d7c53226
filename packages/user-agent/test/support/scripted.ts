import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'

/** A request as every kind of server can describe it. */
export interface Incoming {
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

export interface Answer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array | null
  /** Sent after the body, each on its own. */
  readonly chunks: readonly Uint8Array[]
}

/** What a URL can ask a scripted server for. */
export interface Script {
  readonly status?: number
  readonly headers?: readonly (readonly [name: string, value: string])[]
  readonly text?: string
  readonly gzip?: boolean
  /** How many chunks of 1 kB follow. */
  readonly chunks?: number
  /** The body says what came. */
  readonly echo?: boolean
}

/** What a server says that it was asked, with `echo`. */
export interface Echo {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly length: number
  readonly sha256: string
}

/** The path that makes a scripted server answer so: to `OPTIONS` by the second script, else by the first. */
export function scripted(script: Script, options: Script = {}): string {
  return `/scripted?${new URLSearchParams({ script: JSON.stringify(script), options: JSON.stringify(options) })}`
}

/** The one behaviour that all servers of the suite have; each puts it in its framework's own words. */
export function answer({ method, path, headers, body }: Incoming): Answer {
  const { searchParams } = new URL(path, 'http://any.example')
  const script = JSON.parse(searchParams.get(method === 'OPTIONS' ? 'options' : 'script') ?? '{}') as Script
  const sent = [...(script.headers ?? [])]
  let bytes = new TextEncoder().encode(script.text ?? '')
  if (script.echo === true) {
    const sha256 = createHash('sha256').update(body).digest('hex')
    const echo: Echo = { method, headers, length: body.byteLength, sha256 }
    bytes = new TextEncoder().encode(JSON.stringify(echo))
    sent.push(['content-type', 'application/json'])
  }
  if (script.gzip === true) {
    bytes = new Uint8Array(gzipSync(bytes))
    sent.push(['content-encoding', 'gzip'])
  }
  const chunks = Array.from({ length: script.chunks ?? 0 }, () => new Uint8Array(1024).fill(97))
  const status = script.status ?? 200
  return { status, headers: sent, body: status === 204 ? null : bytes, chunks }
}

/** The chunks one after another, each in a turn of its own. */
export async function* streamed({ body, chunks }: Answer): AsyncGenerator<Uint8Array> {
  if (body !== null && body.byteLength > 0) yield body
  for (const chunk of chunks) {
    await new Promise((resolve) => setImmediate(resolve))
    yield chunk
  }
}
