import { describe, expect, test, vi } from 'vitest'
import { createUserAgent, fetchApp } from './index.js'
import type { Browser, EventSource, PageRequestInit, XmlHttpRequest } from './index.js'

const APP = 'https://app.example'
const API = 'https://api.example'
const SHARED = { 'access-control-allow-origin': APP }

interface Mock {
  readonly browser: Browser
  /** What the app was asked. */
  readonly asked: string[]
  readonly fetch: (path?: string, init?: PageRequestInit) => Promise<Response>
}

/** An app that answers everything but OPTIONS with these headers. */
function mock(
  headers: Readonly<Record<string, string>>,
  answer?: (request: Request) => Response | null,
): Mock {
  const asked: string[] = []
  const app = fetchApp(async (request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname} ${await request.clone().text()}`.trim())
    const given = answer?.(request)
    if (given) return given
    if (request.method === 'OPTIONS') return new Response(null, { status: 404 })
    return new Response('hello', { headers })
  })
  const browser = createUserAgent({ network: { '*': app } })
  browser.inferPreflights = () => true
  const page = browser.page(`${APP}/`)
  return {
    browser,
    asked,
    fetch: (path = '/', init = {}) => page.fetch(`${API}${path}`, init as RequestInit),
  }
}

const codes = ({ browser }: Mock): string[] => browser.rejections.map(({ failure }) => failure.code)
const PUT_JSON = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{}' }

describe('a preflight that is inferred', () => {
  test('is not sent, and is judged by what the response says', async () => {
    const { browser, asked, fetch } = mock(SHARED)
    expect(await (await fetch('/', PUT_JSON)).text()).toBe('hello')
    expect(asked).toEqual(['PUT / {}'])
    expect(browser.requests.map(({ kind, method }) => `${kind} ${method}`)).toEqual([
      'preflight OPTIONS',
      'request PUT',
    ])
  })

  test.each<[string, Readonly<Record<string, string>>, PageRequestInit, string]>([
    ['shares nothing', {}, PUT_JSON, 'preflight-missing-allow-origin-header'],
    [
      'shares with another',
      { 'access-control-allow-origin': 'https://b.example' },
      PUT_JSON,
      'preflight-allow-origin-mismatch',
    ],
    [
      'allows other methods',
      { ...SHARED, 'access-control-allow-methods': 'PATCH' },
      PUT_JSON,
      'method-disallowed-by-preflight-response',
    ],
    [
      'allows other headers',
      { ...SHARED, 'access-control-allow-headers': 'x-a' },
      PUT_JSON,
      'header-disallowed-by-preflight-response',
    ],
    [
      'does not allow credentials',
      SHARED,
      { ...PUT_JSON, credentials: 'include' },
      'preflight-invalid-allow-credentials',
    ],
    ['shares nothing, also without a preflight', {}, {}, 'missing-allow-origin-header'],
  ])('of a response that %s is refused', async (_what, headers, init, code) => {
    const mocked = mock(headers)
    await expect(mocked.fetch('/', init)).rejects.toThrow(TypeError)
    expect(codes(mocked)).toEqual([code])
    expect(mocked.asked).toHaveLength(1)
  })

  test('allows what it names', async () => {
    const headers = {
      ...SHARED,
      'access-control-allow-methods': 'PUT',
      'access-control-allow-headers': 'content-type',
      'access-control-allow-credentials': 'true',
    }
    expect((await mock(headers).fetch('/', { ...PUT_JSON, credentials: 'include' })).ok).toBe(true)
  })

  test('goes before each hop of a redirect', async () => {
    const mocked = mock(SHARED, ({ url }) =>
      url.endsWith('/from')
        ? new Response(null, { status: 307, headers: { ...SHARED, location: '/to' } })
        : null,
    )
    expect((await mocked.fetch('/from', PUT_JSON)).url).toBe(`${API}/to`)
    expect(mocked.asked).toEqual(['PUT /from {}', 'PUT /to {}'])
    expect(mocked.browser.requests.map(({ method }) => method)).toEqual(['OPTIONS', 'PUT', 'OPTIONS', 'PUT'])
  })

  test('is cached like any other', async () => {
    const mocked = mock({ ...SHARED, 'access-control-max-age': '60' })
    await mocked.fetch('/', PUT_JSON)
    await mocked.fetch('/', PUT_JSON)
    expect(mocked.browser.requests.map(({ method }) => method)).toEqual(['OPTIONS', 'PUT', 'PUT'])
  })

  test('stores cookies only of what is allowed to be sent', async () => {
    const cookie = { 'set-cookie': 'a=1; SameSite=None; Secure' }
    const refused = mock({ ...SHARED, ...cookie, 'access-control-allow-methods': 'PATCH' })
    await expect(refused.fetch('/', { method: 'PUT', credentials: 'include' })).rejects.toThrow(TypeError)
    expect(refused.browser.cookies.get(API)).toBe('')
    const allowed = mock({ ...SHARED, ...cookie, 'access-control-allow-credentials': 'true' })
    await allowed.fetch('/', { method: 'PUT', credentials: 'include' })
    expect(allowed.browser.cookies.get(API)).toBe('a=1')
  })

  test('is sent where the browser is told so', async () => {
    const mocked = mock(SHARED, ({ method, url }) =>
      method === 'OPTIONS' && url.endsWith('/sent')
        ? new Response(null, { headers: { ...SHARED, 'access-control-allow-methods': 'PUT' } })
        : null,
    )
    mocked.browser.inferPreflights = ({ pathname }) => pathname !== '/sent'
    await mocked.fetch('/sent', { method: 'PUT' })
    await mocked.fetch('/inferred', { method: 'PUT' })
    expect(mocked.asked).toEqual(['OPTIONS /sent', 'PUT /sent', 'PUT /inferred'])
    mocked.browser.inferPreflights = null
    await expect(mocked.fetch('/other', { method: 'PUT' })).rejects.toThrow(TypeError)
    expect(codes(mocked)).toEqual(['preflight-missing-allow-origin-header'])
  })

  test('of a server without an answer is allowed, and the request fails', async () => {
    const mocked = mock(SHARED, () => {
      throw new Error('boom')
    })
    await expect(mocked.fetch('/', PUT_JSON)).rejects.toThrow(TypeError)
    expect(codes(mocked)).toEqual(['network-failure'])
  })
})

test('a body that is not read after all is cancelled', async () => {
  let cancelled = false
  const mocked = mock({}, () => {
    const stream = new ReadableStream({
      pull: () => new Promise(() => {}),
      cancel: () => void (cancelled = true),
    })
    return new Response(stream, { headers: { ...SHARED, 'access-control-allow-methods': 'PATCH' } })
  })
  await expect(mocked.fetch('/', { method: 'PUT' })).rejects.toThrow(TypeError)
  expect(cancelled).toBe(true)
})

test('an app is taken away again, unless another took its place', async () => {
  const browser = createUserAgent({ elsewhere: 'closed' })
  const page = browser.page(API)
  const say = (text: string) => fetchApp(() => new Response(text))
  const outcome = async (): Promise<string> => (await page.inspect('/')).response?.text() ?? 'nothing'
  const first = browser.mount(API, say('first'))
  const everywhere = browser.mount('*', say('everywhere'))
  expect(await outcome()).toBe('first')
  first()
  expect(await outcome()).toBe('everywhere')
  browser.mount('*', say('another'))
  everywhere()
  expect(await outcome()).toBe('another')
})

describe('browser.inferPreflights', () => {
  const JSON_BLOB = new Blob(['{}'], { type: 'application/json' })

  test.each<[how: string, hook: () => boolean | Promise<boolean>]>([
    [
      'throws',
      () => {
        throw new Error('hook')
      },
    ],
    ['rejects', async () => Promise.reject(new Error('hook'))],
  ])('that %s is a failure of the preflight, whoever sends the request', async (_, hook) => {
    const { browser, asked, fetch } = mock(SHARED)
    browser.inferPreflights = hook
    const page = browser.page(`${APP}/`)
    await expect(fetch('/', PUT_JSON)).rejects.toMatchObject({
      name: 'TypeError',
      message: 'Failed to fetch',
    })
    page.sendBeacon(`${API}/`, JSON_BLOB)
    const xhr = new page.XMLHttpRequest() as unknown as XmlHttpRequest
    const failed = new Promise((resolve) => xhr.addEventListener('error', resolve))
    xhr.open('PUT', `${API}/`)
    xhr.send()
    await failed
    await vi.waitFor(() => expect(browser.rejections).toHaveLength(3))
    for (const { failure } of browser.rejections) {
      expect([failure.code, failure.values['detail']]).toEqual([
        'preflight-network-failure',
        'browser.inferPreflights threw Error: hook',
      ])
    }
    expect(asked).toEqual([])
    // Without a preflight nobody asks the hook.
    const source = new (page.EventSource as unknown as new (url: string) => EventSource)(`${API}/`)
    await new Promise((resolve) => source.addEventListener('error', resolve))
    expect([source.readyState, asked]).toEqual([2, ['GET /']])
  })

  test.each([true, 'yes', {}])('takes functions only, not %j', (value) => {
    const { browser } = mock(SHARED)
    expect(() => (browser.inferPreflights = value as never)).toThrow(
      `browser.inferPreflights is a function of a URL, or null, not ${JSON.stringify(value)}`,
    )
  })
})
