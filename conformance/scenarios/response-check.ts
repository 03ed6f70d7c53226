import type { Scenario } from './scenario.js'
import { shown, simple, STAR } from './shapes.js'

const GROUP = 'response check'
const ORIGIN = 'Access-Control-Allow-Origin'

/** Values of one `Access-Control-Allow-Origin` line. */
const VALUES = [
  '*',
  ' *\t',
  '{A}',
  ' {A} ',
  '\t{A}',
  '{A}/',
  '{A}/page',
  '{A}:80',
  '{B}',
  '{L}',
  '{C}',
  'HTTP://127.0.0.1',
  'http://127.0.0.1',
  'https://127.0.0.1',
  '127.0.0.1',
  '//127.0.0.1',
  'null',
  'Null',
  '',
  '**',
  '* *',
  '*,',
  ',*',
  '*, *',
  '"*"',
  "'*'",
  '*;',
  'all',
  'true',
  'http://*',
  'http://127.0.0.1:*',
  '{A}, {A}',
  '{A},{B}',
  '{A} {B}',
  '{A};{B}',
  '{A}, *',
  '*\v',
  '*\f',
  '*\u00a0',
  '{A}\u00a0',
  '{A}?',
  '{A}#',
  '<{A}>',
  '"{A}"',
] as const

const lines: readonly Scenario[] = VALUES.map((value) =>
  simple(GROUP, `one line: ${JSON.stringify(shown(value))}`, [[ORIGIN, value]]),
)

const LINES: readonly (readonly [name: string, headers: readonly (readonly [string, string])[]])[] = [
  ['no line at all', []],
  [
    'two lines, both *',
    [
      [ORIGIN, '*'],
      [ORIGIN, '*'],
    ],
  ],
  [
    'two lines, both the origin',
    [
      [ORIGIN, '{A}'],
      [ORIGIN, '{A}'],
    ],
  ],
  [
    'two lines, * and the origin',
    [
      [ORIGIN, '*'],
      [ORIGIN, '{A}'],
    ],
  ],
  [
    'two lines, the origin and *',
    [
      [ORIGIN, '{A}'],
      [ORIGIN, '*'],
    ],
  ],
  [
    'two lines, empty and *',
    [
      [ORIGIN, ''],
      [ORIGIN, '*'],
    ],
  ],
  [
    'two lines, the origin and another',
    [
      [ORIGIN, '{A}'],
      [ORIGIN, '{B}'],
    ],
  ],
  ['in lower case', [['access-control-allow-origin', '*']]],
  ['in upper case', [['ACCESS-CONTROL-ALLOW-ORIGIN', '*']]],
  ['with a letter missing', [['Access-Control-Allow-Orgin', '*']]],
  ['in the plural', [['Access-Control-Allow-Origins', '*']]],
  ['without dashes', [['AccessControlAllowOrigin', '*']]],
  [
    'allowed methods and headers only',
    [
      ['Access-Control-Allow-Methods', '*'],
      ['Access-Control-Allow-Headers', '*'],
    ],
  ],
  ['Timing-Allow-Origin is another matter', [['Timing-Allow-Origin', '*']]],
]

const METHODS = ['GET', 'HEAD', 'POST'] as const

export const responseCheck: readonly Scenario[] = [
  ...lines,
  ...LINES.map(([name, headers]) => simple(GROUP, name, headers)),
  ...METHODS.flatMap((method) => [
    simple(GROUP, `${method} is readable under *`, STAR, { init: { method } }),
    simple(GROUP, `${method} is refused without a header`, [], { init: { method } }),
  ]),
]
