import { describe, expect, test } from 'vitest'
import {
  decodeAndSplit,
  endOfQuotedString,
  extractTokenList,
  get,
  getDecodeAndSplit,
  isHeaderName,
  isHeaderValue,
  isParseFailure,
  normalizeHeaderValue,
  set,
  sortAndCombine,
  sortedLowercaseSet,
} from './header-list.js'
import type { Header } from './header-list.js'

/** What holds for any list is in test/properties/header-list.test.ts. */
describe('Header lists', () => {
  test.each([
    ['X-A', true],
    ['*', true],
    ['', false],
    ['X A', false],
    ['X-Ä', false],
    ['X:', false],
  ])('%j is a name: %s', (text, expected) => {
    expect(isHeaderName(text)).toBe(expected)
  })

  test.each([
    ['', true],
    ['x', true],
    ['x\ty z', true],
    ['\x01\x7f\x80\xff', true],
    [' x', false],
    ['x\t', false],
    ['x\0', false],
    ['x\ny', false],
    ['x\r', false],
    ['€', false],
  ])('%j is a value: %s', (text, expected) => {
    expect(isHeaderValue(text)).toBe(expected)
  })

  test.each([
    ['\r\n\t x y\n ', 'x y'],
    [' \t', ''],
    ['\vx\f', '\vx\f'],
  ])('%j is normalized to %j', (text, expected) => {
    expect(normalizeHeaderValue(text)).toBe(expected)
  })

  test('names are compared in any case, and not by their beginning', () => {
    const list: Header[] = [
      ['Accept-Language', '1'],
      ['ACCEPT', '2'],
      ['accept', '3'],
    ]
    expect(get(list, 'accept')).toBe('2, 3')
    set(list, 'Accept', '4')
    expect(list).toEqual([
      ['Accept-Language', '1'],
      ['ACCEPT', '4'],
    ])
    set(list, 'X-New', '5')
    expect(list.at(-1)).toEqual(['X-New', '5'])
  })

  test('a set of names is lower-case, sorted by bytes, each once', () => {
    expect(sortedLowercaseSet(['X-b', '_', 'x-B', 'X-A', '~'])).toEqual(['_', 'x-a', 'x-b', '~'])
  })

  test('sorting and combining keeps cookies apart', () => {
    const list: Header[] = [
      ['Set-Cookie', 'b=1'],
      ['X-A', '1'],
      ['set-cookie', 'a=1'],
      ['x-a', '2'],
    ]
    expect(sortAndCombine(list)).toEqual([
      ['set-cookie', 'b=1'],
      ['set-cookie', 'a=1'],
      ['x-a', '1, 2'],
    ])
  })

  /** The examples of https://fetch.spec.whatwg.org/#concept-header-list-get-decode-split */
  test.each<[lines: readonly string[], expected: readonly string[] | null]>([
    [[], null],
    [['nosniff,'], ['nosniff', '']],
    [
      ['nosniff', ''],
      ['nosniff', ''],
    ],
    [[''], ['']],
    [['text/html;", x/x'], ['text/html;", x/x']],
    [['text/html;"', 'x/x'], ['text/html;", x/x']],
    [['x/x;test="hi",y/y'], ['x/x;test="hi"', 'y/y']],
    [['x / x,,,1'], ['x / x', '', '', '1']],
    [
      ['x / x', ',', '1'],
      ['x / x', '', '', '1'],
    ],
    [['"1,2", 3'], ['"1,2"', '3']],
    [['"1\\",2",3'], ['"1\\",2"', '3']],
    [['"1"2,3'], ['"1"2', '3']],
    [['"1\\'], ['"1\\']],
  ])('%j splits into %j', (lines, expected) => {
    expect(
      getDecodeAndSplit(
        lines.map((line) => ['A', line]),
        'a',
      ),
    ).toEqual(expected)
  })

  test('a quoted string ends after its quote, or with the value', () => {
    expect(endOfQuotedString('"\\', 0)).toBe(2)
    expect(endOfQuotedString('"Hello" World', 0)).toBe(7)
    expect(endOfQuotedString('"Hello \\\\ World\\""', 0)).toBe(18)
    expect(decodeAndSplit('')).toEqual([''])
  })

  test.each<[lines: readonly string[], expected: unknown]>([
    [[], null],
    [[''], []],
    [[',, ,'], []],
    [['PUT,, ,DELETE'], ['PUT', 'DELETE']],
    [['\tPUT ,\tDELETE'], ['PUT', 'DELETE']],
    [
      ['PUT', 'DELETE'],
      ['PUT', 'DELETE'],
    ],
    [['*'], ['*']],
    [["'bb-8',bb-8"], ["'bb-8'", 'bb-8']],
    [['"bb-8",bb-8'], { invalid: '"bb-8"' }],
    [['PUT;DELETE'], { invalid: 'PUT;DELETE' }],
    [['PUT', 'a b', 'c d'], { invalid: 'a b' }],
    [['PUT\x0c'], { invalid: 'PUT\x0c' }],
  ])('the list %j has %j', (lines, expected) => {
    const extracted = extractTokenList(
      lines.map((line) => ['L', line]),
      'l',
    )
    expect(extracted).toEqual(expected)
    expect(isParseFailure(extracted)).toBe(expected !== null && !Array.isArray(expected))
  })
})
