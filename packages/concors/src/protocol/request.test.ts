import { describe, expect, test } from 'vitest'
import { ask, registrableDomain } from '../../test/drive.js'
import { createClient } from './client.js'
import { createOpaqueOrigin, urlOrigin } from './origin.js'
import {
  createRequest,
  currentUrl,
  embedderPolicyAllowsCredentials,
  includesCredentials,
  isHttpScheme,
  redirectTaint,
  serializeRequestOrigin,
  withoutFragment,
} from './request.js'

const A = 'https://a.test/'
const A1 = 'https://x.a.test/'
const A2 = 'https://y.a.test/'
const B = 'https://b.test/'
const B2 = 'https://b.test/2'
const B1 = 'https://x.b.test/'
const C = 'https://c.test/'

describe('A request', () => {
  test('has the defaults of the standard', () => {
    const origin = urlOrigin(new URL(A))
    expect(createRequest({ url: new URL(B), origin })).toMatchObject({
      method: 'GET',
      mode: 'no-cors',
      credentialsMode: 'same-origin',
      redirectMode: 'follow',
      cacheMode: 'default',
      destination: '',
      referrer: 'client',
      referrerPolicy: '',
      responseTainting: 'basic',
      unsafeRequest: false,
      useCorsPreflight: false,
      redirectCount: 0,
      headerList: [],
      origin,
    })
  })

  test('has the origin of its client', () => {
    const client = createClient(new URL(A))
    expect(createRequest({ url: new URL(B), client }).origin).toBe(client.origin)
  })

  test('needs one or the other', () => {
    expect(() => createRequest({ url: new URL(B) })).toThrow(TypeError)
  })

  test('keeps its header list to itself', () => {
    const headerList: [string, string][] = [['X-A', '1']]
    const request = createRequest({ url: new URL(B), origin: createOpaqueOrigin(), headerList })
    request.headerList.push(['X-B', '2'])
    expect(headerList.length).toBe(1)
  })

  test('is where its last redirect led', () => {
    const request = ask({ url: A })
    request.urlList.push(new URL(B))
    expect(currentUrl(request).href).toBe(B)
  })
})

describe('Redirect taint', () => {
  test.each([
    [[A], 'same-origin'],
    [[B], 'same-origin'],
    [[A, A], 'same-origin'],
    [[A, B], 'same-origin'],
    [[B, B2], 'same-origin'],
    [[A, B, B2], 'same-origin'],
    [[B, C], 'cross-site'],
    [[B, A], 'cross-site'],
    [[A, B, A], 'cross-site'],
    [[A, B, C], 'cross-site'],
    [[B, B1], 'same-site'],
    [[A, A1], 'same-origin'],
    [[A1, A], 'same-site'],
    [[A1, A2], 'same-site'],
    [[A1, A2, B], 'same-site'],
    [[A1, A2, B, C], 'cross-site'],
    [['http://a.test/', B], 'cross-site'],
  ] as const)('of %j is %s', (urls, expected) => {
    const request = { origin: urlOrigin(new URL(A)), urlList: urls.map((url) => new URL(url)) }
    expect(redirectTaint(request, registrableDomain)).toBe(expected)
    expect(serializeRequestOrigin(request, registrableDomain)).toBe(
      expected === 'same-origin' ? 'https://a.test' : 'null',
    )
  })

  test('an opaque origin is null and taints like any other', () => {
    const request = { origin: createOpaqueOrigin(), urlList: [new URL(A), new URL(B)] }
    expect(redirectTaint(request, registrableDomain)).toBe('cross-site')
    expect(serializeRequestOrigin({ ...request, urlList: [new URL(A)] }, registrableDomain)).toBe('null')
  })
})

describe('URLs', () => {
  test.each([
    ['https://user:pw@b.test/', true],
    ['https://user@b.test/', true],
    ['https://:pw@b.test/', true],
    ['https://:@b.test/', false],
    [B, false],
  ])('%s includes credentials: %s', (url, expected) => {
    expect(includesCredentials(new URL(url))).toBe(expected)
  })

  test.each([
    ['http://b.test/', true],
    [B, true],
    ['ws://b.test/', false],
    ['data:,x', false],
  ])('%s is HTTP: %s', (url, expected) => {
    expect(isHttpScheme(new URL(url))).toBe(expected)
  })

  test.each([
    ['https://b.test/#f', B],
    ['https://b.test/#', B],
    ['https://b.test/#a#b', B],
    [B, B],
  ])('%s without its fragment is %s', (url, expected) => {
    expect(withoutFragment(new URL(url))).toBe(expected)
  })
})

describe('COEP credentialless', () => {
  const client = createClient(new URL(A), { embedderPolicy: 'credentialless' })

  test.each([
    ['mode cors', ask({ client }), true, true],
    ['no client', createRequest({ url: new URL(B), origin: client.origin }), true, true],
    ['another policy', ask({ mode: 'no-cors' }), true, true],
    ['an engine without it', ask({ client, mode: 'no-cors' }), false, true],
    ['the own origin', ask({ client, mode: 'no-cors', url: A }), true, true],
    [
      'the own origin, come back to',
      ask({ client, mode: 'no-cors', url: A, responseTainting: 'opaque' }),
      true,
      false,
    ],
    ['another origin', ask({ client, mode: 'no-cors' }), true, false],
  ] as const)('%s', (_says, request, supported, expected) => {
    expect(embedderPolicyAllowsCredentials(request, supported)).toBe(expected)
  })
})
