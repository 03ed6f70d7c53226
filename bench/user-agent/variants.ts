/** What is timed: the same exchange by Node's own `fetch` and by a page. One variant runs in one process. */
import { createUserAgent, fetchApp } from '@concors/user-agent'
import { runWorker } from '../interleave.js'
import type { Variant } from '../interleave.js'
import { answer, answerFetch, JSON_1K } from './api.js'

const PAGE = 'http://app.localhost:3000/'
const PUT = { method: 'PUT', body: JSON_1K, headers: { 'content-type': 'application/json' } }

const byNode = (path: string, read: (response: Response) => Promise<unknown>, init?: RequestInit): Variant =>
  async function variant([base]) {
    return async () => read(await fetch(base + path, init))
  }

const byPage = (
  path: string,
  read: (response: Response) => Promise<unknown>,
  init?: RequestInit,
  trace = true,
): Variant =>
  async function variant([base]) {
    const page = createUserAgent({ trace }).page(PAGE)
    return async () => read(await page.fetch(base + path, init))
  }

const json = (response: Response): Promise<unknown> => response.json()

async function stream(response: Response): Promise<number> {
  let length = 0
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) length += chunk.byteLength
  return length
}

const mounted = (app: Parameters<typeof createUserAgent>[0] & object): Variant =>
  async function variant() {
    const page = createUserAgent(app).page('https://app.example.com/')
    return async () => json(await page.fetch('https://api.example.com/'))
  }

const fetchAppNetwork = { 'https://api.example.com': fetchApp(answerFetch) }

await runWorker({
  'node GET': byNode('/', json),
  'page GET': byPage('/', json),
  'page GET, no trace': byPage('/', json, undefined, false),
  'node gzip': byNode('/gzip', json),
  'page gzip': byPage('/gzip', json),
  'node body': byNode('/', stream),
  'page body': byPage('/', stream),
  'node PUT': byNode('/', json, PUT),
  'page PUT': byPage('/', json, PUT),
  'fetch app': mounted({ network: fetchAppNetwork }),
  'fetch app, no trace': mounted({ network: fetchAppNetwork, trace: false }),
  'node listener': mounted({ network: { 'https://api.example.com': answer } }),
  'fresh page': async () => {
    const browser = createUserAgent({ network: fetchAppNetwork })
    return async () => json(await browser.page('https://app.example.com/').fetch('https://api.example.com/'))
  },
})
