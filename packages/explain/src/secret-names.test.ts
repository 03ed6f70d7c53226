import { expect, test } from 'vitest'
import { isSecretHeaderName, isSecretParameterName } from './secret-names.js'

test.each([
  'Cookie',
  'set-cookie',
  'Authorization',
  'Proxy-Authorization',
  'X-API-Key',
  'apikey',
  'x-auth-token',
  'X-CSRF-Token',
  'Private-Token',
  'X-Amz-Security-Token',
  'Ocp-Apim-Subscription-Key',
  'X-Functions-Key',
  'X-Session-Id',
  'X-Hub-Signature',
])('the header %s is secret', (name) => {
  expect(isSecretHeaderName(name)).toBe(true)
})

test.each([
  'Access-Control-Allow-Credentials',
  'Access-Control-Allow-Origin',
  'WWW-Authenticate',
  'Sec-WebSocket-Key',
  'Origin',
  'Content-Type',
  'Keep-Alive',
  'X-Keyboard',
  'X-Author',
])('the header %s is not', (name) => {
  expect(isSecretHeaderName(name)).toBe(false)
})

test.each([
  'access_token',
  'token',
  'accessToken',
  'api_key',
  'key',
  'X-Amz-Signature',
  'sig',
  'code',
  'password',
  'user[password]',
  'jwt',
  'bearer',
  'SAMLResponse',
  'ticket',
  'passphrase',
  'PHPSESSID',
  'state',
])('the parameter %s is secret', (name) => {
  expect(isSecretParameterName(name)).toBe(true)
})

test.each(['q', 'page', 'keyword', 'author', 'zipcode', 'design', 'monkey'])(
  'the parameter %s is not',
  (name) => {
    expect(isSecretParameterName(name)).toBe(false)
  },
)
