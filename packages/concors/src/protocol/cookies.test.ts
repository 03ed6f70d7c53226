import { describe, expect, test } from 'vitest'
import { ask, createContext } from '../../test/drive.js'
import { createClient } from './client.js'
import { cookieRequest } from './cookies.js'
import { createOpaqueOrigin, urlOrigin } from './origin.js'
import { createRequest } from './request.js'

describe('What a cookie store is told', () => {
  test.each([
    ['https://a.test/', 'https://a.test/', false, 'strict-or-less'],
    ['https://a.test/', 'https://api.a.test/', false, 'strict-or-less'],
    ['https://a.test/', 'https://b.test/', true, 'unset-or-less'],
    ['http://a.test/', 'https://a.test/', true, 'unset-or-less'],
  ])('from %s to %s: third party %s, %s', (from, url, thirdParty, sameSite) => {
    const found = cookieRequest(ask({ from, url, method: 'POST' }), createContext(), 'same-origin')
    expect(found).toMatchObject({ thirdParty, sameSite, method: 'POST' })
    expect(found.url.href).toBe(url)
  })

  test.each([
    ['same-origin', 'strict-or-less'],
    ['same-site', 'strict-or-less'],
    ['cross-site', 'unset-or-less'],
  ] as const)('a chain that is %s on the way: %s', (taint, sameSite) => {
    expect(cookieRequest(ask({ url: 'https://a.test/' }), createContext(), taint).sameSite).toBe(sameSite)
  })

  test('a frame under another site sends no SameSite cookies', () => {
    const client = createClient(new URL('https://a.test/'), { hasCrossSiteAncestor: true })
    const found = cookieRequest(ask({ client, url: 'https://a.test/' }), createContext(), 'same-origin')
    expect(found.sameSite).toBe('unset-or-less')
  })

  test.each([
    ['https://sub.a.test/', 'https://a.test'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1'],
  ])('cookies of %s are partitioned by %s', (from, site) => {
    expect(cookieRequest(ask({ from }), createContext(), 'same-origin').topLevelSite).toBe(site)
  })

  test('a sandboxed page at the top has no site', () => {
    expect(cookieRequest(ask({ from: 'opaque' }), createContext(), 'same-origin').topLevelSite).toBe('null')
  })

  test('without a client the origin of the request is the top', () => {
    const request = createRequest({
      url: new URL('https://b.test/'),
      origin: urlOrigin(new URL('https://a.test/')),
    })
    expect(cookieRequest(request, createContext(), 'same-origin')).toMatchObject({
      thirdParty: true,
      topLevelSite: 'https://a.test',
    })
  })

  test('what is not HTTP has no third party', () => {
    const request = createRequest({ url: new URL('data:,x'), origin: createOpaqueOrigin() })
    expect(cookieRequest(request, createContext(), 'same-origin').thirdParty).toBe(false)
  })
})
