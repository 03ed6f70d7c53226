import { createServer } from 'node:http'
import { http, HttpResponse, passthrough } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { enforceCors } from '../src/msw.js'
import type { EnforcedCors, EnforceOptions } from '../src/msw.js'

const APP = 'https://app.example.com'
const API = 'https://api.example.com'
const shared = { 'access-control-allow-origin': APP, 'access-control-allow-headers': 'content-type' }

const bare = http.get(`${API}/bare`, () => HttpResponse.json({ temperature: 21 }))
const cors = http.get(`${API}/shared`, () => HttpResponse.json({ temperature: 21 }, { headers: shared }))
const server = setupServer(
  bare,
  cors,
  http.post(`${API}/shared`, async ({ request }) =>
    HttpResponse.json(await request.json(), { headers: shared }),
  ),
  http.put(`${API}/shared`, () =>
    HttpResponse.text('saved', { headers: { ...shared, 'access-control-allow-methods': 'GET' } }),
  ),
  http.get(`${API}/cookie`, ({ cookies }) =>
    HttpResponse.json(cookies, { headers: { ...shared, 'access-control-allow-credentials': 'true' } }),
  ),
  http.get(
    `${API}/from`,
    () => new HttpResponse(null, { status: 302, headers: { ...shared, location: '/shared' } }),
  ),
  http.get(`${API}/error`, () => HttpResponse.error()),
)
const native = globalThis.fetch
let events: string[] = []
server.events.on('request:start', ({ request }) => void events.push(request.method))

let enforced: EnforcedCors | null = null
function enforce(options: EnforceOptions = {}): EnforcedCors {
  enforced = enforceCors(server, { page: `${APP}/`, ...options })
  return enforced
}

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(async () => {
  await enforced?.stop()
  enforced = null
  events = []
  server.resetHandlers()
})
afterAll(() => server.close())

const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' }

describe('a mock server by itself', () => {
  test('answers across origins what no browser would hand over', async () => {
    expect(await (await fetch(`${API}/bare`)).json()).toEqual({ temperature: 21 })
  })
})

describe('with CORS enforced', () => {
  test('an answer without CORS headers is refused, with the reason', async () => {
    const { rejections } = enforce()
    await expect(fetch(`${API}/bare`)).rejects.toThrow('Failed to fetch')
    expect(rejections).toEqual([])
    expect(enforced!.rejections.map(({ failure }) => failure.code)).toEqual(['missing-allow-origin-header'])
    expect(events).toEqual(['GET'])
  })

  test('one with them is handed over, with the headers that a page sees', async () => {
    enforce()
    const response = await fetch(`${API}/shared`)
    expect(await response.json()).toEqual({ temperature: 21 })
    expect([response.type, response.headers.has('access-control-allow-origin')]).toEqual(['cors', false])
  })

  test('handlers answer a page of their own origin without any', async () => {
    enforce({ page: `${API}/` })
    expect((await fetch('/bare')).type).toBe('basic')
  })

  test('XMLHttpRequest goes the same way', async () => {
    const { page } = enforce()
    const { XMLHttpRequest } = globalThis as unknown as { XMLHttpRequest: unknown }
    expect(XMLHttpRequest).toBe(page.XMLHttpRequest)
  })

  test('it can be switched off and on', async () => {
    const { off, on } = enforce()
    off()
    expect((await fetch(`${API}/bare`)).ok).toBe(true)
    on()
    await expect(fetch(`${API}/bare`)).rejects.toThrow(TypeError)
  })

  test('redirects, cookies and errors are the handlers’', async () => {
    const { browser } = enforce()
    expect((await fetch(`${API}/from`)).url).toBe(`${API}/shared`)
    browser.cookies.set(API, 'session=1; SameSite=None; Secure')
    expect(await (await fetch(`${API}/cookie`, { credentials: 'include' })).json()).toEqual({ session: '1' })
    await expect(fetch(`${API}/error`)).rejects.toThrow('Failed to fetch')
    expect(enforced!.rejections).toEqual([])
  })

  test('handlers that tests add count', async () => {
    enforce()
    server.use(http.get(`${API}/bare`, () => HttpResponse.text('now', { headers: shared })))
    expect(await (await fetch(`${API}/bare`)).text()).toBe('now')
  })
})

