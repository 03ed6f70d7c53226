import { describe, expect, test } from 'vitest'
import { ask, cookieStub, drive, generous, sent, verdict } from '../../../test/drive.js'
import type { Ask } from '../../../test/drive.js'

const home: Ask = { url: 'https://a.test/' }
const header = (name: string, value: string): Ask => ({ headers: [[name, value]] })

/** A header of the request to the page's own server. */
const own = (request: Ask, name: string, options = {}): string | null =>
  sent(drive(ask({ ...home, ...request }), [{}], options), 0, name)

describe('HTTP-network-or-cache fetch', () => {
  test.each<[request: Ask, expected: string | null]>([
    [{}, null],
    [{ method: 'POST' }, '0'],
    [{ method: 'PUT' }, '0'],
    [{ method: 'DELETE' }, null],
    [{ method: 'POST', body: { source: 'x', length: 7 } }, '7'],
    [{ method: 'POST', body: { source: null, length: null } }, null],
    [{ method: 'POST', body: { source: '', length: 0 } }, '0'],
  ])('%j: Content-Length %s', (request, expected) => {
    expect(own(request, 'content-length')).toBe(expected)
  })

  test.each<[request: Ask, cacheControl: string | null, pragma: string | null]>([
    [{}, null, null],
    [{ cacheMode: 'no-cache' }, 'max-age=0', null],
    [{ cacheMode: 'no-cache', ...header('Cache-Control', 'x') }, 'x', null],
    [{ cacheMode: 'no-store' }, 'no-cache', 'no-cache'],
    [{ cacheMode: 'reload' }, 'no-cache', 'no-cache'],
    [{ cacheMode: 'reload', ...header('Pragma', 'x') }, 'no-cache', 'x'],
    [{ cacheMode: 'force-cache' }, null, null],
    [header('If-None-Match', '"x"'), 'no-cache', 'no-cache'],
    [header('If-Modified-Since', 'x'), 'no-cache', 'no-cache'],
    [header('If-Unmodified-Since', 'x'), 'no-cache', 'no-cache'],
    [header('If-Match', '"x"'), 'no-cache', 'no-cache'],
    [header('If-Range', '"x"'), 'no-cache', 'no-cache'],
    [{ cacheMode: 'force-cache', ...header('If-Match', '"x"') }, null, null],
  ])('%j: Cache-Control %s, Pragma %s', (request, cacheControl, pragma) => {
    expect([own(request, 'cache-control'), own(request, 'pragma')]).toEqual([cacheControl, pragma])
  })

  test('the headers of the browser are added unless they are there', () => {
    const options = { userAgent: 'x/1', acceptEncoding: 'gzip' }
    expect([own({}, 'user-agent', options), own({}, 'accept-encoding', options)]).toEqual(['x/1', 'gzip'])
    expect(own(header('User-Agent', 'mine'), 'user-agent', options)).toBe('mine')
    expect(own(header('Range', 'bytes=0-'), 'accept-encoding', options)).toBe('identity')
    expect(own({}, 'user-agent')).toBeNull()
  })

  test('a prefetch says so, once', () => {
    expect(own({ initiator: 'prefetch' }, 'sec-purpose')).toBe('prefetch')
    expect(own({ initiator: 'prefetch', ...header('Sec-Purpose', 'x') }, 'sec-purpose')).toBe('prefetch')
  })

  test.each<[request: Ask, expected: boolean]>([
    [{}, true],
    [{ credentialsMode: 'omit' }, false],
    [{ credentialsMode: 'include' }, true],
    [{ url: 'https://b.test/' }, false],
    [{ url: 'https://b.test/', credentialsMode: 'include' }, true],
    [{ url: 'https://b.test/', mode: 'no-cors', credentialsMode: 'same-origin' }, false],
  ])('%j goes with credentials: %s', (request, expected) => {
    const driven = drive(ask({ ...home, ...request }), generous, { cookies: cookieStub() })
    expect(driven.requests[0]!.includeCredentials).toBe(expected)
    expect(sent(driven, 0, 'cookie')).toBe(expected ? 'c=1' : null)
    expect((driven.response.internalResponse ?? driven.response).requestIncludesCredentials).toBe(expected)
  })

  test('an empty jar sends no header', () => {
    expect(own({}, 'cookie', { cookies: cookieStub('') })).toBeNull()
    expect(own({}, 'cookie')).toBeNull()
  })

  test('what is added for the wire is no part of the request', () => {
    const request = ask(home)
    drive(request, [{}], { userAgent: 'x', cookies: cookieStub() })
    expect(request.headerList).toEqual([['Accept', '*/*']])
  })

  test('only-if-cached misses, as there is no cache', () => {
    const driven = drive(ask({ ...home, cacheMode: 'only-if-cached' }), [])
    expect([verdict(driven), driven.requests]).toEqual(['only-if-cached-miss', []])
  })

  test('keepalive without a count of what is under way', () => {
    const body = { source: 'x', length: 65_537 }
    expect(verdict(drive(ask({ ...home, method: 'POST', keepalive: true, body }), []))).toBe(
      'keepalive-body-too-large',
    )
    const stream = { source: null, length: null }
    expect(verdict(drive(ask({ ...home, method: 'POST', keepalive: true, body: stream }), [{}]))).toBe(
      'basic',
    )
    expect(verdict(drive(ask({ ...home, method: 'POST', keepalive: false, body }), [{}]))).toBe('basic')
  })

  test('a proxy that asks for a password ends it', () => {
    const { response } = drive(ask(home), [{ status: 407 }])
    expect(response.failure).toMatchObject({ code: 'proxy-authentication-required', step: '16.1' })
  })

  test.each<[says: string, request: Ask, connections: readonly boolean[], status: number]>([
    ['without a body it is sent again', {}, [false, true], 200],
    ['so is a body that can be', { method: 'POST', body: { source: 'x', length: 1 } }, [false, true], 200],
    ['a stream cannot', { method: 'POST', body: { source: null, length: null } }, [false], 421],
  ])('after a 421 %s', (_says, request, connections, status) => {
    const driven = drive(ask({ ...home, ...request }), [{ status: 421 }, {}])
    expect(driven.requests.map(({ newConnection }) => newConnection)).toEqual(connections)
    expect(driven.response.status).toBe(status)
  })

  test('a second 421 is final', () => {
    const driven = drive(ask(home), [{ status: 421 }, { status: 421 }])
    expect([driven.requests.length, driven.response.status]).toEqual([2, 421])
  })

  test('Range is remembered of the response', () => {
    const { response } = drive(ask({ ...home, ...header('Range', 'bytes=0-') }), [{ status: 206 }])
    expect(response.rangeRequested).toBe(true)
    expect(drive(ask(home), [{}]).response.rangeRequested).toBe(false)
  })

  test('a trace names the cookies that a store keeps back, and only a trace asks for them', () => {
    const cookies = { ...cookieStub(''), withheld: () => ['session', 'theme'] }
    const request = ask({ credentialsMode: 'include' })
    const { trace } = drive(request, [{}], { cookies })
    const notice = trace.find((step) => step.notice === 'cookies-withheld')
    expect(notice?.values).toEqual({
      cookies: ['session', 'theme'],
      'same-site-mode': 'unset-or-less',
      'third-party': true,
      'top-level-site': 'https://a.test',
    })
    const nothing = { ...cookieStub(''), withheld: () => [] }
    const quiet = drive(ask({ credentialsMode: 'include' }), [{}], { cookies: nothing })
    expect(quiet.trace.some((step) => step.notice === 'cookies-withheld')).toBe(false)
  })
})
