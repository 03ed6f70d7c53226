import { expect, test } from 'vitest'
import { ask, registrableDomain } from '../../test/drive.js'
import type { Ask } from '../../test/drive.js'
import { createResponse } from './response.js'
import { taoCheck } from './tao-check.js'

const cors: Ask = { responseTainting: 'cors' }

test.each<[says: string, request: Ask, lines: readonly string[], expected: boolean]>([
  ['nothing said, across origins', cors, [], false],
  ['nothing said, at home', { url: 'https://a.test/' }, [], true],
  ['everybody', cors, ['*'], true],
  ['everybody among others', cors, ['https://x.test, *'], true],
  ['the origin', cors, ['https://a.test'], true],
  ['the origin on a second line', cors, ['https://x.test', 'https://a.test'], true],
  ['another', cors, ['https://x.test'], false],
  ['a part of a value', cors, ['https://a.test https://x.test'], false],
  ['null for a sandboxed page', { ...cors, from: 'opaque' }, ['null'], true],
  ['failed before', { ...cors, timingAllowFailed: true }, ['*'], false],
  ['failed before, at home', { url: 'https://a.test/', timingAllowFailed: true }, [], false],
  ['a navigation elsewhere', { mode: 'navigate' }, [], false],
  ['a navigation elsewhere that is allowed', { mode: 'navigate' }, ['*'], true],
  ['a navigation at home', { mode: 'navigate', url: 'https://a.test/' }, [], true],
])('%s', (_says, request, lines, expected) => {
  const headerList = lines.map((line) => ['Timing-Allow-Origin', line] as const)
  expect(taoCheck(ask(request), createResponse({ headerList }), { registrableDomain })).toBe(expected)
})
