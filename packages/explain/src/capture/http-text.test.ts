import { expect, test } from 'vitest'
import { explain } from '../explain-captured.js'
import { CaptureError } from './capture-error.js'
import { detectKind } from './detect.js'
import { exchangesOf, parseHttp, responseHead } from './http-text.js'

const API = 'https://api.example.net/items'
const REQUEST = {
  method: 'GET',
  url: API,
  origin: 'https://app.example.com',
  mode: 'cors',
  credentials: 'same-origin',
  headers: [],
} as const

test('curl -i: a head, and a body that does not matter', () => {
  const text =
    'HTTP/2 200 \r\ncontent-type: text/plain\r\naccess-control-allow-origin: *\r\n\r\nhello: world\n'
  const exchanges = exchangesOf(parseHttp(text), 'GET', API)
  expect(explain({ request: REQUEST, exchanges }).verdict).toBe('readable')
})

test('curl -iL: the redirects before it', () => {
  const text = `HTTP/1.1 302 Found\nLocation: /moved\nAccess-Control-Allow-Origin: *\n\nHTTP/1.1 200 OK\n\n`
  const exchanges = exchangesOf(parseHttp(text), 'GET', API)
  expect(exchanges.map(({ request }) => request.url)).toEqual([API, 'https://api.example.net/moved'])
  expect(explain({ request: REQUEST, exchanges }).failure).toMatchObject({ exchange: 1 })
})

test('curl -v: what was sent and what came, among what it says of the connection', () => {
  const text = `* Connected\n> OPTIONS /items HTTP/1.1\n> Host: api.example.net\n> Access-Control-Request-Method: PUT\n>\n< HTTP/1.1 204 No Content\n< Access-Control-Allow-Origin: *\n<\n* done`
  const exchanges = exchangesOf(parseHttp(text), 'PUT', API)
  expect(exchanges).toMatchObject([{ kind: 'preflight', request: { method: 'OPTIONS', url: API } }])
})

test.each(['/items', '//', 'http://'])(
  'a request for %s without Host is on the host that was asked',
  (target) => {
    const text = `OPTIONS ${target} HTTP/1.1\n\nHTTP/1.1 204 No Content\n\n`
    const [exchange] = exchangesOf(parseHttp(text), 'PUT', API)
    expect(new URL(exchange!.request.url).origin).toBe(new URL(API).origin)
  },
)

test('interim responses are passed over', () => {
  const { messages } = parseHttp('HTTP/1.1 103 Early Hints\nLink: </a>\n\nHTTP/1.1 200 OK\n\n')
  expect(messages).toHaveLength(1)
})

test('a Response in code', () => {
  const response = new Response('x', { status: 201, headers: { 'X-A': '1' } })
  expect(responseHead(response)).toMatchObject({
    status: 201,
    headers: [
      ['content-type', 'text/plain;charset=UTF-8'],
      ['x-a', '1'],
    ],
  })
})

test.each([
  ['no response', 'hello', 'has no response in it'],
  ['what is no header', 'HTTP/1.1 200 OK\nnothing here\n', 'line 2: "nothing here"; expected a header'],
])('%s is an error', (_, text, message) => {
  expect(() => parseHttp(text)).toThrow(CaptureError)
  expect(() => parseHttp(text)).toThrow(message)
})

test.each([
  ['har', ' {"log": {"entries": []}}'],
  ['curl', "curl 'https://api.example.net'"],
  ['curl', '$ curl.exe ^"https://api.example.net^" ^'],
  ['http', 'HTTP/1.1 200 OK'],
  ['http', '* Trying 127.0.0.1'],
  ['console', "Access to fetch at 'x' from origin 'y' has been blocked by CORS policy: z"],
  ['console', 'Cross-Origin Request Blocked: The Same Origin Policy disallows'],
  ['snippet', "await fetch('https://api.example.net')"],
  ['url', ' https://api.example.net/ \n'],
  [null, 'hello'],
] as const)('%s is told from %j', (kind, text) => {
  expect(detectKind(text)).toBe(kind)
})
