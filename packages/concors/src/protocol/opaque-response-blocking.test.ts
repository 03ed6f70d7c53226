import { describe, expect, test } from 'vitest'
import { opaqueResponseBlock } from './opaque-response-blocking.js'
import type { OrbReason } from './opaque-response-blocking.js'
import type { Header } from './header-list.js'
import { PROFILES } from './profile.js'

type Verdict = OrbReason | null
const DATA = 'looks-like-data'

/** Knows one program from all other texts. */
const parses = (text: string): boolean => text === 'run()'

function judge(type: string | null, body: string, status = 200, nosniff = false): readonly Verdict[] {
  const headerList: Header[] = [
    ...(type === null ? [] : [['Content-Type', type] as const]),
    ...(nosniff ? [['X-Content-Type-Options', 'nosniff'] as const] : []),
  ]
  const bytes = Uint8Array.from(body, (character) => character.charCodeAt(0))
  return (['chromium', 'firefox', 'webkit'] as const).map((name) =>
    opaqueResponseBlock({ status, headerList, bytes }, PROFILES[name], parses),
  )
}

describe('opaque response blocking', () => {
  test.each<[type: string | null, body: string, chromium: Verdict, firefox: Verdict]>([
    ['text/javascript', '{"a":1}', DATA, null],
    ['text/javascript', 'no program', null, null],
    ['text/css', '<html>', null, null],
    ['image/svg+xml', '<svg/>', null, null],
    ['application/pdf', 'run()', 'type', 'type'],
    ['text/csv', 'run()', 'type', 'type'],
    ['application/vnd.ms-excel', 'run()', 'type', 'type'],
    ['text/html', '\x89PNG\r\n\x1a\n', null, null],
    ['video/mp4', '\0\0\0\x18ftypmp42', null, null],
    ['image/png', 'run()', 'type', 'type'],
    [null, '{"a":1}', null, null],
    ['text/html', 'run()', null, null],
    ['text/html', '<!-- x --> <!DOCTYPE html>', DATA, DATA],
    ['text/html', '<b>x', DATA, DATA],
    ['application/json', ' { "a" : 1}', DATA, DATA],
    ['application/json', '[1]', null, DATA],
    ['application/ld+json', '{"a":1}', DATA, DATA],
    ['text/xml', '<?xml version="1.0"?>', DATA, DATA],
    ['text/plain', '{"a":1}', DATA, DATA],
    ['text/plain', 'no program', null, DATA],
    ['application/x', '{"a":1}', DATA, DATA],
    ['application/x', '[1]', null, DATA],
  ])('%s, %j', (type, body, chromium, firefox) => {
    expect(judge(type, body)).toEqual([chromium, firefox, null])
  })

  test('takes data with nosniff for data', () => {
    expect(judge('text/plain', 'run()', 200, true)).toEqual(['nosniff', 'nosniff', null])
    expect(judge('application/json', 'run()', 200, true)).toEqual(['nosniff', 'nosniff', null])
    expect(judge('application/x', 'run()', 200, true)).toEqual([null, null, null])
  })

  test('gives nothing of an error, nor a part of data', () => {
    expect(judge('application/x', 'run()', 404)).toEqual(['status', 'status', null])
    expect(judge('text/html', 'run()', 206)).toEqual(['status', 'status', null])
  })
})
