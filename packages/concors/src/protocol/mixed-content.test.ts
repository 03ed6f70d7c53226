import { describe, expect, test } from 'vitest'
import { ask, createContext } from '../../test/drive.js'
import type { Ask } from '../../test/drive.js'
import { createClient } from './client.js'
import { mixedContent, upgradeMixedContentRequest } from './mixed-content.js'
import { createOpaqueOrigin, urlOrigin } from './origin.js'
import { createRequest, currentUrl } from './request.js'

const SECURE = 'https://a.test/'

describe('Mixed content', () => {
  test.each([
    [SECURE, 'http://b.test/', true],
    [SECURE, 'https://b.test/', false],
    [SECURE, 'data:,x', false],
    [SECURE, 'http://127.0.0.1/', false],
    [SECURE, 'http://[::1]/', false],
    [SECURE, 'http://localhost/', false],
    ['opaque', 'http://b.test/', true],
    ['http://a.test/', 'http://b.test/', false],
    ['http://localhost/', 'http://b.test/', false],
  ])('from %s to %s is blocked: %s', (from, url, expected) => {
    expect(mixedContent(ask({ from, url }), createContext()) !== false).toBe(expected)
  })

  test('WebKit: loopback is blocked as well', () => {
    expect(
      mixedContent(ask({ url: 'http://localhost/' }), createContext({ profile: 'webkit' })) !== false,
    ).toBe(true)
  })

  test.each([
    [SECURE, true],
    ['http://top.test/', false],
    ['http://localhost/', false],
  ])('an http frame under %s blocks: %s', (top, expected) => {
    const client = createClient(new URL('http://a.test/'), { topLevelOrigin: urlOrigin(new URL(top)) })
    expect(mixedContent(ask({ client, url: 'http://b.test/' }), createContext()) !== false).toBe(expected)
  })

  test('a sandboxed http page blocks nothing', () => {
    const client = createClient(new URL('http://a.test/'), { origin: createOpaqueOrigin() })
    expect(mixedContent(ask({ client, url: 'http://b.test/' }), createContext()) !== false).toBe(false)
  })

  test.each([
    ['http://a.test/', false],
    [SECURE, true],
  ])('without a client the origin %s decides: %s', (from, expected) => {
    const request = createRequest({ url: new URL('http://b.test/'), origin: urlOrigin(new URL(from)) })
    expect(mixedContent(request, createContext()) !== false).toBe(expected)
  })

  test.each<[says: string, request: Ask, expected: string]>([
    ['an image is upgraded', { destination: 'image' }, 'https://b.test:8080/x'],
    ['audio is upgraded', { destination: 'audio' }, 'https://b.test:8080/x'],
    ['video is upgraded', { destination: 'video' }, 'https://b.test:8080/x'],
    ['an image of a set is not', { destination: 'image', initiator: 'imageset' }, 'http://b.test:8080/x'],
    ['a script is not', { destination: 'script' }, 'http://b.test:8080/x'],
    ['a fetch is not', {}, 'http://b.test:8080/x'],
    ['an IP address is not', { destination: 'image', url: 'http://1.2.3.4/' }, 'http://1.2.3.4/'],
    ['loopback is not', { destination: 'image', url: 'http://localhost/' }, 'http://localhost/'],
    ['data: is not', { destination: 'image', url: 'data:,x' }, 'data:,x'],
    [
      'nothing is, from an http page',
      { destination: 'image', from: 'http://a.test/' },
      'http://b.test:8080/x',
    ],
  ])('%s', (_says, request, expected) => {
    const inner = ask({ url: 'http://b.test:8080/x', ...request })
    upgradeMixedContentRequest(inner, createContext())
    expect(currentUrl(inner).href).toBe(expected)
  })
})
