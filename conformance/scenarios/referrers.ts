import type { Scenario } from './scenario.js'
import { OPEN } from './shapes.js'

const POLICIES = ['', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin', 'origin-when-cross-origin', 'strict-origin-when-cross-origin', 'unsafe-url'] as const // prettier-ignore
const TARGETS = ['A', 'B', 'L'] as const
export const referrers: readonly Scenario[] = [
  ...POLICIES.flatMap((referrerPolicy) =>
    TARGETS.map((target): Scenario => ({
      group: 'referrers and fetch metadata',
      name: `to ${target} under ${JSON.stringify(referrerPolicy)}`,
      routes: { [`${target}/x`]: OPEN },
      steps: [
        { fetch: `${target}/x`, init: { referrerPolicy } },
        { fetch: `${target}/x`, init: { referrerPolicy, method: 'PUT' } },
      ],
    })),
  ),
  ...POLICIES.map((referrerPolicy): Scenario => ({
    group: 'referrers and fetch metadata',
    name: `no-cors POST under ${JSON.stringify(referrerPolicy)}`,
    routes: { 'B/x': OPEN },
    steps: [{ fetch: 'B/x', init: { referrerPolicy, mode: 'no-cors', method: 'POST', body: 'x' } }],
  })),
  ...POLICIES.map((referrerPolicy): Scenario => ({
    group: 'referrers and fetch metadata',
    name: `own-origin POST under ${JSON.stringify(referrerPolicy)}`,
    routes: { 'A/x': OPEN },
    steps: [{ fetch: 'A/x', init: { referrerPolicy, method: 'POST', body: 'x' } }],
  })),
  ...(['A/other', 'B/other', 'about:client', '', 'https://elsewhere.test/'] as const).map(
    (referrer): Scenario => ({
      group: 'referrers and fetch metadata',
      name: `referrer ${JSON.stringify(referrer)}`,
      routes: { 'A/x': OPEN },
      steps: [{ fetch: 'A/x', init: { referrer } }],
    }),
  ),
  ...(['A', 'B', 'L', 'app', 'www', 'api'] as const).flatMap((target) =>
    (['A', 'app'] as const).map((page): Scenario => ({
      group: 'referrers and fetch metadata',
      name: `from ${page} to ${target}`,
      page,
      routes: { [`${target}/x`]: OPEN },
      steps: [
        { fetch: `${target}/x` },
        { fetch: `${target}/x`, init: { method: 'PUT' } },
        { fetch: `${target}/x`, init: { mode: 'no-cors' } },
      ],
    })),
  ),
]
