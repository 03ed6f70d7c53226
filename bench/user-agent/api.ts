import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'

/** 1 kB of JSON, as an API answers it. */
export const JSON_1K = JSON.stringify({ readings: 'x'.repeat(1000) })

const GZIPPED = gzipSync(JSON_1K)

const HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'PUT',
  'access-control-allow-headers': 'content-type',
  'access-control-max-age': '600',
  'content-type': 'application/json',
}

/** The API that every variant asks, as a node listener. */
export function answer(request: IncomingMessage, response: ServerResponse): void {
  if (request.method === 'OPTIONS') response.writeHead(204, HEADERS).end()
  else if (request.url === '/gzip') {
    response
      .writeHead(200, { ...HEADERS, 'content-encoding': 'gzip', 'content-length': GZIPPED.length })
      .end(GZIPPED)
  } else response.writeHead(200, { ...HEADERS, 'content-length': JSON_1K.length }).end(JSON_1K)
}

/** The same as a Fetch app. */
export function answerFetch(request: Request): Response {
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: HEADERS })
  return new Response(JSON_1K, { headers: HEADERS })
}
