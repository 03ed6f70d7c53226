import { describe, expect, test, vi } from 'vitest'
import { createUserAgent, fetchApp } from '../index.js'
import type { EventSource, FetchHandler, Page } from '../index.js'

const API = 'https://api.example'
const APP = 'https://app.example'
const shared = { 'access-control-allow-origin': APP, 'content-type': 'text/event-stream' }

function browse(handler: FetchHandler) {
  const browser = createUserAgent({ network: { [API]: fetchApp(handler) }, elsewhere: 'closed' })
  return { browser, page: browser.page(`${APP}/`) }
}

function open(page: Page, init?: { withCredentials: boolean }): EventSource {
  return new (page.EventSource as unknown as new (url: string, init?: object) => EventSource)(
    `${API}/events`,
    init,
  )
}

const next = (source: EventSource, type: string): Promise<Event> =>
  new Promise((resolve) => source.addEventListener(type, resolve, { once: true }))

/** A stream of events that goes on until it is cancelled. */
const endless = (text: string): ReadableStream =>
  new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(text)) })

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

describe('an EventSource', () => {
  test('asks as every engine does, and hands over events', async () => {
    const { browser, page } = browse(
      () =>
        new Response(endless(': hi\nid: 1\ndata: one\ndata: two\n\nevent: named\ndata\n\n'), {
          headers: shared,
        }),
    )
    const source = open(page)
    expect([source.readyState, source.url, source.withCredentials]).toEqual([0, `${API}/events`, false])
    const named = next(source, 'named')
    const message = (await new Promise((resolve) => (source.onmessage = resolve))) as MessageEvent
    expect([message.data, message.lastEventId, message.origin]).toEqual(['one\ntwo', '1', API])
    expect(((await named) as MessageEvent).data).toBe('')
    expect(source.readyState).toBe(1)
    expect(browser.requests.map(({ headers }) => headers)).toMatchObject([
      {
        accept: 'text/event-stream',
        'cache-control': 'no-cache',
        pragma: 'no-cache',
        origin: APP,
        'sec-fetch-mode': 'cors',
        'sec-fetch-dest': 'empty',
      },
    ])
    source.close()
    expect(source.readyState).toBe(2)
  })

  test('connects again, with the last id and without a preflight', async () => {
    const { browser, page } = browse(
      () => new Response('retry: 0\nid: 7é\ndata: x\n\n', { headers: { ...shared } }),
    )
    const source = open(page)
    await next(source, 'error')
    expect([source.readyState, source.networkError]).toEqual([0, null])
    await next(source, 'message')
    source.close()
    expect(
      browser.requests.slice(0, 2).map(({ method, headers }) => [method, headers['last-event-id']]),
    ).toEqual([
      ['GET', undefined],
      ['GET', '7Ã©'],
    ])
  })

  test('connects again where no answer came', async () => {
    let asked = 0
    const { page } = browse(() => {
      asked += 1
      if (asked === 2) throw new Error('down')
      return new Response('retry: 0\ndata: x\n\n', { headers: shared })
    })
    const source = open(page)
    await next(source, 'error')
    await next(source, 'error')
    expect(source.networkError!.failure.code).toBe('network-failure')
    expect(source.readyState).toBe(0)
    await next(source, 'message')
    source.close()
  })

  test.each<[string, Response | object, string | null]>([
    ['without CORS', { headers: { 'content-type': 'text/event-stream' } }, 'missing-allow-origin-header'],
    ['of another type', { headers: { ...shared, 'content-type': 'text/plain' } }, null],
    ['of the status 204', { status: 204, headers: shared }, null],
    ['of the status 500', { status: 500, headers: shared }, null],
  ])('gives up on an answer %s', async (_what, init, code) => {
    const { browser, page } = browse(() => new Response(null, init as ResponseInit))
    const source = open(page)
    await next(source, 'error')
    expect([source.readyState, source.networkError?.failure.code ?? null]).toEqual([2, code])
    expect(browser.requests).toHaveLength(1)
  })

  test('with credentials needs them allowed', async () => {
    const { page } = browse(() => new Response('', { headers: shared }))
    const source = open(page, { withCredentials: true })
    await next(source, 'error')
    expect([source.readyState, source.networkError!.failure.code]).toEqual([2, 'invalid-allow-credentials'])
  })

  test.each([
    [true, true],
    [1, true],
    ['false', true],
    [false, false],
    [0, false],
    [undefined, false],
  ])('withCredentials of %j is %j', (given, withCredentials) => {
    const source = open(browse(() => new Response('')).page, { withCredentials: given as boolean })
    expect(source.withCredentials).toBe(withCredentials)
    source.close()
  })

  test('ends with its page, whatever it waits for', async () => {
    let cancelled = 0
    const { page } = browse(
      () => new Response(new ReadableStream({ cancel: () => void (cancelled += 1) }), { headers: shared }),
    )
    const source = open(page)
    await next(source, 'open')
    page.close()
    expect(source.readyState).toBe(2)
    await vi.waitFor(() => expect(cancelled).toBe(1))
  })

  test('of an answer without a body opens, and connects again', async () => {
    const { page } = browse(() => new Response(null, { headers: shared }))
    const source = open(page)
    await next(source, 'open')
    await next(source, 'error')
    expect(source.readyState).toBe(0)
    source.close()
  })

  test.each([
    [
      'while it waits to connect again',
      () => new Response('retry: 86400000\n\n', { headers: shared }),
      'error',
    ],
    ['while it reads', () => new Response(endless('data: x\n\n'), { headers: shared }), 'message'],
    ['while it connects', () => new Promise<Response>(() => {}), null],
  ])('fails where its browser is closed %s', async (_when, handler, event) => {
    const before = timers()
    const { browser, page } = browse(handler)
    const source = open(page)
    if (event !== null) await next(source, event)
    const failed = new Promise<void>((resolve) => {
      source.onerror = () => source.readyState === 2 && resolve()
    })
    await browser.close()
    await failed
    expect(timers()).toBe(before)
  })

  test('closed before it has begun asks nobody', async () => {
    const { browser, page } = browse(() => new Response('', { headers: shared }))
    open(page).close()
    await Promise.resolve()
    expect(browser.requests).toEqual([])
  })

  test('of what is no URL is a SyntaxError', () => {
    const { page } = browse(() => new Response(''))
    const create = (...args: unknown[]) => Reflect.construct(page.EventSource, args) as unknown
    expect(() => create('http://[')).toThrow(expect.objectContaining({ name: 'SyntaxError' }))
    expect(() => create()).toThrow(/^EventSource: 1 argument required/)
    expect(page.EventSource.CLOSED).toBe(2)
  })
})
