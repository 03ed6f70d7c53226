import { describe, expect, test } from 'vitest'
import { escapeBytes, escapeControls, escapeJson } from './escape.js'

describe('for a terminal', () => {
  test.each([
    ['a colour', '\x1b[31mred', '\\x1b[31mred'],
    ['a bell and a backspace', 'a\x07\x08', 'a\\x07\\x08'],
    ['a line break', 'a\r\nb', 'a\\x0d\\x0ab'],
    ['DEL', '\x7f', '\\x7f'],
    ['a C1 control sequence introducer', '\x9b2J', '\\x9b2J'],
    ['a text that runs the other way', 'a\u202eb', 'a\\u202eb'],
    ['a line separator', '\u2028', '\\u2028'],
    ['a space of no width', 'a\u200bb', 'a\\u200bb'],
  ])('%s is written out', (_, text, escaped) => {
    expect(escapeControls(text)).toBe(escaped)
  })

  test('what people write stays', () => {
    expect(escapeControls('naïve ‘quotes’ — 東京 🌦')).toBe('naïve ‘quotes’ — 東京 🌦')
  })
})

describe('the bytes of a header', () => {
  test.each([
    ['that are UTF-8 are decoded', 'caf\xc3\xa9', 'café'],
    ['that are not UTF-8 are written as bytes', 'caf\xe9', 'caf\\xe9'],
    ['that hide a bidi control in UTF-8 do not get it through', 'a\xe2\x80\xaeb', 'a\\u202eb'],
    ['that hide a C1 control in UTF-8 do not get it through', '\xc2\x9b', '\\x9b'],
    ['that are a byte order mark show it', '\xef\xbb\xbfa', '\\ufeffa'],
  ])('%s', (_, bytes, shown) => {
    expect(escapeBytes(bytes)).toBe(shown)
  })
})

test('JSON is escaped to JSON of the same value', () => {
  const value = { a: '\x7f\x9b\u202e', b: 'line\nbreak', c: ['\u2028', 'é'] }
  const escaped = escapeJson(JSON.stringify(value, null, 2))
  expect(JSON.parse(escaped)).toEqual(value)
  expect(escaped).toMatch(/^[\n\u0020-\u007e\u00e9]*$/)
})
