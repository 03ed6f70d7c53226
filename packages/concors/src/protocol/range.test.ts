import { expect, test } from 'vitest'
import { parseSingleRange } from './range.js'

test.each<[value: string, strict: unknown, lenient: unknown]>([
  ['bytes=0-', [0, null], [0, null]],
  ['bytes=0-0', [0, 0], [0, 0]],
  ['bytes=5-499', [5, 499], [5, 499]],
  ['bytes=-500', [null, 500], [null, 500]],
  ['bytes = 0 - 1', null, [0, 1]],
  ['bytes\t=0-', null, [0, null]],
  ['bytes= 0-', null, [0, null]],
  ['bytes=0- ', null, [0, null]],
  ['bytes=0-1 ', null, null],
  [' bytes=0-', null, null],
  ['bytes=-', null, null],
  ['bytes=2-1', null, null],
  ['bytes=9007199254740993-9007199254740992', null, null],
  ['bytes=0-1,3-4', null, null],
  ['Bytes=0-', null, null],
  ['byte=0-', null, null],
  ['bytes 0-', null, null],
  ['bytes=+1-', null, null],
  ['', null, null],
])('%j is %j, with whitespace allowed %j', (value, strict, lenient) => {
  const read = (allowWhitespace: boolean): unknown => {
    const range = parseSingleRange(value, allowWhitespace)
    return range === null ? null : [range.start, range.end]
  }
  expect([read(false), read(true)]).toEqual([strict, lenient])
})
