import type { EngineName, ThirdPartyCookies } from './browsers/engine.js'
import type { Scenario } from './scenarios/scenario.js'

/**
 * What becomes of third-party cookies in the runs of each engine: never what the packager has chosen. In the first one
 * they are let through and every scenario is played; in the others, those that are about such cookies. Last stands
 * what the engine's own makers ship.
 */
export const COOKIE_POLICIES: Readonly<
  Record<EngineName, readonly [ThirdPartyCookies, ...ThirdPartyCookies[]]>
> = {
  chromium: ['allowed', 'blocked'],
  firefox: ['allowed', 'blocked', 'partitioned'],
  webkit: ['allowed', 'not-kept'],
}

export function playedUnder(policy: ThirdPartyCookies, scenarios: readonly Scenario[]): readonly Scenario[] {
  return policy === 'allowed' ? scenarios : scenarios.filter(({ group }) => group === 'third-party cookies')
}
