import { afterAll, describe, expect, test, vi } from 'vitest'
import { createUserAgent, isNetworkError } from '../index.js'
import type { XmlHttpRequest, XmlHttpRequestErrorEvent } from '../index.js'
import { api, API, APP, browser, create, ended, goOn, record } from '../../test/support/xhr.js'

afterAll(() => browser.close())

describe('a request that is refused', () => {
  test('tells the page nothing, and the tester why', async () => {
    const xhr = create()
    const seen = record(xhr, { upload: true })
    let event: XmlHttpRequestErrorEvent | undefined
    xhr.onerror = (given) => (event = given)
    xhr.open('PUT', `${API}/closed`)
    const end = ended(xhr)
    xhr.send('four')
    await end
    expect(seen).toEqual([
      '1',
      'loadstart 0/0',
      'upload loadstart 0/4',
      '4',
      'upload error 0/0',
      'upload loadend 0/0',
      'error 0/0',
      'loadend 0/0',
    ])
    expect([xhr.status, xhr.statusText, xhr.responseText, xhr.responseURL]).toEqual([0, '', '', ''])
    expect(xhr.getAllResponseHeaders()).toBe('')
    expect(Object.keys(event!)).not.toContain('failure')
    expect(event!.failure.code).toBe('preflight-missing-allow-origin-header')
    expect(event!.trace.filter(({ decides }) => decides === true)).toHaveLength(1)
    expect(isNetworkError(xhr.networkError)).toBe(true)
    expect(xhr.networkError!.consoleMessages[0]!.text).toContain('Access to XMLHttpRequest at')
  })

  test('after its body went out does not fail the upload', async () => {
    const xhr = create()
    xhr.open('POST', `${API}/closed`)
    const end = ended(xhr)
    xhr.send('four')
    await end
    expect(xhr.networkError!.failure.code).toBe('missing-allow-origin-header')
    xhr.open('GET', API)
    expect([xhr.networkError, xhr.trace]).toEqual([null, []])
  })

  test('leaves no trace where tracing is off', async () => {
    const quiet = createUserAgent({ network: { [API]: api }, trace: false }).page(APP)
    const xhr = new quiet.XMLHttpRequest() as unknown as XmlHttpRequest
    xhr.open('GET', `${API}/closed`)
    const end = ended(xhr)
    xhr.send()
    await end
    expect([xhr.trace, xhr.networkError!.failure.code]).toEqual([[], 'missing-allow-origin-header'])
  })

  test('also ends where the body breaks', async () => {
    const xhr = create()
    xhr.open('GET', `${API}/parts?break`)
    xhr.onprogress = () => goOn()
    const end = ended(xhr)
    xhr.send()
    await end
    expect([xhr.readyState, xhr.status, xhr.responseText]).toEqual([4, 0, ''])
    expect(xhr.networkError!.failure).toMatchObject({
      code: 'network-failure',
      values: { url: `${API}/parts?break` },
    })
  })
})

describe('a request that is given up', () => {
  test('by abort() ends there', async () => {
    const xhr = create()
    const seen = record(xhr, { upload: true })
    xhr.open('PUT', `${API}/hold`)
    xhr.send('four')
    await vi.waitFor(() => expect(browser.requests.at(-1)!.url).toBe(`${API}/hold`))
    xhr.abort()
    expect(seen.slice(3)).toEqual(['4', 'upload abort 0/0', 'upload loadend 0/0', 'abort 0/0', 'loadend 0/0'])
    expect([xhr.readyState, xhr.status, xhr.networkError]).toEqual([0, 0, null])
    goOn()
    xhr.abort()
    expect(seen).toHaveLength(8)
  })

  test('in the middle of its body frees what it holds', async () => {
    const xhr = create()
    const seen = record(xhr)
    xhr.open('GET', `${API}/parts`)
    const end = ended(xhr)
    xhr.onprogress = () => xhr.abort()
    xhr.send()
    await end
    expect(seen.slice(-4)).toEqual(['progress 4/0', '4', 'abort 0/0', 'loadend 0/0'])
    expect(xhr.readyState).toBe(0)
  })

  test.each([
    ['at loadstart', 'loadstart'],
    ['at the headers', 'readystatechange'],
    ['at the last progress', 'progress'],
  ])('by open() %s says nothing more', async (_when, type) => {
    const xhr = create()
    xhr.open('GET', `${API}/`)
    const reopened = new Promise<void>((resolve) => {
      xhr.addEventListener(type, function reopen() {
        if (type === 'readystatechange' && xhr.readyState !== 2) return
        xhr.removeEventListener(type, reopen)
        xhr.open('GET', `${API}/echo`)
        resolve()
      })
    })
    xhr.send()
    await reopened
    const seen = record(xhr)
    const end = ended(xhr)
    xhr.send()
    await end
    expect(xhr.responseURL).toBe(`${API}/echo`)
    expect(seen.filter((each) => each.startsWith('loadend'))).toHaveLength(1)
  })

  test('after its timeout tells of that, also where the limit was set late', async () => {
    for (const late of [false, true]) {
      const xhr = create()
      const seen = record(xhr)
      xhr.open('GET', `${API}/hold`)
      if (!late) xhr.timeout = 5
      const end = ended(xhr)
      xhr.send()
      if (late) xhr.timeout = 5.9
      await end
      expect(seen.slice(-3)).toEqual(['4', 'timeout 0/0', 'loadend 0/0'])
      expect([xhr.timeout, xhr.readyState, xhr.networkError]).toEqual([5, 4, null])
      goOn()
    }
  })

  test('is not given up where the limit is taken back', async () => {
    const xhr = create()
    xhr.open('GET', `${API}/`)
    xhr.timeout = 4_294_967_295
    const end = ended(xhr)
    xhr.send()
    xhr.timeout = 0
    await end
    expect(xhr.status).toBe(200)
    xhr.timeout = 1
    expect(xhr.readyState).toBe(4)
  })
})
