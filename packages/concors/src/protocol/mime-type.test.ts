import { describe, expect, test } from 'vitest'
import { extractMimeType, parseMimeType, serializeMimeType } from './mime-type.js'

const roundTrip = (text: string): string | null => {
  const found = parseMimeType(text)
  return found === null ? null : serializeMimeType(found)
}

describe('MIME types', () => {
  test.each([
    ['text/html', 'text/html'],
    [' \t\r\ntext/html \n', 'text/html'],
    ['TEXT/HTML', 'text/html'],
    ['text/html;', 'text/html'],
    ['text/html ;charset=x', 'text/html;charset=x'],
    ['text/html;charset', 'text/html'],
    ['text/html;charset=', 'text/html'],
    ['text/html;charset= ;a=b', 'text/html;a=b'],
    ['text/html; \tCharset=UTF-8 ', 'text/html;charset=UTF-8'],
    ['text/html;charset=x;charset=y', 'text/html;charset=x'],
    ['text/html;charset=x y', 'text/html;charset="x y"'],
    ['text/html;charset="x"', 'text/html;charset=x'],
    ['text/html;charset="x"y;a=b', 'text/html;charset=x;a=b'],
    ['text/html;charset=""', 'text/html;charset=""'],
    ['text/html;charset="', 'text/html;charset=""'],
    ['text/html;charset="x;a=b', 'text/html;charset="x;a=b"'],
    ['text/html;charset="x\\"y\\\\z"', 'text/html;charset="x\\"y\\\\z"'],
    ['text/html;charset="x\\', 'text/html;charset="x\\\\"'],
    ['text/html;char set=x;a=b', 'text/html;a=b'],
    ['text/html;=x;a=b', 'text/html;a=b'],
    ['text/html;a=\x7f;b=\xff', 'text/html;b="\xff"'],
    ['text/html;;;a=b', 'text/html;a=b'],
  ])('%j is %s', (text, expected) => {
    expect(roundTrip(text)).toBe(expected)
  })

  test.each([
    '',
    'text',
    '/html',
    'text/',
    'te xt/html',
    'text/h tml',
    'text/html,text/plain',
    'text/html\v',
    'text/;a=b',
    'tëxt/html',
  ])('%j is none', (text) => {
    expect(parseMimeType(text)).toBeNull()
  })

  test('have type, subtype and essence in lower case', () => {
    expect(parseMimeType('Text/HTML;a=B')).toEqual({
      type: 'text',
      subtype: 'html',
      essence: 'text/html',
      parameters: new Map([['a', 'B']]),
    })
  })
})

/** The examples of https://fetch.spec.whatwg.org/#concept-header-extract-mime-type, and some more. */
describe('The MIME type of a response', () => {
  test.each<[lines: readonly string[], expected: string | null]>([
    [[], null],
    [['text/plain;charset=gbk, text/html'], 'text/html'],
    [['text/html;charset=gbk;a=b, text/html;x=y'], 'text/html;x=y;charset=gbk'],
    [['text/html;charset=gbk;a=b', 'text/html;x=y'], 'text/html;x=y;charset=gbk'],
    [['text/html;charset=gbk', 'x/x', 'text/html;x=y'], 'text/html;x=y'],
    [['text/html;charset=gbk', 'text/html;charset=x', 'text/html'], 'text/html;charset=gbk'],
    [['text/html;charset=gbk', 'cannot-parse'], 'text/html;charset=gbk'],
    [['text/html;charset=gbk', '*/*', 'text/html;x=y'], 'text/html;x=y;charset=gbk'],
    [['text/html', ''], 'text/html'],
    [['cannot-parse'], null],
    [['*/*'], null],
    [['text/html;", x/x'], 'text/html'],
    [['x/x;test="hi",y/y'], 'y/y'],
  ])('%j is %s', (lines, expected) => {
    const found = extractMimeType(lines.map((line) => ['Content-Type', line]))
    expect(found === null ? null : serializeMimeType(found)).toBe(expected)
  })
})
