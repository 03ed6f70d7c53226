import { expect, test } from 'vitest'
import { createClient } from './client.js'
import { createOpaqueOrigin, urlOrigin } from './origin.js'

test('a page has the origin of its URL, at the top of its tab, with the default policies', () => {
  const client = createClient(new URL('https://a.test/page'))
  expect(client.origin).toEqual(urlOrigin(new URL('https://a.test/')))
  expect(client.topLevelOrigin).toBe(client.origin)
  expect(client).toMatchObject({
    referrerPolicy: 'strict-origin-when-cross-origin',
    embedderPolicy: 'unsafe-none',
    hasCrossSiteAncestor: false,
  })
})

test('a sandboxed page is its own top unless it is framed', () => {
  const origin = createOpaqueOrigin()
  expect(createClient(new URL('https://a.test/'), { origin }).topLevelOrigin).toBe(origin)
  const topLevelOrigin = urlOrigin(new URL('https://top.test/'))
  expect(createClient(new URL('https://a.test/'), { origin, topLevelOrigin }).topLevelOrigin).toBe(
    topLevelOrigin,
  )
})
