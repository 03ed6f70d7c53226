import { afterAll, describe, expect, test } from 'vitest'
import { createUserAgent } from '../index.js'
import type { XmlHttpRequest } from '../index.js'
import {
  api,
  API,
  APP,
  browser,
  create,
  ended,
  goOn,
  kinds,
  lastHeaders,
  page,
  record,
  send,
} from '../../test/support/xhr.js'

afterAll(() => browser.close())

describe('a request that is allowed', () => {
  test('goes through the states and tells of each', async () => {
    const xhr = create()
    const seen = record(xhr)
    expect([xhr.readyState, xhr.status, xhr.responseURL]).toEqual([0, 0, ''])
    xhr.open('get', `${API}/#top`)
    const end = ended(xhr)
    xhr.send('ignored')
    await end
    expect(seen).toEqual([
      '1',
      'loadstart 0/0',
      '2',
      '3',
      'progress 5/5',
      'progress 5/5',
      '4',
      'load 5/5',
      'loadend 5/5',
    ])
    expect(xhr).toMatchObject({ status: 200, statusText: '', responseText: 'hello', response: 'hello' })
    expect(xhr.responseURL).toBe(`${API}/`)
    expect(xhr.networkError).toBeNull()
    expect(xhr.trace.some(({ algorithm }) => algorithm === 'concept-cors-check')).toBe(true)
    expect(lastHeaders()).not.toHaveProperty('content-type')
  })

  test('shows the headers that the page may see, sorted', async () => {
    const xhr = await send('/')
    expect(xhr.getAllResponseHeaders()).toBe(
      'content-length: 5\r\ncontent-type: text/plain;charset=UTF-8\r\n',
    )
    expect(xhr.getResponseHeader('Content-Type')).toBe('text/plain;charset=UTF-8')
    expect(xhr.getResponseHeader('x-secret')).toBeNull()
  })

  test('sorts headers as if their names were in capitals', async () => {
    const data = new (browser.page(API).XMLHttpRequest)() as unknown as XmlHttpRequest
    data.open('GET', '/')
    const end = ended(data)
    data.send()
    await end
    const names = [...data.getAllResponseHeaders().matchAll(/^(.*?):/gm)].map(([, name]) => name)
    expect(names).toEqual(names.toSorted())
    expect(names).toContain('x-secret')
    expect(names).not.toContain('set-cookie')
  })

  test('without a body is done at once', async () => {
    const xhr = create()
    const seen = record(xhr)
    xhr.open('GET', `${API}/empty`)
    const end = ended(xhr)
    xhr.send()
    await end
    expect(seen).toEqual(['1', 'loadstart 0/0', '2', 'progress 0/0', '4', 'load 0/0', 'loadend 0/0'])
    expect([xhr.status, xhr.responseText]).toEqual([204, ''])
  })

  test('follows redirects', async () => {
    const xhr = await send('/redirect')
    expect(xhr.responseURL).toBe(`${API}/echo`)
  })

  test('shows text while it comes', async () => {
    const xhr = create()
    xhr.open('GET', `${API}/parts`)
    const loading = new Promise<void>((resolve) => (xhr.onprogress = () => resolve()))
    const end = ended(xhr)
    xhr.send()
    await loading
    expect([xhr.readyState, xhr.responseText]).toEqual([3, 'one '])
    goOn()
    await end
    expect(xhr.responseText).toBe('one two')
  })

  test('serves one object again', async () => {
    const xhr = await send('/')
    xhr.open('GET', `${API}/echo`)
    expect([xhr.status, xhr.responseText, xhr.getAllResponseHeaders()]).toEqual([0, '', ''])
    const end = ended(xhr)
    xhr.send()
    await end
    expect(xhr.responseURL).toBe(`${API}/echo`)
  })
})

