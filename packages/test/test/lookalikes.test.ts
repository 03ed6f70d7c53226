import { describe, expect, test } from 'vitest'
import { isSerializedOrigin } from 'concors'
import { lookalikes } from '../src/index.js'

const origins = (trusted: string): Record<string, string> =>
  Object.fromEntries(lookalikes(trusted).map(({ kind, origin }) => [kind, origin]))

describe('the lookalikes', () => {
  test.each([
    [
      'https://app.example.com',
      {
        null: 'null',
        scheme: 'http://app.example.com',
        port: 'https://app.example.com:8443',
        prefix: 'https://app.example.com.evil.example',
        suffix: 'https://evilexample.com',
        subdomain: 'https://evil.app.example.com',
        sibling: 'https://evil.example.com',
        dot: 'https://appxexample.com',
        case: 'https://APP.EXAMPLE.COM',
        userinfo: 'https://app.example.com@evil.example',
      },
    ],
    [
      'http://localhost:3000/page',
      {
        null: 'null',
        scheme: 'https://localhost:3000',
        port: 'http://localhost:30001',
        prefix: 'http://localhost.evil.example:3000',
        suffix: 'http://evillocalhost:3000',
        subdomain: 'http://evil.localhost:3000',
        case: 'http://LOCALHOST:3000',
        userinfo: 'http://localhost:3000@evil.example',
      },
    ],
    [
      'http://127.0.0.1:8443',
      {
        null: 'null',
        scheme: 'https://127.0.0.1:8443',
        port: 'http://127.0.0.1:8444',
        userinfo: 'http://127.0.0.1:8443@evil.example',
      },
    ],
  ])('of %s are', (trusted, expected) => {
    expect(origins(trusted)).toEqual(expected)
  })

  test.each([
    'https://app.example.com',
    'https://example.com',
    'http://localhost:8443',
    'https://[::1]:1',
    'http://10.0.0.1',
  ])('of %s are never itself, and what a browser sends unless they are forged', (trusted) => {
    for (const { origin, forged } of lookalikes(trusted)) {
      expect(origin).not.toBe(trusted)
      expect(origin === 'null' || isSerializedOrigin(origin)).toBe(!forged)
    }
  })

  test.each(['app.example.com', 'file:///a', ''])('of %j are refused', (trusted) => {
    expect(() => lookalikes(trusted)).toThrow(
      /^lookalikes: .* is no origin; write the one that the server trusts/,
    )
  })
})
