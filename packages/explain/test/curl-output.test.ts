import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { explain } from '../src/index.js'
import { exchangesOf, parseHttp } from '../src/capture.js'

// What the real curl printed; fixtures/make.ts made it.

const AT = 'http://127.0.0.1:8080'

test.each([
  ['curl-i.txt', 'GET', '/items', 'include', ['GET /items 200'], 'wildcard-origin-not-allowed'],
  ['curl-i.txt', 'GET', '/items', 'omit', ['GET /items 200'], null],
  ['curl-v.txt', 'GET', '/items', 'include', ['GET /items 200'], 'wildcard-origin-not-allowed'],
  ['curl-head.txt', 'HEAD', '/items', 'include', ['HEAD /items 200'], 'wildcard-origin-not-allowed'],
  ['curl-i-location.txt', 'GET', '/old', 'omit', ['GET /old 301', 'GET /items 200'], null],
  ['curl-v-location.txt', 'GET', '/old', 'omit', ['GET /old 301', 'GET /items 200'], null],
  ['curl-v-location.txt', 'GET', '/old', 'include', ['GET /old 301'], 'invalid-allow-credentials'],
  [
    'curl-v-preflight.txt',
    'PUT',
    '/items',
    'omit',
    ['OPTIONS /items 204'],
    'method-disallowed-by-preflight-response',
  ],
] as const)('%s for a %s of %s, credentials %s', (name, method, path, credentials, wire, code) => {
  const text = readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')
  const request = {
    method,
    url: AT + path,
    origin: 'https://app.example.com',
    mode: 'cors',
    credentials,
    headers: [],
  } as const
  const explanation = explain({ request, exchanges: exchangesOf(parseHttp(text), method, request.url) })
  const seen = explanation.exchanges
    .filter(({ steps }) => steps.length > 0)
    .map(
      ({ request: asked, response }) => `${asked.method} ${asked.url.slice(AT.length)} ${response?.status}`,
    )
  expect(seen).toEqual(wire)
  expect(explanation.failure?.code ?? null).toBe(code)
})
