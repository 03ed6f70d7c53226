import { expect, test } from 'vitest'
import { createClient } from './client.js'
import { createPotentialCorsRequest } from './potential-cors-request.js'

const client = createClient(new URL('https://app.example.com/'))
const url = new URL('https://cdn.example.net/a.png')

test.each([
  [undefined, 'no-cors', 'include'],
  [null, 'no-cors', 'include'],
  ['', 'cors', 'same-origin'],
  ['anonymous', 'cors', 'same-origin'],
  ['nonsense', 'cors', 'same-origin'],
  ['use-credentials', 'cors', 'include'],
  ['USE-Credentials', 'cors', 'include'],
])('crossorigin=%j asks in mode %s with credentials %s', (crossOrigin, mode, credentialsMode) => {
  const options = crossOrigin === undefined ? {} : { crossOrigin }
  const request = createPotentialCorsRequest(client, url, 'image', options)
  expect(request).toMatchObject({ mode, credentialsMode, destination: 'image', client, referrerPolicy: '' })
})

test('the referrer policy of the element counts', () => {
  const request = createPotentialCorsRequest(client, url, 'script', { referrerPolicy: 'origin' })
  expect(request).toMatchObject({ destination: 'script', referrerPolicy: 'origin' })
})
