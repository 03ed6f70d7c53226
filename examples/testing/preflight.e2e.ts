// A page in Chromium, with a route in use: Playwright would answer its preflights itself, and allow everything.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { realPreflights } from '@concors/test/playwright'
import { expect, test } from '@playwright/test'

const start = (headers: Readonly<Record<string, string>>) =>
  createServer((_request, response) => void response.writeHead(200, headers).end('<p>Hello')).listen(0)
const site = start({ 'content-type': 'text/html' })
const api = start({ 'access-control-allow-origin': '*' })
const url = (server: typeof api): string => `http://localhost:${(server.address() as AddressInfo).port}/`
test.afterAll(() => [site, api].forEach((server) => server.close()))

const save = async (item: string): Promise<string> => (await fetch(item, { method: 'PUT' })).text()

test('saving is refused by the preflight of the server', async ({ page }) => {
  await page.route('**/analytics', (route) => route.abort())
  const { preflights } = await realPreflights(page)
  await page.goto(url(site))
  await expect(page.evaluate(save, url(api))).rejects.toThrow('Failed to fetch')
  expect(preflights).toHaveLength(1)
})
