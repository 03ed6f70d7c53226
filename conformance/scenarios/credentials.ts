import type { Init, Reply, Scenario } from './scenario.js'
import { ALLOW_ALL, CREDENTIALED, preflighted, shown, simple, STAR } from './shapes.js'

const GROUP = 'credentials'
const ORIGIN = 'Access-Control-Allow-Origin'
const CREDENTIALS = 'Access-Control-Allow-Credentials'
const INCLUDE: Init = { credentials: 'include' }
const PUT: Init = { method: 'PUT', credentials: 'include' }

/** Values of one `Access-Control-Allow-Credentials` line beside the page's origin. */
const VALUES = [
  'true', ' true ', '\ttrue', 'True', 'TRUE', 'tRUE', 'false', '', '1', 'yes', '*', '"true"', 'true;', 'true,',
  'true, true', 'true\v', 'true\u00a0', 'truely',
] as const // prettier-ignore

const values: readonly Scenario[] = VALUES.map((value) =>
  simple(
    GROUP,
    `included: allow-credentials ${JSON.stringify(shown(value))}`,
    [
      [ORIGIN, '{A}'],
      [CREDENTIALS, value],
    ],
    {
      init: INCLUDE,
    },
  ),
)

const LINES: readonly (readonly [name: string, headers: NonNullable<Reply['headers']>])[] = [
  ['without allow-credentials', [[ORIGIN, '{A}']]],
  [
    'with two lines of true',
    [
      [ORIGIN, '{A}'],
      [CREDENTIALS, 'true'],
      [CREDENTIALS, 'true'],
    ],
  ],
  [
    'with true and false',
    [
      [ORIGIN, '{A}'],
      [CREDENTIALS, 'true'],
      [CREDENTIALS, 'false'],
    ],
  ],
  [
    'under * with true',
    [
      [ORIGIN, '*'],
      [CREDENTIALS, 'true'],
    ],
  ],
  ['under * alone', STAR],
  [
    'under another origin with true',
    [
      [ORIGIN, '{B}'],
      [CREDENTIALS, 'true'],
    ],
  ],
  [
    'under null with true',
    [
      [ORIGIN, 'null'],
      [CREDENTIALS, 'true'],
    ],
  ],
  ['with true but no origin', [[CREDENTIALS, 'true']]],
  [
    'with names in lower case',
    [
      ['access-control-allow-origin', '{A}'],
      ['access-control-allow-credentials', 'true'],
    ],
  ],
  [
    'with a name misspelt',
    [
      [ORIGIN, '{A}'],
      ['Access-Control-Allow-Credential', 'true'],
    ],
  ],
]

const modes = (['omit', 'same-origin'] as const).flatMap((credentials) => [
  simple(GROUP, `${credentials}: under *`, STAR, { init: { credentials } }),
  simple(GROUP, `${credentials}: under the origin, without allow-credentials`, [[ORIGIN, '{A}']], {
    init: { credentials },
  }),
  simple(
    GROUP,
    `${credentials}: under * with true`,
    [
      [ORIGIN, '*'],
      [CREDENTIALS, 'true'],
    ],
    { init: { credentials } },
  ),
  simple(
    GROUP,
    `${credentials}: allow-credentials false`,
    [
      [ORIGIN, '{A}'],
      [CREDENTIALS, 'false'],
    ],
    { init: { credentials } },
  ),
])

const METHODS = ['Access-Control-Allow-Methods', 'PUT'] as const
const HEADERS = ['Access-Control-Allow-Headers', 'x-a'] as const

/** What the preflight of a credentialed request is answered. */
const PREFLIGHTS: readonly (readonly [name: string, headers: NonNullable<Reply['headers']>, init?: Init])[] =
  [
    ['origin, true and the method', [...CREDENTIALED, METHODS]],
    ['without true', [[ORIGIN, '{A}'], METHODS]],
    ['* and true', [[ORIGIN, '*'], [CREDENTIALS, 'true'], METHODS]],
    ['* for everything', ALLOW_ALL],
    ['allow-methods *', [...CREDENTIALED, ['Access-Control-Allow-Methods', '*']]],
    ['allow-methods * and PUT', [...CREDENTIALED, ['Access-Control-Allow-Methods', '*, PUT']]],
    [
      'allow-headers *',
      [...CREDENTIALED, METHODS, ['Access-Control-Allow-Headers', '*']],
      { ...PUT, headers: [['X-A', '1']] },
    ],
    ['allow-headers with the name', [...CREDENTIALED, METHODS, HEADERS], { ...PUT, headers: [['X-A', '1']] }],
    [
      'allow-headers * for Authorization',
      [...CREDENTIALED, METHODS, ['Access-Control-Allow-Headers', '*']],
      { ...PUT, headers: [['Authorization', 'Basic YQ==']] },
    ],
    [
      'allow-headers with Authorization',
      [...CREDENTIALED, METHODS, ['Access-Control-Allow-Headers', 'authorization']],
      { ...PUT, headers: [['Authorization', 'Basic YQ==']] },
    ],
    [
      'method * by its name',
      [...CREDENTIALED, ['Access-Control-Allow-Methods', '*']],
      { ...PUT, method: '*' },
    ],
    [
      'header * by its name',
      [...CREDENTIALED, METHODS, ['Access-Control-Allow-Headers', '*']],
      { ...PUT, headers: [['*', '1']] },
    ],
  ]

export const credentials: readonly Scenario[] = [
  ...values,
  ...LINES.map(([name, headers]) => simple(GROUP, `included: ${name}`, headers, { init: INCLUDE })),
  ...modes,
  ...PREFLIGHTS.map(([name, headers, init]) =>
    preflighted(GROUP, `preflight: ${name}`, { headers }, init ?? PUT),
  ),
  preflighted(
    GROUP,
    'the preflight allows, the response lacks true',
    { headers: [...CREDENTIALED, METHODS] },
    PUT,
    {
      reply: { headers: [[ORIGIN, '{A}']] },
    },
  ),
  preflighted(
    GROUP,
    'the preflight allows, the response says *',
    { headers: [...CREDENTIALED, METHODS] },
    PUT,
    {
      reply: {
        headers: [
          [ORIGIN, '*'],
          [CREDENTIALS, 'true'],
        ],
      },
    },
  ),
]
