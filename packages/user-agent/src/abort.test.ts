import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { onAbort } from './abort.js'
import { createUserAgent, fetchApp } from './index.js'
import type { Browser, NodeListener } from './index.js'
import { close, serve } from '../test/support/targets.js'

/** What an app does on the next request: told by a test, told to a test. */
let arrived: (path: string) => void = () => {}
const CORS = { 'access-control-allow-origin': '*', 'access-control-allow-methods': '*' }

const listener: NodeListener = (request, response) => {
  const path = request.url ?? ''
  arrived(`${request.method} ${path}`)
  if (path === '/preflight' || path === '/head') {
    if (request.method === 'OPTIONS' && path === '/head') response.writeHead(204, CORS).end()
    return
  }
  response.writeHead(200, CORS)
  if (path === '/body') response.write('x')
  else response.end('whole')
}
const app = fetchApp((request) => {
  const path = new URL(request.url).pathname
  arrived(`${request.method} ${path}`)
  if (path === '/head' && request.method === 'OPTIONS') return new Response(null, { headers: CORS })
  if (path === '/preflight' || path === '/head') return new Promise<Response>(() => {})
  if (path === '/whole') return new Response('whole', { headers: CORS })
  const body = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array([1])) })
  return new Response(body, { headers: CORS })
})

let browser: Browser
let socketOrigin = ''
let stop = async (): Promise<void> => {}
const warnings: string[] = []
const warn = (warning: Error): void => void warnings.push(warning.message)
beforeAll(async () => {
  const { origin, server } = await serve(listener)
  socketOrigin = origin
  stop = () => close(server)
  browser = createUserAgent({ network: { 'https://node.example': listener, 'https://fetch.example': app } })
  process.on('warning', warn)
})
afterAll(async () => {
  process.off('warning', warn)
  await browser.close()
  await stop()
})
afterEach(() => {
  arrived = () => {}
})

describe.each(['a socket', 'https://node.example', 'https://fetch.example'])('a fetch of %s', (where) => {
  const url = (path: string): string => (where === 'a socket' ? socketOrigin : where) + path
  const page = () => browser.page('http://app.example/')

  test('that was aborted before it begins rejects with the reason, and sends nothing', async () => {
    const before = browser.requests.length
    const reason = new Error('enough')
    await expect(page().fetch(url('/whole'), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(browser.requests).toHaveLength(before)
  })

  test.each([
    ['during the preflight', '/preflight', 'OPTIONS /preflight'],
    ['before the head', '/head', 'PUT /head'],
  ])('rejects with the reason when it is aborted %s', async (_when, path, request) => {
    const controller = new AbortController()
    arrived = (what) => {
      if (what === request) controller.abort()
    }
    const asked = page().fetch(url(path), { method: 'PUT', signal: controller.signal })
    const error = await asked.catch((caught: unknown) => caught)
    expect(error).toMatchObject({ name: 'AbortError' })
    expect(error).toBe(controller.signal.reason)
  })

  test.each(['text', 'stream'])('ends its body, read as %s, when it is aborted', async (how) => {
    const controller = new AbortController()
    const response = await page().fetch(url('/body'), { signal: controller.signal })
    const read = how === 'text' ? response.text() : new Response(response.body).text()
    controller.abort(new Error('enough'))
    await expect(read).rejects.toThrow('enough')
  })

  test('gives nothing of a body that came before it was aborted', async () => {
    const controller = new AbortController()
    const response = await page().fetch(url('/whole'), { signal: controller.signal })
    controller.abort()
    await expect(response.text()).rejects.toBe(controller.signal.reason)
  })

  test('shares a signal with a thousand others, without a warning', async () => {
    const { signal } = new AbortController()
    for (let i = 0; i < 1000; i += 100) {
      const some = Array.from({ length: 100 }, () => page().fetch(url('/whole'), { signal }))
      for (const response of await Promise.all(some)) expect(await response.text()).toBe('whole')
    }
    await new Promise((resolve) => setImmediate(resolve))
    expect(warnings.filter((message) => /leak/i.test(message))).toEqual([])
  })
})

test.each([
  ['chromium', 1],
  ['firefox', 2],
] as const)('in %s, an aborted preflight and one more fetch take %i', async (profile, expected) => {
  let release = (): void => {}
  const answered = new Promise<void>((resolve) => (release = resolve))
  const asked: string[] = []
  const slow = fetchApp(async ({ method }) => {
    asked.push(method)
    if (method === 'OPTIONS') await answered
    return new Response(null, { headers: { ...CORS, 'access-control-max-age': '60' } })
  })
  const own = createUserAgent({ profile, network: { 'https://slow.example': slow } })
  const ownPage = own.page('https://app.example/')
  const controller = new AbortController()
  const aborted = ownPage.fetch('https://slow.example/', { method: 'PUT', signal: controller.signal })
  setTimeout(() => controller.abort(), 0)
  await expect(aborted).rejects.toMatchObject({ name: 'AbortError' })
  release()
  await new Promise((resolve) => setImmediate(resolve))
  await ownPage.fetch('https://slow.example/', { method: 'PUT' })
  expect(asked.filter((method) => method === 'OPTIONS')).toHaveLength(expected)
  await own.close()
})

test('a listener hears of it once, at once where it is too late, and not when it was taken back', () => {
  const controller = new AbortController()
  const heard: string[] = []
  onAbort(controller.signal, () => heard.push('one'))
  const stopTwo = onAbort(controller.signal, () => heard.push('two'))
  stopTwo()
  controller.abort()
  onAbort(controller.signal, () => heard.push('late'))()
  expect(heard).toEqual(['one', 'late'])
})
