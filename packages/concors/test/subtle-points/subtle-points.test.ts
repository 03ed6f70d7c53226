import { describe, expect, test } from 'vitest'
import { ALLOW_ORIGIN } from './allow-origin.js'
import { NOT_APPLICABLE } from './not-applicable.js'
import { PREFLIGHT } from './preflight.js'
import { PREFLIGHT_CACHE } from './preflight-cache.js'
import { REDIRECTS } from './redirects.js'
import { FILTERING } from './filtering.js'
import { POLICIES } from './policies.js'

const POINTS = [
  ...ALLOW_ORIGIN,
  ...PREFLIGHT,
  ...PREFLIGHT_CACHE,
  ...REDIRECTS,
  ...FILTERING,
  ...POLICIES,
].toSorted((a, b) => a[0] - b[0])

const nameOf = (id: number): string => `D-${String(id).padStart(2, '0')}`

describe('Subtle points of the Fetch Standard', () => {
  test.each(POINTS.map(([id, says, check]) => [nameOf(id), says, check] as const))(
    '%s: %s',
    (_id, _says, check) => {
      check()
    },
  )

  test('all 128 hold, or say why they cannot apply', () => {
    const held = POINTS.map(([id]) => nameOf(id))
    const accounted = new Set([...held, ...Object.keys(NOT_APPLICABLE)])
    expect([...accounted].toSorted(byNumber)).toEqual(Array.from({ length: 128 }, (_, i) => nameOf(i + 1)))
  })

  test('none of those that cannot apply is held all the same', () => {
    const held = new Set(POINTS.map(([id]) => nameOf(id)))
    expect(Object.keys(NOT_APPLICABLE).filter((id) => held.has(id))).toEqual([])
  })
})

function byNumber(a: string, b: string): number {
  return Number(a.slice(2)) - Number(b.slice(2))
}
