import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import STEPS from '../test/fetch-steps.json' with { type: 'json' }
import { CONSOLE_CASES } from '../test/console-cases.js'
import { drive } from '../test/drive.js'
import { FAILURES, NOTICES } from './failures.js'
import { CORS_ERROR_NAMES, FAILURE_CODES } from './protocol/failure.js'
import { PROFILES } from './protocol/profile.js'

describe.each(FAILURE_CODES)('%s', (code) => {
  const entry = FAILURES[code]

  test('has an entry under its own name', () => {
    expect(entry.code).toBe(code)
    expect(entry.corsError).toBe(CORS_ERROR_NAMES[code])
  })

  test('says in a title and two sentences what is wrong', () => {
    expect(entry.title).toMatch(/^[A-Z].*[^.]$/)
    expect(sentences(entry.meaning)).toBe(2)
  })

  test('names causes and what helps', () => {
    expect(entry.causes.length).toBeGreaterThan(0)
    expect(entry.fix.length).toBeGreaterThan(0)
    for (const text of [...entry.causes, ...entry.fix]) expect(text).toMatch(/^\S.*\.$/)
  })

  test('links to a step that exists', () => {
    const { algorithm, steps, url } = entry.step
    expect(url).toMatch(/^https:\/\/\S+#\S+$/)
    if (algorithm.includes('#')) return
    const known = (FETCH_STEPS[algorithm] ?? '').split(' ')
    expect(steps.filter((step) => !known.includes(step))).toEqual([])
    expect(steps.length).toBeGreaterThan(0)
  })
})

const FETCH_STEPS: Readonly<Record<string, string>> = STEPS.algorithms

/** Full stops that end a sentence: those within URLs and names are followed by no space. */
function sentences(text: string): number {
  return text.match(/[.](?= [A-Z]|$)/g)?.length ?? 0
}

test('a failure is decided at a step that its entry names', () => {
  for (const { ask, server } of Object.values(CONSOLE_CASES)) {
    for (const profile of Object.values(PROFILES)) {
      const { failure } = drive(ask, server, { profile }).response
      if (failure === null) continue
      const { algorithm, steps } = FAILURES[failure.code].step
      expect([failure.code, failure.algorithm]).toEqual([failure.code, algorithm])
      expect([failure.code, ...steps]).toContain(failure.step)
    }
  }
})

test.each(Object.entries(NOTICES))(
  'the notice %s says what it means',
  (code, { code: own, title, meaning }) => {
    expect(own).toBe(code)
    expect(title).toMatch(/^[A-Z].*[^.]$/)
    expect(sentences(meaning)).toBe(2)
  },
)

/** Rows of docs/failures that no entry and no notice covers, and why. */
const NOT_COVERED: Readonly<Record<number, string>> = {
  49: 'fetch() refuses the URL before there is a request: pageError with `url-with-credentials`.',
  50: 'fetch() refuses the method before there is a request: pageError with `method-forbidden`.',
  51: 'fetch() refuses the method before there is a request: pageError with `method-in-no-cors`.',
  59: "Content Security Policy is the page's own and not modelled.",
  64: "A preference of Firefox's that switches CORS off; no profile has it.",
  65: 'Code of a browser extension with an expanded principal; no page has one.',
  69: 'Opaque response blocking is not in the Fetch Standard and not modelled.',
  70: 'Whether a type may be executed is decided by who loads scripts and styles; nosniff is not modelled.',
  71: 'Reading a tainted canvas fails in the page, after a fetch that succeeded.',
  76: 'Local Network Access needs the IP address of a connection and is not modelled.',
  77: 'Local Network Access needs the IP address of a connection and is not modelled.',
  78: 'Local Network Access needs the IP address of a connection and is not modelled.',
  80: "Local Network Access' permissions policy is not modelled.",
}

test('each row of docs/failures is covered, or it is said why it cannot be', () => {
  const entries = [...Object.values(FAILURES), ...Object.values(NOTICES)]
  const covered = new Set(entries.flatMap(({ rows }) => rows))
  const all = Array.from({ length: 80 }, (_, index) => index + 1)
  expect(all.filter((row) => !covered.has(row) && NOT_COVERED[row] === undefined)).toEqual([])
  expect(all.filter((row) => covered.has(row) && NOT_COVERED[row] !== undefined)).toEqual([])
  expect([...covered].filter((row) => !all.includes(row))).toEqual([])
})

test('the catalogue runs in a browser: it imports only itself and the protocol, which does not know it', () => {
  const source = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
  const imports = (path: string): string[] =>
    Array.from(source(path).matchAll(/^(?:import|export|}).* from '([^']+)'$/gm), ([, from]) => from!)
  const files = readdirSync(new URL('failures/', import.meta.url)).filter((name) => !name.includes('.test.'))
  for (const name of files) {
    for (const from of imports(`failures/${name}`))
      expect(from).toMatch(/^(?:\.|\.\.\/protocol)\/[\w-]+\.js$/)
  }
  for (const from of imports('failures.ts')) expect(from).toMatch(/^\.\/(?:failures|protocol)\/[\w-]+\.js$/)
  const protocol = readdirSync(new URL('protocol/', import.meta.url), { recursive: true }) as string[]
  for (const name of protocol.filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))) {
    for (const from of imports(`protocol/${name}`)) expect(from).not.toContain('failures')
  }
})
