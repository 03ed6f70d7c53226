import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SWITCHES } from '../api/switches.js'
import type { SwitchName, Switches } from '../api/switches.js'
import { PROFILE_NAMES, readFragment, TABS, writeFragment } from './state.js'

const PAGE = 'http://localhost:8610'

const switches = fc.record(
  Object.fromEntries(
    (Object.keys(SWITCHES) as SwitchName[]).map((name) => [name, fc.constantFrom(...SWITCHES[name])]),
  ),
) as fc.Arbitrary<Switches>

const states = fc.record({
  tab: fc.constantFrom(...TABS),
  switches,
  usesPolicy: fc.boolean(),
  jsonp: fc.boolean(),
  policy: fc.string(),
  text: fc.string(),
  from: fc.string(),
  profile: fc.constantFrom(...PROFILE_NAMES),
})

test('what a link carries comes back', () => {
  fc.assert(
    fc.property(states, (state) => {
      expect(readFragment(writeFragment(state, PAGE, 'firefox'), PAGE, 'firefox')).toEqual(state)
    }),
  )
})

test('a page without a fragment is at its defaults, and writes none', () => {
  const state = readFragment('', PAGE, 'webkit')
  expect(state).toMatchObject({ tab: 'watch', profile: 'webkit', text: '' })
  expect(writeFragment(state, PAGE, 'webkit')).toBe('')
})

test('whatever else stands in a fragment is no harm', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const state = readFragment(`#${text}`, PAGE, 'chromium')
      expect(TABS).toContain(state.tab)
      expect(PROFILE_NAMES).toContain(state.profile)
    }),
  )
})
