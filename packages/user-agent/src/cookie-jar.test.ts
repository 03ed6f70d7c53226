import { describe, expect, test } from 'vitest'
import { PROFILES } from 'concors'
import type { ProfileName } from 'concors'
import { createUserAgent, fetchApp } from './index.js'
import type { Browser, UserAgentOptions } from './index.js'
import { BrowserCookieJar } from './cookie-jar.js'

/** Sets the cookie that the query names, and says which cookies came. */
const app = fetchApp((request) => {
  const origin = request.headers.get('origin')
  const headers = new Headers({ 'access-control-allow-credentials': 'true' })
  if (origin !== null) headers.set('access-control-allow-origin', origin)
  const setCookie = new URL(request.url).searchParams.get('set')
  if (setCookie !== null) headers.append('set-cookie', setCookie)
  return new Response(request.headers.get('cookie') ?? '', { headers })
})
const HOSTS = [
  'https://site.example',
  'http://site.example',
  'https://a.site.example',
  'https://other.example',
  'http://localhost:8080',
]

function browse(profile: ProfileName, options: UserAgentOptions = {}): Browser {
  const network = Object.fromEntries(HOSTS.map((host) => [host, app]))
  return createUserAgent({ profile, network, elsewhere: 'closed', ...options })
}

async function cookies(browser: Browser, from: string, to: string, setCookie?: string): Promise<string> {
  const query = setCookie === undefined ? '' : `?${new URLSearchParams({ set: setCookie })}`
  return (await browser.page(from).fetch(to + query, { credentials: 'include' })).text()
}

/** What a server at `host` that set a cookie gets back when the same page asks again. */
async function roundTrip(browser: Browser, from: string, host: string, setCookie: string): Promise<string> {
  await cookies(browser, from, host, setCookie)
  return cookies(browser, from, host)
}

const SITE = 'https://site.example'
const OTHER = 'https://other.example'

describe('credentials', () => {
  const ask = async (credentials: NonNullable<RequestInit['credentials']>, to: string): Promise<string> => {
    const browser = browse('chromium')
    browser.cookies.set(SITE, 'a=1')
    browser.cookies.set('https://a.site.example/', 'a=1')
    return (await browser.page(SITE).fetch(to, { credentials })).text()
  }
  test.each([
    ['omit', SITE, ''],
    ['same-origin', SITE, 'a=1'],
    ['include', SITE, 'a=1'],
    ['omit', 'https://a.site.example', ''],
    ['same-origin', 'https://a.site.example', ''],
    ['include', 'https://a.site.example', 'a=1'],
  ] as const)('%s to %s sends %j', async (credentials, to, expected) => {
    expect(await ask(credentials, to)).toBe(expected)
  })
})