describe('a preflight', () => {
  test('is answered with the headers of the handler, which is asked once', async () => {
    const { browser } = enforce()
    expect(await (await fetch(`${API}/shared`, json)).json()).toEqual({ a: 1 })
    expect(events).toEqual(['POST'])
    expect(browser.requests.map(({ method }) => method)).toEqual(['OPTIONS', 'POST'])
  })

  test('is refused by what they say', async () => {
    enforce()
    await expect(fetch(`${API}/shared`, { method: 'PUT' })).rejects.toThrow(TypeError)
    expect(enforced!.rejections[0]!.failure.code).toBe('method-disallowed-by-preflight-response')
  })

  test('goes to a handler for OPTIONS where there is one', async () => {
    enforce()
    server.use(
      http.options(
        `${API}/shared`,
        () => new HttpResponse(null, { headers: { ...shared, 'access-control-allow-headers': 'x-a' } }),
      ),
    )
    await expect(fetch(`${API}/shared`, json)).rejects.toThrow(TypeError)
    expect(enforced!.rejections[0]!.failure.code).toBe('header-disallowed-by-preflight-response')
    expect(events).toEqual(['OPTIONS'])
  })

  test('always goes to handlers where that is wanted', async () => {
    enforce({ preflight: 'handlers' })
    server.use(
      http.all(`${API}/*`, ({ request }) =>
        request.method === 'OPTIONS' ? new HttpResponse(null, { headers: shared }) : undefined,
      ),
    )
    expect(await (await fetch(`${API}/shared`, json)).json()).toEqual({ a: 1 })
    expect(events).toEqual(['OPTIONS', 'POST'])
  })
})

describe('what no handler answers', () => {
  test('fails as msw is told', async () => {
    enforce()
    await expect(fetch(`${API}/unhandled`)).rejects.toThrow(TypeError)
    expect(enforced!.browser.rejections[0]!.failure.code).toBe('network-failure')
  })

  test('is passed through to the network, and judged all the same', async () => {
    const real = createServer((request, response) => {
      response.setHeader('content-encoding', 'gzip')
      if (request.url === '/shared') response.setHeader('access-control-allow-origin', '*')
      // Ten bytes of head and an empty block: gzip of nothing.
      response.end(Buffer.from('H4sIAAAAAAAAA8tIzcnJBwCGphA2BQAAAA==', 'base64'))
    })
    await new Promise<void>((resolve) => real.listen(0, '127.0.0.1', resolve))
    const address = real.address() as { port: number }
    const origin = `http://127.0.0.1:${address.port}`
    server.use(http.get(`${origin}/*`, () => passthrough()))
    enforce({ page: 'http://app.example.com/' })
    expect(await (await fetch(`${origin}/shared`)).text()).toBe('hello')
    await expect(fetch(`${origin}/bare`)).rejects.toThrow(TypeError)
    expect(enforced!.rejections[0]!.failure.code).toBe('missing-allow-origin-header')
    await new Promise((resolve) => real.close(resolve))
  })
})

describe('stopping', () => {
  test('leaves the mock server as it was', async () => {
    const mocked = globalThis.fetch
    const { stop } = enforce()
    expect(globalThis.fetch).not.toBe(mocked)
    await stop()
    expect(globalThis.fetch).toBe(mocked)
    expect('XMLHttpRequest' in globalThis).toBe(false)
    expect((await fetch(`${API}/bare`)).ok).toBe(true)
  })

  test('after the mock server was closed puts nothing of it back', async () => {
    const { stop } = enforce()
    server.close()
    expect(globalThis.fetch).toBe(native)
    await stop()
    expect(globalThis.fetch).toBe(native)
    server.listen({ onUnhandledRequest: 'error' })
  })
})

describe('enforceCors refuses', () => {
  test.each<[string, unknown, object, RegExp]>([
    ['what is no mock server', {}, {}, /^enforceCors: expected what setupServer\(\)/],
    ['nothing', undefined, {}, /^enforceCors: expected what setupServer\(\)/],
    ['no page', server, {}, /^enforceCors: say where the page is: enforceCors\(server, \{ page:/],
    [
      'a page that is no URL',
      server,
      { page: 'app' },
      /^enforceCors: browser.page: page "app" is no URL; write it whole/,
    ],
    [
      'an unknown option',
      server,
      { page: APP, preflights: 'auto' },
      /^enforceCors: createUserAgent: unknown option "preflights"/,
    ],
    [
      'an unknown way to preflight',
      server,
      { page: APP, preflight: 'never' },
      /preflight is one of auto, handlers, not "never"/,
    ],
  ])('%s', (_what, given, options, message) => {
    expect(() => enforceCors(given as typeof server, options)).toThrow(message)
  })

  test('a server that does not listen', () => {
    server.close()
    expect(() => enforceCors(server, { page: APP })).toThrow(/does not listen; call server.listen\(\) before/)
    server.listen({ onUnhandledRequest: 'error' })
  })
})
