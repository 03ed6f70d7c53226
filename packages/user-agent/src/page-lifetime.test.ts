import { afterEach, describe, expect, test, vi } from 'vitest'
import { createUserAgent, fetchApp } from './index.js'
import type { DomClasses, EventSource, Page, XmlHttpRequest } from './index.js'

const API = 'https://api.example'
const headers = { 'access-control-allow-origin': '*' }
const window: DomClasses = globalThis

afterEach(() => void vi.useRealTimers())

interface Opened {
  readonly page: Page
  /** Lets the app answer, or send the rest. */
  readonly goOn: () => void
  readonly close: () => Promise<void>
}

function open(path: 'head' | 'body', options: { window?: DomClasses } = { window }): Opened {
  let goOn = (): void => {}
  const waiting = new Promise<void>((resolve) => (goOn = resolve))
  const app = fetchApp(async () => {
    if (path === 'head') await waiting
    const stream = new ReadableStream<Uint8Array>({
      async start(controller) {
        controller.enqueue(new Uint8Array([97]))
        await waiting
        controller.enqueue(new Uint8Array([98]))
        controller.close()
      },
    })
    return new Response(stream, { headers })
  })
  const browser = createUserAgent({ network: { [API]: app } })
  return { page: browser.page('https://app.example/', options), goOn, close: () => browser.close() }
}

/** Whether a promise has settled once everything else that can happen has happened. */
async function settles(promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  const note = (): void => void (settled = true)
  promise.then(note, note)
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
  return settled
}

describe('a page that lives', () => {
  test('reads bodies whole and as streams', async () => {
    const whole = open('body')
    whole.goOn()
    expect(await (await whole.page.fetch(API)).text()).toBe('ab')
    const parts = open('body')
    const reader = (await parts.page.fetch(API)).body!.getReader()
    expect((await reader.read()).value).toEqual(new Uint8Array([97]))
    parts.goOn()
    expect((await reader.read()).value).toEqual(new Uint8Array([98]))
    expect((await reader.read()).done).toBe(true)
    const cancelled = (await open('body').page.fetch(API)).body!
    await cancelled.cancel()
  })
})

describe('a page that was closed waits for ever', () => {
  test.each(['answers', 'closes'] as const)('for a response, whether the browser %s', async (what) => {
    const { page, goOn, close } = open('head')
    const response = page.fetch(API)
    page.close()
    if (what === 'answers') goOn()
    else await close()
    expect(await settles(response)).toBe(false)
  })

  test.each(['text', 'body'] as const)('for the rest of a response’s %s', async (how) => {
    const { page, close } = open('body')
    const response = await page.fetch(API)
    let read: Promise<unknown>
    if (how === 'text') read = response.text()
    else {
      const reader = response.body!.getReader()
      await reader.read()
      read = reader.read()
    }
    page.close()
    await close()
    expect(await settles(read)).toBe(false)
  })

  test('for an XMLHttpRequest, also for its timeout', async () => {
    const { page, close } = open('head')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const xhr = new page.XMLHttpRequest() as unknown as XmlHttpRequest
    const ended = new Promise((resolve) => xhr.addEventListener('loadend', resolve))
    xhr.open('GET', API)
    xhr.timeout = 10
    xhr.send()
    page.close()
    vi.runAllTimers()
    await close()
    expect(await settles(ended)).toBe(false)
    expect(xhr.readyState).toBe(1)
  })
})

test('a page without a window leaves bodies to the browser', async () => {
  const { page, close } = open('body', {})
  const response = await page.fetch(API)
  const text = response.text()
  page.close()
  await Promise.all([close(), expect(text).rejects.toThrow(/closed/)])
})

describe('a page that was closed before asks nobody', () => {
  const asked: string[] = []
  const app = fetchApp(({ url }) => {
    asked.push(url)
    return new Response('', { headers })
  })

  function closed(): Page {
    const page = createUserAgent({ network: { [API]: app } }).page('https://app.example/')
    page.close()
    return page
  }

  test('by fetch and by elements, which wait for ever', async () => {
    const page = closed()
    expect(await settles(Promise.race([page.fetch(API), page.loadImage(API)]))).toBe(false)
    expect(asked).toEqual([])
  })

  test('by XMLHttpRequest, which stays opened', async () => {
    const xhr = new (closed().XMLHttpRequest)() as unknown as XmlHttpRequest
    const ended = new Promise((resolve) => xhr.addEventListener('loadend', resolve))
    xhr.open('GET', API)
    xhr.send()
    expect(await settles(ended)).toBe(false)
    expect([xhr.readyState, asked]).toEqual([1, []])
  })

  test('by EventSource, which is closed', async () => {
    const { EventSource } = closed()
    const source = new (EventSource as unknown as new (url: string) => EventSource)(API)
    const ended = new Promise((resolve) => source.addEventListener('error', resolve))
    expect([source.readyState, await settles(ended)]).toEqual([2, false])
    expect(asked).toEqual([])
  })
})
