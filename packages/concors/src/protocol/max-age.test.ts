import { expect, test } from 'vitest'
import { parseMaxAge } from './max-age.js'
import { PROFILES } from './profile.js'

test.each([
  // lines, standard, Chromium, Firefox, WebKit
  [[], 5, 5, 5, 5],
  [[''], 5, 5, 5, 5],
  [['0'], 0, 0, 0, 0],
  [['007'], 7, 7, 7, 7],
  [['600'], 600, 600, 600, 600],
  [['601'], 601, 601, 601, 600],
  [['7201'], 7201, 7200, 7201, 600],
  [['86401'], 86_400, 7200, 86_400, 600],
  [['9'.repeat(400)], 86_400, 7200, 86_400, 600],
  [['-1'], 5, 0, 0, 0],
  [['+7'], 5, 7, 0, 7],
  [['1.5'], 5, 5, 0, 5],
  [['1e3'], 5, 5, 0, 5],
  [['7 '], 5, 5, 0, 5],
  [['7', '7'], 5, 5, 0, 5],
  [['', ''], 5, 5, 0, 5],
] as const)('%j is %d, %d, %d and %d s', (lines, ...expected) => {
  const headers = lines.map((line) => ['Access-Control-Max-Age', line] as const)
  const { standard, chromium, firefox, webkit } = PROFILES
  expect([standard, chromium, firefox, webkit].map((profile) => parseMaxAge(headers, profile))).toEqual(
    expected,
  )
})
