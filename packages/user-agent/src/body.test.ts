import { openAsBlob } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createUserAgent, fetchApp, isNetworkError } from './index.js'
import type { NodeListener, PageRequestInit } from './index.js'

const bytes = new TextEncoder().encode('body')
const form = new FormData()
form.append('field', 'value')
form.append('file', new File(['content'], 'name.txt', { type: 'text/plain' }))

async function* generated(): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, 2)
  yield bytes.subarray(2)
}

const echo = fetchApp(async (request) => {
  const headers = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }
  if (request.method === 'OPTIONS') return new Response(null, { headers })
  const { headers: sent } = request
  const type = sent.get('content-type')
  return Response.json({ type, length: sent.get('content-length'), text: await request.text() }, { headers })
})
const echoListener: NodeListener = async (request, response) => {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader('access-control-allow-headers', '*')
  const type = request.headers['content-type'] ?? null
  response.end(JSON.stringify({ type, length: request.headers['content-length'] ?? null, text }))
}
const network = { 'https://fetch.example': echo, 'https://node.example': echoListener }
const browser = createUserAgent({ network, elsewhere: 'closed' })
const page = browser.page('https://app.example/')

afterAll(() => browser.close())

const TEXT = 'text/plain;charset=UTF-8'
const BODIES: readonly (readonly [name: string, body: () => unknown, type: string | null, text: string])[] = [
  ['a string', () => 'body', TEXT, 'body'],
  ['an object, as text', () => ({ toString: () => 'body' }), TEXT, 'body'],
  [
    'URLSearchParams',
    () => new URLSearchParams('a=b c'),
    'application/x-www-form-urlencoded;charset=UTF-8',
    'a=b+c',
  ],
  ['an ArrayBuffer', () => bytes.slice().buffer, null, 'body'],
  ['a Uint8Array', () => bytes, null, 'body'],
  ['a Buffer', () => Buffer.from('body'), null, 'body'],
  ['a DataView', () => new DataView(bytes.buffer, 1, 2), null, 'od'],
  ['a Blob', () => new Blob(['body']), null, 'body'],
  ['a Blob with a type', () => new Blob(['body'], { type: 'text/css' }), 'text/css', 'body'],
  ['a File', () => new File(['body'], 'x', { type: 'a/b' }), 'a/b', 'body'],
]

describe.each(Object.keys(network))('a body sent to %s', (origin) => {
  const post = async (body: unknown, init: object = {}) =>
    (await (await page.fetch(origin, { method: 'POST', body, ...init } as PageRequestInit)).json()) as {
      type: string | null
      length: string | null
      text: string
    }

  test.each(BODIES)('may be %s', async (_name, body, type, text) => {
    expect(await post(body())).toEqual({ type, length: String(text.length), text })
  })

  test('may be FormData', async () => {
    const { type, length, text } = await post(form)
    expect(type).toMatch(/^multipart\/form-data; boundary=/)
    expect(length).toBe(String(text.length))
    expect(text).toContain('filename="name.txt"')
    const read = await new Response(text, { headers: { 'content-type': type! } }).formData()
    expect(read.get('field')).toBe('value')
    expect(await (read.get('file') as File).text()).toBe('content')
  })

  test('may be FormData with names that need care', async () => {
    const odd = new FormData()
    odd.append('a"b\nc', 'one\ntwo')
    odd.append('blob', new Blob(['x']))
    const { text } = await post(odd)
    expect(text).toContain('name="a%22b%0D%0Ac"\r\n\r\none\r\ntwo\r\n')
    expect(text).toContain(
      'name="blob"; filename="blob"\r\nContent-Type: application/octet-stream\r\n\r\nx\r\n',
    )
  })

  test.each([
    ['a ReadableStream', () => ReadableStream.from(generated())],
    ['an async iterable', () => generated()],
  ])('may be %s', async (_name, body) => {
    expect(await post(body(), { duplex: 'half' })).toEqual({ type: null, length: null, text: 'body' })
  })

  test('that streams text is a network error', async () => {
    const asked = post(ReadableStream.from(['text']), { duplex: 'half' })
    expect(isNetworkError(await asked.catch((error: unknown) => error))).toBe(true)
  })

  test('does not change when its bytes do', async () => {
    const mine = new Uint8Array([97, 98])
    const asked = post(mine)
    mine.fill(120)
    expect((await asked).text).toBe('ab')
  })

  test('keeps a Content-Type that was given', async () => {
    expect((await post('x', { headers: { 'content-type': 'text/css' } })).type).toBe('text/css')
  })

  test.each(['blob', 'form'])('that is a %s of a file which has gone is a network error', async (kind) => {
    const directory = await mkdtemp(join(tmpdir(), 'concors-'))
    const path = join(directory, 'file')
    await writeFile(path, 'content')
    const blob = await openAsBlob(path)
    await rm(directory, { recursive: true })
    const body = new FormData()
    body.append('file', blob)
    const error = await post(kind === 'blob' ? blob : body).catch((caught: unknown) => caught)
    expect(isNetworkError(error) && error.failure.values['reason']).toBe('invalid-request')
  })
})

test('a header value that fetch allows and the HTTP library does not is named by its byte', async () => {
  const error = await page
    .fetch('https://node.example', { headers: { accept: 'a\x01' } })
    .catch((e: unknown) => e)
  // A byte below 0x20 needs a preflight in any case; the preflight does not carry it.
  expect(isNetworkError(error)).toBe(true)
  const same = await browser
    .page('https://node.example/')
    .fetch('/', { headers: { 'x-a': 'a\x01' } })
    .catch((e: unknown) => e)
  if (!isNetworkError(same)) throw new Error('expected a NetworkError', { cause: same })
  expect(same.failure.values['detail']).toContain('the value of x-a has the byte 0x01')
})
