import { expect, test } from 'vitest'
import { createOpaqueOrigin, urlOrigin } from './origin.js'
import { isLoopbackHost, isPotentiallyTrustworthyOrigin, isPotentiallyTrustworthyUrl } from './trustworthy.js'

test.each([
  ['https://a.test/', true],
  ['wss://a.test/', true],
  ['http://a.test/', false],
  ['ws://a.test/', false],
  ['http://localhost:8080/', true],
  ['http://x.localhost/', true],
  ['http://localhost./', true],
  ['http://notlocalhost/', false],
  ['http://localhost.test/', false],
  ['http://127.0.0.1/', true],
  ['http://127.255.1.2/', true],
  ['http://128.0.0.1/', false],
  ['http://127.a.test/', false],
  ['http://[::1]/', true],
  ['http://[::2]/', false],
  ['data:,x', true],
  ['file:///x', true],
  ['about:blank', true],
  ['about:srcdoc', true],
  ['about:config', false],
  ['blob:https://a.test/uuid', true],
  ['blob:http://localhost/uuid', true],
  ['blob:http://a.test/uuid', false],
  ['blob:null/uuid', false],
  ['foo://localhost/', false],
])('%s is potentially trustworthy: %s', (url, expected) => {
  expect(isPotentiallyTrustworthyUrl(new URL(url))).toBe(expected)
})

test('an opaque origin is not', () => {
  expect(isPotentiallyTrustworthyOrigin(createOpaqueOrigin())).toBe(false)
  expect(isPotentiallyTrustworthyOrigin(urlOrigin(new URL('https://a.test/')))).toBe(true)
})

test('a host is loopback by name or by number', () => {
  expect(['localhost', '127.0.0.1', '[::1]', 'a.test'].map(isLoopbackHost)).toEqual([true, true, true, false])
})
