import type { Init, Reply, Route, Scenario, Step } from '../scenarios/scenario.js'

/** Scenarios that are one thing smaller, the biggest steps first. */
export function smaller(scenario: Scenario): Scenario[] {
  const { steps, routes } = scenario
  return [
    ...without(steps).map((fewer) => ({ ...scenario, steps: fewer })),
    ...(scenario.page === undefined || scenario.page === 'A' ? [] : [{ ...scenario, page: 'A' as const }]),
    ...steps.flatMap((step, index) =>
      smallerSteps(step).map((each) => ({ ...scenario, steps: steps.with(index, each) })),
    ),
    ...Object.entries(routes).flatMap(([address, route]) =>
      smallerRoutes(route).map((each) => ({ ...scenario, routes: { ...routes, [address]: each } })),
    ),
  ].filter((each) => each.steps.length > 0)
}

function without<T>(list: readonly T[]): T[][] {
  return list.map((_, index) => list.toSpliced(index, 1))
}

function smallerSteps(step: Step): Step[] {
  if (!('fetch' in step) || step.init === undefined) return []
  const { init } = step
  const fewerHeaders = without(init.headers ?? []).map((headers) => ({ ...init, headers }))
  const fewerFields = Object.keys(init).map((field) => {
    const { [field as keyof Init]: _removed, ...rest } = init
    return rest
  })
  return [...fewerFields, ...fewerHeaders].map((each) => ({ ...step, init: each }))
}

function smallerRoutes(route: Route): Route[] {
  return Object.entries(route).flatMap(([method, replies]) => {
    if (Array.isArray(replies)) return []
    return smallerReplies(replies as Reply).map((each) => ({ ...route, [method]: each }))
  })
}

function smallerReplies(reply: Reply): Reply[] {
  const fewer = without(reply.headers ?? []).map((headers) => ({ ...reply, headers }))
  const { status, ...rest } = reply
  return status === undefined || status === 200 ? fewer : [rest, ...fewer]
}
