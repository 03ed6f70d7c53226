import { describe, expect, test } from 'vitest'
import { PROFILES } from 'concors'
import type { Header } from 'concors'
import { PageHeaders } from './headers.js'
import type { Guard, HeadersInput } from './headers.js'

function guarded(
  guard: Guard,
  list: Header[] = [],
): { headers: PageHeaders; list: Header[]; dropped: string[] } {
  const dropped: string[] = []
  const headers = new PageHeaders(undefined, {
    list,
    guard,
    profile: PROFILES.chromium,
    dropped: (name) => dropped.push(name),
  })
  return { headers, list, dropped }
}

describe('Headers', () => {
  test.each<[string, HeadersInput]>([
    ['an object', { 'X-A': '1', 'x-b': '2' }],
    [
      'pairs',
      [
        ['X-A', '1'],
        ['x-b', '2'],
      ],
    ],
    ['Headers of Node', new Headers({ 'X-A': '1', 'x-b': '2' })],
    ['Headers of a page', new PageHeaders({ 'X-A': '1', 'x-b': '2' }) as unknown as Headers],
    [
      'a Map',
      new Map([
        ['X-A', '1'],
        ['x-b', '2'],
      ]),
    ],
  ])('takes %s', (_what, init) => {
    expect([...new PageHeaders(init)]).toEqual([
      ['x-a', '1'],
      ['x-b', '2'],
    ])
  })

  test.each<[string, unknown]>([
    ['null', null],
    ['a number', 1],
    ['a string', 'x-a: 1'],
    ['pairs of three', [['x', 'y', 'z']]],
    ['a name with a space', { 'x y': '1' }],
    ['a value with a line feed', { x: 'a\nb' }],
    ['a value beyond bytes', { x: '\u0100' }],
  ])('refuses %s with a TypeError', (_what, init) => {
    expect(() => new PageHeaders(init as HeadersInput)).toThrow(TypeError)
  })

  test('combines lines of a name, and keeps Set-Cookie apart', () => {
    const headers = new PageHeaders([
      ['x', '1'],
      ['Set-Cookie', 'a=1'],
      ['X', '2'],
      ['set-cookie', 'b=2'],
    ])
    expect(headers.get('x')).toBe('1, 2')
    expect(headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect([...headers.keys()]).toEqual(['set-cookie', 'set-cookie', 'x'])
    expect([...headers.values()]).toEqual(['a=1', 'b=2', '1, 2'])
    const seen: string[] = []
    headers.forEach((value, name) => seen.push(`${name}=${value}`))
    expect(seen).toEqual(['set-cookie=a=1', 'set-cookie=b=2', 'x=1, 2'])
  })

  test('sets, deletes and finds', () => {
    const headers = new PageHeaders({ a: '1' })
    headers.set('A', ' 2\t')
    expect(headers.get('a')).toBe('2')
    expect(headers.has('A')).toBe(true)
    headers.delete('b')
    headers.delete('a')
    expect(headers.has('a')).toBe(false)
    expect(headers.get('a')).toBeNull()
    expect(() => headers.get('a b')).toThrow(TypeError)
  })

  test('iterates over what changes meanwhile', () => {
    const headers = new PageHeaders({ a: '1', b: '2' })
    const seen: string[] = []
    for (const [name] of headers) {
      seen.push(name)
      if (name === 'a') headers.set('c', '3')
    }
    expect(seen).toEqual(['a', 'b', 'c'])
  })

  test('is Headers for whoever looks', () => {
    const headers = new PageHeaders({ a: '1' })
    expect(headers).toBeInstanceOf(Headers)
    expect(Object.prototype.toString.call(headers)).toBe('[object Headers]')
    expect([...new Headers(headers as unknown as Headers)]).toEqual([['a', '1']])
  })
})

describe('the guard request', () => {
  test.each(['Cookie', 'host', 'Origin', 'sec-fetch-mode', 'Proxy-A', 'content-length'])(
    'drops %s',
    (name) => {
      const { headers, list, dropped } = guarded('request')
      headers.append(name, '1')
      headers.set(name, '1')
      expect(list).toEqual([])
      expect(dropped).toEqual([name, name])
    },
  )

  test('drops X-HTTP-Method-Override for forbidden methods only', () => {
    const { headers } = guarded('request')
    headers.set('x-http-method-override', 'TRACE')
    expect(headers.has('x-http-method-override')).toBe(false)
    headers.set('x-http-method-override', 'PUT')
    expect(headers.get('x-http-method-override')).toBe('PUT')
  })

  test('does not delete what it would not have set', () => {
    const { headers, list } = guarded('request', [['Cookie', 'a=1']])
    headers.delete('cookie')
    expect(list).toHaveLength(1)
  })
})

describe('the guard request-no-cors', () => {
  test('lets only safelisted headers pass, together short enough', () => {
    const { headers, list, dropped } = guarded('request-no-cors')
    headers.append('Accept', 'text/html')
    headers.append('Accept', 'x'.repeat(130))
    headers.set('Content-Type', 'text/plain')
    headers.set('Content-Type', 'application/json')
    headers.append('X-A', '1')
    expect(list).toEqual([
      ['Accept', 'text/html'],
      ['Content-Type', 'text/plain'],
    ])
    expect(dropped).toEqual(['Accept', 'Content-Type', 'X-A'])
  })

  test('takes a range away with any change', () => {
    const { headers, list } = guarded('request-no-cors', [
      ['Range', 'bytes=0-'],
      ['Accept', 'a'],
    ])
    headers.delete('x-other')
    expect(list).toHaveLength(2)
    headers.delete('accept')
    expect(list).toEqual([])
    const again = guarded('request-no-cors', [['Range', 'bytes=0-']])
    again.headers.append('Accept', 'b')
    expect(again.list).toEqual([['Accept', 'b']])
  })
})

test('the guard immutable refuses every change', () => {
  const { headers } = guarded('immutable', [['a', '1']])
  expect(() => headers.append('b', '1')).toThrow(TypeError)
  expect(() => headers.set('a', '2')).toThrow(TypeError)
  expect(() => headers.delete('a')).toThrow(TypeError)
  expect(headers.get('a')).toBe('1')
})

test('the guard response drops Set-Cookie', () => {
  const { headers, list } = guarded('response')
  headers.append('Set-Cookie', 'a=1')
  expect(list).toEqual([])
})
