import { expect, test } from 'vitest'
import { maskSecrets } from './copy.js'

test.each([
  [
    "curl -H 'Authorization: Bearer s3cret-token' https://a.example/",
    "curl -H 'Authorization: ***' https://a.example/",
  ],
  ["curl -H 'Cookie: a=s3cret; b=2'", "curl -H 'Cookie: ***'"],
  [`headers: { "Authorization": "Bearer s3cret" }`, `headers: { "Authorization": "***" }`],
  ['> authorization: Basic czNjcmV0\n> accept: */*', '> authorization: ***\n> accept: */*'],
  ['https://joe:s3cret@a.example/?token=s3cret&x=1', 'https://***@a.example/?token=***&x=1'],
  ['X-API-Key: s3cret', 'X-API-Key: ***'],
  ['Set-Cookie: a=s3cret; Path=/', 'Set-Cookie: ***'],
])('%s', (text, masked) => {
  expect(maskSecrets(text)).toBe(masked)
  expect(masked).not.toContain('s3cret')
})
