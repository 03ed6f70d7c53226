import { expect, test } from 'vitest'
import { EventStreamReader } from './event-stream.js'
import type { StreamEvent } from './event-stream.js'

function read(...chunks: string[]): { events: string[]; reader: EventStreamReader } {
  const events: string[] = []
  const reader = new EventStreamReader('', ({ type, data, lastEventId }: StreamEvent) =>
    events.push([type, data, lastEventId].join('|')),
  )
  for (const chunk of chunks) reader.read(new TextEncoder().encode(chunk))
  return { events, reader }
}

test.each<[string, string[], string[]]>([
  ['lines that end with LF', ['data: a\n\n'], ['message|a|']],
  ['lines that end with CR', ['data: a\r\rx'], ['message|a|']],
  ['lines that end with CRLF', ['data: a\r\n\r\n'], ['message|a|']],
  ['a CRLF in two chunks', ['data: a\r', '\ndata: b\n\n'], ['message|a\nb|']],
  ['a byte order mark', ['\uFEFFdata: a\n\n'], ['message|a|']],
  ['no space, and one of two', ['data:a\ndata:  b\n\n'], ['message|a\n b|']],
  ['a comment, and a field of no meaning', [': x\nfoo: y\ndata: a\n\n'], ['message|a|']],
  ['a field without a colon', ['data\n\n'], ['message||']],
  ['an event without data', ['event: x\nid: 1\n\ndata: a\n\n'], ['message|a|1']],
  ['an id with a null', ['id: 1\nid: 2\0\ndata: a\n\n'], ['message|a|1']],
  ['an id that is taken back', ['id: 1\ndata: a\n\nid\ndata: b\n\n'], ['message|a|1', 'message|b|']],
  ['an event that is cut off', ['data: a\n'], []],
])('%s', (_what, chunks, events) => {
  expect(read(...chunks).events).toEqual(events)
})

test.each([
  ['retry: 20\n', 20],
  ['retry: 2x\n', null],
  ['retry:\n', null],
])('%j', (chunk, retry) => {
  expect(read(chunk).reader.retry).toBe(retry)
})

test('the id goes with the next request once its event is whole', () => {
  expect(read('id: 1\n').reader.lastEventId).toBe('')
  expect(read('id: 1\n\n').reader.lastEventId).toBe('1')
})

test('where it is an engine’s way, an event without data leaves the id as it was', () => {
  const reader = new EventStreamReader('0', () => {}, true)
  reader.read(new TextEncoder().encode('id: 1\n\n'))
  expect(reader.lastEventId).toBe('0')
  reader.read(new TextEncoder().encode('data: x\n\n'))
  expect(reader.lastEventId).toBe('1')
})

test('a line as long as it may be is read in its time', () => {
  const chunk = new TextEncoder().encode('x'.repeat(1024))
  const { events, reader } = read('data: ')
  for (let i = 0; i < 8192; i++) reader.read(chunk)
  reader.read(new TextEncoder().encode('\n\n'))
  expect(events.map((event) => event.length)).toEqual([8192 * 1024 + 'message||'.length])
}, 10_000)
