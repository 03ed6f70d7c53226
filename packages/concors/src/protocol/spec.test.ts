import { expect, test } from 'vitest'
import steps from '../../test/fetch-steps.json' with { type: 'json' }
import { algorithmUrl, FETCH_STANDARD } from './spec.js'

test.each([
  ['concept-cors-check', 'https://fetch.spec.whatwg.org/#concept-cors-check'],
  ['mixed-content#should-block-fetch', 'https://w3c.github.io/webappsec-mixed-content/#should-block-fetch'],
  ['unknown#x', '#x'],
])('%s is at %s', (algorithm, expected) => {
  expect(algorithmUrl(algorithm)).toBe(expected)
})

test('the steps that the tests know are those of the pinned commit', () => {
  expect(steps.source).toContain(FETCH_STANDARD.commit)
  expect(steps.source).toContain(FETCH_STANDARD.date)
})
