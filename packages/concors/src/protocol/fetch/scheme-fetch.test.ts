import { describe, expect, test } from 'vitest'
import { A, ask, drive, verdict } from '../../../test/drive.js'
import type { Ask } from '../../../test/drive.js'

const TEN = '0123456789'
const blob = {
  size: 10,
  type: 'text/plain',
  body: TEN,
  slice: (start: number, end: number) => TEN.slice(start, end),
}
const world = { resolveBlobUrl: (url: URL) => (url.href === `blob:${A}/1` ? blob : null) }

const own: Ask = { url: `blob:${A}/1` }
const ranged = (range: string): Ask => ({ ...own, headers: [['Range', range]] })

describe('Scheme fetch', () => {
  test('about:blank is an empty page', () => {
    const { response } = drive(ask({ url: 'about:blank', mode: 'navigate' }), [])
    expect(response).toMatchObject({
      type: 'basic',
      status: 200,
      statusMessage: 'OK',
      headerList: [['Content-Type', 'text/html;charset=utf-8']],
      body: new Uint8Array(),
    })
  })

  test('data: is what it says', () => {
    const { response } = drive(ask({ url: 'data:text/html,x' }), [])
    expect(response.headerList).toEqual([['Content-Type', 'text/html']])
    expect(response.body).toEqual(new TextEncoder().encode('x'))
  })

  test('a blob has its length and type', () => {
    const { response } = drive(ask(own), [], world)
    expect(response).toMatchObject({
      status: 200,
      statusMessage: 'OK',
      headerList: [
        ['Content-Length', '10'],
        ['Content-Type', 'text/plain'],
      ],
      body: TEN,
    })
  })

  test.each([
    ['bytes=0-', '0-9', TEN],
    ['bytes=2-3', '2-3', '23'],
    ['bytes = 9 - 9', '9-9', '9'],
    ['bytes=5-100', '5-9', '56789'],
    ['bytes=-3', '7-9', '789'],
    ['bytes=-100', '0-9', TEN],
  ])('a blob by %s is %s', (range, contentRange, body) => {
    const { response } = drive(ask(ranged(range)), [], world)
    expect(response).toMatchObject({
      status: 206,
      statusMessage: 'Partial Content',
      body,
      rangeRequested: true,
    })
    expect(response.headerList).toEqual([
      ['Content-Length', String(body.length)],
      ['Content-Type', 'text/plain'],
      ['Content-Range', `bytes ${contentRange}/10`],
    ])
  })

  test.each<[says: string, request: Ask, options: object]>([
    ['a blob from its end on', ranged('bytes=10-'), world],
    ['a blob by two ranges', ranged('bytes=0-1,3-4'), world],
    ['a blob by POST', { ...own, method: 'POST' }, world],
    ['a blob that was revoked', { url: `blob:${A}/2` }, world],
    ['a blob without blobs', own, {}],
    ['about:srcdoc', { url: 'about:srcdoc', mode: 'no-cors' }, world],
    ['data: without a comma', { url: 'data:x' }, world],
    ['file:', { url: 'file:///x', mode: 'no-cors' }, world],
    ['ws:', { url: 'wss://b.test/', mode: 'websocket' }, world],
  ])('%s fails', (_says, request, options) => {
    const driven = drive(ask(request), [], options)
    expect([verdict(driven), driven.response.failure!.step]).toEqual(['unsupported-scheme', '4'])
  })
})