describe.each(Object.keys(PROFILES) as ProfileName[])('under %s', (profile) => {
  const {
    sameSiteDefault,
    sameSiteNoneNeedsSecure,
    thirdPartyCookies,
    secureCookiesOnLoopback,
    schemefulSameSite,
  } = PROFILES[profile]
  const allowed = (options: UserAgentOptions = {}) =>
    browse(profile, { thirdPartyCookies: 'allowed', ...options })

  test('a cookie without SameSite counts as the default', async () => {
    const sent = await roundTrip(allowed(), OTHER, SITE, 'a=1; Secure')
    expect(sent).toBe(sameSiteDefault === 'none' ? 'a=1' : '')
    expect(await roundTrip(allowed(), OTHER, SITE, 'a=1; Secure; SameSite=nonsense')).toBe(sent)
  })

  test('SameSite=None may need Secure', async () => {
    const sent = await roundTrip(allowed(), OTHER, SITE, 'a=1; SameSite=None')
    expect(sent).toBe(sameSiteNoneNeedsSecure ? '' : 'a=1')
    expect(await roundTrip(allowed(), OTHER, SITE, 'a=1; SameSite=None; Secure')).toBe('a=1')
  })

  test.each(['Lax', 'Strict'])('SameSite=%s stays in its site', async (sameSite) => {
    const browser = allowed()
    expect(await roundTrip(browser, 'https://a.site.example', SITE, `a=1; SameSite=${sameSite}`)).toBe('a=1')
    expect(await cookies(browser, OTHER, SITE)).toBe('')
    expect(await roundTrip(allowed(), OTHER, SITE, `a=1; SameSite=${sameSite}`)).toBe('')
  })

  test('http and https may be two sites', async () => {
    const browser = allowed()
    browser.cookies.set(SITE, 'a=1; SameSite=Strict')
    expect(await cookies(browser, 'http://site.example', SITE)).toBe(schemefulSameSite ? '' : 'a=1')
  })

  test('Secure needs https, or perhaps loopback', async () => {
    const http = 'http://site.example'
    expect(await roundTrip(allowed(), http, http, 'a=1; Secure')).toBe('')
    const loopback = 'http://localhost:8080'
    expect(await roundTrip(allowed(), loopback, loopback, 'a=1; Secure')).toBe(
      secureCookiesOnLoopback ? 'a=1' : '',
    )
    expect(await roundTrip(allowed(), loopback, loopback, 'a=1')).toBe('a=1')
  })

  test('a third-party cookie is treated as its default says', async () => {
    const browser = browse(profile)
    const sent = await roundTrip(browser, OTHER, SITE, 'a=1; SameSite=None; Secure')
    expect(sent).toBe(thirdPartyCookies === 'blocked' ? '' : 'a=1')
    expect(await cookies(browser, SITE, SITE)).toBe(thirdPartyCookies === 'allowed' ? 'a=1' : '')
  })

  test.each([
    ['allowed', 'a=1', 'a=1'],
    ['partitioned', 'a=1', ''],
    ['blocked', '', ''],
  ] as const)('a third-party cookie is %s if told so', async (thirdParty, there, atHome) => {
    const browser = browse(profile, { thirdPartyCookies: thirdParty })
    expect(await roundTrip(browser, OTHER, SITE, 'a=1; SameSite=None; Secure')).toBe(there)
    expect(await cookies(browser, SITE, SITE)).toBe(atHome)
  })

  test('what a site has set by itself is sent to it, or not, where third parties can set nothing', async () => {
    for (const [thirdPartyCookies, sent] of [
      ['not-kept', 'a=1'],
      ['blocked', ''],
    ] as const) {
      const browser = browse(profile, { thirdPartyCookies })
      expect(await roundTrip(browser, OTHER, SITE, 'b=2; SameSite=None; Secure')).toBe('')
      expect(await roundTrip(browser, SITE, SITE, 'a=1; SameSite=None; Secure')).toBe('a=1')
      expect(await cookies(browser, OTHER, SITE)).toBe(sent)
    }
  })

  test('Partitioned is kept by the site at the top', async () => {
    const browser = browse(profile, { thirdPartyCookies: 'blocked' })
    const partitioned = 'a=1; SameSite=None; Secure; Partitioned'
    const { partitionedCookies } = PROFILES[profile]
    expect(await roundTrip(browser, OTHER, SITE, partitioned)).toBe(
      partitionedCookies === 'always' ? 'a=1' : '',
    )
    expect(await cookies(browser, SITE, SITE)).toBe('')
    const allowing = browse(profile, { thirdPartyCookies: 'allowed' })
    expect(await roundTrip(allowing, OTHER, SITE, partitioned)).toBe('a=1')
    expect(await cookies(allowing, SITE, SITE)).toBe(partitionedCookies === 'never' ? 'a=1' : '')
    if (partitionedCookies === 'never') return
    expect(await roundTrip(browse(profile), OTHER, SITE, 'a=1; SameSite=None; Partitioned')).toBe('')
  })
})

test('Set-Cookie is kept although the check then fails', async () => {
  const refusing = fetchApp(
    () => new Response(null, { headers: { 'set-cookie': 'a=1; SameSite=None; Secure' } }),
  )
  const browser = createUserAgent({ network: { [SITE]: refusing } })
  await expect(browser.page(OTHER).fetch(SITE, { credentials: 'include' })).rejects.toThrow(TypeError)
  expect(browser.cookies.get(SITE)).toBe('a=1')
})

test('HttpOnly cookies travel, and are no business of the page', async () => {
  const browser = browse('chromium')
  expect(await roundTrip(browser, SITE, SITE, 'a=1; HttpOnly')).toBe('a=1')
  expect((await browser.page(SITE).fetch('/?set=b%3D1')).headers.getSetCookie()).toEqual([])
})

test('pages of a browser share the jar; two browsers share nothing', async () => {
  const [one, two] = [browse('chromium'), browse('chromium')]
  await cookies(one, SITE, SITE, 'a=1')
  expect(await cookies(one, 'https://a.site.example', SITE)).toBe('a=1')
  expect(await cookies(two, SITE, SITE)).toBe('')
  one.clear()
  expect(one.cookies.get(SITE)).toBe('')
})

