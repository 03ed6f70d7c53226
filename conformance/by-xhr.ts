import { actsOf } from './play/acts.js'
import type { FetchStep, Init, Scenario, Step } from './scenarios/scenario.js'

/** The scenarios that XMLHttpRequest can ask too: what it has no way to say is left out. */
export function playedByXhr(scenarios: readonly Scenario[]): readonly Scenario[] {
  return scenarios.filter((scenario) => {
    const steps = actsOf(scenario).flatMap((act) => act?.steps ?? [])
    return steps.some(isFetch) && steps.every((step) => !isFetch(step) || isSayable(step))
  })
}

function isFetch(step: Step): step is FetchStep {
  return 'fetch' in step
}

/** XMLHttpRequest is of mode "cors", never omits credentials, follows redirects, and is aborted once it was sent. */
function isSayable({ init = {}, timing, abortAfter }: FetchStep): boolean {
  const { mode = 'cors', redirect = 'follow', credentials } = init
  return (
    mode === 'cors' &&
    redirect === 'follow' &&
    credentials !== 'omit' &&
    timing !== true &&
    abortAfter !== 0 &&
    Object.keys(init).every((option) => SAYABLE.has(option))
  )
}

const SAYABLE: ReadonlySet<string> = new Set([
  'method',
  'headers',
  'body',
  'credentials',
  'mode',
  'redirect',
] satisfies (keyof Init)[])
