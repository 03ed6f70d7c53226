import { describe, expect, test } from 'vitest'
import { ask, createContext } from '../../test/drive.js'
import { createClient } from './client.js'
import type { EmbedderPolicy } from './client.js'
import { corpCheck } from './corp.js'
import type { HeaderList } from './header-list.js'
import { urlOrigin } from './origin.js'
import { createRequest } from './request.js'
import { createResponse } from './response.js'

interface Case {
  readonly from?: string
  readonly url?: string
  readonly policy?: string | null
  readonly embedder?: EmbedderPolicy
  readonly credentials?: boolean
  readonly profile?: 'standard' | 'webkit' | 'chromium'
}

function judge({
  from = 'https://a.test/',
  url = 'https://b.test/',
  policy = null,
  embedder = 'unsafe-none',
  credentials = true,
  profile = 'standard',
}: Case): string | undefined {
  const headerList: HeaderList = policy === null ? [] : [['Cross-Origin-Resource-Policy', policy]]
  const response = createResponse({
    urlList: [new URL(url)],
    headerList,
    requestIncludesCredentials: credentials,
  })
  const parts =
    from === 'opaque' ? { from } : { client: createClient(new URL(from), { embedderPolicy: embedder }) }
  return corpCheck(ask({ mode: 'no-cors', url, ...parts }), response, createContext({ profile }))?.code
}

describe('The check of Cross-Origin-Resource-Policy', () => {
  test.each<[says: string, input: Case, expected: string | undefined]>([
    ['no policy lets everybody', {}, undefined],
    ['cross-origin lets everybody', { policy: 'cross-origin' }, undefined],
    ['an unknown policy is none', { policy: 'Same-Origin' }, undefined],
    ['same-origin lets its own origin', { policy: 'same-origin', url: 'https://a.test/' }, undefined],
    [
      'same-origin refuses its own site',
      { policy: 'same-origin', url: 'https://x.a.test/' },
      'corp-not-same-origin',
    ],
    ['same-site lets its site', { policy: 'same-site', url: 'https://x.a.test/' }, undefined],
    ['same-site refuses other sites', { policy: 'same-site' }, 'corp-not-same-site'],
    ['same-site refuses sandboxed pages', { policy: 'same-site', from: 'opaque' }, 'corp-not-same-site'],
    [
      'same-origin refuses sandboxed pages',
      { policy: 'same-origin', from: 'opaque' },
      'corp-not-same-origin',
    ],
    [
      'same-site refuses an http page what came by https',
      { policy: 'same-site', from: 'http://a.test/', url: 'https://x.a.test/' },
      'corp-not-same-site',
    ],
    [
      'same-site lets an http page what came by http',
      { policy: 'same-site', from: 'http://a.test/', url: 'http://x.a.test/' },
      undefined,
    ],
    [
      'same-site lets an IP address itself',
      { policy: 'same-site', from: 'http://1.2.3.4/', url: 'http://1.2.3.4:81/' },
      undefined,
    ],
    [
      'Chromium: an IP address is no site',
      { policy: 'same-site', from: 'http://1.2.3.4/', url: 'http://1.2.3.4:81/', profile: 'chromium' },
      'corp-not-same-site',
    ],
    [
      'Chromium: an IP address has an origin',
      { policy: 'same-site', from: 'http://1.2.3.4/', url: 'http://1.2.3.4/', profile: 'chromium' },
      undefined,
    ],
    [
      'require-corp refuses where nothing is said',
      { embedder: 'require-corp' },
      'corp-required-by-embedder-policy',
    ],
    ['require-corp takes its own origin', { embedder: 'require-corp', url: 'https://a.test/' }, undefined],
    [
      'require-corp takes what is for everybody',
      { embedder: 'require-corp', policy: 'cross-origin' },
      undefined,
    ],
    [
      'require-corp or not, same-origin is refused as such',
      { embedder: 'require-corp', policy: 'same-origin' },
      'corp-not-same-origin',
    ],
    [
      'credentialless refuses what came with credentials',
      { embedder: 'credentialless' },
      'corp-required-by-embedder-policy',
    ],
    ['credentialless takes what came without', { embedder: 'credentialless', credentials: false }, undefined],
    ['WebKit: knows no credentialless', { embedder: 'credentialless', profile: 'webkit' }, undefined],
  ])('%s', (_says, input, expected) => {
    expect(judge(input)).toBe(expected)
  })

  test('without a client there is no embedder policy', () => {
    const request = createRequest({
      url: new URL('https://b.test/'),
      origin: urlOrigin(new URL('https://a.test/')),
    })
    const response = createResponse({ urlList: [new URL('https://b.test/')] })
    expect(corpCheck(request, response, createContext())).toBeNull()
  })

  test('the URL that counts is the last', () => {
    const urlList = [new URL('https://a.test/'), new URL('https://b.test/')]
    const response = createResponse({
      urlList,
      headerList: [['Cross-Origin-Resource-Policy', 'same-origin']],
    })
    expect(corpCheck(ask({ mode: 'no-cors' }), response, createContext())?.code).toBe('corp-not-same-origin')
  })
})
