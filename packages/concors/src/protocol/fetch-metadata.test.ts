import { expect, test } from 'vitest'
import { ask, createContext } from '../../test/drive.js'
import { appendFetchMetadata } from './fetch-metadata.js'
import { createRequest } from './request.js'
import type { InnerRequest } from './request.js'

const added = (request: InnerRequest): unknown => {
  appendFetchMetadata(request, createContext())
  return request.headerList
}

test('destination, mode and site, in this order', () => {
  expect(added(ask({ destination: 'image', mode: 'no-cors' }))).toEqual([
    ['Sec-Fetch-Dest', 'image'],
    ['Sec-Fetch-Mode', 'no-cors'],
    ['Sec-Fetch-Site', 'cross-site'],
  ])
})

test.each([
  ['https://a.test/page', 'https://a.test/', 'same-origin'],
  ['https://a.test/page', 'https://a.test:8443/', 'same-site'],
  ['https://a.test/page', 'https://x.a.test/', 'same-site'],
  ['http://a.test/page', 'https://a.test/', 'cross-site'],
  ['https://a.test/page', 'https://b.test/', 'cross-site'],
  ['opaque', 'https://a.test/', 'cross-site'],
])('from %s to %s is %s, and no destination is empty', (from, url, site) => {
  expect(added(ask({ from, url }))).toEqual([
    ['Sec-Fetch-Dest', 'empty'],
    ['Sec-Fetch-Mode', 'cors'],
    ['Sec-Fetch-Site', site],
  ])
})

test('nothing goes to an untrustworthy URL', () => {
  expect(added(ask({ from: 'http://a.test/', url: 'http://b.test/' }))).toEqual([])
})

test('the current URL decides whether, the whole chain what', () => {
  const request = createRequest({ url: new URL('http://b.test/'), origin: ask().origin })
  request.urlList.push(new URL('https://a.test/'))
  expect(added(request)).toContainEqual(['Sec-Fetch-Site', 'cross-site'])
})
