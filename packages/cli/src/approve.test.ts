import { expect, test } from 'vitest'
import { isHarmless } from './approve.js'

const body = { source: 'x', length: 1 }

test.each([
  ['preflight', 'OPTIONS', null, true],
  ['request', 'GET', null, true],
  ['request', 'HEAD', null, true],
  ['request', 'OPTIONS', null, true],
  ['request', 'OPTIONS', body, false],
  ['request', 'POST', null, false],
  ['request', 'get', null, false],
  ['request', 'QUERY', null, false],
] as const)('%s %s with body %j: %j', (kind, method, body, harmless) => {
  expect(isHarmless({ kind, method, body })).toBe(harmless)
})
