import { expect, test } from 'vitest'
import { ask, createContext, drive, sent } from '../../../test/drive.js'
import type { Ask } from '../../../test/drive.js'
import { fetch } from './fetch.js'

const DOCUMENT = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
const home: Ask = { url: 'https://a.test/' }

test.each<[request: Ask, accept: string]>([
  [{}, '*/*'],
  [{ destination: 'script' }, '*/*'],
  [{ destination: 'document' }, DOCUMENT],
  [{ destination: 'frame' }, DOCUMENT],
  [{ destination: 'iframe' }, DOCUMENT],
  [{ destination: 'image' }, 'image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5'],
  [{ destination: 'json' }, 'application/json,*/*;q=0.5'],
  [{ destination: 'style' }, 'text/css,*/*;q=0.1'],
  [{ destination: 'text' }, 'text/plain,*/*;q=0.5'],
  [{ destination: 'script', initiator: 'prefetch' }, DOCUMENT],
  [{ destination: 'image', headers: [['accept', 'x/x']] }, 'x/x'],
])('%j accepts %s', (request, accept) => {
  expect(sent(drive(ask({ ...home, ...request }), [{}]), 0, 'accept')).toBe(accept)
})

test.each<[request: Ask, acceptLanguage: string, expected: string | null]>([
  [{}, 'de', 'de'],
  [{}, '', null],
  [{ headers: [['Accept-Language', 'fr']] }, 'de', 'fr'],
])('%j of a browser that speaks %j: %s', (request, acceptLanguage, expected) => {
  expect(sent(drive(ask({ ...home, ...request }), [{}], { acceptLanguage }), 0, 'accept-language')).toBe(
    expected,
  )
})

test('a fetch that nobody drives sends nothing and can be left', () => {
  const steps = fetch(ask(), createContext())
  expect(steps.next()).toMatchObject({ done: false, value: { kind: 'request', method: 'GET' } })
  expect(steps.return(undefined as never).done).toBe(true)
})
