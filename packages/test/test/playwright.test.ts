import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { realPreflights } from '../src/playwright.js'
import type { PlaywrightPage } from '../src/playwright.js'

/** Where Debian has it. `npm test` installs it; elsewhere this is left out. */
const CHROMIUM = '/usr/bin/chromium'

let asked: string[] = []
let cookies: (string | undefined)[] = []

/** Shares with everybody, but for the methods: its preflights say what their path says. */
const api = createServer((request, response) => {
  const path = request.url ?? ''
  asked.push(`${request.method} ${path}`)
  cookies.push(request.headers.cookie)
  response.setHeader('access-control-allow-origin', '*')
  if (request.method !== 'OPTIONS') response.end('saved')
  else if (path === '/allowed') response.writeHead(204, { 'access-control-allow-methods': 'PUT' }).end()
  else if (path === '/redirected') response.writeHead(302, { location: '/allowed' }).end()
  else if (path === '/broken') response.destroy()
  else if (path === '/upgraded') response.writeHead(101, { connection: 'upgrade', upgrade: 'x' }).end()
  else response.writeHead(204).end()
})
const site = createServer((_request, response) =>
  response.setHeader('content-type', 'text/html').end('<p>A page'),
)

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address() as { port: number }
  return `http://127.0.0.1:${address.port}`
}

describe.skipIf(!existsSync(CHROMIUM))('in Chromium', () => {
  let browser: Browser
  let page: Page
  let API = ''
  let SITE = ''
  beforeAll(async () => {
    API = await listen(api)
    SITE = await listen(site)
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  })
  afterEach(async () => {
    await page.close()
    asked = []
    cookies = []
  })
  afterAll(async () => {
    await browser.close()
    await Promise.all([api, site].map((server) => new Promise((resolve) => server.close(resolve))))
  })

  const open = async (): Promise<void> => {
    page = await browser.newPage()
    await page.goto(SITE)
  }
  const put = (path: string): Promise<string> =>
    page.evaluate(async (url) => {
      try {
        return await (await fetch(url, { method: 'PUT' })).text()
      } catch (error) {
        return String(error)
      }
    }, `${API}${path}`)

  test('a server that refuses PUT is refused, until a test uses a route', async () => {
    await open()
    expect(await put('/closed')).toBe('TypeError: Failed to fetch')
    expect(asked).toEqual(['OPTIONS /closed'])
    asked = []
    await page.route('**/*', (route) => route.continue())
    expect(await put('/closed')).toBe('saved')
    expect(asked).toEqual(['PUT /closed'])
  })

  test.each(['before', 'after'])('it is refused again with real preflights, %s the route', async (when) => {
    await open()
    const route = (): Promise<unknown> => page.route('**/*', (given) => given.continue())
    if (when === 'after') await route()
    const { preflights } = await realPreflights(page)
    if (when === 'before') await route()
    expect(await put('/closed')).toBe('TypeError: Failed to fetch')
    expect(await put('/allowed')).toBe('saved')
    expect(asked).toEqual(['OPTIONS /closed', 'OPTIONS /allowed', 'PUT /allowed'])
    expect(preflights.map(({ url, status }) => [url, status])).toEqual([
      [`${API}/closed`, 204],
      [`${API}/allowed`, 204],
    ])
    expect(preflights[0]!.headers).toMatchObject({ origin: SITE, 'access-control-request-method': 'PUT' })
  })

  test('routes go on to work, and preflights carry no cookies', async () => {
    await open()
    await page.context().addCookies([{ name: 'a', value: '1', url: API }])
    await page.route('**/allowed', (route) =>
      route.fulfill({ status: 200, headers: { 'access-control-allow-origin': '*' }, body: 'routed' }),
    )
    await realPreflights(page)
    expect(await put('/allowed')).toBe('routed')
    expect(asked).toEqual(['OPTIONS /allowed'])
    expect(cookies).toEqual([undefined])
  })

  test.each(['/redirected', '/broken', '/upgraded'])('%s is refused', async (path) => {
    await open()
    await page.route('**/*', (route) => route.continue())
    const { preflights } = await realPreflights(page)
    expect(await put(path)).toBe('TypeError: Failed to fetch')
    expect(asked).toEqual([`OPTIONS ${path}`])
    expect(preflights.map(({ status }) => status)).toEqual([path === '/redirected' ? 302 : null])
  })

  test('when it is stopped, Playwright answers preflights again', async () => {
    await open()
    await page.route('**/*', (route) => route.continue())
    const { stop } = await realPreflights(page)
    await stop()
    expect(await put('/closed')).toBe('saved')
  })
})

test.each<[string, unknown, RegExp]>([
  ['nothing', undefined, /expected a page of Playwright/],
  ['what is no page', {}, /expected a page of Playwright/],
  [
    'a page that was closed',
    { context: () => ({}), isClosed: () => true },
    /^realPreflights: the page was closed already; call it with/,
  ],
  [
    'a page of Firefox',
    { context: () => ({ browser: () => ({ browserType: () => ({ name: () => 'firefox' }) }) }) },
    /the page is of firefox; only Chromium/,
  ],
])('%s is refused', async (_what, page, message) => {
  await expect(realPreflights(page as PlaywrightPage)).rejects.toThrow(message)
})
