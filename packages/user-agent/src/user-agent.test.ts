import { describe, expect, test } from 'vitest'
import { createUserAgent, fetchApp } from './index.js'
import type { PageOptions, UserAgentOptions } from './index.js'

const SITE = 'https://api.example'
const app = fetchApp(() => new Response('x', { headers: { 'access-control-allow-origin': '*' } }))

describe('createUserAgent refuses', () => {
  test.each<[object, RegExp]>([
    [{ profil: 'chromium' }, /unknown option "profil"; known: profile, trace/],
    [{ profile: 'opera' }, /profile is one of standard, chromium, firefox, webkit, not "opera"/],
    [{ elsewhere: 'open' }, /elsewhere is one of sockets, closed/],
    [{ thirdPartyCookies: 'some' }, /thirdPartyCookies is one of allowed, partitioned, blocked/],
    [{ timeout: 0 }, /timeout is a whole number of milliseconds above 0, up to 2147483647, not 0/],
    [{ timeout: 1.5 }, /timeout/],
    [{ timeout: 2_147_483_648 }, /timeout is a whole number .* up to 2147483647, not 2147483648/],
    [{ timeout: '1s' }, /timeout/],
    [{ trace: 1 }, /trace is true or false, not 1/],
    [{ userAgent: 'a\nb' }, /userAgent is no header value/],
    [{ acceptLanguage: 7 }, /acceptLanguage is no header value/],
    [{ connect: 42 }, /connect is undici's connection options or a connector, not 42/],
    [{ connect: null }, /connect is undici's/],
    [{ proxy: 'proxy.example' }, /proxy is the URL of a proxy, like/],
    [{ proxy: { uri: '' } }, /proxy is the URL of a proxy/],
  ])('%j', (options, message) => {
    const create = (): unknown => createUserAgent(options as UserAgentOptions)
    expect(create).toThrow(TypeError)
    expect(create).toThrow(message)
  })
})

describe('browser.page refuses', () => {
  test.each<[string, object, RegExp]>([
    ['app.example', {}, /page "app.example" is no URL; write it whole/],
    ['mailto:a@b', {}, /no page has an address of scheme mailto:/],
    [SITE, { sandbox: true }, /unknown option "sandbox"; known: sandboxed/],
    [SITE, { referrerPolicy: 'never' }, /"never" is no referrer policy/],
    [SITE, { embedderPolicy: 'strict' }, /embedderPolicy is one of unsafe-none/],
    [SITE, { topLevel: 'x' }, /topLevel "x" is no URL/],
  ])('%s with %j', (url, options, message) => {
    const open = (): unknown => createUserAgent().page(url, options as PageOptions)
    expect(open).toThrow(TypeError)
    expect(open).toThrow(message)
  })
})

describe('a browser', () => {
  test('is Chromium unless told otherwise', () => {
    expect(createUserAgent().profile.name).toBe('chromium')
    expect(createUserAgent({ profile: 'webkit' }).profile.name).toBe('webkit')
  })

  test('says who it is', async () => {
    const browser = createUserAgent({ network: { [SITE]: app }, userAgent: 'Test/1', acceptLanguage: 'la' })
    await browser.page(SITE).fetch('/')
    expect(browser.requests[0]!.headers).toMatchObject({ 'user-agent': 'Test/1', 'accept-language': 'la' })
    const silent = createUserAgent({ network: { [SITE]: app }, acceptLanguage: '' })
    await silent.page(SITE).fetch('/')
    expect(silent.requests[0]!.headers).not.toHaveProperty('accept-language')
    expect(silent.requests[0]!.headers['user-agent']).toMatch(/concors/)
  })

  test('remembers its last thousand requests, in order, without fragments', async () => {
    const browser = createUserAgent({ network: { [SITE]: app } })
    const page = browser.page(SITE)
    for (let i = 0; i < 2100; i++) await page.fetch(`/?${i}#hash`)
    const { requests } = browser
    expect(requests).toHaveLength(1000)
    expect(requests[0]).toMatchObject({ kind: 'request', method: 'GET', url: `${SITE}/?1100` })
    expect(requests.at(-1)!.url).toBe(`${SITE}/?2099`)
    browser.clear()
    expect(browser.requests).toEqual([])
  })

  test('closes twice without harm', async () => {
    const browser = createUserAgent({ network: { [SITE]: app } })
    await browser.page(SITE).fetch('/')
    await browser.close()
    await browser.close()
  })
})
