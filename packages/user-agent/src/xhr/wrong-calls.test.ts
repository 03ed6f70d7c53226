import { afterAll, describe, expect, test } from 'vitest'
import type { XmlHttpRequest } from '../index.js'
import { API, browser, create, ended, send } from '../../test/support/xhr.js'

afterAll(() => browser.close())

describe('a wrong call', () => {
  const named = (name: string) => expect.objectContaining({ name })

  test.each<[string, string, (xhr: XmlHttpRequest) => void]>([
    ['open with a method that is none', 'SyntaxError', (xhr) => xhr.open('A B', '/')],
    ['open with a forbidden method', 'SecurityError', (xhr) => xhr.open('trace', '/')],
    ['open with a URL that is none', 'SyntaxError', (xhr) => xhr.open('GET', 'https://[')],
    ['a synchronous open', 'InvalidAccessError', (xhr) => xhr.open('GET', '/', false)],
    ['open with undefined for async', 'InvalidAccessError', (xhr) => xhr.open('GET', '/', undefined)],
    ['setRequestHeader before open', 'InvalidStateError', (xhr) => xhr.setRequestHeader('a', 'b')],
    ['send before open', 'InvalidStateError', (xhr) => xhr.send()],
    ['open with one argument', 'TypeError', (xhr) => (xhr.open as (method: string) => void)('GET')],
  ])('%s throws a %s', (_what, name, call) => {
    expect(() => call(create())).toThrow(named(name))
  })

  test.each<[string, string, (xhr: XmlHttpRequest) => void]>([
    ['a header name that is none', 'SyntaxError', (xhr) => xhr.setRequestHeader('a b', 'c')],
    ['a header value that is none', 'SyntaxError', (xhr) => xhr.setRequestHeader('a', 'b\nc')],
  ])('%s throws a %s', (_what, name, call) => {
    const xhr = create()
    xhr.open('GET', '/')
    expect(() => call(xhr)).toThrow(named(name))
  })

  test.each<[string, (xhr: XmlHttpRequest) => void]>([
    ['send', (xhr) => xhr.send()],
    ['setRequestHeader', (xhr) => xhr.setRequestHeader('a', 'b')],
    ['withCredentials', (xhr) => (xhr.withCredentials = true)],
  ])('%s after send throws an InvalidStateError', async (_what, call) => {
    const xhr = create()
    xhr.open('GET', `${API}/`)
    const end = ended(xhr)
    xhr.send()
    expect(() => call(xhr)).toThrow(named('InvalidStateError'))
    await end
  })

  test('responseType and overrideMimeType come before the response', async () => {
    const xhr = await send('/')
    expect(() => (xhr.responseType = 'json')).toThrow(named('InvalidStateError'))
    expect(() => xhr.overrideMimeType('text/css')).toThrow(named('InvalidStateError'))
    ;(xhr as { responseType: string }).responseType = 'nonsense'
    expect(xhr.responseType).toBe('')
  })

  test('of open leaves the request that is under way alone', async () => {
    const xhr = create()
    xhr.open('GET', `${API}/`)
    const end = ended(xhr)
    xhr.send()
    expect(() => xhr.open('GET', 'https://[')).toThrow(named('SyntaxError'))
    await end
    expect(xhr.status).toBe(200)
  })
})
