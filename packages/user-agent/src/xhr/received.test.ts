import { describe, expect, test } from 'vitest'
import { parseMimeType } from 'concors'
import { Received } from './received.js'

const text = (characters: string): Uint8Array => Uint8Array.from(characters, (each) => each.charCodeAt(0))

function received(
  bytes: Uint8Array,
  { type, override }: { readonly type?: string | undefined; readonly override?: string | undefined } = {},
): Received {
  const result = new Received(type === undefined ? [] : [['Content-Type', type]], () =>
    override === undefined ? null : parseMimeType(override),
  )
  result.append(bytes)
  return result
}

const XML_LATIN1 = text('<?xml version="1.0" encoding="iso-8859-1"?><a>\xe9</a>')

describe('what was received', () => {
  test.each<[string, Uint8Array, string | undefined, string | undefined, boolean, string]>([
    ['UTF-8 where nothing says otherwise', text('\xc3\xa9'), undefined, undefined, true, 'é'],
    ['the charset of its type', text('\xe9'), 'text/plain;charset=latin1', undefined, true, 'é'],
    ['UTF-8 where its charset is unknown', text('\xc3\xa9'), 'text/plain;charset=no', undefined, true, 'é'],
    ['the charset that overrides', text('\xe9'), 'text/plain;charset=utf-8', 'a/b;charset=latin1', true, 'é'],
    ['its own charset where the override has none', text('\xe9'), 'a/b;charset=latin1', 'a/b', true, 'é'],
    ['what its byte order mark says', text('\xff\xfea\0'), 'text/plain;charset=latin1', undefined, true, 'a'],
    ['what its byte order mark says, big-endian', text('\xfe\xff\0a'), undefined, undefined, true, 'a'],
    ['UTF-8 without its byte order mark', text('\xef\xbb\xbfa'), 'a/b;charset=latin1', undefined, true, 'a'],
    ['the encoding that XML names', XML_LATIN1, 'text/xml', undefined, true, '>é<'],
    ['the encoding that XML without a type names', XML_LATIN1, undefined, undefined, true, '>é<'],
    [
      'not the encoding that XML names where text is wanted',
      XML_LATIN1,
      'a/b+xml',
      undefined,
      false,
      '>\ufffd<',
    ],
    ['not the encoding that XML names in plain text', XML_LATIN1, 'text/plain', undefined, true, '>\ufffd<'],
  ])('is read as %s', (_as, bytes, type, override, sniffsXml, expected) => {
    expect(received(bytes, { type, override }).text(sniffsXml)).toContain(expected)
  })

  test('is put together from parts, and read between them', () => {
    const parts = received(text('a'))
    expect(parts.text(true)).toBe('a')
    for (let i = 0; i < 1000; i++) parts.append(text('bc'))
    expect(parts.length).toBe(2001)
    expect(parts.text(true)).toBe(`a${'bc'.repeat(1000)}`)
    expect(parts.bytes).toEqual(text(`a${'bc'.repeat(1000)}`))
  })

  test.each([
    ['5', 5],
    ['5, 5', 5],
    ['5, 6', 0],
    ['-5', 0],
    ['five', 0],
  ])('was promised by Content-Length: %s', (value, length) => {
    expect(new Received([['content-length', value]], () => null).promisedLength).toBe(length)
  })
})
