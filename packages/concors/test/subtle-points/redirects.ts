import { expect } from 'vitest'
import type { HeaderList, WireRequest } from '../../src/index.js'
import { A, allowOrigin, ask, B, C, chain, drive, lines, sent, sentEach, verdict } from '../drive.js'
import type { Ask, Driven, Reply } from '../drive.js'
import { each } from './point.js'
import type { Point } from './point.js'

/** D-75 to D-92. */

/** A chain of URLs, each with the value of its Access-Control-Allow-Origin, or null for none. */
type Hops = readonly (readonly [url: string, allow: string | null])[]

function follow(hops: Hops, request: Ask = {}): Driven {
  const server = (wire: WireRequest): Reply => {
    const [, allow] = hops[wire.hop]!
    const target = hops[wire.hop + 1]?.[0]
    const headers: HeaderList = allow === null ? [] : [allowOrigin(allow)]
    return target === undefined ? { headers } : { status: 302, headers: [...headers, ['Location', target]] }
  }
  return drive(ask({ url: hops[0]![0], ...request }), server)
}

const a = `${A}/`
const b = `${B}/`
const c = `${C}/`

/** Every row: who is asked, what they allow, what `Origin` they saw, and how it ends. */
const MATRIX = (
  id: number,
  rows: readonly (readonly [says: string, hops: Hops, origins: readonly (string | null)[], ends: string])[],
): Point[] =>
  each(
    id,
    rows,
    ([says]) => says,
    ([, hops, origins, ends]) => {
      const driven = follow(hops)
      expect([verdict(driven), sentEach(driven, 'origin')]).toEqual([ends, origins])
    },
  )

const redirectTo = (location: string, request: Ask = {}): Driven =>
  drive(ask(request), (wire) =>
    wire.hop === 0
      ? { status: 302, headers: [allowOrigin('*'), ['Location', location]] }
      : { headers: [allowOrigin('*')] },
  )

