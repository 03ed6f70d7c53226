import { createRequire } from 'node:module'
import { JSDOM } from 'jsdom'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { createUserAgent, fetchApp } from '../src/index.js'
import type { XmlHttpRequest } from '../src/index.js'

// The types of these libraries want those of a DOM.
const require = createRequire(import.meta.url)

const APP = 'https://app.example/'
const API = 'https://api.example'

/** Allows reading, JSON and two methods, and shows one header; `/closed` allows nothing, `/slow` never answers. */
const api = fetchApp(async (request) => {
  const { pathname } = new URL(request.url)
  if (pathname === '/closed') return Response.json({ secret: true })
  const headers = {
    'access-control-allow-origin': new URL(APP).origin,
    'access-control-allow-credentials': 'true',
    'access-control-allow-headers': 'content-type, x-requested-with',
    'access-control-allow-methods': 'PUT',
    'access-control-expose-headers': 'x-total',
    'x-total': '2',
    'x-hidden': '1',
  }
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers })
  if (pathname === '/slow') await new Promise<void>(() => {})
  if (pathname === '/missing') return Response.json({ error: 'none' }, { status: 404, headers })
  if (pathname === '/feed') {
    return new Response('<feed><title>é</title></feed>', {
      headers: { ...headers, 'content-type': 'text/xml' },
    })
  }
  return Response.json({ method: request.method, body: await request.text() }, { headers })
})
const { window } = new JSDOM('', { url: APP })
const browser = createUserAgent({ network: { [API]: api }, elsewhere: 'closed' })
const page = browser.page(APP, { window })
afterAll(() => browser.close())
afterEach(() => browser.clear())

const methods = (): string[] => browser.requests.map(({ method }) => method)

describe('axios, by its adapter for XMLHttpRequest', async () => {
  vi.stubGlobal('XMLHttpRequest', page.XMLHttpRequest)
  const { default: axios } = await import('axios')
  const client = axios.create({ adapter: 'xhr', baseURL: API })

  test('reads JSON and the headers that a page may see', async () => {
    const response = await client.get<unknown>('/items', { params: { page: 2 } })
    expect(response.data).toEqual({ method: 'GET', body: '' })
    expect(response.headers['x-total']).toBe('2')
    expect(response.headers).not.toHaveProperty('x-hidden')
    expect(browser.requests[0]!.url).toBe(`${API}/items?page=2`)
  })

  test('sends JSON after a preflight, once for two requests', async () => {
    const response = await client.put<unknown>('/items', { a: 1 })
    expect(response.data).toEqual({ method: 'PUT', body: '{"a":1}' })
    expect(methods()).toEqual(['OPTIONS', 'PUT'])
  })

  test('sends cookies where it is told to', async () => {
    browser.cookies.set(API, 'a=1; SameSite=None; Secure')
    await client.get('/items', { withCredentials: true })
    expect(browser.requests.at(-1)!.headers['cookie']).toBe('a=1')
  })

  test('is told of a status that is an error', async () => {
    await expect(client.get('/missing')).rejects.toMatchObject({
      response: { status: 404, data: { error: 'none' } },
    })
  })

  test('gets a network error and no reason, which the request has', async () => {
    const error = await client.get('/closed').catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'ERR_NETWORK', message: 'Network Error' })
    expect(error).not.toHaveProperty('response')
    const { networkError } = (error as { request: XmlHttpRequest }).request
    expect(networkError!.failure.code).toBe('missing-allow-origin-header')
  })

  test('is refused a method that the preflight does not allow', async () => {
    const error = await client.delete('/items').catch((caught: unknown) => caught)
    const { networkError } = (error as { request: XmlHttpRequest }).request
    expect(networkError!.failure.code).toBe('method-disallowed-by-preflight-response')
    expect(methods()).toEqual(['OPTIONS'])
  })

  test('gives up after its timeout, and by a signal', async () => {
    await expect(client.get('/slow', { timeout: 5 })).rejects.toMatchObject({ code: 'ECONNABORTED' })
    const controller = new AbortController()
    const aborted = client.get('/slow', { signal: controller.signal })
    controller.abort()
    await expect(aborted).rejects.toMatchObject({ code: 'ERR_CANCELED' })
  })

  test('tells of progress, for which an upload needs a preflight', async () => {
    const uploaded: (number | undefined)[] = []
    const downloaded: number[] = []
    await client.post('/items', 'plain', {
      headers: { 'content-type': 'text/plain' },
      onUploadProgress: ({ loaded, total }) => uploaded.push(loaded, total),
      onDownloadProgress: ({ loaded }) => downloaded.push(loaded),
    })
    expect(uploaded).toContain(5)
    expect(downloaded.at(-1)).toBeGreaterThan(0)
    expect(methods()).toEqual(['OPTIONS', 'POST'])
  })

  test('takes a form', async () => {
    const form = new FormData()
    form.append('name', 'value')
    const response = await client.post<{ body: string }>('/items', form)
    expect(response.data.body).toContain('name="name"\r\n\r\nvalue')
  })
})