describe('what is sent', () => {
  test.each([
    ['text', 'é', 'text/plain;charset=UTF-8', 'é'],
    ['parameters', new URLSearchParams({ a: 'b' }), 'application/x-www-form-urlencoded;charset=UTF-8', 'a=b'],
    ['bytes', new Uint8Array([104, 105]), undefined, 'hi'],
    ['a blob', new Blob(['hi'], { type: 'text/css' }), 'text/css', 'hi'],
    ['an object', { toString: (): string => 'hi' }, 'text/plain;charset=UTF-8', 'hi'],
    ['a stream', new ReadableStream(), 'text/plain;charset=UTF-8', '[object ReadableStream]'],
  ])('of %s has its type', async (_what, body, type, text) => {
    const xhr = await send('/echo', { method: 'POST', body })
    expect(xhr.responseText).toBe(text)
    expect(lastHeaders()['content-type']).toBe(type)
  })

  test('of a form has its boundary', async () => {
    const form = new FormData()
    form.append('file', new File(['hi'], 'a.txt'))
    const xhr = await send('/echo', { method: 'POST', body: form })
    expect(lastHeaders()['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(xhr.responseText).toContain('filename="a.txt"')
  })

  test('keeps the author’s charset where the body is bytes', async () => {
    const prepare = (xhr: XmlHttpRequest): void =>
      xhr.setRequestHeader('content-type', 'text/plain;charset=latin1')
    await send('/echo', { method: 'POST', body: new Uint8Array([1]), prepare })
    expect(lastHeaders()['content-type']).toBe('text/plain;charset=latin1')
  })

  test('has one header of what is set twice, and none that is the browser’s', async () => {
    const xhr = await send('/', {
      prepare: (given) => {
        given.setRequestHeader('X-Custom', ' one ')
        given.setRequestHeader('x-custom', 'two')
        given.setRequestHeader('Host', 'evil.example')
      },
    })
    expect(xhr.status).toBe(200)
    expect(lastHeaders()['x-custom']).toBe('one, two')
    expect(lastHeaders()).not.toHaveProperty('host')
    expect(xhr.trace.some(({ notice }) => notice === 'forbidden-header-dropped')).toBe(true)
  })

  test('has cookies only where credentials are wanted', async () => {
    browser.cookies.set(API, 'a=1; SameSite=None; Secure')
    await send('/')
    expect(lastHeaders()).not.toHaveProperty('cookie')
    await send('/', { prepare: (xhr) => (xhr.withCredentials = true) })
    expect(lastHeaders()['cookie']).toBe('a=1')
    browser.cookies.clear()
  })

  test('asks for a preflight where anybody listens to the upload', async () => {
    browser.clear()
    await send('/echo', { method: 'POST', body: 'x' })
    expect(kinds()).toEqual(['request POST'])
    browser.clear()
    await send('/echo', { method: 'POST', body: 'x', prepare: (xhr) => (xhr.upload.onload = () => {}) })
    expect(kinds()).toEqual(['preflight OPTIONS', 'request POST'])
    browser.clear()
    const prepare = (xhr: XmlHttpRequest): void => {
      const listener = (): void => {}
      xhr.upload.addEventListener('anything', listener)
      xhr.upload.removeEventListener('anything', listener)
    }
    await send('/echo', { method: 'POST', body: 'x', prepare })
    expect(kinds()).toEqual(['request POST'])
  })

  test('is told of to those who listen to the upload', async () => {
    const xhr = create()
    const seen = record(xhr, { upload: true })
    xhr.open('PUT', `${API}/echo`)
    const end = ended(xhr)
    xhr.send('four')
    await end
    expect(seen).toEqual([
      '1',
      'loadstart 0/0',
      'upload loadstart 0/4',
      'upload progress 4/4',
      'upload load 4/4',
      'upload loadend 4/4',
      '2',
      '3',
      'progress 4/0',
      'progress 4/0',
      '4',
      'load 4/0',
      'loadend 4/0',
    ])
  })

  test('may have user name and password in its URL', async () => {
    const xhr = create()
    xhr.open('GET', `${API}/echo`, true, 'user', 'pass')
    const end = ended(xhr)
    xhr.send()
    await end
    expect(xhr.responseURL).toBe('https://user:pass@api.example/echo')
  })
})

test('the class has its states, is its page’s own, and looks like one', () => {
  const { XMLHttpRequest } = page
  expect(page.XMLHttpRequest).toBe(XMLHttpRequest)
  expect(browser.page(APP).XMLHttpRequest).not.toBe(XMLHttpRequest)
  expect({ ...XMLHttpRequest }).toEqual({ UNSENT: 0, OPENED: 1, HEADERS_RECEIVED: 2, LOADING: 3, DONE: 4 })
  expect(create()).toMatchObject({ UNSENT: 0, DONE: 4, timeout: 0, withCredentials: false })
  expect(create()).toBeInstanceOf(EventTarget)
  expect(Object.prototype.toString.call(create())).toBe('[object XMLHttpRequest]')
  expect(create().upload).toBeInstanceOf(EventTarget)
})

describe('what engines do of their own', () => {
  let sent: string | undefined

  async function sendIn(
    profile: 'standard' | 'chromium' | 'firefox',
    url: string,
    type?: string,
  ): Promise<XmlHttpRequest> {
    const other = createUserAgent({ profile, network: { [API]: api } })
    const xhr = new (other.page(APP).XMLHttpRequest)() as unknown as XmlHttpRequest
    xhr.open('POST', url)
    if (type !== undefined) xhr.setRequestHeader('content-type', type)
    const end = ended(xhr)
    xhr.send('x')
    await end
    sent = other.requests.at(-1)?.headers['content-type']
    return xhr
  }
  test.each([
    ['text/plain;charset=latin1', 'text/plain;charset=UTF-8'],
    ['text/plain; charset="latin1"; format=flowed', 'text/plain;charset=UTF-8;format=flowed'],
    ['text/plain; charset=utf-8', 'text/plain; charset=utf-8'],
    ['text/plain', 'text/plain'],
    ['nonsense', 'nonsense'],
  ])('the standard makes of the author’s type %s the type %s', async (type, made) => {
    await sendIn('standard', `${API}/echo`, type)
    expect(sent).toBe(made)
  })

  test.each([
    ['text/plain; charset="utf-8"', 'text/plain; charset="UTF-8"'],
    ['text/plain ; charset = latin1;a=b', 'text/plain ; charset = UTF-8;a=b'],
    ['text/plain;charset=latin1;charset=utf-8', 'text/plain;charset=UTF-8;charset=UTF-8'],
    ['text/plain;xcharset=latin1', 'text/plain;xcharset=latin1'],
  ])('Chromium makes of the author’s type %s the type %s', async (type, made) => {
    await sendIn('chromium', `${API}/echo`, type)
    expect(sent).toBe(made)
  })

  test('Firefox shows of a data: URL only its type', async () => {
    const headers = (profile: 'chromium' | 'firefox'): Promise<string> =>
      sendIn(profile, 'data:text/css,x').then((xhr) => xhr.getAllResponseHeaders())
    expect(await headers('firefox')).toBe('Content-Type: text/css\r\n')
    expect(await headers('chromium')).toBe('content-type: text/css\r\n')
  })
})
