import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import STEPS from '../test/fetch-steps.json' with { type: 'json' }
import { CONSOLE_CASES } from '../test/console-cases.js'
import { drive } from '../test/drive.js'
import { FAILURES, NOTICES, OTHER_FAILURE_CODES, OTHER_FAILURES } from './failures.js'
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

test('each of the 80 rows that the entries are numbered by is covered', () => {
  const entries = [...Object.values(FAILURES), ...Object.values(NOTICES), ...Object.values(OTHER_FAILURES)]
  const rows = new Set(entries.flatMap((entry) => entry.rows))
  expect([...rows].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 80 }, (_, index) => index + 1))
})

describe.each(OTHER_FAILURE_CODES)('%s, decided elsewhere', (code) => {
  const entry = OTHER_FAILURES[code]

  test('says in a title and two sentences what is wrong', () => {
    expect(entry.code).toBe(code)
    expect(entry.title).toMatch(/^\S.*[^.]$/)
    expect(sentences(entry.meaning)).toBe(2)
  })

  test('names causes and what helps, and where it is decided', () => {
    expect(entry.causes.length).toBeGreaterThan(0)
    expect(entry.fix.length).toBeGreaterThan(0)
    if (entry.link !== null) expect(new URL(entry.link).protocol).toBe('https:')
  })

  test('is no code of the protocol', () => {
    expect(FAILURE_CODES).not.toContain(code)
    expect(Object.keys(NOTICES)).not.toContain(code)
  })
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
