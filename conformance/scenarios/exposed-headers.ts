import type { Reply, Scenario } from './scenario.js'
import { CREDENTIALED, shown, simple, STAR } from './shapes.js'

const GROUP = 'exposed headers'
const EXPOSE = 'Access-Control-Expose-Headers'

type Headers = NonNullable<Reply['headers']>

/** One of each kind: safelisted, ordinary, forbidden, odd. */
const SENT: Headers = [
  ['Cache-Control', 'no-store'],
  ['Content-Language', 'de'],
  ['Content-Type', 'text/plain'],
  ['Expires', 'Mon, 01 Jan 2024 00:00:00 GMT'],
  ['Last-Modified', 'Mon, 01 Jan 2024 00:00:00 GMT'],
  ['Pragma', 'no-cache'],
  ['X-R', '1'],
  ['X-R', '2'],
  ['x-lower', 'y'],
  ['BB-8', 'z'],
  ['*', 'star'],
  ['Accept', 'seen'],
  ['Set-Cookie', 'hidden=1'],
  ['ETag', '"e"'],
  ['Date', 'Mon, 01 Jan 2024 00:00:00 GMT'],
  ['Server', 's'],
]

const VALUES = [
  'x-r', 'X-R', ' x-r ', 'x-r, x-lower', 'x-r,x-lower', 'x-r,,x-lower', ',x-r', 'x-r,', 'x-r x-lower', 'x-r; x-lower', 'x-r, no no',
  '"x-r"', "'x-r'", "'bb-8',bb-8", '"bb-8",bb-8', 'bb-8\f', 'bb-8\v', 'bb-8\u00a0', '*', '* ', '*, x-r', '**', 'x-*', '', ',', 'set-cookie', '*, set-cookie',
  'access-control-allow-origin', 'x-missing', 'accept', 'date, server, etag', 'x-r\tx-lower', '@', 'x-r, @',
] as const // prettier-ignore

const values = VALUES.flatMap((value) => [
  simple(GROUP, JSON.stringify(shown(value)), [...STAR, ...SENT, [EXPOSE, value]]),
  simple(
    GROUP,
    `with credentials: ${JSON.stringify(shown(value))}`,
    [...CREDENTIALED, ...SENT, [EXPOSE, value]],
    {
      init: { credentials: 'include' },
    },
  ),
])

export const exposedHeaders: readonly Scenario[] = [
  ...values,
  simple(GROUP, 'without the header', [...STAR, ...SENT]),
  simple(GROUP, 'two lines', [...STAR, ...SENT, [EXPOSE, 'x-r'], [EXPOSE, 'x-lower']]),
  simple(GROUP, 'two lines, one invalid', [...STAR, ...SENT, [EXPOSE, 'x-r'], [EXPOSE, 'a b']]),
  simple(GROUP, 'the name in lower case', [...STAR, ...SENT, ['access-control-expose-headers', 'x-r']]),
  simple(GROUP, 'the name in the singular', [...STAR, ...SENT, ['Access-Control-Expose-Header', 'x-r']]),
  simple(GROUP, 'HEAD', [...STAR, ...SENT, [EXPOSE, 'x-r']], { init: { method: 'HEAD' } }),
  simple(GROUP, 'values with odd spaces', [
    ...STAR,
    ['X-R', '  a \t'],
    ['X-E', ''],
    ['X-Q', '\u00e9'],
    [EXPOSE, '*'],
  ]),
  simple(GROUP, 'names in every case', [...STAR, ['x-ODD-caSe', '1'], [EXPOSE, 'X-odd-Case']]),
  {
    group: GROUP,
    name: 'the own origin sees all but Set-Cookie',
    routes: { 'A/x': { '*': { headers: SENT, body: 'x' } } },
    steps: [{ fetch: 'A/x' }],
  },
  {
    group: GROUP,
    name: 'no-cors sees nothing',
    routes: { 'B/x': { '*': { headers: [...STAR, ...SENT, [EXPOSE, '*']], body: 'x' } } },
    steps: [{ fetch: 'B/x', init: { mode: 'no-cors' } }],
  },
  {
    group: GROUP,
    name: 'lines that are empty',
    routes: {
      'A/x': { '*': { headers: [...STAR, [STAR[0]![0], ''], ['X-A', ''], ['X-A', '1']] } },
      'B/x': {
        '*': {
          headers: [
            ...STAR,
            ['Access-Control-Expose-Headers', ''],
            ['Access-Control-Expose-Headers', 'x-a, x-b'],
            ...['', '', ''].map((value) => ['X-A', value] as const),
            ...['1', '', '2'].map((value) => ['X-B', value] as const),
            ...['text/plain', '', 'text/html'].map((value) => ['Content-Type', value] as const),
          ],
        },
      },
    },
    steps: [{ fetch: 'A/x' }, { fetch: 'B/x' }],
  },
]
