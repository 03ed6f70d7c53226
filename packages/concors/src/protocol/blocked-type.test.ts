import { expect, test } from 'vitest'
import { determineNosniff, typeObjection } from './blocked-type.js'
import type { TypedUse, TypeObjection } from './blocked-type.js'
import type { Header } from './header-list.js'

test.each<[Header[], boolean]>([
  [[], false],
  [[['X-Content-Type-Options', 'nosniff']], true],
  [[['x-content-type-options', 'NOSNIFF, x']], true],
  [[['X-Content-Type-Options', 'x, nosniff']], false],
  [[['X-Content-Type-Options', '']], false],
])('%j: nosniff is %j', (list, nosniff) => {
  expect(determineNosniff(list)).toBe(nosniff)
})

test.each<[use: TypedUse, type: string | null, plain: TypeObjection, nosniff: TypeObjection]>([
  ['script', 'text/javascript', null, null],
  ['script', 'Application/JavaScript; charset=utf-8', null, null],
  ['script', 'text/plain', null, 'nosniff'],
  ['script', null, null, 'nosniff'],
  ['script', 'image/svg+xml', 'mime-type', 'nosniff'],
  ['script', 'audio/x', 'mime-type', 'nosniff'],
  ['script', 'video/x', 'mime-type', 'nosniff'],
  ['script', 'text/csv', 'mime-type', 'nosniff'],
  ['module', 'text/javascript', null, null],
  ['module', 'text/plain', 'mime-type', 'nosniff'],
  ['module', null, 'mime-type', 'nosniff'],
  ['style', 'text/css', null, null],
  ['style', 'text/plain', 'mime-type', 'nosniff'],
  ['style', null, null, 'nosniff'],
])('a %s of type %j', (use, type, plain, nosniff) => {
  const list: Header[] = type === null ? [] : [['Content-Type', type]]
  expect(typeObjection(use, list)).toBe(plain)
  expect(typeObjection(use, [...list, ['X-Content-Type-Options', 'nosniff']])).toBe(nosniff)
})
