import { describe, expect, test } from 'vitest'
import { CaptureError } from './capture-error.js'
import { parseCurl } from './curl.js'

const TARGET = 'https://api.example.net/items'

describe('reads', () => {
  test.each([
    ['a URL', `curl ${TARGET}`, { method: 'GET', body: null, headers: [] }],
    ['a prompt before it', `$ curl ${TARGET}`, { method: 'GET' }],
    ['a method', `curl -X DELETE ${TARGET}`, { method: 'DELETE' }],
    ['a method without a space', `curl -XPUT ${TARGET}`, { method: 'PUT' }],
    ['flags in one word', `curl -sSLX PATCH ${TARGET}`, { method: 'PATCH' }],
    [
      'a body',
      `curl -d a=1 --data b=2 ${TARGET}`,
      { method: 'POST', body: 'a=1&b=2', headers: [['Content-Type', 'application/x-www-form-urlencoded']] },
    ],
    [
      'a body for the query',
      `curl -G -d a=1 ${TARGET}?x=y`,
      { method: 'GET', url: `${TARGET}?x=y&a=1`, body: null },
    ],
    [
      'JSON',
      `curl --json '{"a":1}' ${TARGET}`,
      {
        method: 'POST',
        body: '{"a":1}',
        headers: [
          ['Content-Type', 'application/json'],
          ['Accept', 'application/json'],
        ],
      },
    ],
    [
      'a form',
      `curl -F a=@b ${TARGET}`,
      { method: 'POST', headers: [['Content-Type', 'multipart/form-data; boundary=x']] },
    ],
    ['HEAD', `curl -I ${TARGET}`, { method: 'HEAD' }],
    ['a user', `curl -u joe:secret ${TARGET}`, { headers: [['Authorization', 'Basic am9lOnNlY3JldA==']] }],
    ['cookies', `curl -b 'a=1; b=2' ${TARGET}`, { credentials: 'include', cookies: 'a=1; b=2', headers: [] }],
    ['a header that is empty', `curl -H 'X-A;' -H 'Accept:' ${TARGET}`, { headers: [['X-A', '']] }],
    ['lines that go on', `curl \\\n  -H 'X-A: 1' \\\r\n  ${TARGET}`, { headers: [['X-A', '1']] }],
    ['the quotes of C', String.raw`curl --data-raw $'it\'s \u00e9\n' ` + TARGET, { body: "it's é\n" }],
    [
      'double quotes',
      String.raw`curl -H "X-A: \"1\" \n" ` + TARGET,
      { headers: [['X-A', String.raw`"1" \n`]] },
    ],
    ['what a shell does next', `curl ${TARGET} | jq .a`, { method: 'GET' }],
    ['a host alone', 'curl api.example.net', { url: 'http://api.example.net/' }],
  ])('%s', (_, command, expected) => {
    expect(parseCurl(command)).toMatchObject(expected)
  })

  test("what Chrome copies: the page's origin and headers, without the browser's own", () => {
    const command = `curl '${TARGET}' \\
  -X 'PUT' \\
  -H 'accept: */*' \\
  -H 'accept-language: en-GB,en;q=0.9' \\
  -H 'authorization: Bearer t' \\
  -H 'content-type: application/json' \\
  -b 'sid=1' \\
  -H 'origin: https://app.example.com' \\
  -H 'priority: u=1, i' \\
  -H 'referer: https://app.example.com/' \\
  -H 'sec-ch-ua: "Chromium";v="156"' \\
  -H 'sec-fetch-mode: cors' \\
  -H 'user-agent: Mozilla/5.0' \\
  --data-raw '{"name":"pen"}'`
    expect(parseCurl(command)).toEqual({
      method: 'PUT',
      url: TARGET,
      headers: [
        ['authorization', 'Bearer t'],
        ['content-type', 'application/json'],
      ],
      body: '{"name":"pen"}',
      mode: 'cors',
      credentials: 'include',
      redirect: 'follow',
      origin: 'https://app.example.com',
      cookies: 'sid=1',
      notes: [],
    })
  })

  test('the same for Windows', () => {
    const command = [
      `curl ^"${TARGET}?a=1^&b=2^" ^`,
      '  -X ^"PUT^" ^',
      '  -H ^"content-type: application/json^" ^',
      '  -H ^"origin: https://app.example.com^" ^',
      '  --data-raw ^"^{^\\^"name^\\^":^\\^"pen^\\^"^}^"',
    ].join('\r\n')
    expect(parseCurl(command)).toMatchObject({
      method: 'PUT',
      url: `${TARGET}?a=1&b=2`,
      headers: [['content-type', 'application/json']],
      body: '{"name":"pen"}',
      origin: 'https://app.example.com',
    })
  })
})

test.each([
  ['another command', 'wget https://a.example', 'word 1: "wget"; expected curl'],
  [
    'a flag that is not known',
    `curl --frobnicate ${TARGET}`,
    'word 2: --frobnicate is no flag that is known here',
  ],
  ['a flag without its value', `curl ${TARGET} -H`, 'word 4: -H has no value'],
  [
    'a command that was cut',
    `curl '${TARGET}' -H 'accept: x`,
    "line 1, column 41: the quote ' is never closed",
  ],
  [
    'a command that ends in a backslash',
    `curl ${TARGET} \\`,
    'line 1, column 36: a backslash at the very end',
  ],
  [
    'a variable',
    `curl -H "Authorization: $TOKEN" ${TARGET}`,
    'line 1, column 25: a variable or another command',
  ],
  ['no URL', 'curl -s', 'the command has no URL; expected a URL'],
  ['what is no header', `curl -H nothing ${TARGET}`, 'word 3: "nothing"; expected a header'],
])('%s is an error that says where', (_, command, message) => {
  expect(() => parseCurl(command)).toThrow(CaptureError)
  expect(() => parseCurl(command)).toThrow(message)
})
