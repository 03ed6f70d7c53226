import type { PageName } from '../scenarios/pages.js'
import type { Scenario, Step } from '../scenarios/scenario.js'
import type { Staged, World } from '../server/world.js'

/** What one page does in a scenario. */
interface Act {
  readonly page: PageName
  readonly steps: readonly Step[]
}

/** What happens first, if anything, and what the scenario is about. */
export function actsOf({ before, page = 'A', steps }: Scenario): readonly [Act | undefined, Act] {
  return [before, { page, steps }]
}

/** Steps with whole URLs. */
export function stepsOf(world: World, staged: Staged, steps: readonly Step[]): Step[] {
  return steps.map((step) => {
    if ('wait' in step) return step
    if ('image' in step) return { ...step, image: world.url(step.image, staged) }
    if ('load' in step) return { ...step, load: world.url(step.load, staged) }
    const { init } = step
    const fetch = world.url(world.fill(step.fetch, staged), staged)
    return init?.referrer === undefined
      ? { ...step, fetch }
      : { ...step, fetch, init: { ...init, referrer: world.url(init.referrer, staged) } }
  })
}
