import { expect, expectTypeOf, test } from 'vitest'
import { createUserAgent } from '../src/index.js'

const page = createUserAgent().page('https://app.example/')

test('what a page has goes wherever Node’s own goes', () => {
  expectTypeOf(page.fetch).toExtend<typeof fetch>()
  expectTypeOf(page.Request).toEqualTypeOf<typeof Request>()
  expectTypeOf(page.Headers).toEqualTypeOf<typeof Headers>()
  const given: typeof fetch = page.fetch
  expect(given).toBe(page.fetch)
})

test('fetch takes what a page may give beside Node’s own options', () => {
  expectTypeOf(page.fetch).toBeCallableWith('/', {
    method: 'POST',
    body: new ReadableStream(),
    duplex: 'half',
    cache: 'no-store',
    priority: 'low',
  })
  expectTypeOf(page.fetch).toBeCallableWith(new page.Request('/'), { headers: new page.Headers() })
})

test('an option that does not exist is no type either', () => {
  // @ts-expect-error a misspelt option
  expect(() => createUserAgent({ profil: 'chromium' })).toThrow(TypeError)
  // @ts-expect-error a profile that does not exist
  expect(() => createUserAgent({ profile: 'opera' })).toThrow(TypeError)
  // @ts-expect-error a misspelt option of a page
  expect(() => createUserAgent().page('https://app.example/', { sandbox: true })).toThrow(TypeError)
})
