import { describe, expect, test } from 'vitest'
import { explain } from './explain-captured.js'
import type { Exchange, ExplainedRequest } from './explanation.js'
import { renderMarkdown } from './render/markdown.js'
import { renderTerminal } from './render/terminal.js'

const PAGE = 'https://app.example.com'
const API = 'https://api.example.net/items'

function request(url = API, origin = PAGE, method = 'GET'): ExplainedRequest {
  return { method, url, origin, mode: 'cors', credentials: 'same-origin', headers: [] }
}

function answer(
  status: number,
  url = API,
  method = 'GET',
  headers: Exchange['request']['headers'] = [],
): Exchange {
  return {
    kind: method === 'OPTIONS' ? 'preflight' : 'request',
    request: { method, url, headers: [] },
    response: { status, statusMessage: '', headers },
    failure: null,
    milliseconds: 0,
  }
}

const codes = (...args: Parameters<typeof explain>) =>
  explain(...args).circumstances.map(({ code, exchange }) => [code, exchange])

describe('an error page without headers', () => {
  test.each([500, 502, 503, 504, 599])('of status %d is the failure to look at', (status) => {
    const captured = { request: request(), exchanges: [answer(status)] }
    expect(codes(captured)).toEqual([['server-error-page', 0]])
    expect(renderTerminal(explain(captured))).toContain('not CORS     The server failed')
    expect(renderMarkdown(explain(captured))).toContain('**Not CORS: The server failed')
  })

  test.each([200, 302, 404])('of status %d is none', (status) => {
    expect(codes({ request: request(), exchanges: [answer(status)] })).toEqual([])
  })

  test('that answers the preflight is one too', () => {
    const exchanges = [answer(502, API, 'OPTIONS')]
    expect(codes({ request: request(API, PAGE, 'PUT'), exchanges })).toEqual([['server-error-page', 0]])
  })

  test('with another mistake in its headers is for CORS to explain', () => {
    const exchanges = [answer(500, API, 'GET', [['Access-Control-Allow-Origin', 'https://other.example']])]
    expect(codes({ request: request(), exchanges })).toEqual([])
  })
})

describe('the local network', () => {
  const prompt = [['local-network-access-prompt', null]]

  test.each(['http://127.0.0.1:8080/', 'http://localhost/', 'http://192.168.1.1/', 'http://[fd00::1]/'])(
    '%s is asked for by the user only, where the page is not there',
    (url) => {
      const captured = { request: request(url, 'http://app.example.com'), exchanges: [answer(200, url)] }
      expect(codes(captured)).toEqual(prompt)
      expect(codes(captured, { profile: 'firefox' })).toEqual(prompt)
      expect(codes(captured, { profile: 'webkit' })).toEqual([])
      expect(codes(captured, { profile: 'standard' })).toEqual([])
    },
  )

  test.each([
    ['http://localhost:3000', 'http://127.0.0.1:8080/'],
    ['http://192.168.1.2', 'http://192.168.1.1/'],
    ['http://app.example.com', 'http://api.example.com/'],
    ['null', 'http://127.0.0.1/'],
  ])('a page of %s may ask for %s', (origin, url) => {
    expect(codes({ request: request(url, origin), exchanges: [answer(200, url)] })).toEqual([])
  })

  test('is seen at the end of a redirect too', () => {
    const near = 'http://10.0.0.1/'
    const redirect = answer(302, 'http://api.example.com/', 'GET', [
      ['Location', near],
      ['Access-Control-Allow-Origin', '*'],
    ])
    const asked = request('http://api.example.com/', 'http://app.example.com')
    expect(codes({ request: asked, exchanges: [redirect, answer(200, near)] })).toEqual(prompt)
  })
})

test('what a capture tells comes first, and is not asked again', () => {
  const url = 'http://127.0.0.1/'
  const captured = {
    request: request(url, 'http://app.example.com'),
    exchanges: [],
    circumstances: ['local-network-access-permission-denied'] as const,
  }
  expect(codes(captured)).toEqual([['local-network-access-permission-denied', null]])
})
