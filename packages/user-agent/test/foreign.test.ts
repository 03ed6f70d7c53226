import { createRequire } from 'node:module'
import { runInNewContext } from 'node:vm'
import { JSDOM } from 'jsdom'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { createUserAgent, fetchApp } from '../src/index.js'

// The types of these libraries want those of a DOM.
const require = createRequire(import.meta.url)

/** What is used of a window. */
interface Classes {
  readonly FormData: typeof FormData
  readonly Blob: typeof Blob
  readonly File: typeof File
  readonly URLSearchParams: typeof URLSearchParams
  readonly AbortController: typeof AbortController
  readonly Headers: typeof Headers
}

const { Window } = require('happy-dom') as {
  Window: new (options: object) => Classes & { Request: typeof Request }
}

const API = 'https://api.example'
const CORS = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }
let release = (): void => {}
const api = fetchApp(async (request) => {
  if (request.url.endsWith('/hold')) await new Promise<void>((resolve) => (release = resolve))
  const headers = { ...CORS, 'x-type': request.headers.get('content-type') ?? '' }
  const exposed = { ...headers, 'access-control-expose-headers': 'x-type' }
  return new Response(request.method === 'OPTIONS' ? null : await request.arrayBuffer(), { headers: exposed })
})
const browser = createUserAgent({ network: { [API]: api } })
const page = browser.page('https://app.example/')
afterEach(() => release())
afterAll(() => browser.close())

async function echo(body: unknown): Promise<readonly [type: string | null, text: string]> {
  const response = await page.fetch(API, { method: 'POST', body: body as string })
  return [response.headers.get('x-type'), await response.text()]
}

const url = 'https://app.example/'
describe.each<[string, Classes]>([
  ['jsdom', new JSDOM('', { url }).window],
  ['happy-dom', new Window({ url })],
])('of %s', (_name, window) => {
  test('a form is sent with its files', async () => {
    const form = new window.FormData()
    form.append('name', 'value')
    form.append('file', new window.File(['content'], 'a.txt', { type: 'text/css' }))
    form.append('blob', new window.Blob(['more']))
    const [type, text] = await echo(form)
    expect(type).toMatch(/^multipart\/form-data; boundary=/)
    expect(text).toContain('name="name"\r\n\r\nvalue\r\n')
    expect(text).toContain('filename="a.txt"\r\nContent-Type: text/css\r\n\r\ncontent\r\n')
    expect(text).toContain('filename="blob"\r\nContent-Type: application/octet-stream\r\n\r\nmore\r\n')
  })

  test('a blob is sent with its type', async () => {
    expect(await echo(new window.Blob(['a', 'b'], { type: 'text/css' }))).toEqual(['text/css', 'ab'])
  })

  test('parameters are sent as a form', async () => {
    expect(await echo(new window.URLSearchParams({ a: 'b' }))).toEqual([
      'application/x-www-form-urlencoded;charset=UTF-8',
      'a=b',
    ])
  })

  test('headers are taken', async () => {
    const headers = new window.Headers({ 'x-a': '1' })
    expect((await page.fetch(API, { headers })).ok).toBe(true)
    expect(browser.requests.at(-1)!.headers['x-a']).toBe('1')
  })

  test('a signal ends a fetch', async () => {
    const controller = new window.AbortController()
    const fetched = page.fetch(`${API}/hold`, { signal: controller.signal })
    controller.abort()
    await expect(fetched).rejects.toMatchObject({ name: 'AbortError' })
  })
})

test('a Request of happy-dom is fetched', async () => {
  const request = new new Window({ url }).Request(API, { method: 'POST', body: 'text' })
  expect(await (await page.fetch(request)).text()).toBe('text')
})

test('bytes of another realm are sent as such', async () => {
  const bytes = runInNewContext('new Uint8Array([104, 105])') as Uint8Array
  expect(await echo(bytes)).toEqual(['', 'hi'])
  expect(await echo(bytes.buffer)).toEqual(['', 'hi'])
})

test('what only looks a little like one of them is sent as its text', async () => {
  class MyFormData extends Map {}
  expect(await echo(new MyFormData())).toEqual(['text/plain;charset=UTF-8', '[object Map]'])
  await expect(page.fetch(API, { signal: { aborted: false } as never })).rejects.toThrow(/no AbortSignal/)
})
