import { describe, expect, test } from 'vitest'
import { failure } from './failure.js'
import {
  basicFilteredResponse,
  corsFilteredResponse,
  createNetworkError,
  createResponse,
  isNetworkError,
  isNullBodyStatus,
  isOkStatus,
  isRangeStatus,
  isRedirectStatus,
  locationUrl,
  opaqueFilteredResponse,
  opaqueRedirectFilteredResponse,
} from './response.js'

const statuses = Array.from({ length: 1000 }, (_, i) => i)

describe('Statuses', () => {
  test.each([
    ['redirect', isRedirectStatus, [301, 302, 303, 307, 308]],
    ['null body', isNullBodyStatus, [101, 103, 204, 205, 304]],
    ['range', isRangeStatus, [206, 416]],
    ['ok', isOkStatus, Array.from({ length: 100 }, (_, i) => 200 + i)],
  ])('%s', (_says, is, expected) => {
    expect(statuses.filter(is)).toEqual(expected)
  })
})

const internal = createResponse({
  urlList: [new URL('https://b.test/')],
  status: 404,
  statusMessage: 'Not Found',
  headerList: [
    ['Content-Type', 'text/plain'],
    ['X-A', '1'],
    ['X-B', '2'],
    ['Set-Cookie', 'a=1'],
    ['Set-Cookie2', 'a=1'],
  ],
  body: 'body',
  corsExposedHeaderNames: new Set(['x-a', 'set-cookie']),
})

const names = (response: { readonly headerList: readonly (readonly [string, string])[] }): string[] =>
  response.headerList.map(([name]) => name)

describe('Filtered responses', () => {
  test('basic hides cookies', () => {
    const filtered = basicFilteredResponse(internal)
    expect(filtered).toMatchObject({ type: 'basic', status: 404, body: 'body', internalResponse: internal })
    expect(names(filtered)).toEqual(['Content-Type', 'X-A', 'X-B'])
  })

  test('cors hides what is not exposed', () => {
    const filtered = corsFilteredResponse(internal)
    expect(filtered).toMatchObject({ type: 'cors', status: 404, statusMessage: 'Not Found', body: 'body' })
    expect(names(filtered)).toEqual(['Content-Type', 'X-A'])
  })

  test('opaque hides everything', () => {
    expect(opaqueFilteredResponse(internal)).toMatchObject({
      type: 'opaque',
      urlList: [],
      status: 0,
      statusMessage: '',
      headerList: [],
      body: null,
      internalResponse: internal,
    })
  })

  test('an opaque redirect hides everything but its URL', () => {
    expect(opaqueRedirectFilteredResponse(internal)).toMatchObject({
      type: 'opaqueredirect',
      urlList: internal.urlList,
      status: 0,
      headerList: [],
      body: null,
    })
  })

  test('what is hidden stays as it was', () => {
    expect([internal.type, internal.headerList.length, internal.body]).toEqual(['default', 5, 'body'])
  })

  test('a network error has a status of 0 and the reason', () => {
    const found = failure('bad-port', 'concept-main-fetch', '7', {})
    const error = createNetworkError(found)
    expect(error).toMatchObject({ type: 'error', status: 0, headerList: [], body: null, failure: found })
    expect([isNetworkError(error), isNetworkError(internal)]).toEqual([true, false])
  })
})

describe('The location of a redirect', () => {
  const locate = (
    lines: readonly string[],
    fragment = '',
    status = 302,
    base: string | null = 'https://b.test/d/x?q#f',
  ) => {
    const headerList = lines.map((line) => ['Location', line] as const)
    const urlList = base === null ? [] : [new URL(base)]
    const found = locationUrl(createResponse({ status, headerList, urlList }), fragment)
    return found instanceof URL ? found.href : found
  }

  test.each([
    [['/y'], '', 'https://b.test/y'],
    [['y'], '', 'https://b.test/d/y'],
    [['//c.test/y'], '', 'https://c.test/y'],
    [['http://c.test'], '', 'http://c.test/'],
    [['/y'], 'f', 'https://b.test/y#f'],
    [['/y'], '#f', 'https://b.test/y##f'],
    [['/y#own'], 'f', 'https://b.test/y#own'],
    [['/y#'], 'f', 'https://b.test/y#'],
    [[''], 'f', 'https://b.test/d/x?q#f'],
    [['/b\xc3\xbccher'], '', 'https://b.test/b%C3%BCcher'],
    [['/\xfc'], '', 'https://b.test/%FC'],
    [['data:,x'], '', 'data:,x'],
    [['https://['], '', 'failure'],
    [['https://b.test:99999/'], '', 'failure'],
    [['/a', '/a'], '', 'failure'],
    [['/a\0'], '', 'failure'],
    [[], '', null],
  ])('%j with fragment %j is %s', (lines, fragment, expected) => {
    expect(locate(lines, fragment)).toBe(expected)
  })

  test('is none where the status is no redirect', () => {
    expect(locate(['/y'], '', 304)).toBeNull()
  })

  test('has to be whole where the response has no URL', () => {
    expect([locate(['/y'], '', 302, null), locate(['https://c.test/'], '', 302, null)]).toEqual([
      'failure',
      'https://c.test/',
    ])
  })
})
