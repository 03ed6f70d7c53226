import type { Outcome, StepOutcome, WireOutcome } from '../outcome.js'
import type { LoggedRequest, Staged, World } from '../server/world.js'

/** What is compared, free of ports and identities. */
export function outcomeOf(
  world: World,
  staged: Staged,
  steps: readonly StepOutcome[],
  console: readonly string[],
): Outcome {
  const text = (value: string): string => world.normalize(value, staged)
  return {
    steps: steps.map((step) => {
      if (step.kind !== 'response') return step
      const headers = step.headers
        .map(([name, value]) => [name, text(value)] as const)
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
      return { ...step, url: text(step.url), body: text(step.body), headers }
    }),
    requests: withoutRetries(staged.log).map((request) => wireOutcome(request, text)),
    console: console.map(text),
  }
}

/** An unanswered request is sent again by some engines, as often as they like. */
function withoutRetries(log: readonly LoggedRequest[]): LoggedRequest[] {
  return log.filter((request, index) => {
    const before = log[index - 1]
    return !(
      before?.closed === true &&
      before.method === request.method &&
      before.target === request.target &&
      before.origin === request.origin
    )
  })
}

const COMPARED =
  /^(?:origin|access-control-request-.*|cookie|authorization|referer|last-event-id|sec-fetch-.*|content-type|x-.*)$/

function wireOutcome(request: LoggedRequest, text: (value: string) => string): WireOutcome {
  const headers: Record<string, string> = {}
  for (const [name, value] of request.headers.toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const lower = name.toLowerCase()
    if (!COMPARED.test(lower)) continue
    const shown = text(value).replace(/(boundary=).*/, '$1…')
    headers[lower] = lower in headers ? `${headers[lower]} | ${shown}` : shown
  }
  return { method: request.method, url: `${request.origin}${text(request.target)}`, headers }
}
