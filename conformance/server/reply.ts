import { deflateSync, gzipSync } from 'node:zlib'
import type { Reply } from '../scenarios/scenario.js'

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

/** The bytes of an answer, and whether the connection ends with it. */
export function replyBytes(reply: Reply, method: string): { bytes: Buffer; last: boolean } {
  if (reply.raw !== undefined) return { bytes: Buffer.from(reply.raw, 'latin1'), last: true }
  const { status = 200, reason = status === 200 ? 'OK' : 'Reason', noLength = false, encoding } = reply
  const body = encodedBody(reply)
  const given = reply.headers ?? []
  const names = new Set(given.map(([name]) => name.toLowerCase()))
  const hasBody = status >= 200 && status !== 204 && status !== 304
  const headers = [...given]
  if (encoding !== undefined) headers.push(['Content-Encoding', encoding])
  if (hasBody && !noLength && !names.has('content-length'))
    headers.push(['Content-Length', String(body.length)])
  // No HTTP cache is modelled: nothing may be kept, unless the scenario says so.
  if (!names.has('cache-control')) headers.push(['Cache-Control', 'no-store'])
  if (noLength) headers.push(['Connection', 'close'])
  const head = [`HTTP/1.1 ${status} ${reason}`, ...headers.map(([name, value]) => `${name}: ${value}`)]
  const bytes = Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1')
  return { bytes: hasBody && method !== 'HEAD' ? Buffer.concat([bytes, body]) : bytes, last: noLength }
}

function encodedBody({ body = '', size, image = false, encoding }: Reply): Buffer {
  const plain = image ? PIXEL : size === undefined ? Buffer.from(body) : Buffer.alloc(size, 'x')
  if (encoding === 'gzip') return gzipSync(plain)
  return encoding === 'deflate' ? deflateSync(plain) : plain
}
