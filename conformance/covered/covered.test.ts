import { FAILURES, NOTICES, OTHER_FAILURES } from 'concors/failures'
import type { FailureEntry, NoticeEntry } from 'concors/failures'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ENGINE_NAMES } from '../browsers/engine.js'
import { caseName, KNOWN_DIFFERENCES } from '../known-differences.js'
import { playInUserAgent } from '../play/in-user-agent.js'
import { SCENARIOS } from '../scenarios/index.js'
import { GROUPS } from '../scenarios/scenario.js'
import { World } from '../server/world.js'
import { FAILURE_ROWS } from './failure-rows.js'
import { SUBTLE_POINTS } from './subtle-points.js'
import { casesNamed } from './tables.js'
import type { Covered } from './tables.js'

const named = (covered: Covered): readonly string[] => ('not' in covered ? [] : covered)
const numbers = (last: number): string[] => Array.from({ length: last }, (_, index) => String(index + 1))

test('each case has a name of its own, and each group cases', () => {
  const names = SCENARIOS.map(caseName)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  expect(GROUPS.filter((group) => !SCENARIOS.some((scenario) => scenario.group === group))).toEqual([])
})

test('each row of docs/failures and each subtle point has cases, or it is said why not', () => {
  expect(Object.keys(FAILURE_ROWS)).toEqual(numbers(80))
  expect(Object.keys(SUBTLE_POINTS)).toEqual(numbers(128))
  const all = [...Object.values(FAILURE_ROWS), ...Object.values(SUBTLE_POINTS).map(([, covered]) => covered)]
  expect(all.filter((covered) => !('not' in covered) && covered.length === 0)).toEqual([])
  expect(all.flatMap(named).filter((name) => casesNamed(name).length === 0)).toEqual([])
})

test('differences are known by at most ten causes, each about cases that exist', () => {
  expect(KNOWN_DIFFERENCES.filter(({ kind }) => kind === 'difference').length).toBeLessThanOrEqual(10)
  const names = SCENARIOS.map(caseName)
  for (const { cases } of KNOWN_DIFFERENCES) expect(names.some((name) => cases.test(name))).toBe(true)
})

describe('the cases of a row of docs/failures cause what it is about', () => {
  let world: World
  beforeAll(async () => {
    world = await World.start()
  })
  afterAll(() => world.close())

  const rows = Object.entries(FAILURE_ROWS).filter(([, covered]) => named(covered).length > 0)

  // Engines refuse for reasons of their own: the row has to come up in one of them, mostly in all.
  test.each(rows)('row %s', async (row, covered) => {
    for (const name of named(covered)) {
      const scenarios = casesNamed(name)
      const seen = new Set<number>()
      const note = (entry: FailureEntry | NoticeEntry | undefined): void => {
        for (const each of entry?.rows ?? []) seen.add(each)
      }
      for (const profile of ENGINE_NAMES) {
        await playInUserAgent(profile, 'blocked', world, scenarios, 'fetch', {
          onFailure: (code) => note(FAILURES[code]),
          onNotice: (code) => note(NOTICES[code]),
          onMisuse: () => [49, 50, 51].forEach((each) => seen.add(each)),
          onLoadError: (code) => OTHER_FAILURES[code].rows.forEach((each) => seen.add(each)),
          onTaint: () => seen.add(71),
        })
      }
      expect([name, ...seen]).toContain(Number(row))
    }
  })
})