interface Ajax {
  (settings: object): PromiseLike<unknown>
}

interface JqXhr {
  readonly status: number
  readonly statusText: string
  readonly responseText: string
  getResponseHeader(name: string): string | null
}

describe('jQuery.ajax', () => {
  const { jQueryFactory } = require('jquery/factory') as {
    jQueryFactory: (window: object) => { ajax: Ajax }
  }
  Object.assign(window, { XMLHttpRequest: page.XMLHttpRequest })
  const { ajax } = jQueryFactory(window)

  /** What `$.ajax` rejects with: no Error, and a promise itself. */
  const failed = (settings: object): Promise<Pick<JqXhr, 'status' | 'statusText' | 'responseText'>> =>
    new Promise((resolve) =>
      ajax(settings).then(undefined, ({ status, statusText, responseText }: JqXhr) =>
        resolve({ status, statusText, responseText }),
      ),
    )

  test('reads JSON and the headers that a page may see', async () => {
    let total: (string | null)[] = []
    const data = await ajax({
      url: `${API}/items`,
      success: (_data: unknown, _status: string, jqXhr: JqXhr) =>
        (total = [jqXhr.getResponseHeader('X-Total'), jqXhr.getResponseHeader('X-Hidden')]),
    })
    expect(data).toEqual({ method: 'GET', body: '' })
    expect(total).toEqual(['2', null])
    expect(methods()).toEqual(['GET'])
  })

  test('reads a document', async () => {
    const feed = (await ajax({ url: `${API}/feed` })) as { documentElement: { textContent: string } }
    expect(feed.documentElement.textContent).toBe('é')
  })

  test('sends JSON after a preflight', async () => {
    const settings = { method: 'PUT', contentType: 'application/json', data: '{"a":1}' }
    expect(await ajax({ url: `${API}/items`, ...settings })).toEqual({ method: 'PUT', body: '{"a":1}' })
    expect(methods()).toEqual(['OPTIONS', 'PUT'])
  })

  test('sends cookies where it is told to', async () => {
    browser.cookies.set(API, 'a=1; SameSite=None; Secure')
    await ajax({ url: `${API}/items`, xhrFields: { withCredentials: true } })
    expect(browser.requests.at(-1)!.headers['cookie']).toBe('a=1')
  })

  test('is told of a status that is an error, and of no answer only that', async () => {
    expect(await failed({ url: `${API}/missing` })).toMatchObject({
      status: 404,
      responseText: '{"error":"none"}',
    })
    expect(await failed({ url: `${API}/closed` })).toMatchObject({ status: 0, statusText: 'error' })
    expect(await failed({ url: `${API}/slow`, timeout: 5 })).toMatchObject({
      status: 0,
      statusText: 'timeout',
    })
  })

  test('is refused a header that the preflight does not allow', async () => {
    expect(await failed({ url: `${API}/items`, headers: { 'x-other': '1' } })).toMatchObject({ status: 0 })
    expect(methods()).toEqual(['OPTIONS'])
  })
})

test('a document goes out as HTML or XML, and comes back as one', async () => {
  const { DOMParser, XMLSerializer } = window
  const parse = (text: string, type: string): unknown => new DOMParser!().parseFromString(text, type)
  const send = async (body: unknown, type: string): Promise<XmlHttpRequest> => {
    const xhr = new page.XMLHttpRequest() as unknown as XmlHttpRequest
    xhr.open('POST', `${API}/items`)
    xhr.responseType = 'document'
    xhr.overrideMimeType(type)
    const end = new Promise((resolve) => (xhr.onloadend = resolve))
    xhr.send(body)
    await end
    return xhr
  }
  expect(XMLSerializer).toBeDefined()
  const html = await send(parse('<p>é', 'text/html'), 'text/html')
  expect(browser.requests.at(-1)!.headers['content-type']).toBe('text/html;charset=UTF-8')
  expect((html.response as { body: { textContent: string } }).body.textContent).toContain('é')
  const xml = await send(parse('<a>é</a>', 'application/xml'), 'application/xml')
  expect(browser.requests.at(-1)!.headers['content-type']).toBe('application/xml;charset=UTF-8')
  // What came is JSON, and so no XML.
  expect(xml.responseXML).toBeNull()
})
