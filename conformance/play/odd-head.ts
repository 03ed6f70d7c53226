import type { Reply, Scenario } from '../scenarios/scenario.js'

/** Whether a server answers in a way that a strict parser may refuse, so that the user agent has to be lenient. */
export function hasOddHead({ routes }: Scenario): boolean {
  const replies = Object.values(routes).flatMap((route) => Object.values(route).flat() as Reply[])
  return replies.some(
    ({ raw, headers = [] }) => raw !== undefined || headers.some(([, value]) => ODD.test(value)),
  )
}

// oxlint-disable-next-line no-control-regex -- these are the bytes in question
const ODD = /[\x00-\x08\x0a-\x1f\x7f]/
