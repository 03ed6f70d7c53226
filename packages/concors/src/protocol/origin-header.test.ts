import { describe, expect, test } from 'vitest'
import { ask, createContext } from '../../test/drive.js'
import type { Ask } from '../../test/drive.js'
import { get } from './header-list.js'
import { appendOriginHeader } from './origin-header.js'
import type { ProfileName } from './profile.js'

function origin(
  request: Ask,
  profile: ProfileName = 'standard',
  then: readonly string[] = [],
): string | null {
  const inner = ask(request)
  inner.urlList.push(...then.map((url) => new URL(url)))
  appendOriginHeader(inner, createContext({ profile }))
  return get(inner.headerList, 'origin')
}

const post: Ask = { mode: 'no-cors', method: 'POST' }
const toHttp: Ask = { ...post, url: 'http://b.test/' }

describe('The Origin header', () => {
  test.each<[says: string, request: Ask, expected: string | null]>([
    ['a CORS GET has one', { responseTainting: 'cors' }, 'https://a.test'],
    ['a GET without CORS has none', {}, null],
    ['nor has a HEAD', { method: 'HEAD' }, null],
    ['a WebSocket has one', { mode: 'websocket' }, 'https://a.test'],
    ['a same-origin POST has one', { method: 'POST' }, 'https://a.test'],
    [
      'a mode cors POST does not look at the policy',
      { method: 'POST', referrerPolicy: 'no-referrer' },
      'https://a.test',
    ],
    ['a sandboxed page has null', { responseTainting: 'cors', from: 'opaque' }, 'null'],
    ['no-referrer: null', { ...post, referrerPolicy: 'no-referrer' }, 'null'],
    [
      'no-referrer-when-downgrade, to https',
      { ...post, referrerPolicy: 'no-referrer-when-downgrade' },
      'https://a.test',
    ],
    [
      'no-referrer-when-downgrade, to http',
      { ...toHttp, referrerPolicy: 'no-referrer-when-downgrade' },
      'null',
    ],
    ['strict-origin, to http', { ...toHttp, referrerPolicy: 'strict-origin' }, 'null'],
    [
      'strict-origin-when-cross-origin, from http to http',
      { ...toHttp, from: 'http://a.test/', referrerPolicy: 'strict-origin-when-cross-origin' },
      'http://a.test',
    ],
    [
      'strict-origin of a sandboxed page',
      { ...toHttp, from: 'opaque', referrerPolicy: 'strict-origin' },
      'null',
    ],
    ['same-origin, to another', { ...post, referrerPolicy: 'same-origin' }, 'null'],
    [
      'same-origin, to itself',
      { ...post, url: 'https://a.test/', referrerPolicy: 'same-origin' },
      'https://a.test',
    ],
    ['unsafe-url, to http', { ...toHttp, referrerPolicy: 'unsafe-url' }, 'https://a.test'],
  ])('%s', (_says, request, expected) => {
    expect(origin(request)).toBe(expected)
  })

  test('a tainted chain has null', () => {
    expect(origin({ responseTainting: 'cors' }, 'standard', ['https://c.test/'])).toBe('null')
  })

  test('Chromium: null after any redirect to another origin, and the policy does not count', () => {
    expect(origin({ ...post, url: 'https://a.test/' }, 'chromium', ['https://b.test/'])).toBe('null')
    expect(origin({ ...post, url: 'https://b.test/' }, 'chromium', ['https://b.test/2'])).toBe(
      'https://a.test',
    )
    expect(origin({ ...post, referrerPolicy: 'no-referrer' }, 'chromium')).toBe('https://a.test')
  })
})
