import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { JSDOM } from 'jsdom'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fetchApp } from '@concors/user-agent'
import type { XmlHttpRequest } from '@concors/user-agent'
import { installInto } from '../src/dom.js'
import type { TestWindow } from '../src/dom.js'

// Its types want those of a DOM.
const { Window } = createRequire(import.meta.url)('happy-dom') as {
  Window: new (options?: object) => Browserlike
}

/** What is used of a window in these tests. */
interface Browserlike extends TestWindow {
  readonly fetch: typeof fetch
  readonly XMLHttpRequest: new () => XmlHttpRequest
  readonly FormData: typeof FormData
}

const API = 'https://api.example.com'
const url = 'https://app.example.com/'
const shared = fetchApp(
  async (request) =>
    new Response(`${request.method} ${await request.text()}`, {
      headers: { 'access-control-allow-origin': '*' },
    }),
)
const bare = fetchApp(() => new Response('secret'))

/** happy-dom's `window.close()` closes nothing that a script has not opened. */
async function close(window: Browserlike): Promise<void> {
  await (window.happyDOM ?? window).close()
}

describe.each<[string, (options?: object) => Browserlike]>([
  ['jsdom', (options) => new JSDOM('', options).window as unknown as Browserlike],
  ['happy-dom', (options) => new Window(options)],
])('a window of %s', (_name, create) => {
  test('refuses what a browser refuses', async () => {
    const window = create({ url })
    const { rejections } = installInto(window, { network: { [API]: bare } })
    await expect(window.fetch(API)).rejects.toThrow('Failed to fetch')
    expect(rejections).toHaveLength(0)
    const xhr = new window.XMLHttpRequest()
    const ended = new Promise((resolve) => xhr.addEventListener('loadend', resolve))
    xhr.open('GET', API)
    xhr.send()
    await ended
    expect(xhr.networkError!.failure.code).toBe('missing-allow-origin-header')
    await close(window)
  })

  test('sends its own forms, and handles its own events', async () => {
    const window = create({ url })
    const { mount } = installInto(window)
    mount(API, shared)
    const form = new window.FormData()
    form.append('a', '1')
    expect(await (await window.fetch(API, { method: 'POST', body: form })).text()).toContain('name="a"')
    const xhr = new window.XMLHttpRequest()
    expect(xhr).toBeInstanceOf(window.EventTarget)
    const event = await new Promise<Event>((resolve) => {
      xhr.onload = resolve
      xhr.open('GET', API)
      xhr.send()
    })
    expect(event).toBeInstanceOf(window.Event)
    await close(window)
  })

  test('is as it was once that is taken out', async () => {
    const window = create({ url })
    const before = { fetch: window.fetch, XMLHttpRequest: window.XMLHttpRequest }
    const { uninstall } = installInto(window)
    expect(window.fetch).not.toBe(before.fetch)
    await uninstall()
    expect({ fetch: window.fetch, XMLHttpRequest: window.XMLHttpRequest }).toEqual(before)
  })

  test('is another page where one is named', async () => {
    const window = create()
    const { page } = installInto(window, { page: url })
    expect(page.origin).toBe('https://app.example.com')
    await close(window)
  })

  test('that is closed disturbs nobody with what it waited for', async () => {
    const window = create({ url })
    const { uninstall } = installInto(window, {
      network: { [API]: fetchApp(() => new Promise<Response>(() => {})) },
    })
    let heard = false
    const hear = (): void => void (heard = true)
    window.fetch(API).then(hear, hear)
    await close(window)
    await uninstall()
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(heard).toBe(false)
  })

  test('without an address is refused, and so is one that was closed', async () => {
    expect(() => installInto(create())).toThrow(
      /the window has no address, and so no origin; make it with one/,
    )
    const window = create({ url })
    await close(window)
    expect(() => installInto(window)).toThrow(/^installInto: the window was closed already/)
  })

  test.each<[object, RegExp]>([
    [{ page: 'app' }, /^installInto: browser.page: page "app" is no URL; write it whole/],
    [{ profiles: 'webkit' }, /^installInto: createUserAgent: unknown option "profiles"; known: profile/],
  ])('is not given %j', async (options, message) => {
    const window = create({ url })
    const native = window.fetch
    expect(() => installInto(window, options)).toThrow(message)
    expect(window.fetch).toBe(native)
    await close(window)
  })

  test('mounts only apps, and only at origins', async () => {
    const window = create({ url })
    const { mount } = installInto(window)
    expect(() => mount('api.example.com', bare)).toThrow(
      /^mount: "api.example.com" is no http or https origin/,
    )
    expect(() => mount(API, {} as typeof bare)).toThrow(
      /^mount: what goes to https:\/\/api.example.com is no app: give a/,
    )
    await close(window)
  })
})

test.each<[string, unknown]>([
  ['undefined', undefined],
  ['null', null],
  ['an empty object', {}],
  ['a text', 'window'],
  ['the global of Node', globalThis],
])('%s is no window', (_what, given) => {
  expect(() => installInto(given as TestWindow)).toThrow(
    /^installInto: expected a window of jsdom or happy-dom/,
  )
})

describe('a server that a window by itself lets through', () => {
  /** Allows everybody to read, and no method; `/forgotten` allows it in the preflight only. */
  const server = createServer((request, response) => {
    const isPreflight = request.method === 'OPTIONS'
    if (isPreflight || request.url !== '/forgotten') response.setHeader('access-control-allow-origin', '*')
    if (request.url === '/forgotten') response.setHeader('access-control-allow-methods', 'PUT')
    response.end(isPreflight ? '' : 'saved')
  })
  let origin = ''
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  const put = (window: Browserlike, path: string): Promise<string> =>
    new Promise((resolve) => {
      const xhr = new window.XMLHttpRequest()
      xhr.addEventListener('load', () => resolve(xhr.responseText))
      xhr.addEventListener('error', () => resolve(xhr.networkError?.failure.code ?? 'error'))
      xhr.open('PUT', origin + path)
      xhr.send()
    })

  test.each<[string, (options: object) => Browserlike, string, string]>([
    [
      'jsdom',
      (options) => new JSDOM('', options).window as unknown as Browserlike,
      '/items',
      'method-disallowed-by-preflight-response',
    ],
    ['happy-dom', (options) => new Window(options), '/forgotten', 'missing-allow-origin-header'],
  ])('is refused in a window of %s', async (_name, create, path, code) => {
    const window = create({ url: 'http://app.example.com/' })
    expect(await put(window, path)).toBe('saved')
    const { rejections } = installInto(window)
    expect(rejections).toEqual([])
    expect(await put(window, path)).toBe(code)
    await close(window)
  })
})
