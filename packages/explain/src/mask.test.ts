import { describe, expect, test } from 'vitest'
import { API, observe, PAGE } from '../test/observe.js'
import { explainObservation } from './explain.js'
import { maskExplanation, maskHeader, maskText } from './mask.js'
import { renderTerminal } from './render/terminal.js'

describe('a header', () => {
  test.each([
    ['Cookie', 'sid=abc; theme=dark', 'sid=***; theme=***'],
    ['Set-Cookie', 'sid=abc; Path=/; HttpOnly', 'sid=***; Path=/; HttpOnly'],
    ['Set-Cookie', 'garbage', '***'],
    ['Authorization', 'Bearer abc.def', 'Bearer ***'],
    ['authorization', 'abcdef', '***'],
    ['X-Api-Key', 'abc', '***'],
    [
      'Location',
      'https://joe:pw@x.example/?a=1&token=abc#id_token=d',
      'https://***@x.example/?a=1&token=***#id_token=***',
    ],
    ['Location', '/next?token=abc', '/next?token=***'],
    ['Access-Control-Allow-Credentials', 'true', 'true'],
    ['Content-Type', 'application/json; charset=utf-8', 'application/json; charset=utf-8'],
  ])('%s: %s', (name, value, masked) => {
    expect(maskHeader(name, value)).toBe(masked)
  })
})

test.each([
  [
    "Access to fetch at 'https://a.example/?api_key=abc&x=1' from",
    "Access to fetch at 'https://a.example/?api_key=***&x=1' from",
  ],
  ['https://a.example/?%74oken=abc', 'https://a.example/?%74oken=***'],
  ['https://a.example/@someone?q=1', 'https://a.example/@someone?q=1'],
  [
    'https://a.example/?u=http%3A%2F%2Fx%2F%3Ftoken%3Dabc',
    'https://a.example/?u=http%3A%2F%2Fx%2F%3Ftoken%3D***',
  ],
  ['nothing to hide', 'nothing to hide'],
])('a text: %s', (text, masked) => {
  expect(maskText(text)).toBe(masked)
})

describe('an explanation', () => {
  const url = `${API}?access_token=t0ken-of-the-page&page=2`
  const observation = observe(
    {
      url,
      headers: [
        ['Authorization', 'Bearer s3cret-of-the-page'],
        ['X-Api-Key', 'k3y-of-the-page'],
      ],
    },
    [
      {
        headers: [
          ['Access-Control-Allow-Origin', PAGE],
          ['Access-Control-Allow-Headers', 'authorization, x-api-key'],
        ],
      },
      {
        status: 302,
        headers: [
          ['Access-Control-Allow-Origin', 'https://user:p4ssword@other.example'],
          ['Set-Cookie', 'sid=c00kie-of-the-server; HttpOnly'],
          ['Location', '/login?token=t0ken-of-the-server'],
          ['X-Echo', 'you sent s3cret-of-the-page and k3y-of-the-page'],
        ],
      },
    ],
  )
  const secrets = /s3cret|k3y-of|t0ken|c00kie|p4ssword/

  test('keeps no secret anywhere once it is masked', () => {
    const masked = maskExplanation(explainObservation(observation))
    expect(masked.verdict).toBe('blocked')
    expect(JSON.stringify(masked)).not.toMatch(secrets)
    expect(renderTerminal(masked, { verbose: true })).not.toMatch(secrets)
    expect(masked.masked).toBe(true)
  })

  test('keeps its own words, whatever the cookies are', () => {
    const headers = [
      ['Access-Control-Allow-Origin', PAGE],
      ['Set-Cookie', 'a=readable'],
      ['Set-Cookie', 'b=preflight'],
      ['Set-Cookie', 'c=same-origin'],
    ] as const
    const masked = maskExplanation(explainObservation(observe({}, [{ headers }])))
    expect(masked).toMatchObject({ verdict: 'readable', request: { credentials: 'same-origin' } })
  })

  test('has them before', () => {
    expect(JSON.stringify(explainObservation(observation))).toMatch(secrets)
  })

  test('is otherwise the same', () => {
    const plain = explainObservation(observe({ credentials: 'include' }, [{ headers: [['Vary', 'Accept']] }]))
    expect(maskExplanation(plain)).toEqual({ ...plain, masked: true })
  })
})
