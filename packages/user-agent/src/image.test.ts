import { describe, expect, test } from 'vitest'
import type { ProfileName } from 'concors'
import { createUserAgent, fetchApp } from './index.js'
import type { CrossOrigin } from './index.js'

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0)
const SITE = 'https://img.example'

/** `/open` allows the page and its cookies, `/closed` nobody; `?type` says what comes. */
const app = fetchApp((request) => {
  const { pathname, searchParams } = new URL(request.url)
  const headers = new Headers({ 'content-type': searchParams.get('type') ?? 'image/png' })
  if (pathname === '/open') {
    headers.set('access-control-allow-origin', 'https://app.example')
    headers.set('access-control-allow-credentials', 'true')
  }
  if (pathname === '/redirect') headers.set('location', 'https://app.example/own')
  const text = searchParams.get('text')
  return new Response(text ?? PNG, { status: pathname === '/redirect' ? 302 : 200, headers })
})
const network = { [SITE]: app, 'https://app.example': app }

function browse(profile: ProfileName = 'chromium') {
  const browser = createUserAgent({ profile, network, elsewhere: 'closed', thirdPartyCookies: 'allowed' })
  browser.cookies.set(SITE, 'a=1; SameSite=None; Secure')
  const page = browser.page('https://app.example/')
  return { browser, page, cookie: () => browser.requests.at(-1)!.headers['cookie'] }
}

describe('an image of another site', () => {
  test.each<[string, CrossOrigin | undefined, string | undefined, string, boolean]>([
    ['no crossOrigin', undefined, 'a=1', 'no-cors', false],
    ['null', null, 'a=1', 'no-cors', false],
    ['an empty crossOrigin', '', undefined, 'cors', true],
    ['anonymous', 'anonymous', undefined, 'cors', true],
    ['a crossOrigin of no meaning', 'bogus', undefined, 'cors', true],
    ['use-credentials', 'use-credentials', 'a=1', 'cors', true],
    ['USE-CREDENTIALS', 'USE-CREDENTIALS', 'a=1', 'cors', true],
  ])('with %s', async (_what, crossOrigin, cookie, mode, clean) => {
    const given = browse()
    const image = await given.page.loadImage(`${SITE}/open`, crossOrigin === undefined ? {} : { crossOrigin })
    expect(given.cookie()).toBe(cookie)
    expect(given.browser.requests.at(-1)!.headers).toMatchObject({
      'sec-fetch-mode': mode,
      'sec-fetch-dest': 'image',
    })
    expect(image).toMatchObject({ contentType: 'image/png', originClean: clean })
    expect(image.url).toBe(clean ? `${SITE}/open` : '')
    expect(new Uint8Array(image.bytes)).toEqual(PNG)
    if (clean) expect(image.readPixels()).toBe(image.bytes)
  })

  test('does not load with crossOrigin where the site allows nobody', async () => {
    const { page } = browse()
    await expect(page.loadImage(`${SITE}/closed`, { crossOrigin: 'anonymous' })).rejects.toMatchObject({
      failure: { code: 'missing-allow-origin-header' },
    })
    expect((await page.loadImage(`${SITE}/closed`)).originClean).toBe(false)
  })

  test('taints also where it redirects to the page itself', async () => {
    const { page } = browse()
    expect((await page.loadImage(`${SITE}/redirect`)).originClean).toBe(false)
  })

  test('follows a referrer policy', async () => {
    const { browser, page } = browse()
    await page.loadImage(`${SITE}/open`, { referrerPolicy: 'no-referrer' })
    expect(browser.requests.at(-1)!.headers['referer']).toBeUndefined()
  })

  test.each<[ProfileName, RegExp]>([
    ['standard', /^Tainted canvases may not be exported\.$/],
    ['chromium', /Failed to execute 'toDataURL' on 'HTMLCanvasElement': Tainted canvases/],
    ['firefox', /^The operation is insecure\.$/],
    ['webkit', /^The operation is insecure\.$/],
  ])('throws a SecurityError with the words of %s when its pixels are read', async (profile, message) => {
    const image = await browse(profile).page.loadImage(`${SITE}/open`)
    const read = (): unknown => image.readPixels()
    expect(read).toThrow(expect.objectContaining({ name: 'SecurityError' }))
    expect(read).toThrow(message)
  })
})

test.each(['/own', 'data:image/svg+xml,<svg/>', `data:image/gif;base64,${btoa('GIF89a')}`])(
  'an image of the page itself is clean: %s',
  async (url) => {
    const image = await browse().page.loadImage(url)
    expect(image.originClean).toBe(true)
    expect(image.readPixels().byteLength).toBeGreaterThan(0)
  },
)

test.each([
  ['text', '/own?text=hello', /no image \(200, Content-Type image\/png, 5 bytes\)/],
  ['nothing', '/own?text=', /0 bytes/],
  ['an empty SVG', '/own?type=image/svg%2Bxml&text=', /0 bytes/],
])('%s is no image', async (_what, url, message) => {
  const loading = browse().page.loadImage(url)
  await expect(loading).rejects.toThrow(message)
  await expect(loading).rejects.toMatchObject({ name: 'EncodingError' })
})

test('an address that is none is a TypeError', async () => {
  await expect(browse().page.loadImage('http://[')).rejects.toThrow(TypeError)
})

test('an image without Content-Type, or that nobody serves, says so', async () => {
  const browser = createUserAgent({ network: { [SITE]: fetchApp(() => new Response(new Uint8Array([1]))) } })
  const page = browser.page(SITE)
  await expect(page.loadImage('/')).rejects.toThrow(/no Content-Type/)
  await browser.close()
  await expect(page.loadImage('/')).rejects.toMatchObject({ failure: { values: { reason: 'closed' } } })
})
