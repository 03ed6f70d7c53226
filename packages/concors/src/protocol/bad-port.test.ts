import { expect, test } from 'vitest'
import { isBadPort } from './bad-port.js'

test.each([
  ['http://b.test:0/', true],
  ['http://b.test:1/', true],
  ['https://b.test:22/', true],
  ['https://b.test:4190/', true],
  ['https://b.test:6665/', true],
  ['https://b.test:6669/', true],
  ['https://b.test:6679/', true],
  ['https://b.test:10080/', true],
  ['https://b.test:6670/', false],
  ['https://b.test:8080/', false],
  ['https://b.test/', false],
  ['http://b.test/', false],
  ['ftp://b.test:22/', false],
  ['data:,x', false],
])('%s is blocked for its port: %s', (url, expected) => {
  expect(isBadPort(new URL(url))).toBe(expected)
})
