import { expect, test } from 'vitest'
import type { AddressSpace } from './address-space.js'
import { createClient } from './client.js'
import { localNetworkRefusal } from './local-network-access.js'
import type { LocalNetwork } from './local-network-access.js'
import { createOpaqueOrigin, urlOrigin } from './origin.js'
import { PROFILES } from './profile.js'
import { createRequest } from './request.js'

const addressSpaces: LocalNetwork['addressSpaces'] = {
  'printer.test': 'local',
  'dev.test': 'loopback',
  '127.0.0.1': 'public',
}

function judge(
  page: string,
  url: string,
  permission: LocalNetwork['permission'] = 'denied',
  client = createClient(new URL(page)),
): readonly (string | null)[] {
  const request = createRequest({ url: new URL(url), client })
  return (['standard', 'chromium', 'firefox', 'webkit'] as const).map(
    (name) =>
      localNetworkRefusal(request, {
        profile: PROFILES[name],
        localNetwork: { client, addressSpaces, permission },
      })?.reason ?? null,
  )
}

const ALLOWED = [null, null, null, null]
const DENIED = ['local-network-denied', 'local-network-denied', 'local-network-denied', null]
const INSECURE = ['local-network-insecure', 'local-network-insecure', 'local-network-denied', null]

test.each<[page: string, url: string, refused: readonly (string | null)[]]>([
  ['https://app.test/', 'https://api.test/', ALLOWED],
  ['https://app.test/', 'https://printer.test/', DENIED],
  ['https://app.test/', 'https://192.168.0.1/', DENIED],
  ['https://app.test/', 'http://localhost:3000/', DENIED],
  ['https://app.test/', 'https://[::1]/', DENIED],
  ['https://printer.test/', 'https://dev.test/', DENIED],
  ['https://printer.test/', 'https://10.0.0.1/', ALLOWED],
  ['https://dev.test/', 'https://printer.test/', ALLOWED],
  ['http://localhost/', 'http://localhost:3000/', ALLOWED],
  // Whose space was declared to be another than it looks; it is a secure context still.
  ['http://127.0.0.1:1/', 'http://dev.test/', DENIED],
  ['http://app.test/', 'http://printer.test/', INSECURE],
  ['https://app.test/', 'data:,x', ALLOWED],
])('from %s to %s', (page, url, refused) => {
  expect(judge(page, url)).toEqual(refused)
})

test('a permission is for secure contexts, but in Firefox', () => {
  expect(judge('https://app.test/', 'https://printer.test/', 'granted')).toEqual(ALLOWED)
  expect(judge('http://app.test/', 'http://printer.test/', 'granted')).toEqual([
    'local-network-insecure',
    'local-network-insecure',
    null,
    null,
  ])
})

test('a frame is as secure as the page at the top', () => {
  const url = new URL('https://frame.test/')
  const within = (top: string) => createClient(url, { topLevelOrigin: urlOrigin(new URL(top)) })
  expect(judge('', 'https://printer.test/', 'denied', within('http://app.test/'))).toEqual(INSECURE)
  expect(judge('', 'https://printer.test/', 'denied', within('https://app.test/'))).toEqual(DENIED)
  const opaque = createClient(url, { topLevelOrigin: createOpaqueOrigin() })
  expect(judge('', 'https://printer.test/', 'denied', opaque)).toEqual(DENIED)
})

test('nothing is refused where nothing is known', () => {
  const profile = PROFILES.chromium
  const client = createClient(new URL('https://app.test/'))
  const request = createRequest({ url: new URL('http://127.0.0.1/'), client })
  expect(localNetworkRefusal(request, { profile })).toBeNull()
})

test('the space of either side is in the refusal', () => {
  const client = createClient(new URL('https://app.test/'))
  const request = createRequest({ url: new URL('https://printer.test/'), client })
  const spaces: readonly AddressSpace[] = ['local', 'public']
  const refusal = localNetworkRefusal(request, {
    profile: PROFILES.chromium,
    localNetwork: { client, addressSpaces, permission: 'denied' },
  })!
  expect([refusal.space, refusal.clientSpace]).toEqual(spaces)
})
