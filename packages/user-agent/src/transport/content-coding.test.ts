import { createServer } from 'node:http'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createUserAgent, fetchApp } from '../index.js'
import type { Browser, NodeListener } from '../index.js'
import { contentCodings } from './content-coding.js'
import { close, listen, port } from '../../test/support/targets.js'

const SHORT = Buffer.from('hello')
/** Long enough for the thread pool, also compressed. */
const LONG = Buffer.from(Array.from({ length: 60_000 }, (_, i) => (i * 7919) % 251))
const gzip = promisify(zlib.gzip)

const CASES: readonly (readonly [coding: string, encode: (bytes: Buffer) => Buffer | Promise<Buffer>])[] = [
  ['gzip', (bytes) => zlib.gzipSync(bytes)],
  ['x-gzip', (bytes) => zlib.gzipSync(bytes)],
  ['br', (bytes) => zlib.brotliCompressSync(bytes)],
  ['deflate', (bytes) => zlib.deflateSync(bytes)],
  ['deflate', (bytes) => zlib.deflateRawSync(bytes)],
  ['identity', (bytes) => bytes],
  ['gzip, br', async (bytes) => zlib.brotliCompressSync(await gzip(bytes))],
  ['deflate, gzip', (bytes) => zlib.gzipSync(zlib.deflateRawSync(bytes))],
  ['gzip, identity', (bytes) => zlib.gzipSync(bytes)],
]

let encoded: { coding: string; bytes: Buffer } = { coding: '', bytes: SHORT }
const listener: NodeListener = (_request, response) => {
  response.writeHead(200, { 'content-encoding': encoded.coding })
  // In two parts, so that a stream has to put them together.
  response.write(encoded.bytes.subarray(0, 1))
  setImmediate(() => response.end(encoded.bytes.subarray(1)))
}
const app = fetchApp(
  () => new Response(new Uint8Array(encoded.bytes), { headers: { 'content-encoding': encoded.coding } }),
)
const server = createServer(listener)
let browser: Browser
beforeAll(async () => {
  await listen(server)
  const network = { 'https://node.example': listener, 'https://fetch.example': app }
  browser = createUserAgent({ network })
})
afterAll(async () => {
  await browser.close()
  await close(server)
})

describe.each(['a socket', 'https://node.example', 'https://fetch.example'])('a body from %s', (where) => {
  const get = async (how: string): Promise<Uint8Array> => {
    const origin = where === 'a socket' ? `http://127.0.0.1:${port(server)}` : where
    const response = await browser.page(origin).fetch('/')
    const whole = how === 'whole' ? response : new Response(response.body)
    return new Uint8Array(await whole.arrayBuffer())
  }

  describe.each(['whole', 'as a stream'])('read %s', (how) => {
    test.each(CASES)('is decoded from %s', async (coding, encode) => {
      for (const bytes of [SHORT, LONG]) {
        encoded = { coding, bytes: await encode(bytes) }
        expect(Buffer.from(await get(how)).equals(bytes)).toBe(true)
      }
    })

    test.each(['gzip', 'br', 'deflate', 'gzip, br'])(
      'is empty where it is empty, also with %s',
      async (coding) => {
        encoded = { coding, bytes: Buffer.alloc(0) }
        expect(await get(how)).toHaveLength(0)
      },
    )

    test('passes where its coding is not known', async () => {
      encoded = { coding: 'gzip, zstd', bytes: SHORT }
      expect(await get(how)).toHaveLength(5)
    })

    test('may lack its end', async () => {
      encoded = { coding: 'gzip', bytes: zlib.gzipSync(SHORT).subarray(0, -8) }
      expect(Buffer.from(await get(how)).toString()).toBe('hello')
    })

    test.each(['gzip', 'br', 'deflate', 'gzip, br'])(
      'ends in a TypeError where it is no %s',
      async (coding) => {
        encoded = { coding, bytes: Buffer.from('\x01this is not compressed at all') }
        await expect(get(how)).rejects.toThrow(new TypeError('The body of the response could not be decoded'))
      },
    )
  })

  test('is no longer sent once the stream is cancelled', async () => {
    encoded = { coding: 'gzip', bytes: zlib.gzipSync(LONG) }
    const origin = where === 'a socket' ? `http://127.0.0.1:${port(server)}` : where
    const response = await browser.page(origin).fetch('/')
    const reader = response.body!.getReader()
    await reader.read()
    await reader.cancel()
    expect(await reader.read()).toEqual({ done: true, value: undefined })
  })
})

test.each<[string | null, readonly string[] | null]>([
  [null, null],
  ['', null],
  ['identity', null],
  [' GZIP ,, Br', ['gzip', 'br']],
  ['gzip, nonsense', null],
])('the codings of %j are %j', (value, expected) => {
  expect(contentCodings(value)).toEqual(expected)
})
