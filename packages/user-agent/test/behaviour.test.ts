import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createUserAgent, isNetworkError } from '../src/index.js'
import type { Browser, Page, UserAgentOptions } from '../src/index.js'
import type { WhoAmI } from './support/apps.js'
import { scripted } from './support/scripted.js'
import type { Echo, Script } from './support/scripted.js'
import { TARGETS } from './support/targets.js'
import type { Started } from './support/targets.js'

/** The page of every test: of another site than every server. */
const PAGE = 'https://app.page.example/'
/** Over plain http, so that http servers are no mixed content. */
const PLAIN_PAGE = 'http://app.page.example/'

const anyone = ['access-control-allow-origin', '*'] as const

// Each behaviour is written once, and holds for every server alike.
describe.each(TARGETS)('$name', (target) => {
  const { takesStreams, nodeParser, framework } = target
  let started: Started
  const browsers: Browser[] = []
  beforeAll(async () => {
    started = await target.start()
  })
  afterAll(async () => {
    await Promise.all(browsers.map((browser) => browser.close()))
    await started.stop()
  })

  function open(options: UserAgentOptions = {}): { browser: Browser; page: Page; own: string } {
    const browser = createUserAgent({ ...started.options, ...options })
    browsers.push(browser)
    const own = started.origin.startsWith('https:') ? PAGE : PLAIN_PAGE
    return { browser, page: browser.page(own), own: new URL(own).origin }
  }
  const url = (script: Script, options?: Script): string => started.origin + scripted(script, options)
  const allowing = (own: string) => ['access-control-allow-origin', own] as const
  const withCredentials = ['access-control-allow-credentials', 'true'] as const

  test('is read where it allows everyone', async () => {
    const { page } = open()
    const response = await page.fetch(url({ headers: [anyone], text: 'hello' }))
    expect(response.type).toBe('cors')
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('hello')
  })

  test('is not read where it allows nobody', async () => {
    const { page } = open()
    const error = await failureOf(page.fetch(url({ text: 'hello' })))
    expect(error.failure.code).toBe('missing-allow-origin-header')
  })

  test('is read by its own pages in any case', async () => {
    const { browser } = open()
    const response = await browser.page(started.origin).fetch(scripted({ text: 'mine' }))
    expect(response.type).toBe('basic')
    expect(await response.text()).toBe('mine')
  })

  test('sees no cookies unless asked for, and keeps them where the check then fails', async () => {
    const { browser, page, own } = open()
    const setCookie: Script = { headers: [['set-cookie', 'sid=1; SameSite=None; Secure']], text: '' }
    await failureOf(page.fetch(url(setCookie), { credentials: 'include' }))
    const echo = { headers: [allowing(own), withCredentials], echo: true }
    expect((await json<Echo>(page.fetch(url(echo)))).headers['cookie']).toBeUndefined()
    const sent = await json<Echo>(page.fetch(url(echo), { credentials: 'include' }))
    expect(sent.headers['cookie']).toBe('sid=1')
    expect(browser.requests.at(-1)!.headers['cookie']).toBe('sid=1')
  })

  test('needs more than * for credentials', async () => {
    const { page } = open()
    const asked = page.fetch(url({ headers: [anyone, withCredentials] }), { credentials: 'include' })
    expect((await failureOf(asked)).failure.code).toBe('wildcard-origin-not-allowed')
  })

  const allowsPut: Script = {
    status: 204,
    headers: [anyone, ['access-control-allow-methods', 'PUT'], ['access-control-max-age', '60']],
  }

  test('is asked before a PUT, once while the answer is kept', async () => {
    const { browser, page } = open()
    const put = url({ headers: [anyone], echo: true }, allowsPut)
    expect((await json<Echo>(page.fetch(put, { method: 'PUT', body: 'x' }))).length).toBe(1)
    await page.fetch(put, { method: 'PUT', body: 'y' })
    expect(browser.requests.map(({ method }) => method)).toEqual(['OPTIONS', 'PUT', 'PUT'])
    browser.clear()
    await page.fetch(put, { method: 'PUT', body: 'z' })
    expect(browser.requests.map(({ method }) => method)).toEqual(['OPTIONS', 'PUT'])
  })

  test('is asked again where the cache mode says so', async () => {
    const { browser, page } = open()
    const put = url({ headers: [anyone] }, allowsPut)
    await page.fetch(put, { method: 'PUT' })
    await page.fetch(put, { method: 'PUT', cache: 'no-store' })
    expect(browser.requests.map(({ method }) => method)).toEqual(['OPTIONS', 'PUT', 'OPTIONS', 'PUT'])
    expect(browser.requests.at(-1)!.headers['cache-control']).toBe('no-cache')
  })

  test('never gets a PUT that it did not allow', async () => {
    const { browser, page } = open()
    const error = await failureOf(
      page.fetch(url({ headers: [anyone] }, { status: 204, headers: [anyone] }), { method: 'PUT' }),
    )
    expect(error.failure.code).toBe('method-disallowed-by-preflight-response')
    expect(browser.requests.map(({ method }) => method)).toEqual(['OPTIONS'])
  })

  test('redirects to itself', async () => {
    const { browser } = open()
    const page = browser.page(started.origin)
    const to = scripted({ text: 'there' })
    const response = await page.fetch(scripted({ status: 302, headers: [['location', to]] }))
    expect(response.redirected).toBe(true)
    expect(response.url).toBe(started.origin + to)
    expect(await response.text()).toBe('there')
  })

  test('redirects elsewhere, and a tainted chain says null', async () => {
    const { browser, page, own } = open()
    const there = started.otherOrigin + scripted({ headers: [allowing('null')], echo: true })
    const echo = await json<Echo>(
      page.fetch(url({ status: 302, headers: [allowing(own), ['location', there]] })),
    )
    expect(echo.headers['origin']).toBe('null')
    expect(browser.requests.map(({ headers }) => headers['origin'])).toEqual([own, 'null'])
  })

  test('turns a POST into a GET by a redirect', async () => {
    const { page } = open()
    const there = url({ headers: [anyone], echo: true })
    const asked = page.fetch(url({ status: 303, headers: [anyone, ['location', there]] }), {
      method: 'POST',
      body: 'x',
    })
    expect(await json<Echo>(asked)).toMatchObject({ method: 'GET', length: 0 })
  })

  test('is not followed with redirect: error, and hidden with redirect: manual', async () => {
    const { page } = open()
    const redirect = url({ status: 302, headers: [anyone, ['location', '/elsewhere']] })
    expect((await failureOf(page.fetch(redirect, { redirect: 'error' }))).failure.code).toBe(
      'redirect-mode-error',
    )
    expect(await page.fetch(redirect, { redirect: 'manual' })).toMatchObject({
      type: 'opaqueredirect',
      status: 0,
    })
  })

  test('is opaque in mode no-cors', async () => {
    const { page } = open()
    const response = await page.fetch(url({ text: 'secret' }), { mode: 'no-cors' })
    expect(response).toMatchObject({ type: 'opaque', status: 0, ok: false, url: '' })
    expect(response.body).toBeNull()
    expect(await response.text()).toBe('')
    expect([...response.headers]).toEqual([])
  })

  test('is not asked in mode same-origin', async () => {
    const { browser, page } = open()
    const error = await failureOf(page.fetch(url({}), { mode: 'same-origin' }))
    expect(error.failure.code).toBe('disallowed-by-mode')
    expect(browser.requests).toEqual([])
  })

  test('shows the headers that it exposes', async () => {
    const { page } = open()
    const headers = [
      anyone,
      ['x-shown', '1'],
      ['x-hidden', '2'],
      ['access-control-expose-headers', 'X-Shown'],
    ]
    const response = await page.fetch(url({ headers: headers as [string, string][], text: 'x' }))
    expect(response.headers.get('x-shown')).toBe('1')
    expect(response.headers.get('x-hidden')).toBeNull()
  })

  test('may compress', async () => {
    const { page } = open()
    const text = 'pressed '.repeat(1000)
    const zipped = url({ headers: [anyone], text, gzip: true })
    // An app that answers with a Response of its own does the coding itself, and fetch undoes it nowhere.
    expect(await (await page.fetch(zipped)).text()).toBe(text)
    const streamed = await page.fetch(zipped)
    expect(await new Response(streamed.body).text()).toBe(text)
  })

  test('streams', async () => {
    const { page } = open()
    const response = await page.fetch(url({ headers: [anyone], chunks: 5 }))
    let length = 0
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) length += chunk.length
    expect(length).toBe(5 * 1024)
    expect(response.bodyUsed).toBe(true)
  })

  test('takes a big upload', async () => {
    const { page } = open()
    const body = new Uint8Array(3 * 1024 * 1024).map((_, i) => i % 251)
    const echo = await json<Echo>(
      page.fetch(url({ headers: [anyone], echo: true }), { method: 'POST', body }),
    )
    expect(echo.length).toBe(body.byteLength)
    expect(echo.sha256).toBe(createHash('sha256').update(body).digest('hex'))
  })

  test.runIf(nodeParser)('answers 400 to the method patch, which Node does not know', async () => {
    const { browser } = open()
    const response = await browser.page(started.origin).fetch(scripted({}), { method: 'patch' })
    expect(response.status).toBe(400)
  })

  test.runIf(!nodeParser)('gets the method patch as it was written', async () => {
    const { browser } = open()
    const asked = browser.page(started.origin).fetch(scripted({ echo: true }), { method: 'patch' })
    expect((await json<Echo>(asked)).method).toBe('patch')
  })

  test.runIf(framework)('knows its own scheme and host', async () => {
    const { page } = open()
    const told = await json<WhoAmI>(page.fetch(`${started.origin}/whoami`))
    expect(told).toEqual({ secure: true, protocol: 'https', host: new URL(started.origin).host })
  })

  test('may be aborted while it answers', async () => {
    const { page } = open()
    const controller = new AbortController()
    const response = await page.fetch(url({ headers: [anyone], chunks: 1000 }), { signal: controller.signal })
    const reader = response.body!.getReader()
    await reader.read()
    controller.abort()
    await expect(readToEnd(reader)).rejects.toBe(controller.signal.reason)
  })

  test('answers many requests one after another', async () => {
    const { page } = open()
    const echo = url({ headers: [anyone], echo: true })
    for (let i = 0; i < 20; i++) expect((await page.fetch(echo)).status).toBe(200)
  })

  test.runIf(takesStreams)('takes a stream, after a preflight', async () => {
    const { browser, page } = open()
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('streamed'))
        controller.close()
      },
    })
    const allowsPost: Script = { status: 204, headers: [anyone] }
    const asked = page.fetch(url({ headers: [anyone], echo: true }, allowsPost), {
      method: 'POST',
      body,
      duplex: 'half',
    } as RequestInit)
    expect((await json<Echo>(asked)).length).toBe(8)
    expect(browser.requests.map(({ method }) => method)).toEqual(['OPTIONS', 'POST'])
  })

  test.runIf(!takesStreams)('takes no stream over HTTP/1', async () => {
    const { browser, page } = open()
    const asked = page.fetch(url({ headers: [anyone] }, { status: 204, headers: [anyone] }), {
      method: 'POST',
      body: new ReadableStream(),
      duplex: 'half',
    } as RequestInit)
    expect((await failureOf(asked)).failure.code).toBe('stream-body-needs-http2')
    expect(browser.requests.map(({ method }) => method)).toEqual(['OPTIONS', 'POST'])
  })

  test('gets no stream from webkit', async () => {
    const { browser, page } = open({ profile: 'webkit' })
    const init = { method: 'POST', body: new ReadableStream(), duplex: 'half' }
    const asked = page.fetch(url({ headers: [anyone] }), init as RequestInit)
    await expect(asked).rejects.toMatchObject({ name: 'NotSupportedError' })
    expect(browser.requests).toEqual([])
  })

  test('gets the text of a stream from firefox', async () => {
    const { page } = open({ profile: 'firefox' })
    const asked = page.fetch(url({ headers: [anyone], echo: true }), {
      method: 'POST',
      body: new ReadableStream(),
    })
    expect(await json<Echo>(asked)).toMatchObject({
      length: '[object ReadableStream]'.length,
      headers: { 'content-type': 'text/plain;charset=UTF-8' },
    })
  })
})

async function failureOf(asked: Promise<unknown>) {
  const error = await asked.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!isNetworkError(error)) throw new Error('expected a NetworkError', { cause: error })
  return error
}

async function json<T>(asked: Promise<Response>): Promise<T> {
  return (await (await asked).json()) as T
}

async function readToEnd(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  while (!(await reader.read()).done);
}
