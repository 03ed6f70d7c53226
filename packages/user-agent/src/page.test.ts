import { createHash } from 'node:crypto'
import { afterAll, describe, expect, test } from 'vitest'
import { createUserAgent, fetchApp, isNetworkError } from './index.js'
import type { Page, PageRequestInit } from './index.js'

const SITE = 'https://api.example'
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': '*',
  'access-control-allow-headers': '*',
}
let release = (): void => {}
const app = fetchApp(async (request) => {
  const path = new URL(request.url).pathname
  if (path === '/slow' && request.method !== 'OPTIONS')
    await new Promise<void>((resolve) => (release = resolve))
  if (path === '/later') await new Promise((resolve) => setTimeout(resolve, 50))
  if (path === '/broken') {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) })
    return new Response(body, { headers: CORS })
  }
  if (path === '/empty') return new Response(null, { headers: CORS })
  return new Response('hello', { headers: { ...CORS, 'content-length': '5' } })
})
const browser = createUserAgent({ network: { [SITE]: app }, elsewhere: 'closed' })
afterAll(() => browser.close())

const lastHeaders = (): Readonly<Record<string, string>> => browser.requests.at(-1)!.headers

async function codeOf(page: Page, url: string, init?: PageRequestInit): Promise<string> {
  const error = await page.fetch(url, init as RequestInit).catch((caught: unknown) => caught)
  return isNetworkError(error) ? error.failure.code : `no failure: ${String(error)}`
}

describe('a page', () => {
  test.each([
    ['https://app.example/a?b#c', {}, 'https://app.example'],
    ['https://app.example/', { sandboxed: true }, 'null'],
    ['data:text/html,hello', {}, 'null'],
    ['about:blank', {}, 'null'],
    ['http://[::1]:8080/', {}, 'http://[::1]:8080'],
  ])('at %s with %j has the origin %s', async (url, options, origin) => {
    const page = browser.page(url, options)
    expect(page.origin).toBe(origin)
    expect(page.url).toBe(url)
    await page.fetch(SITE)
    expect(lastHeaders()['origin']).toBe(origin)
  })

  test('that is opaque is of no site, its own included', async () => {
    const sandboxed = browser.page(`${SITE}/`, { sandboxed: true })
    expect((await sandboxed.fetch('/')).type).toBe('cors')
    expect(await codeOf(sandboxed, '/', { mode: 'same-origin' })).toBe('disallowed-by-mode')
    expect(lastHeaders()['sec-fetch-site']).toBe('cross-site')
  })

  test('fetches data: URLs, and no other local ones', async () => {
    const page = browser.page('https://app.example/')
    const response = await page.fetch('data:text/css;charset=utf-8,a%20b')
    expect(response).toMatchObject({ type: 'basic', status: 200, statusText: 'OK' })
    expect(response.headers.get('content-type')).toBe('text/css;charset=utf-8')
    expect(await response.text()).toBe('a b')
    expect(await new Response((await page.fetch('data:,x')).body).text()).toBe('x')
    expect(await codeOf(page, 'blob:https://app.example/0')).toMatch(/scheme/)
    const ofNode = URL.createObjectURL(new Blob(['x']))
    for (const mode of ['cors', 'no-cors', 'same-origin'] as const) {
      expect(await codeOf(browser.page('http://app.example/'), ofNode, { mode })).not.toMatch(/^no failure/)
    }
    URL.revokeObjectURL(ofNode)
    expect(await codeOf(page, 'file:///etc/hosts')).toMatch(/scheme/)
    expect(await codeOf(page, 'data:nonsense')).toBe('unsupported-scheme')
  })

  test('names where it comes from as its policy says', async () => {
    const at = (options: object) => browser.page('https://app.example/a?b', options)
    await at({}).fetch(SITE)
    expect(lastHeaders()['referer']).toBe('https://app.example/')
    await at({ referrerPolicy: 'no-referrer' }).fetch(SITE)
    expect(lastHeaders()).not.toHaveProperty('referer')
    await at({}).fetch(SITE, { referrerPolicy: 'unsafe-url' })
    expect(lastHeaders()['referer']).toBe('https://app.example/a?b')
    await at({}).fetch(SITE, { referrer: '/other', referrerPolicy: 'unsafe-url' })
    expect(lastHeaders()['referer']).toBe('https://app.example/other')
    await at({}).fetch(SITE, { referrer: '' })
    expect(lastHeaders()).not.toHaveProperty('referer')
  })

  test('in a frame is of the site at the top', async () => {
    const frame = browser.page('https://app.example/', {
      topLevel: 'https://top.example/',
      embedderPolicy: 'credentialless',
    })
    expect((await frame.fetch(SITE)).status).toBe(200)
  })

  test('drops forbidden headers, and the trace says so', async () => {
    const page = browser.page('https://app.example/')
    const { trace } = await page.inspect(SITE, { headers: { cookie: 'a=1', 'x-a': '1' } })
    expect(trace).toContainEqual(expect.objectContaining({ notice: 'forbidden-header-dropped' }))
    const noCors = await page.inspect(SITE, { mode: 'no-cors', headers: { 'x-a': '1' } })
    expect(noCors.trace).toContainEqual(expect.objectContaining({ notice: 'no-cors-header-dropped' }))
    expect(lastHeaders()).not.toHaveProperty('x-a')
  })

  test('has fetch, Request and Headers that work on their own', async () => {
    const { fetch: itsFetch, Request: ItsRequest, Headers: ItsHeaders } = browser.page('https://app.example/')
    const headers = new ItsHeaders({ 'x-a': '1' })
    expect((await itsFetch(new ItsRequest(SITE, { headers }))).status).toBe(200)
  })
})

