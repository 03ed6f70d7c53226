import { describe, expect, test } from 'vitest'
import { A, allowOrigin, ask, chain, drive, lines, sentEach, verdict } from '../../../test/drive.js'
import type { Ask, Driven } from '../../../test/drive.js'

const B = 'https://b.test/'

function to(location: string, request: Ask = {}, status = 302): Driven {
  return drive(ask(request), (wire) => ({
    status: wire.hop === 0 ? status : 200,
    headers: [allowOrigin('*'), ...(wire.hop === 0 ? [['Location', location] as const] : [])],
  }))
}

/** Codes and steps of all that was violated. */
const violated = ({ trace }: Driven): string[] =>
  trace.flatMap(({ failure, step }) => (failure ? [`${step} ${failure}`] : []))

describe('HTTP-redirect fetch', () => {
  test.each<[says: string, driven: () => Driven, expected: readonly string[]]>([
    ['a bad Location', () => to('https://['), ['5 redirect-invalid-location']],
    ['another scheme', () => to('data:,x'), ['6 redirect-scheme-not-http']],
    ['user info to another origin', () => to('https://u:p@c.test/'), ['9 redirect-contains-credentials']],
    [
      'user info to the own origin, tainted',
      () => to('https://u:p@a.test/'),
      ['10 redirect-contains-credentials'],
    ],
    ['user info at home', () => to('https://u:p@a.test/', { url: `${A}/` }), []],
    ['user info in no-cors', () => to('https://u:p@c.test/', { mode: 'no-cors' }), []],
    [
      'a stream',
      () => to('/2', { method: 'POST', body: { source: null, length: null } }, 307),
      ['11 redirect-with-stream-body'],
    ],
    [
      'a stream that becomes a GET all the same',
      () => to('/2', { method: 'POST', body: { source: null, length: null } }, 302),
      ['11 redirect-with-stream-body'],
    ],
    ['a stream at 303', () => to('/2', { method: 'POST', body: { source: null, length: null } }, 303), []],
    [
      'two at once',
      () => to('ftp://u:p@c.test/', { method: 'POST', body: { source: null, length: null } }, 307),
      ['6 redirect-scheme-not-http', '9 redirect-contains-credentials', '11 redirect-with-stream-body'],
    ],
  ])('%s', (_says, driven, expected) => {
    const found = driven()
    expect(violated(found)).toEqual(expected)
    if (expected.length > 0) expect(expected[0]).toMatch(verdict(found))
  })

  test('the 21st redirect is one too many', () => {
    const driven = drive(ask(), () => ({ status: 302, headers: [allowOrigin('*'), ['Location', '/']] }))
    expect(driven.requests.length).toBe(21)
    expect(driven.response.failure).toMatchObject({
      code: 'too-many-redirects',
      step: '7',
      values: { count: 20 },
    })
  })

  test('a redirect without Location is the answer', () => {
    const driven = drive(ask(), [{ status: 307, headers: [allowOrigin(A)] }])
    expect([verdict(driven), driven.response.status]).toEqual(['cors', 307])
  })

  test('what happens on the way is noticed', () => {
    const request: Ask = {
      url: `${A}/`,
      method: 'POST',
      body: { source: 'x', length: 1 },
      headers: [['Authorization', 'x']],
    }
    const { trace } = drive(ask(request), chain([`${A}/`, B, 'https://c.test/']))
    const noticed = trace.flatMap(({ algorithm, step, notice }) =>
      notice?.includes('redirect') ? [`${algorithm} ${step} ${notice}`] : [],
    )
    expect(noticed).toEqual([
      'concept-http-redirect-fetch 12 method-rewritten-on-redirect',
      'concept-http-redirect-fetch 13 authorization-removed-on-redirect',
      'concept-request-tainted-origin 5 origin-tainted-by-redirect',
    ])
  })

  test('Authorization stays within an origin', () => {
    const driven = drive(ask({ headers: [['Authorization', 'x']] }), chain([B, `${B}2`]))
    expect(lines(driven)).toEqual([`OPTIONS ${B}`, `GET ${B}`, `OPTIONS ${B}2`, `GET ${B}2`])
    expect(sentEach(driven, 'authorization')).toEqual([null, 'x', null, 'x'])
  })

  test('a referrer policy on the way counts from there on', () => {
    const driven = drive(ask(), [
      { status: 302, headers: [allowOrigin(A), ['Location', '/2'], ['Referrer-Policy', 'no-referrer']] },
      { headers: [allowOrigin(A)] },
    ])
    expect(sentEach(driven, 'referer')).toEqual([`${A}/`, null])
  })

  test('without one the policy stays', () => {
    const driven = drive(ask({ referrerPolicy: 'unsafe-url' }), chain([B, `${B}2`]))
    expect(sentEach(driven, 'referer')).toEqual([`${A}/page`, `${A}/page`])
  })
})
