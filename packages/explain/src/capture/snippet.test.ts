import { describe, expect, test } from 'vitest'
import { CaptureError } from './capture-error.js'
import { parseSnippet } from './snippet.js'

const API = 'https://api.example.net/items'
const JSON_TYPE = ['Content-Type', 'application/json']

describe('reads', () => {
  test.each([
    ['fetch', `fetch('${API}')`, { method: 'GET', url: API, headers: [], credentials: 'same-origin' }],
    [
      'its options',
      `await fetch('${API}', { method: 'put', credentials: 'include', headers: { 'Content-Type': 'application/json', 'X-A': 1 }, body: JSON.stringify({ a }) })`,
      { method: 'PUT', credentials: 'include', headers: [JSON_TYPE, ['X-A', '1']], body: '{"a":"…"}' },
    ],
    [
      'a body alone',
      `fetch('${API}', { method: 'POST', body: 'x' })`,
      { headers: [['Content-Type', 'text/plain;charset=UTF-8']] },
    ],
    [
      'a form',
      `fetch('${API}', { method: 'POST', body: new FormData(form) })`,
      { headers: [['Content-Type', 'multipart/form-data; boundary=x']] },
    ],
    [
      'names',
      `const base = 'https://api.example.net'\nconst id = 5\nfetch(\`\${base}/items/\${id}\`, options)`,
      { url: 'https://api.example.net/items/5' },
    ],
    [
      'headers of a class',
      `const h = new Headers({ Authorization: \`Bearer \${token}\` }); fetch('${API}', { headers: h })`,
      { headers: [['Authorization', 'unknown']] },
    ],
    ['pairs', `fetch('${API}', { headers: [['X-A', '1']] })`, { headers: [['X-A', '1']] }],
    ['a Request', `fetch(new Request('${API}', { method: 'DELETE' }))`, { method: 'DELETE' }],
    [
      'a function around it',
      `async function load() { return (await fetch('${API}', { redirect: 'error' })).json() }`,
      { redirect: 'error' },
    ],
    [
      'axios',
      `axios({ url: '${API}', method: 'patch', data: { a: 1 }, withCredentials: true })`,
      { method: 'PATCH', credentials: 'include', headers: [['Content-Type', 'application/json']] },
    ],
    [
      "axios' verbs",
      `axios.post('${API}', { a: 1 }, { headers: { 'X-A': '1' } })`,
      { method: 'POST', headers: [['X-A', '1'], JSON_TYPE] },
    ],
    ['axios with a base', `axios.get('/items', { baseURL: 'https://api.example.net' })`, { url: API }],
    [
      'jQuery',
      `$.ajax({ url: '${API}', type: 'PUT', contentType: 'application/json', data: JSON.stringify({}), xhrFields: { withCredentials: true } })`,
      { method: 'PUT', credentials: 'include', headers: [JSON_TYPE] },
    ],
    [
      'the short form of jQuery',
      `jQuery.post('${API}', { a: 1 })`,
      { method: 'POST', headers: [['Content-Type', 'application/x-www-form-urlencoded; charset=UTF-8']] },
    ],
    [
      'XMLHttpRequest',
      `const x = new XMLHttpRequest(); x.open('PUT', '${API}'); x.withCredentials = true; x.setRequestHeader('X-A', '1'); x.send()`,
      { method: 'PUT', credentials: 'include', headers: [['X-A', '1']] },
    ],
    [
      'what Chrome copies as fetch',
      `fetch("${API}", {\n  "headers": {\n    "accept": "*/*",\n    "authorization": "Bearer t",\n    "sec-fetch-mode": "cors"\n  },\n  "referrer": "https://app.example.com/",\n  "body": null,\n  "method": "GET",\n  "mode": "cors",\n  "credentials": "include"\n});`,
      { headers: [['authorization', 'Bearer t']], credentials: 'include', origin: 'https://app.example.com' },
    ],
  ])('%s', async (_, code, expected) => {
    expect(await parseSnippet(code)).toMatchObject([expected])
  })

  test('every request, in its order', async () => {
    const code = `fetch('${API}/1').then(() => fetch('${API}/2'))`
    const requests = await parseSnippet(code)
    expect(requests.map(({ url }) => url).toSorted()).toEqual([`${API}/1`, `${API}/2`])
  })

  test('what is in no code is noted, and nothing is run', async () => {
    const [request] = await parseSnippet(
      `fetch('${API}', { headers: authHeaders(), body: globalThis.leaked = 1, method: 'POST' })`,
    )
    expect(request?.notes).toHaveLength(2)
    expect(Object.hasOwn(globalThis, 'leaked')).toBe(false)
  })
})

test.each([
  ['a syntax error', "fetch('https://a.example'", /^line 1, column \d+: this is no JavaScript/],
  ['no request', 'const a = 1', /^the code makes no request/],
  ['a URL that only running tells', 'fetch(urlOf(1))', /^line 1, column 1: the URL is not in the code/],
  [
    'a part of a URL',
    "\n  fetch('/items')",
    /^line 2, column 3: "\/items" is a part of a URL; expected a whole one/,
  ],
])('%s is an error that says where', async (_, code, message) => {
  const failure = await parseSnippet(code).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(CaptureError)
  expect((failure as CaptureError).message).toMatch(message)
})
