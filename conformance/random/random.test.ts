import { expect, test } from 'vitest'
import type { Comparison } from '../compare.js'
import { differenceShownBy } from '../known-differences.js'
import type { Outcome } from '../outcome.js'
import type { Scenario } from '../scenarios/scenario.js'
import { randomScenario } from './generator.js'
import { smaller } from './smaller.js'

const numbers = Array.from({ length: 500 }, (_, index) => index)

test('a scenario is the same for the same seed and number, and another for another', () => {
  const of = (seed: number): string[] => numbers.map((number) => JSON.stringify(randomScenario(seed, number)))
  expect(of(1)).toEqual(of(1))
  expect(
    new Set([...of(1), ...of(2)].map((text) => text.replace(/seed \d+, number \d+/, ''))).size,
  ).toBeGreaterThan(990)
})

test('what a scenario asks for first is at one of its servers', () => {
  for (const number of numbers) {
    const { steps, routes } = randomScenario(1, number)
    const [step] = steps
    const address = 'fetch' in step! ? step.fetch : 'image' in step! ? step.image : ''
    expect(Object.keys(routes)).toContain(address.replace(/[?#].*/, ''))
  }
})

test('shrinking ends, with one step and nothing beside it', () => {
  for (const number of numbers.slice(0, 50)) {
    let scenario = randomScenario(1, number)
    for (let next: Scenario | undefined = scenario; next !== undefined; next = smaller(scenario)[0])
      scenario = next
    expect(scenario.steps.length).toBe(1)
    expect([scenario.before, scenario.page]).toEqual([undefined, 'A'])
  }
})

const outcome = (line: string): Outcome => ({ steps: [], requests: [], console: [line] })
const refused = (name: string): string => `Request header field ${name} is not allowed by …`

function found(
  headers: readonly (readonly [string, string])[],
  engine: string,
  userAgent: string,
): Comparison {
  const scenario: Scenario = {
    group: 'preflight response',
    name: 'x',
    routes: {},
    steps: [{ fetch: 'B/x', init: { headers } }],
  }
  const outcomes = { engine: outcome(engine), userAgent: outcome(userAgent) }
  return { scenario, api: 'fetch', differs: ['console'], ...outcomes }
}

test.each([
  ['the other of two headers that are refused', found([['X-B', ''], ['X-A', '']], refused('X-B'), refused('X-A')), true], // prettier-ignore
  ['a header that was not sent', found([['X-A', '']], refused('X-B'), refused('X-A')), false],
  ['another reason', found([['X-A', '']], 'No such thing', refused('X-A')), false],
])('a known difference is shown by %s: %#', (_says, comparison, expected) => {
  expect(differenceShownBy('chromium', comparison) !== undefined).toBe(expected)
})
