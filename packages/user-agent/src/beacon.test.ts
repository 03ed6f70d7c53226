import { describe, expect, test, vi } from 'vitest'
import { createUserAgent, fetchApp } from './index.js'

const API = 'https://api.example'
const APP = 'https://app.example'

function browse(profile: 'chromium' | 'firefox' | 'webkit', headers: Readonly<Record<string, string>> = {}) {
  const network = { [API]: fetchApp(() => new Response(null, { status: 204, headers })) }
  const browser = createUserAgent({ profile, network, elsewhere: 'closed', thirdPartyCookies: 'allowed' })
  browser.cookies.set(API, 'a=1; SameSite=None; Secure')
  return { browser, page: browser.page(`${APP}/`) }
}

const allowing = {
  'access-control-allow-origin': APP,
  'access-control-allow-credentials': 'true',
  'access-control-allow-headers': 'content-type',
}

const form = new FormData()
form.append('a', '1')

describe.each(['chromium', 'firefox', 'webkit'] as const)('a beacon in %s', (profile) => {
  test.each<[string, Parameters<ReturnType<typeof browse>['page']['sendBeacon']>[1], RegExp | undefined]>([
    ['text', 'hi', /^text\/plain;charset=UTF-8$/],
    ['nothing', null, undefined],
    ['a blob of text', new Blob(['x'], { type: 'text/plain' }), /^text\/plain$/],
    ['a blob without a type', new Blob(['x']), undefined],
    ['bytes', new Uint8Array([65]), undefined],
    ['parameters', new URLSearchParams('a=1'), /^application\/x-www-form-urlencoded;charset=UTF-8$/],
    ['a form', form, /^multipart\/form-data; boundary=/],
  ])('of %s is sent at once, with cookies', async (_what, data, contentType) => {
    const { browser, page } = browse(profile)
    expect(page.sendBeacon(`${API}/log`, data)).toBe(true)
    await vi.waitFor(() => expect(browser.requests).toHaveLength(1))
    const [{ method, headers }] = browser.requests as [(typeof browser.requests)[0]]
    expect([method, headers['sec-fetch-mode'], headers['origin'], headers['cookie']]).toEqual([
      'POST',
      'no-cors',
      APP,
      'a=1',
    ])
    if (contentType === undefined) expect(headers['content-type']).toBeUndefined()
    else expect(headers['content-type']).toMatch(contentType)
  })

  const json = new Blob(['{}'], { type: 'application/json' })

  test('of JSON asks first', async () => {
    const { browser, page } = browse(profile, allowing)
    expect(page.sendBeacon(API, json)).toBe(true)
    await vi.waitFor(() => expect(browser.requests.map(({ method }) => method)).toEqual(['OPTIONS', 'POST']))
    expect(browser.requests[0]!.headers['access-control-request-headers']).toBe('content-type')
  })

  test('of JSON that is refused tells nobody but the tester', async () => {
    const { browser, page } = browse(profile)
    expect(page.sendBeacon(API, json)).toBe(true)
    page.close()
    await vi.waitFor(() => expect(browser.rejections).toHaveLength(1))
    expect(browser.rejections[0]!.failure.code).toBe('preflight-missing-allow-origin-header')
    expect(browser.requests.map(({ method }) => method)).toEqual(['OPTIONS'])
  })

  test('beyond 64 KiB is not queued, but in Firefox', () => {
    const { page } = browse(profile)
    expect(page.sendBeacon(API, 'x'.repeat(65_537))).toBe(profile === 'firefox')
    expect(page.sendBeacon(API, 'x'.repeat(65_000))).toBe(true)
    expect(page.sendBeacon(API, 'x'.repeat(1000))).toBe(profile === 'firefox')
  })
})

test.each([
  ['ftp://api.example/', 'x'],
  ['http://[', 'x'],
  ['data:,x', 'x'],
])('a beacon to %s is a TypeError', (url, data) => {
  expect(() => browse('chromium').page.sendBeacon(url, data)).toThrow(
    /^page.sendBeacon: .* is no http or https URL/,
  )
})

test('a beacon of a stream is a TypeError', () => {
  expect(() => browse('chromium').page.sendBeacon(API, new ReadableStream())).toThrow(
    /a stream cannot be sent/,
  )
})
