import { describe, expect, test } from 'vitest'
import { ask, createContext } from '../../test/drive.js'
import { createClient } from './client.js'
import { urlOrigin } from './origin.js'
import { determineReferrer, isReferrerPolicy, parseReferrerPolicy } from './referrer.js'
import type { ReferrerPolicy } from './referrer.js'
import { createRequest } from './request.js'

const CONTEXT = createContext()

const FROM = 'https://user:pw@a.test/page?q#f'
const PAGE = 'https://a.test/page?q'
const ORIGIN = 'https://a.test/'

const SAME = 'https://a.test/x'
const CROSS = 'https://b.test/'
const DOWN = 'http://b.test/'

const referrer = (url: string, referrerPolicy: ReferrerPolicy | '', from = FROM): string | null =>
  determineReferrer(ask({ url, from, referrerPolicy }), CONTEXT)?.href ?? null

describe('The referrer', () => {
  test.each<[policy: ReferrerPolicy | '', same: string | null, cross: string | null, down: string | null]>([
    ['', PAGE, ORIGIN, null],
    ['no-referrer', null, null, null],
    ['no-referrer-when-downgrade', PAGE, PAGE, null],
    ['same-origin', PAGE, null, null],
    ['origin', ORIGIN, ORIGIN, ORIGIN],
    ['strict-origin', ORIGIN, ORIGIN, null],
    ['origin-when-cross-origin', PAGE, ORIGIN, ORIGIN],
    ['strict-origin-when-cross-origin', PAGE, ORIGIN, null],
    ['unsafe-url', PAGE, PAGE, PAGE],
  ])('under %j is %s, %s across origins, %s down to http', (policy, same, cross, down) => {
    expect([SAME, CROSS, DOWN].map((url) => referrer(url, policy))).toEqual([same, cross, down])
  })

  test('from http to http is no way down', () => {
    expect(referrer(DOWN, 'strict-origin', 'http://a.test/page')).toBe('http://a.test/')
  })

  test.each([
    [4096, 4096],
    [4097, ORIGIN.length],
  ])('of %d characters is sent with %d', (length, expected) => {
    expect(referrer(SAME, 'unsafe-url', ORIGIN.padEnd(length, 'x'))!.length).toBe(expected)
  })

  test('is not told by a sandboxed page', () => {
    expect(referrer(SAME, 'unsafe-url', 'opaque')).toBeNull()
  })

  test.each(['data:,x', 'about:srcdoc', `blob:${ORIGIN}uuid`, 'file:///x'])('%s is not told', (url) => {
    const client = createClient(new URL(url), { origin: urlOrigin(new URL(ORIGIN)) })
    expect(determineReferrer(ask({ client, referrerPolicy: 'unsafe-url' }), CONTEXT)).toBeNull()
  })

  test('can be another page, or none', () => {
    expect(determineReferrer(ask({ referrer: new URL(`${ORIGIN}other#f`), url: SAME }), CONTEXT)?.href).toBe(
      `${ORIGIN}other`,
    )
    expect(determineReferrer(ask({ referrer: 'no-referrer' }), CONTEXT)).toBeNull()
  })

  test('without a client there is none', () => {
    const request = createRequest({ url: new URL(CROSS), origin: urlOrigin(new URL(ORIGIN)) })
    expect(determineReferrer(request, CONTEXT)).toBeNull()
  })
})

describe('A referrer policy', () => {
  test.each([
    [[], ''],
    [['no-referrer'], 'no-referrer'],
    [['origin, unknown'], 'origin'],
    [['origin', 'unsafe-url'], 'unsafe-url'],
    [['unknown'], ''],
    [['ORIGIN'], ''],
    [[''], ''],
  ])('of the lines %j is %j', (lines, expected) => {
    expect(parseReferrerPolicy(lines.map((line) => ['Referrer-Policy', line]))).toBe(expected)
  })

  test('has one of eight names', () => {
    expect(['origin', 'unsafe-url', '', 'never'].map(isReferrerPolicy)).toEqual([true, true, false, false])
  })
})