describe('inspect', () => {
  test('says whether the page sees the timing', async () => {
    const timing = (headers: Record<string, string>) => {
      const shared = { 'access-control-allow-origin': '*', ...headers }
      const app = fetchApp(() => new Response(null, { headers: shared }))
      return createUserAgent({ network: { 'https://timed.example': app } })
        .page('https://app.example/')
        .inspect('https://timed.example/')
    }
    expect((await timing({})).timingAllowed).toBe(false)
    expect((await timing({ 'timing-allow-origin': '*' })).timingAllowed).toBe(true)
  })

  const fresh = () => createUserAgent({ network: { [SITE]: app }, elsewhere: 'closed' })
  const page = fresh().page('https://app.example/')

  test('tells what was sent and what came', async () => {
    const found = await page.inspect(SITE, { method: 'PUT' })
    expect(found).toMatchObject({
      outcome: 'readable',
      error: null,
      failure: null,
      withheld: null,
      consoleMessages: [],
    })
    expect(found.exchanges).toMatchObject([
      { kind: 'preflight', request: { method: 'OPTIONS' }, response: { status: 200 }, failure: null },
      {
        kind: 'request',
        request: { method: 'PUT', url: `${SITE}/` },
        response: { status: 200 },
        failure: null,
      },
    ])
    expect(found.exchanges[0]!.milliseconds).toBeGreaterThan(0)
    expect(await found.response!.text()).toBe('hello')
  })

  test('tells what the engine would print, and whether the server was reached', async () => {
    const blocked = await page.inspect(SITE, { credentials: 'include' })
    expect(blocked.outcome).toBe('blocked')
    expect(blocked.consoleMessages.length).toBeGreaterThan(0)
    const unreachable = await page.inspect('https://nowhere.example/')
    expect(unreachable.outcome).toBe('unreachable')
    expect(unreachable.exchanges[0]).toMatchObject({ response: null, failure: { reason: 'refused' } })
  })

  test('sends nothing that was not approved', async () => {
    const own = fresh()
    const found = await own
      .page('https://app.example/')
      .inspect(SITE, { method: 'PATCH' }, { approve: ({ kind }) => kind === 'preflight' })
    expect(found).toMatchObject({ outcome: 'withheld', response: null, withheld: { method: 'PATCH' } })
    expect(own.requests.map(({ method }) => method)).toEqual(['OPTIONS'])
  })

  test.each([2_147_483_648, Infinity])('waits as long as a deadline of %d says', async (deadline) => {
    expect((await page.inspect(`${SITE}/later`, {}, { deadline })).outcome).toBe('readable')
  })

  test('rejects for wrong arguments, as fetch does', async () => {
    await expect(page.inspect('http://[')).rejects.toThrow(TypeError)
  })
})

