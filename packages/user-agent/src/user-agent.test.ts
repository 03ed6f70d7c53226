import { describe, expect, test } from 'vitest'
import { createUserAgent, fetchApp } from './index.js'
import type { PageOptions, UserAgentOptions } from './index.js'

const SITE = 'https://api.example'
const app = fetchApp(() => new Response('x', { headers: { 'access-control-allow-origin': '*' } }))

describe('createUserAgent refuses', () => {
  test.each<[unknown, RegExp]>([
    [null, /the options are an object, not null/],
    [5, /the options are an object, not 5/],
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

describe('a browser', () => {
  const closed = fetchApp(({ headers }) => new Response(headers.get('origin')))

  test('remembers what its pages were refused, until it is cleared', async () => {
    const browser = createUserAgent({ network: { [SITE]: closed }, elsewhere: 'closed' })
    const page = browser.page('https://app.example/')
    const error = await page.fetch(SITE).catch((caught: unknown) => caught)
    await page.inspect('https://elsewhere.example/')
    expect(browser.rejections[0]).toBe(error)
    expect(browser.rejections.map(({ failure }) => failure.code)).toEqual([
      'missing-allow-origin-header',
      'network-failure',
    ])
    browser.clear()
    expect(browser.rejections).toEqual([])
    for (let i = 0; i < 2001; i++) await page.inspect('https://elsewhere.example/')
    expect(browser.rejections).toHaveLength(1000)
  })

  test('checks nothing while its web security is disabled', async () => {
    const browser = createUserAgent({ network: { [SITE]: closed } })
    const page = browser.page('https://app.example/')
    expect(browser.webSecurity).toBe('enforced')
    browser.webSecurity = 'disabled'
    const response = await page.fetch(SITE, { method: 'PUT' })
    expect([response.type, await response.text()]).toEqual(['basic', 'https://app.example'])
    browser.webSecurity = 'enforced'
    await expect(page.fetch(SITE)).rejects.toThrow(TypeError)
    expect(() => ((browser as { webSecurity: string }).webSecurity = 'off')).toThrow(
      /webSecurity is one of enforced, disabled, not "off"/,
    )
  })

  test('takes apps also later', async () => {
    const browser = createUserAgent({ elsewhere: 'closed' })
    browser.mount(SITE, closed)
    browser.mount(SITE, app)
    expect(await (await browser.page('https://app.example/').fetch(SITE)).text()).toBe('x')
    expect(() => browser.mount('api.example', app)).toThrow(/no http or https origin/)
    expect(() => browser.mount(SITE, 1 as never)).toThrow(/is no app/)
  })

  test('has pages that forge their origin', async () => {
    const echo = fetchApp(({ headers }) => {
      const origin = headers.get('origin')!
      return new Response(origin, { headers: { 'access-control-allow-origin': origin } })
    })
    const browser = createUserAgent({ network: { [SITE]: echo } })
    const page = browser.page('https://app.example/', { forgedOrigin: 'https://APP.example' })
    expect(page.origin).toBe('https://APP.example')
    expect(await (await page.fetch(SITE)).text()).toBe('https://APP.example')
    expect(() => browser.page('https://app.example/', { forgedOrigin: 'a\nb' })).toThrow(
      /forgedOrigin is no header value/,
    )
  })
})