test.each([
  '',
  ';',
  '=',
  'a=1; Domain=elsewhere.example',
  `a=${'x'.repeat(4096)}`,
  '__Secure-a=1',
  '__secure-a=1',
  '__secure-a; Secure',
  '=__Host-a=1; Secure; Path=/',
  '=; Secure',
  '__Host-a=1; Path=/x',
  '__host-a=1',
  '__HOST-a=1; Secure',
  '__hOSt-a=1; Path=/',
  '__host-a=1; Secure; Path=/; Domain=site.example',
])('the line %j sets nothing', async (setCookie) => {
  expect(await roundTrip(browse('chromium'), SITE, SITE, setCookie)).toBe('')
})

test.each(['__secure-a=1; Secure', '__HOST-a=1; Secure; Path=/'])(
  'the line %j sets a cookie',
  async (setCookie) => {
    expect(await roundTrip(browse('chromium'), SITE, SITE, setCookie)).toBe(setCookie.split(';')[0])
  },
)

test.each([
  ['a', 'a'],
  ['=a', 'a'],
  [' = a ; Secure', 'a'],
  ['=a=b', 'a=b'],
  ['a=', 'a='],
])('the line %j comes back as %j', async (setCookie, expected) => {
  expect(await roundTrip(browse('chromium'), SITE, SITE, setCookie)).toBe(expected)
})

test('a cookie without a name replaces the last one, and no other', () => {
  const jar = new BrowserCookieJar(PROFILES.chromium, 'allowed')
  for (const line of ['a', 'b=1', '=c=d', '=e']) jar.set(SITE, line)
  expect(jar.get(SITE).split('; ').toSorted()).toEqual(['b=1', 'e'])
  jar.set(SITE, 'x; Max-Age=0')
  expect(jar.get(SITE)).toBe('b=1')
})

test('a jar is set by a URL, and not by anything else', () => {
  const jar = new BrowserCookieJar(PROFILES.chromium, 'allowed')
  jar.set(new URL(SITE), 'a=1')
  expect(jar.get(SITE)).toBe('a=1')
  expect(() => jar.set('site', 'a=1')).toThrow(TypeError)
})

test('the cookies of a domain, and of the jar, are bounded; the oldest go first', async () => {
  const jar = new BrowserCookieJar(PROFILES.chromium, 'allowed')
  const count = (url: string): number => jar.get(url).split(';').length
  for (let i = 0; i < 1000; i++) jar.set(SITE, `c${i}=1`)
  expect(count(SITE)).toBeLessThanOrEqual(360)
  expect(jar.get(SITE)).toContain('c999=1')
  for (let host = 0; host < 100; host++) {
    for (let i = 0; i < 50; i++) jar.set(`https://h${host}.example`, `c${i}=1`)
  }
  let all = 0
  for (let host = 0; host < 100; host++) all += count(`https://h${host}.example`)
  expect(all).toBeLessThanOrEqual(3300 + 180)
})

test('the partitions are bounded', async () => {
  const browser = browse('firefox')
  for (let i = 0; i < 150; i++) {
    await cookies(browser, `https://top${i}.example`, SITE, 'a=1; SameSite=None; Secure')
  }
  expect(await cookies(browser, 'https://top149.example', SITE)).toBe('a=1')
  expect(await cookies(browser, 'https://top0.example', SITE)).toBe('')
})

test.each<[UserAgentOptions, string, readonly string[]]>([
  [{}, 'a=1; SameSite=Lax', ['a']],
  [{ thirdPartyCookies: 'blocked' }, 'a=1; SameSite=None; Secure', ['a']],
  [{}, 'a=1; SameSite=None; Secure', []],
])('a trace names what %j keeps back of %s', async (options, setCookie, withheld) => {
  const browser = browse('chromium', options)
  expect(browser.cookies.thirdPartyCookies).toBe(options.thirdPartyCookies ?? 'allowed')
  browser.cookies.set(SITE, setCookie)
  const { trace } = await browser.page(OTHER).inspect(SITE, { credentials: 'include' })
  const named = trace.filter(({ notice }) => notice === 'cookies-withheld')
  expect(named.flatMap(({ values }) => values['cookies'])).toEqual(withheld)
})
