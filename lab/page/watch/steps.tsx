import { stepAddress, stepText } from '@concors/explain'
import type { Explanation } from '@concors/explain'
import { algorithmUrl } from 'concors'
import type { Step } from 'concors'

/** What the protocol looked at, with a link into the standard for each step. */
function Steps({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <ul class="steps">
      {steps.map((step, index) => (
        <li key={index} class={step.outcome}>
          <span aria-hidden="true">{SIGNS[step.outcome]}</span>{' '}
          <span class="sr">{WORDS[step.outcome]}: </span>
          {stepText(step)}{' '}
          <a href={algorithmUrl(step.algorithm)} target="_blank" rel="noreferrer">
            {stepAddress(step)}
          </a>
        </li>
      ))}
    </ul>
  )
}

const SIGNS = { pass: '✓', fail: '✗', info: '·' } as const
const WORDS = { pass: 'holds', fail: 'fails', info: 'done' } as const

/** The steps that judged an exchange, those that decided something first. */
export function judgement(explanation: Explanation, exchange: number) {
  const steps = (explanation.exchanges[exchange]?.steps ?? []).map((index) => explanation.trace[index]!)
  const telling = steps.filter(({ outcome, notice }) => outcome !== 'info' || notice !== undefined)
  return telling.length === 0 ? undefined : <Steps steps={telling} />
}
