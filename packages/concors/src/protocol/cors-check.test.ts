import { describe, expect, test } from 'vitest'
import { ask, createContext } from '../../test/drive.js'
import type { Ask } from '../../test/drive.js'
import { corsCheck } from './cors-check.js'
import type { HeaderList } from './header-list.js'
import { createResponse } from './response.js'
import { TraceRecorder } from './trace.js'

const ACAO = 'Access-Control-Allow-Origin'
const ACAC = 'access-control-allow-credentials'
const include: Ask = { credentialsMode: 'include' }
const a = 'https://a.test'

const CASES: readonly (readonly [
  says: string,
  headers: HeaderList,
  request: Ask,
  code: string | null,
  step: string,
])[] = [
  ['no header', [], {}, 'missing-allow-origin-header', '2'],
  ['a wildcard', [[ACAO, '*']], {}, null, '3'],
  ['the origin', [[ACAO, a]], {}, null, '4'],
  ['the header in any case', [['access-CONTROL-allow-origin', a]], {}, null, '4'],
  ['a wildcard with credentials', [[ACAO, '*']], include, 'wildcard-origin-not-allowed', '3'],
  ['another origin', [[ACAO, 'https://b.test']], {}, 'allow-origin-mismatch', '4'],
  ['null', [[ACAO, 'null']], {}, 'allow-origin-mismatch', '4'],
  ['a list', [[ACAO, `${a},https://b.test`]], {}, 'multiple-allow-origin-values', '4'],
  ['a host', [[ACAO, 'a.test']], {}, 'invalid-allow-origin-value', '4'],
  [
    'the origin with credentials',
    [
      [ACAO, a],
      [ACAC, 'true'],
    ],
    include,
    null,
    '7',
  ],
  ['the origin, and credentials not allowed', [[ACAO, a]], include, 'invalid-allow-credentials', '8'],
  [
    'credentials allowed in upper case',
    [
      [ACAO, a],
      [ACAC, 'TRUE'],
    ],
    include,
    'invalid-allow-credentials',
    '8',
  ],
]

describe('The CORS check', () => {
  test.each(CASES)('%s', (_says, headerList, request, code, step) => {
    const response = createResponse({ headerList })
    const recorder = new TraceRecorder()
    const quiet = corsCheck(ask(request), response, createContext({ recorder: null }))
    const traced = corsCheck(ask(request), response, createContext({ recorder }))
    expect(traced).toEqual(quiet)
    expect(traced?.code ?? null).toBe(code)
    if (code === null) expect(recorder.trace.at(-1)).toMatchObject({ outcome: 'pass', step })
    else expect(traced!.step).toBe(step)
  })

  test.each(CASES)('%s, on a preflight', (_says, headerList, request, code) => {
    const found = corsCheck(ask(request), createResponse({ headerList }), createContext(), 'preflight')
    expect(found?.code ?? null).toBe(code === null ? null : `preflight-${code}`)
  })

  test('both violated conditions are recorded, the first is reported', () => {
    const recorder = new TraceRecorder()
    const found = corsCheck(
      ask(include),
      createResponse({ headerList: [[ACAO, '*']] }),
      createContext({ recorder }),
    )
    expect(found?.code).toBe('wildcard-origin-not-allowed')
    expect(recorder.trace.map(({ failure }) => failure)).toEqual([
      'wildcard-origin-not-allowed',
      'invalid-allow-credentials',
    ])
  })

  test('without credentials nobody looks at Access-Control-Allow-Credentials', () => {
    const recorder = new TraceRecorder()
    const response = createResponse({
      headerList: [
        [ACAO, a],
        [ACAC, 'no'],
      ],
    })
    expect(corsCheck(ask(), response, createContext({ recorder }))).toBeNull()
    expect(recorder.trace.length).toBe(1)
  })
})
