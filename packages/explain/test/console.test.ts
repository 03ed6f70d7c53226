import { describe, expect, test } from 'vitest'
import { CONSOLE_CASES } from '../../concors/test/console-cases.js'
import FACTS from '../../concors/test/console-messages.json' with { type: 'json' }
import { drive } from '../../concors/test/drive.js'
import { CaptureError, detectKind, mainFinding, parseConsole } from '../src/capture.js'

// Every text that three browsers were seen to print comes back to the failure that makes them print it.

interface Fact {
  readonly console: readonly string[]
}

const ENGINES = ['chromium', 'firefox', 'webkit'] as const
const facts: Readonly<Record<string, Partial<Readonly<Record<string, Fact>>>>> = FACTS

const rows = Object.entries(CONSOLE_CASES).flatMap(([name, given]) =>
  ENGINES.flatMap((engine) => {
    const lines = facts[name]?.[engine]?.console ?? []
    if (lines.length === 0 || given.differs[engine] !== undefined) return []
    const { failure } = drive(given.ask, given.server, { profile: engine }).response
    return failure === null ? [] : [[name, engine, failure.code, lines] as const]
  }),
)

test.each(rows)('%s in %s is %s', (_name, engine, code, lines) => {
  const findings = parseConsole(lines.join('\n'))
  const main = mainFinding(findings)
  expect(main.codes).toContain(code)
  expect(main.engine).toBe(engine)
})

test('the two texts of Chromium about one failure leave no doubt', () => {
  const doubtful = rows
    .filter(
      ([, engine, , lines]) =>
        engine === 'chromium' && lines.some((line) => line.includes('blocked by CORS')),
    )
    .map(([name, , , lines]) => [name, mainFinding(parseConsole(lines.join('\n'))).codes] as const)
    .filter(([, codes]) => codes.length > 1 && !codes.includes('authorization-not-covered-by-wildcard'))
  expect(doubtful).toEqual([])
})

describe('what a line names is read from it', () => {
  test('in Chromium', () => {
    const line =
      "app.js:12 Access to XMLHttpRequest at 'https://api.example.net/a?b=c' (redirected from 'https://api.example.net/') from origin 'https://app.example.com' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value 'https://other.example' that is not equal to the supplied origin."
    expect(parseConsole(line)).toMatchObject([
      {
        engine: 'chromium',
        codes: ['allow-origin-mismatch'],
        url: 'https://api.example.net/a?b=c',
        firstUrl: 'https://api.example.net/',
        origin: 'https://app.example.com',
        values: { allowOrigin: 'https://other.example' },
      },
    ])
  })

  test('in Firefox, also with quotes that a chat made straight', () => {
    const line =
      "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example.net/a. (Reason: header 'x-a' is not allowed according to header 'Access-Control-Allow-Headers' from CORS preflight response)."
    expect(parseConsole(line)).toMatchObject([
      { engine: 'firefox', url: 'https://api.example.net/a', values: { header: 'x-a' } },
    ])
  })

  test('in Safari', () => {
    const line =
      'Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 403'
    expect(parseConsole(line)).toMatchObject([
      { engine: 'webkit', origin: 'https://app.example.com', values: { status: '403' } },
    ])
  })
})

// Lines of their own that a redirect to another scheme prints too, and much more seldom.
test.each([
  [
    '[blocked] The page at https://app.example.com/ requested insecure content from http://api.example.net/a. This content was blocked and must be served over HTTPS.',
    { codes: ['mixed-content'], url: 'http://api.example.net/a', origin: 'https://app.example.com' },
  ],
  [
    'Security Error: Content at https://app.example.com/ may not load data from https://api.example.net/a.',
    { codes: ['disallowed-by-mode'], url: 'https://api.example.net/a', origin: 'https://app.example.com' },
  ],
  [
    'Security Error: Content at https://app.example.com/ may not load or link to file:///a.',
    { codes: ['cors-disabled-scheme'], url: 'file:///a', origin: 'https://app.example.com' },
  ],
  ['Failed to load resource: Redirect was not allowed', { codes: ['mixed-content'] }],
  ['Fetch API cannot load https://api.example.net/a.', { url: 'https://api.example.net/a' }],
])(
  'the likeliest reading of %s comes first',
  (line, { codes = [], ...expected }: { codes?: string[]; url?: string; origin?: string }) => {
    const found = mainFinding(parseConsole(line))
    expect(found).toMatchObject(expected)
    expect(found.codes.slice(0, codes.length)).toEqual(codes)
  },
)

test.each([
  [
    "Failed to load https://api.example.net/: No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin 'https://app.example.com' is therefore not allowed access.",
    'missing-allow-origin-header',
  ],
  [
    "Access to fetch at 'https://api.example.net/' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource. If an opaque response serves your needs, set the request's mode to 'no-cors' to fetch the resource with CORS disabled.",
    'missing-allow-origin-header',
  ],
  [
    'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example.net/. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing).',
    'missing-allow-origin-header',
  ],
  [
    'Origin https://app.example.com is not allowed by Access-Control-Allow-Origin.',
    'missing-allow-origin-header',
  ],
])('an older wording: %s', (line, code) => {
  expect(parseConsole(line)[0]?.codes[0]).toBe(code)
})

test.each(['', 'TypeError: x is undefined', 'GET https://api.example.net/ 404 (Not Found)'])(
  'what no browser prints about CORS is an error: %j',
  (line) => {
    expect(() => parseConsole(line)).toThrow(CaptureError)
  },
)

test.each([
  'TypeError: Failed to fetch',
  'Uncaught (in promise) TypeError: Failed to fetch',
  'TypeError: NetworkError when attempting to fetch resource.',
  'Unhandled Promise Rejection: TypeError: Load failed',
  'AxiosError: Network Error',
])('what a script is told says nothing, and the error says where to look: %s', (line) => {
  expect(detectKind(line)).toBe('console')
  expect(() => parseConsole(line)).toThrow(/all that a script is told.*console shows beside it/)
})