export const REDIRECTS: readonly Point[] = [
  ...MATRIX(75, [
    [
      'A to B: only B has to allow A',
      [
        [a, null],
        [b, A],
      ],
      [null, A],
      'cors',
    ],
    [
      'A to B: a wildcard on B does',
      [
        [a, null],
        [b, '*'],
      ],
      [null, A],
      'cors',
    ],
    [
      'A to B: B allows nobody',
      [
        [a, A],
        [b, null],
      ],
      [null, A],
      'missing-allow-origin-header',
    ],
  ]),
  ...MATRIX(76, [
    [
      'B to B: both have to allow A',
      [
        [b, A],
        [`${b}2`, A],
      ],
      [A, A],
      'cors',
    ],
    [
      'B to B: the redirect does not',
      [
        [b, null],
        [`${b}2`, A],
      ],
      [A],
      'missing-allow-origin-header',
    ],
    [
      'B to B: the end does not',
      [
        [b, A],
        [`${b}2`, null],
      ],
      [A, A],
      'missing-allow-origin-header',
    ],
  ]),
  ...MATRIX(77, [
    [
      'B to A: the own origin has to allow null',
      [
        [b, A],
        [a, 'null'],
      ],
      [A, 'null'],
      'cors',
    ],
    [
      'B to A: or everybody',
      [
        [b, A],
        [a, '*'],
      ],
      [A, 'null'],
      'cors',
    ],
    [
      'B to A: allowing itself is not enough',
      [
        [b, A],
        [a, A],
      ],
      [A, 'null'],
      'allow-origin-mismatch',
    ],
  ]),
  ...MATRIX(78, [
    [
      'B to C: C sees null',
      [
        [b, A],
        [c, 'null'],
      ],
      [A, 'null'],
      'cors',
    ],
    [
      'B to C: allowing A is not enough',
      [
        [b, A],
        [c, A],
      ],
      [A, 'null'],
      'allow-origin-mismatch',
    ],
    [
      'B to a subdomain of B is tainted too',
      [
        [b, A],
        ['https://x.b.test/', A],
      ],
      [A, 'null'],
      'allow-origin-mismatch',
    ],
  ]),
  ...MATRIX(79, [
    [
      'the own redirect may allow nobody',
      [
        [a, 'none'],
        [b, A],
      ],
      [null, A],
      'cors',
    ],
  ]),
  ...each(
    80,
    [
      ['https://user:pw@c.test/', 'redirect-contains-credentials'],
      ['https://user@c.test/', 'redirect-contains-credentials'],
      ['https://:pw@c.test/', 'redirect-contains-credentials'],
      ['https://@c.test/', 'cors'],
      ['https://:@c.test/', 'cors'],
    ] as const,
    ([location, ends]) => `to ${location}: ${ends}`,
    ([location, ends]) => expect(verdict(redirectTo(location))).toBe(ends),
  ),
  ...each(
    81,
    [
      [[a, 'https://user:pw@a.test/2'], 'basic'],
      [[b, 'https://user:pw@a.test/2'], 'redirect-contains-credentials'],
    ] as const,
    ([urls, ends]) => `${urls.join(' to ')}: ${ends}`,
    ([urls, ends]) => expect(verdict(drive(ask({ url: urls[0] }), chain(urls)))).toBe(ends),
  ),
  ...each(
    82,
    [
      [20, 'basic', 21],
      [21, 'too-many-redirects', 21],
    ] as const,
    ([count, ends]) => `${count} redirects: ${ends}`,
    ([count, ends, requests]) => {
      const urls = Array.from({ length: count + 1 }, (_, i) => `${A}/${i}`)
      const driven = drive(ask({ url: urls[0]! }), chain(urls))
      expect([verdict(driven), driven.requests.length]).toEqual([ends, requests])
    },
  ),
  ...each(
    83,
    [
      [301, 'POST', 'GET'],
      [302, 'POST', 'GET'],
      [303, 'POST', 'GET'],
      [307, 'POST', 'POST'],
      [308, 'POST', 'POST'],
      [301, 'PUT', 'PUT'],
      [302, 'PUT', 'PUT'],
      [303, 'PUT', 'GET'],
      [303, 'HEAD', 'HEAD'],
      [303, 'GET', 'GET'],
    ] as const,
    ([status, method, then]) => `${status} of ${method} goes on as ${then}`,
    ([status, method, then]) => {
      const headers: HeaderList = [
        ['Content-Type', 'text/plain'],
        ['Content-Language', 'de'],
        ['X-A', '1'],
      ]
      const body = method === 'POST' || method === 'PUT' ? { source: 'x', length: 1 } : null
      const driven = drive(ask({ url: a, method, headers, body }), chain([a, `${a}2`], { status }))
      const kept = method === then
      expect(driven.requests[1]!.method).toBe(then)
      expect(sent(driven, 1, 'content-type')).toBe(kept ? 'text/plain' : null)
      expect(sent(driven, 1, 'content-language')).toBe(kept ? 'de' : null)
      expect(sent(driven, 1, 'x-a')).toBe('1')
      expect(driven.requests[1]!.body).toEqual(kept ? body : null)
    },
  ),
  [
    84,
    'Authorization goes at the first other origin and does not come back',
    () => {
      const request: Ask = { url: a, headers: [['Authorization', 'x']] }
      const driven = drive(ask(request), chain([a, `${a}2`, b, `${a}3`]))
      expect(lines(driven)).toEqual([`GET ${a}`, `GET ${a}2`, `GET ${b}`, `GET ${a}3`])
      expect(sentEach(driven, 'authorization')).toEqual(['x', 'x', null, null])
    },
  ],
  [
    85,
    'other headers stay, and are asked for at the new origin',
    () => {
      const driven = drive(ask({ url: a, headers: [['X-A', '1']] }), chain([a, b]))
      expect(lines(driven)).toEqual([`GET ${a}`, `OPTIONS ${b}`, `GET ${b}`])
      expect([sent(driven, 1, 'access-control-request-headers'), sent(driven, 2, 'x-a')]).toEqual([
        'x-a',
        '1',
      ])
    },
  ],
  ...each(
    86,
    [
      [[allowOrigin(A)], 'cors'],
      [[], 'missing-allow-origin-header'],
    ] as const,
    ([headers, ends]) => `a redirect without Location, ${headers.length} headers: ${ends}`,
    ([headers, ends]) => {
      const driven = drive(ask(), [{ status: 302, headers }])
      expect(verdict(driven)).toBe(ends)
      if (ends === 'cors') expect(driven.response.status).toBe(302)
    },
  ),
  ...each(
    87,
    [
      ['/y', `${B}/y#frag`],
      ['y', `${B}/d/y#frag`],
      ['?q', `${B}/d/x?q#frag`],
      ['/y#own', `${B}/y#own`],
      ['/y#', `${B}/y#`],
      ['//c.test/', `${C}/#frag`],
      ['', `${B}/d/x#frag`],
    ] as const,
    ([location, target]) => `Location ${JSON.stringify(location)} of ${B}/d/x#frag is ${target}`,
    ([location, target]) => {
      const driven = drive(ask({ url: `${B}/d/x#frag` }), (wire) =>
        wire.hop === 0
          ? { status: 302, headers: [allowOrigin('*'), ['Location', location]] }
          : { headers: [allowOrigin('*')] },
      )
      expect(driven.requests[1]!.url.href).toBe(target)
    },
  ),
  [
    88,
    'redirect manual shows a redirect and nothing of it',
    () => {
      const { response } = drive(ask({ redirectMode: 'manual' }), [
        { status: 302, headers: [allowOrigin(A), ['Location', c]] },
      ])
      expect(response).toMatchObject({ type: 'opaqueredirect', status: 0, headerList: [], body: null })
      expect(response.urlList.map(String)).toEqual([b])
    },
  ],
  [
    88,
    'redirect manual comes after the CORS check',
    () => {
      const driven = drive(ask({ redirectMode: 'manual' }), [{ status: 302, headers: [['Location', c]] }])
      expect(verdict(driven)).toBe('missing-allow-origin-header')
    },
  ],
  ...each(
    89,
    ['data:,x', `blob:${A}/1`, 'file:///etc/passwd', 'ftp://b.test/'],
    (location) => `to ${location} no redirect leads`,
    (location) => expect(verdict(redirectTo(location))).toBe('redirect-scheme-not-http'),
  ),
  ...each(
    90,
    [300, 304, 305, 306],
    (status) => `${status} is not followed`,
    (status) => {
      const driven = drive(ask(), [{ status, headers: [allowOrigin(A), ['Location', c]] }])
      expect([verdict(driven), driven.response.status]).toEqual(['cors', status])
    },
  ),
  [
    91,
    'each hop is preflighted, with the Origin of that hop',
    () => {
      const driven = drive(ask({ method: 'PUT' }), chain([b, `${b}2`, c], { status: 307 }))
      expect(lines(driven)).toEqual([
        `OPTIONS ${b}`,
        `PUT ${b}`,
        `OPTIONS ${b}2`,
        `PUT ${b}2`,
        `OPTIONS ${c}`,
        `PUT ${c}`,
      ])
      expect(sentEach(driven, 'origin')).toEqual([A, A, A, A, 'null', 'null'])
      expect(driven.requests.map(({ hop }) => hop)).toEqual([0, 0, 1, 1, 2, 2])
    },
  ],
  [
    92,
    'from https a redirect to http fails',
    () => expect(verdict(redirectTo('http://b.test/'))).toBe('mixed-content'),
  ],
]
