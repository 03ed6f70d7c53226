import type { Reply, Scenario } from './scenario.js'
import { OPEN, simple, STAR } from './shapes.js'

const BODIES: readonly (readonly [name: string, reply: Reply])[] = [
  ['empty', { body: '' }],
  ['without a length', { body: 'until the end', noLength: true }],
  ['a megabyte', { size: 1_000_000 }],
  ['eight megabytes', { size: 8_000_000 }],
  ['gzip', { body: 'hello', encoding: 'gzip' }],
  ['deflate', { body: 'hello', encoding: 'deflate' }],
  ['gzip of a megabyte', { size: 1_000_000, encoding: 'gzip' }],
  ['with a byte order mark', { body: '\ufeffhello' }],
  ['of other characters', { body: 'héllo €' }],
]
export const bodies: readonly Scenario[] = [
  ...BODIES.flatMap(([name, reply]) => [
    simple('bodies', `${name}, shared`, STAR, { reply }),
    simple('bodies', `${name}, not shared`, [], { reply }),
  ]),
  ...BODIES.map(([name, reply]) =>
    simple('bodies', `${name}, no-cors`, [], { reply, init: { mode: 'no-cors' } }),
  ),
  {
    // In one scenario: what keepalive requests of a page have under way is limited together.
    group: 'bodies',
    name: 'keepalive with up to 65,536 bytes, and with more',
    routes: { 'B/x': OPEN },
    steps: [0, 1, 65_535, 65_536, 65_537].flatMap((size) => [
      { fetch: 'B/x', init: { method: 'POST', keepalive: true, body: { kind: 'size', size } as const } },
      { wait: 300 },
    ]),
  },
  simple('bodies', 'sent: a megabyte', STAR, {
    init: { method: 'POST', body: { kind: 'size', size: 1_000_000 } },
  }),
  simple('bodies', 'a length that promises too much', STAR, {
    reply: { raw: `HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 10\r\n\r\nshort` },
  }),
  simple('bodies', 'gzip that is none', [...STAR, ['Content-Encoding', 'gzip']], {
    reply: { body: 'plain' },
  }),
  simple('bodies', 'an unknown encoding', [...STAR, ['Content-Encoding', 'x-unknown']], {
    reply: { body: 'plain' },
  }),
  ...(
    [
      ['POST', 'B/x', {}],
      ['POST to the own origin', 'A/x', {}],
      ['PUT', 'B/x', { method: 'PUT' }],
      ['in mode no-cors', 'B/x', { mode: 'no-cors' }],
      ['with keepalive', 'B/x', { keepalive: true }],
      ['to a server that redirects', 'A/0', {}],
    ] as const
  ).map(([name, at, init]): Scenario => ({
    group: 'bodies',
    name: `a stream: ${name}`,
    routes: { 'A/0': { '*': { status: 307, headers: [['Location', '{A/x}']] } }, [at]: OPEN },
    steps: [{ fetch: at, init: { method: 'POST', ...init, body: { kind: 'stream' } } }],
  })),
]
