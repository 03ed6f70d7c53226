import { describe, expect, test } from 'vitest'
import { createUserAgent, fetchApp } from './index.js'
import type { UserAgentOptions } from './index.js'

const APP = 'https://app.example'
const PRINTER = 'https://printer.local'
const allowing = fetchApp((request) => {
  const headers = { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'PUT' }
  if (new URL(request.url).pathname === '/away') {
    return new Response(null, { status: 302, headers: { ...headers, location: `${PRINTER}/` } })
  }
  return new Response('printed', { headers })
})

function browse(profile: 'chromium' | 'firefox' | 'webkit', options: UserAgentOptions = {}) {
  const network = { [PRINTER]: allowing, [APP]: allowing, 'http://printer.local': allowing }
  const addressSpaces = { 'printer.local': 'local' } as const
  return createUserAgent({ profile, network, addressSpaces, elsewhere: 'closed', ...options })
}

describe('a public page that asks for the local network', () => {
  test.each(['chromium', 'firefox'] as const)('is refused in %s before anything is sent', async (profile) => {
    const browser = browse(profile)
    for (const init of [{}, { method: 'PUT' }]) {
      const { outcome, failure, consoleMessages } = await browser.page(`${APP}/`).inspect(PRINTER, init)
      expect([outcome, failure!.values['reason']]).toEqual(['unreachable', 'local-network-denied'])
      expect(consoleMessages[0]!.text).toBe(
        profile === 'chromium'
          ? `Access to fetch at '${PRINTER}/' from origin '${APP}' has been blocked by CORS policy: Permission was denied for this request to access the \`local\` address space.`
          : `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${PRINTER}/. (Reason: CORS request did not succeed). Status code: (null).`,
      )
    }
    expect(browser.requests).toEqual([])
  })

  test('is not in WebKit', async () => {
    expect((await browse('webkit').page(`${APP}/`).fetch(PRINTER)).ok).toBe(true)
  })

  test('may with the permission, which can be taken away', async () => {
    const browser = browse('chromium', { localNetworkAccess: 'granted' })
    const page = browser.page(`${APP}/`)
    expect((await page.fetch(PRINTER, { method: 'PUT' })).ok).toBe(true)
    expect(browser.requests.map(({ method }) => method)).toEqual(['OPTIONS', 'PUT'])
    browser.localNetworkAccess = 'denied'
    expect(browser.localNetworkAccess).toBe('denied')
    await expect(page.fetch(PRINTER)).rejects.toThrow('Failed to fetch')
  })

  test('is refused where a redirect leads there', async () => {
    const browser = browse('chromium')
    await expect(browser.page(`${APP}/`).fetch('/away')).rejects.toMatchObject({
      failure: { values: { reason: 'local-network-denied', space: 'local' } },
    })
    expect(browser.requests.map(({ url }) => url)).toEqual([`${APP}/away`])
  })

  test('over http is told so by Chromium', async () => {
    const page = browse('chromium', { localNetworkAccess: 'granted' }).page('http://app.example/')
    const { consoleMessages } = await page.inspect('http://printer.local/')
    expect(consoleMessages[0]!.text).toContain(
      'The request client is not a secure context and the resource is in more-private address space `local`.',
    )
  })
})

test('without address spaces there is none', async () => {
  const network = { 'https://192.168.0.1': allowing }
  const browser = createUserAgent({ network })
  expect((await browser.page(`${APP}/`).fetch('https://192.168.0.1/')).ok).toBe(true)
  expect(() => (browser.localNetworkAccess = 'granted')).toThrow(/there is none without createUserAgent/)
  const limited = createUserAgent({ network, addressSpaces: {} })
  await expect(limited.page(`${APP}/`).fetch('https://192.168.0.1/')).rejects.toThrow(TypeError)
})

test.each<[object, RegExp]>([
  [{ addressSpaces: null }, /addressSpaces are by host, like/],
  [{ addressSpaces: [] }, /addressSpaces are by host, like/],
  [{ addressSpaces: { 'https://a.local': 'local' } }, /"https:\/\/a.local" is no host; write it as in a URL/],
  [{ addressSpaces: { 'a.local:80': 'local' } }, /"a.local:80" is no host/],
  [{ addressSpaces: { 'A.local': 'local' } }, /"A.local" is no host/],
  [
    { addressSpaces: { 'a.local': 'private' } },
    /\["a.local"\] is one of loopback, local, public, not "private"/,
  ],
  [{ localNetworkAccess: 'prompt' }, /localNetworkAccess is one of granted, denied, not "prompt"/],
])('%j is refused', (options, message) => {
  expect(() => createUserAgent(options)).toThrow(message)
})
