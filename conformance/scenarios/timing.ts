import type { Init, Reply, Scenario } from './scenario.js'
import { STAR } from './shapes.js'

type Headers = NonNullable<Reply['headers']>

const TIMING = 'Timing-Allow-Origin'

/** Values of one `Timing-Allow-Origin` line of a response that the page may read. */
const VALUES = [
  '*', '{A}', '{B}', 'null', 'Null', '{A}/', '{B}, {A}', '{B},{A}', '{B} {A}', '*, {B}', ' * ', '', '**', 'HTTP://127.0.0.1', '"*"',
] as const // prettier-ignore

const LINES: readonly (readonly [name: string, headers: Headers])[] = [
  ['no line', []],
  [
    'two lines',
    [
      [TIMING, '{B}'],
      [TIMING, '{A}'],
    ],
  ],
  ['the name in lower case', [['timing-allow-origin', '*']]],
  ['the name in the plural', [['Timing-Allow-Origins', '*']]],
]

function timed(name: string, headers: Headers, init?: Init, at = 'B/x'): Scenario {
  return {
    group: 'timing',
    name,
    // Chromium tells of an opaque response once its body was read, which nobody can.
    routes: { [at]: { '*': { headers: [...STAR, ...headers], body: init?.mode === 'no-cors' ? '' : 'x' } } },
    steps: [{ fetch: at, timing: true, ...(init === undefined ? {} : { init }) }],
  }
}

const OPEN = [TIMING, '*'] as const
const OWN = [TIMING, '{A}'] as const

/** Where a chain goes, and what each of its answers says of timing. */
const CHAINS: readonly (readonly [name: string, addresses: readonly string[], each: readonly Headers[]])[] = [
  ['A B, said by B', ['A/0', 'B/1'], [[], [OPEN]]],
  ['A B, said by nobody', ['A/0', 'B/1'], [[], []]],
  ['B B, said by both', ['B/0', 'B/1'], [[OPEN], [OPEN]]],
  ['B B, said by the last', ['B/0', 'B/1'], [[], [OPEN]]],
  ['B B, said by the first', ['B/0', 'B/1'], [[OPEN], []]],
  ['B A, said by the first', ['B/0', 'A/1'], [[OPEN], []]],
  ['B A, said by both', ['B/0', 'A/1'], [[OPEN], [OPEN]]],
  ['B C, the origin, which is null by then', ['B/0', 'C/1'], [[OWN], [OWN]]],
  ['B C, null', ['B/0', 'C/1'], [[OWN], [[TIMING, 'null']]]],
  ['A A', ['A/0', 'A/1'], [[], []]],
]

const chains = CHAINS.map(([name, addresses, each]): Scenario => ({
  group: 'timing',
  name: `redirects: ${name}`,
  routes: Object.fromEntries(
    addresses.map((address, index) => {
      const headers = [...STAR, ...each[index]!]
      const next = addresses[index + 1]
      const reply: Reply =
        next === undefined
          ? { headers, body: 'x' }
          : { status: 302, headers: [...headers, ['Location', `{${next}}`]] }
      return [address, { '*': reply }] as const
    }),
  ),
  steps: [{ fetch: addresses[0]!, timing: true }],
}))

export const timing: readonly Scenario[] = [
  ...VALUES.map((value) => timed(JSON.stringify(value), [[TIMING, value]])),
  ...LINES.map(([name, headers]) => timed(name, headers)),
  ...VALUES.slice(0, 4).map((value) => timed(`no-cors: ${value}`, [[TIMING, value]], { mode: 'no-cors' })),
  timed('no-cors: no line', [], { mode: 'no-cors' }),
  timed('the own origin needs none', [], {}, 'A/x'),
  timed('the own origin, naming another', [[TIMING, '{B}']], {}, 'A/x'),
  ...chains,
]