describe('keepalive', () => {
  const kib = (count: number): Uint8Array => new Uint8Array(count * 1024)
  const post = (size: number, path = '/'): PageRequestInit & { path: string } => ({
    path,
    method: 'POST',
    body: kib(size),
    keepalive: true,
  })

  test('carries 64 KiB, and no more', async () => {
    const page = browser.page('https://app.example/')
    expect((await page.fetch(SITE, post(64) as RequestInit)).status).toBe(200)
    expect(await codeOf(page, SITE, { ...post(64), body: new Uint8Array(64 * 1024 + 1) })).toBe(
      'keepalive-body-too-large',
    )
  })

  test('is not counted twice where it is preflighted', async () => {
    const page = browser.page('https://app.example/')
    expect((await page.fetch(SITE, { ...post(60), method: 'PUT' } as RequestInit)).status).toBe(200)
  })

  test('shares the 64 KiB among what is under way', async () => {
    const page = browser.page('https://app.example/')
    const first = page.fetch(`${SITE}/slow`, post(40) as RequestInit)
    expect(await codeOf(page, SITE, post(30))).toBe('keepalive-body-too-large')
    expect((await page.fetch(SITE, post(20) as RequestInit)).status).toBe(200)
    expect((await browser.page('https://app.example/').fetch(SITE, post(64) as RequestInit)).status).toBe(200)
    release()
    await first
    expect((await page.fetch(SITE, post(64) as RequestInit)).status).toBe(200)
  })
})

describe('integrity', () => {
  const page = browser.page('https://app.example/')
  const digest = (algorithm: string, text = 'hello', encoding: 'base64' | 'base64url' = 'base64'): string =>
    `${algorithm}-${createHash(algorithm).update(text).digest(encoding)}`

  test.each([
    ['sha256', digest('sha256')],
    ['sha384', digest('sha384')],
    ['sha512', digest('sha512')],
    ['one of several', `${digest('sha512', 'other')}\n ${digest('sha512')}`],
    ['the strongest, whatever a weaker one says', `${digest('sha256', 'other')} ${digest('sha512')}`],
    ['an option after it', `${digest('sha256')}?option`],
    ['the alphabet of URLs', digest('sha384', 'hello', 'base64url')],
    ['upper case', digest('sha256').replace('sha', 'SHA')],
    ['nothing that is known', 'md5-XUFAKrxLKna5cZ2REBfFkg== sha256-~'],
  ])('lets a body pass by %s', async (_what, integrity) => {
    const response = await page.fetch(SITE, { integrity })
    expect(response.type).toBe('cors')
    expect(await response.text()).toBe('hello')
  })

  test.each([
    ['another body', digest('sha256', 'other')],
    ['a strongest one of another body', `${digest('sha256')} ${digest('sha384', 'other')}`],
  ])('refuses a body for %s', async (_what, integrity) => {
    const { failure, error, trace } = await page.inspect(SITE, { integrity })
    expect(failure).toMatchObject({
      code: 'integrity-mismatch',
      step: '23.3.1',
      values: { integrity, length: '5', 'content-length': '5', 'response-type': 'cors' },
    })
    expect(failure!.values['computed']).toBe(digest(String(failure!.values['computed']).slice(0, 6)))
    expect(error!.message).toBe('Failed to fetch')
    expect(trace.filter(({ decides }) => decides)).toHaveLength(1)
    expect(error!.consoleMessages[0]!.text).toContain('integrity')
  })

  test('refuses what has no body, or is opaque', async () => {
    expect(await codeOf(page, `${SITE}/empty`, { integrity: digest('sha256', '') })).toBe(
      'integrity-mismatch',
    )
    expect(await codeOf(page, SITE, { integrity: digest('sha256'), mode: 'no-cors' })).toBe(
      'integrity-mismatch',
    )
  })

  test('leaves other failures alone', async () => {
    expect(await codeOf(page, SITE, { integrity: digest('sha256'), credentials: 'include' })).toBe(
      'wildcard-origin-not-allowed',
    )
    await expect(page.fetch(`${SITE}/broken`, { integrity: digest('sha256') })).rejects.toThrow(TypeError)
  })
})
