import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createUserAgent, fetchApp } from './index.js'
import type { Browser, NodeListener } from './index.js'
import { close, serve } from '../test/support/targets.js'

const BODY = '\ufeff{"a":"é"}'
const TYPE = 'application/json;charset=utf-8'

const listener: NodeListener = (request, response) => {
  response.setHeader('access-control-allow-origin', '*')
  const path = (request.url ?? '').slice(1)
  if (path === 'form') {
    response.setHeader('content-type', 'application/x-www-form-urlencoded')
    response.end('a=b')
  } else if (path === 'none') response.writeHead(204).end()
  else if (path === 'big') response.end(Buffer.alloc(300_000, 'x'))
  else {
    response.setHeader('content-type', TYPE)
    response.end(BODY)
  }
}
const app = fetchApp((request) => {
  const headers = { 'access-control-allow-origin': '*', 'content-type': TYPE }
  const path = new URL(request.url).pathname.slice(1)
  const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
  if (path === 'form') return new Response('a=b', { headers: form })
  if (path === 'none') return new Response(null, { status: 204, headers })
  if (path === 'big') return new Response(new Uint8Array(300_000).fill(120), { headers })
  return new Response(BODY, { headers })
})

let browser: Browser
let stop = async (): Promise<void> => {}
let socketOrigin = ''
beforeAll(async () => {
  const { origin, server } = await serve(listener)
  socketOrigin = origin
  browser = createUserAgent({ network: { 'https://node.example': listener, 'https://fetch.example': app } })
  stop = () => close(server)
})
afterAll(async () => {
  await browser.close()
  await stop()
})

type WithBytes = Response & { bytes(): Promise<Uint8Array> }

describe.each(['a socket', 'https://node.example', 'https://fetch.example'])('a response of %s', (where) => {
  const get = (path = ''): Promise<WithBytes> => {
    const origin = where === 'a socket' ? socketOrigin : where
    return browser.page('http://app.example/').fetch(`${origin}/${path}`) as Promise<WithBytes>
  }
  const bytes = new TextEncoder().encode(BODY)

  test('is what it says', async () => {
    const response = await get('#hash')
    expect(response).toBeInstanceOf(Response)
    expect(response.headers).toBeInstanceOf(Headers)
    expect(response.headers).toBe(response.headers)
    expect(Object.prototype.toString.call(response)).toBe('[object Response]')
    expect({ ...pick(response), url: new URL(response.url).pathname }).toEqual({
      type: 'cors',
      status: 200,
      ok: true,
      redirected: false,
      bodyUsed: false,
      url: '/',
    })
    expect(response.url).not.toContain('#')
    expect(() => response.headers.set('a', 'b')).toThrow(TypeError)
    expect(inspect(response)).toMatch(/^Response \{\n?.*type: 'cors'/s)
    expect(inspect(response.headers)).toContain(`'content-type': '${TYPE}'`)
  })

  test('reads as text and json without the byte order mark', async () => {
    expect(await (await get()).text()).toBe('{"a":"é"}')
    expect(await (await get()).json()).toEqual({ a: 'é' })
  })

  test('reads as bytes of its own', async () => {
    const buffer = await (await get()).arrayBuffer()
    expect(new Uint8Array(buffer)).toEqual(bytes)
    const read = await (await get()).bytes()
    expect(read.constructor).toBe(Uint8Array)
    expect(read.buffer.byteLength).toBe(bytes.byteLength)
  })

  test('reads as a blob of its type, and as a form', async () => {
    const blob = await (await get()).blob()
    expect(blob.type).toBe('application/json;charset=utf-8')
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(bytes)
    expect((await (await get('form')).formData()).get('a')).toBe('b')
    await expect((await get()).formData()).rejects.toThrow()
  })

  test.each(['text', 'json', 'arrayBuffer', 'blob', 'bytes'] as const)(
    'is read once, by %s too',
    async (method) => {
      const response = await get()
      await response[method]()
      expect(response.bodyUsed).toBe(true)
      expect(response.body!.locked).toBe(true)
      await expect(response[method]()).rejects.toThrow(TypeError)
      await expect(response.formData()).rejects.toThrow(TypeError)
      expect(() => response.clone()).toThrow(TypeError)
    },
  )

  test('is not read while somebody else reads it', async () => {
    const response = await get()
    const reader = response.body!.getReader()
    expect(response.bodyUsed).toBe(false)
    await expect(response.text()).rejects.toThrow(/locked/)
    expect(() => response.clone()).toThrow(TypeError)
    await reader.read()
    expect(response.bodyUsed).toBe(true)
    reader.releaseLock()
    await expect(response.text()).rejects.toThrow(TypeError)
  })

  test('is cloned before it is read', async () => {
    const response = await get('big')
    const clone = response.clone()
    expect(clone).toBeInstanceOf(Response)
    expect(clone.url).toBe(response.url)
    const second = clone.clone()
    const texts = await Promise.all([response.text(), clone.text(), second.text()])
    expect(texts.map((text) => text.length)).toEqual([300_000, 300_000, 300_000])
  })

  test('may have no body', async () => {
    const response = await get('none')
    expect(response.body).toBeNull()
    expect(await response.text()).toBe('')
    expect(response.bodyUsed).toBe(false)
    expect(await response.clone().text()).toBe('')
    expect((await response.blob()).size).toBe(0)
  })

  test('streams bytes into a buffer of the reader, to the end', async () => {
    const reader = (await get('big')).body!.getReader({ mode: 'byob' })
    let length = 0
    for (;;) {
      const { done, value } = await reader.read(new Uint8Array(100_000))
      length += value?.byteLength ?? 0
      if (done) break
    }
    expect(length).toBe(300_000)
  })
})

function pick({ type, status, ok, redirected, bodyUsed }: Response) {
  return { type, status, ok, redirected, bodyUsed }
}
