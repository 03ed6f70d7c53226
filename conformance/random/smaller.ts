import type { Init, Reply, Route, Scenario, Step } from '../scenarios/scenario.js'

/** Scenarios that are one thing smaller, the biggest steps first. */
export function smaller(scenario: Scenario): Scenario[] {
  const { before, page, steps, routes } = scenario
  const { before: _before, ...alone } = scenario
  return [
    ...(before === undefined ? [] : [alone]),
    ...without(steps).map((fewer) => ({ ...scenario, steps: fewer })),
    ...shorterChains(scenario),
    ...(page === undefined || page === 'A' ? [] : [{ ...scenario, page: 'A' as const }]),
    ...smallerLists(before?.steps ?? []).map((each) => ({
      ...scenario,
      before: { ...before!, steps: each },
    })),
    ...smallerLists(steps).map((each) => ({ ...scenario, steps: each })),
    ...Object.entries(routes).flatMap(([address, route]) =>
      smallerRoutes(route).map((each) => ({ ...scenario, routes: { ...routes, [address]: each } })),
    ),
  ].filter((each) => each.steps.length > 0)
}

function without<T>(list: readonly T[]): T[][] {
  return list.map((_, index) => list.toSpliced(index, 1))
}

/** Begins at the second address, or ends before the last. */
function shorterChains(scenario: Scenario): Scenario[] {
  const { routes, steps } = scenario
  const [first, second] = Object.keys(routes)
  const last = Object.keys(routes).at(-1)!
  if (first === undefined || second === undefined) return []
  const { [first]: _first, ...later } = routes
  const { [last]: end, ...earlier } = routes
  const previous = Object.keys(earlier).at(-1)!
  return [
    { ...scenario, routes: later, steps: steps.map((step) => moved(step, first, second)) },
    {
      ...scenario,
      routes: { ...earlier, [previous]: { ...earlier[previous], '*': end!['*']! } },
      steps: steps.map((step) => moved(step, last, previous)),
    },
  ]
}

function moved(step: Step, from: string, to: string): Step {
  const move = (address: string): string =>
    address.startsWith(from) ? to + address.slice(from.length) : address
  if ('fetch' in step) return { ...step, fetch: move(step.fetch) }
  return 'image' in step ? { ...step, image: move(step.image) } : step
}

/** One of the steps is smaller. */
function smallerLists(steps: readonly Step[]): Step[][] {
  return steps.flatMap((step, index) => smallerSteps(step).map((each) => steps.with(index, each)))
}

function smallerSteps(step: Step): Step[] {
  if (!('fetch' in step) || step.init === undefined) return []
  const { init, ...bare } = step
  const fewerHeaders = without(init.headers ?? []).map((headers) => ({ ...init, headers }))
  const fewerFields = Object.keys(init).map((field) => {
    const { [field as keyof Init]: _removed, ...rest } = init
    return rest
  })
  const smallerOnes = [...fewerFields, ...fewerHeaders].map((each) => ({ ...step, init: each }))
  return Object.keys(init).length === 0 ? [bare] : smallerOnes
}

function smallerRoutes(route: Route): Route[] {
  return Object.entries(route).flatMap(([method, replies]) => {
    if (Array.isArray(replies)) return replies.map((reply: Reply) => ({ ...route, [method]: reply }))
    return smallerReplies(replies as Reply).map((each) => ({ ...route, [method]: each }))
  })
}

function smallerReplies(reply: Reply): Reply[] {
  const { headers = [] } = reply
  const fewer =
    headers.length === 0 ? [] : [[], ...without(headers)].map((each) => ({ ...reply, headers: each }))
  const fewerFields = (['status', 'encoding', 'noLength', 'closed'] as const).flatMap((field) => {
    const { [field]: value, ...rest } = reply
    return value === undefined || value === 200 ? [] : [rest]
  })
  return [...fewerFields, ...fewer]
}
