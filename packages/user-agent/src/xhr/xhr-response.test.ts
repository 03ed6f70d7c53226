import { afterAll, describe, expect, test } from 'vitest'
import type { XmlHttpRequest } from '../index.js'
import { API, browser, create, ended, send } from '../../test/support/xhr.js'

afterAll(() => browser.close())

describe('a response', () => {
  const as = async (
    responseType: XmlHttpRequest['responseType'],
    path: string,
    body: unknown,
  ): Promise<unknown> => {
    const xhr = await send(path, {
      method: 'POST',
      body,
      prepare: (given) => (given.responseType = responseType),
    })
    expect(xhr.response).toBe(xhr.response)
    return xhr.response
  }

  test('is what its responseType says', async () => {
    expect(await as('text', '/echo', 'hi')).toBe('hi')
    expect(new Uint8Array((await as('arraybuffer', '/echo', 'hi')) as ArrayBuffer)).toEqual(
      new Uint8Array([104, 105]),
    )
    const blob = (await as('blob', '/echo?type=text/css', 'hi')) as Blob
    expect([blob.type, await blob.text()]).toEqual(['text/css', 'hi'])
    expect(await as('json', '/echo', '\ufeff{"a":1}')).toEqual({ a: 1 })
    expect(await as('json', '/echo', 'nonsense')).toBeNull()
    expect(await as('json', '/empty', '')).toBeNull()
  })

  test('is nothing before it is there, and where there is none', async () => {
    const xhr = create()
    xhr.responseType = 'json'
    expect(xhr.response).toBeNull()
    xhr.open('GET', `${API}/closed`)
    const end = ended(xhr)
    xhr.send()
    await end
    expect(xhr.response).toBeNull()
    expect(() => xhr.responseText).toThrow(expect.objectContaining({ name: 'InvalidStateError' }))
    expect(() => xhr.responseXML).toThrow(expect.objectContaining({ name: 'InvalidStateError' }))
  })

  test('of XML is no document where the page has no DOM', async () => {
    const xhr = await send('/echo?type=text/xml', { method: 'POST', body: '<a/>' })
    expect(xhr.responseXML).toBeNull()
    expect(() => (create().responseType = 'document')).toThrow(/no DOM/)
  })

  test('is read as the type that overrides its own', async () => {
    const latin1 = new Uint8Array([0xe9])
    const read = async (override: string, when: 'before' | 'at the headers'): Promise<string> => {
      const xhr = await send('/echo?type=text/plain', {
        method: 'POST',
        body: latin1,
        prepare: (given) => {
          if (when === 'before') given.overrideMimeType(override)
          else given.onreadystatechange = () => given.readyState === 2 && given.overrideMimeType(override)
        },
      })
      return xhr.responseText
    }
    expect(await read('text/plain;charset=latin1', 'before')).toBe('é')
    expect(await read('text/plain;charset=latin1', 'at the headers')).toBe('é')
    expect(await read('nonsense', 'before')).toBe('\ufffd')
  })
})
