import { expect } from 'vitest'
import type { HeaderList } from '../../src/index.js'
import { A, ALLOW_CREDENTIALS, allowOrigin, ask, B, chain, drive, lines, sent, verdict } from '../drive.js'
import type { Ask } from '../drive.js'
import { each } from './point.js'
import type { Point } from './point.js'

/** D-93 to D-108: what a page sees of a response, schemes and origins. */

const ACEH = 'Access-Control-Expose-Headers'

const SHOWN: HeaderList = [
  ['Cache-Control', 'no-store'],
  ['Content-Language', 'de'],
  ['Content-Length', '4'],
  ['Content-Type', 'text/plain'],
  ['Expires', '0'],
  ['Last-Modified', 'Mon, 23 Nov 2026 00:00:00 GMT'],
  ['Pragma', 'no-cache'],
]

/** Names that a page sees. */
function visible(headers: HeaderList, request: Ask = {}): string[] {
  const { response } = drive(ask(request), [{ headers: [allowOrigin(A), ALLOW_CREDENTIALS, ...headers] }])
  return response.headerList.map(([name]) => name)
}

const blob = { size: 4, type: 'text/plain', body: 'blob', slice: () => 'part' }

export const FILTERING: readonly Point[] = [
  [
    93,
    'seven headers are seen, and no other',
    () => {
      expect(visible([...SHOWN, ['X-A', '1'], ['Set-Cookie', 'a=1']])).toEqual(SHOWN.map(([name]) => name))
    },
  ],
  [
    93,
    'a listed header is seen, Set-Cookie never',
    () => {
      const names = [ACEH, 'X-A, Set-Cookie, Set-Cookie2'] as const
      expect(visible([names, ['X-A', '1'], ['Set-Cookie', 'a=1'], ['Set-Cookie2', 'a=1']])).toEqual(['X-A'])
    },
  ],
  [
    94,
    '* shows all but Set-Cookie without credentials',
    () =>
      expect(
        visible([
          [ACEH, '*'],
          ['X-A', '1'],
          ['Set-Cookie', 'a=1'],
        ]),
      ).toContain('X-A'),
  ],
  [
    94,
    '* hides Set-Cookie all the same',
    () =>
      expect(
        visible([
          [ACEH, '*'],
          ['Set-Cookie', 'a=1'],
        ]),
      ).not.toContain('Set-Cookie'),
  ],
  [
    94,
    '* is a name with credentials',
    () =>
      expect(
        visible(
          [
            [ACEH, '*'],
            ['X-A', '1'],
            ['*', '1'],
          ],
          { credentialsMode: 'include' },
        ),
      ).toEqual(['*']),
  ],
  ...each(
    95,
    [
      [['bb-8, no no'], false],
      [["'bb-8',bb-8"], true],
      [['"bb-8",bb-8'], false],
      [[',bb-8'], true],
      [['bb-8\x0c'], false],
      [['BB-8'], true],
      [['bb-8', 'no no'], false],
      [['no no', 'bb-8'], false],
      [['', 'bb-8'], true],
    ] as const,
    ([values, seen]) => `${JSON.stringify(values)} ${seen ? 'exposes' : 'does not expose'} bb-8`,
    ([values, seen]) => {
      const names = visible([...values.map((value) => [ACEH, value] as const), ['bb-8', '1']])
      expect(names).toEqual(seen ? ['bb-8'] : [])
    },
  ),
  [
    96,
    'what a redirect exposes counts for nothing',
    () => {
      const driven = drive(ask(), [
        { status: 302, headers: [allowOrigin(A), ['Location', '/2'], [ACEH, 'X-A']] },
        { headers: [allowOrigin(A), ['X-A', '1']] },
      ])
      expect([verdict(driven), driven.response.headerList]).toEqual(['cors', []])
    },
  ],
  [
    97,
    'Content-Length is seen',
    () => expect(visible([['Content-Length', '4']])).toEqual(['Content-Length']),
  ],
  [
    98,
    'an opaque response shows nothing',
    () => {
      const { response } = drive(ask({ mode: 'no-cors' }), [{ status: 404, headers: SHOWN }])
      expect(response).toMatchObject({ type: 'opaque', status: 0, headerList: [], body: null, urlList: [] })
      expect(response.internalResponse).toMatchObject({ status: 404, body: 'body' })
    },
  ],
  [
    99,
    'no-cors from A to B and back stays opaque',
    () => {
      const driven = drive(ask({ mode: 'no-cors', url: `${A}/` }), chain([`${A}/`, `${B}/`, `${A}/2`]))
      expect([verdict(driven), driven.requests.length]).toEqual(['opaque', 3])
    },
  ],
  ...each(
    101,
    [`${A}/page`, 'opaque'],
    (from) => `data: is read from ${from}`,
    (from) => {
      const driven = drive(ask({ url: 'data:,x', from }), [])
      expect([verdict(driven), driven.response.status]).toEqual(['basic', 200])
      expect(driven.response.urlList.map(String)).toEqual(['data:,x'])
      expect(driven.response.headerList).toEqual([['Content-Type', 'text/plain;charset=US-ASCII']])
    },
  ),
  ...each(
    102,
    [
      ['about:blank', 'cors', 'cors-disabled-scheme'],
      ['about:unicorn', 'cors', 'cors-disabled-scheme'],
      ['about:blank', 'no-cors', 'opaque'],
      ['about:unicorn', 'no-cors', 'unsupported-scheme'],
    ] as const,
    ([url, mode, ends]) => `${url} in mode ${mode}: ${ends}`,
    ([url, mode, ends]) =>
      // To an https page about:unicorn is mixed content before it is anything else.
      expect(verdict(drive(ask({ url, mode, from: 'http://a.test/' }), []))).toBe(ends),
  ),
  ...each(
    103,
    [
      ['GET', `blob:${A}/1`, 'basic'],
      ['POST', `blob:${A}/1`, 'unsupported-scheme'],
      ['GET', `blob:${B}/1`, 'cors-disabled-scheme'],
    ] as const,
    ([method, url, ends]) => `${method} ${url}: ${ends}`,
    ([method, url, ends]) => {
      expect(verdict(drive(ask({ method, url }), [], { resolveBlobUrl: () => blob }))).toBe(ends)
    },
  ),
  ...each(
    104,
    [
      ['cors', 'cors-disabled-scheme'],
      ['no-cors', 'unsupported-scheme'],
      ['same-origin', 'disallowed-by-mode'],
    ] as const,
    ([mode, ends]) => `file: in mode ${mode}: ${ends}`,
    ([mode, ends]) => expect(verdict(drive(ask({ url: 'file:///etc/passwd', mode }), []))).toBe(ends),
  ),
  ...each(
    105,
    [
      ['http://a.test/', 'https://a.test/', 'http://a.test'],
      ['https://a.test/', 'https://a.test:8443/', 'https://a.test'],
      ['https://a.test/', 'https://a.test:443/', null],
      ['http://a.test/', 'http://a.test:80/', null],
      ['https://a.test/', 'https://A.test/', null],
    ] as const,
    ([from, url, origin]) => `${from} and ${url} are ${origin === null ? 'one origin' : 'two origins'}`,
    ([from, url, origin]) => {
      const driven = drive(ask({ from, url }), [{ headers: [allowOrigin('*')] }])
      expect([verdict(driven), sent(driven, 0, 'origin')]).toEqual([
        origin === null ? 'basic' : 'cors',
        origin,
      ])
    },
  ),
  [
    106,
    'mode same-origin asks no other port',
    () => {
      const driven = drive(ask({ mode: 'same-origin', url: `${A}:8443/` }), [])
      expect([verdict(driven), lines(driven)]).toEqual(['disallowed-by-mode', []])
    },
  ],
  [
    107,
    'localhost and 127.0.0.1 are two origins',
    () => {
      const request = { from: 'http://localhost/', url: 'http://127.0.0.1/' }
      expect(verdict(drive(ask(request), [{}]))).toBe('missing-allow-origin-header')
    },
  ],
  [
    108,
    'a sandboxed page is cross-origin to its own site',
    () => {
      const driven = drive(ask({ from: 'opaque', url: `${A}/` }), [{ headers: [allowOrigin('null')] }])
      expect([verdict(driven), sent(driven, 0, 'origin')]).toEqual(['cors', 'null'])
    },
  ],
]
