import { isGood } from '../run/outcome.js'
import type { Attempt, Verdict as VerdictName } from '../run/outcome.js'

/** What a verdict is called. */
export const WORDS: Readonly<Record<VerdictName, string>> = {
  readable: 'Readable',
  opaque: 'Opaque',
  blocked: 'Blocked',
  clean: 'Canvas clean',
  tainted: 'Canvas tainted',
  'not loaded': 'Not loaded',
}

const SIGNS: Readonly<Record<VerdictName, string>> = {
  readable: '✓',
  opaque: '○',
  blocked: '✗',
  clean: '✓',
  tainted: '○',
  'not loaded': '✗',
}

/** A verdict: a sign, a word and a colour. */
function Verdict({ verdict }: { readonly verdict: VerdictName }) {
  const kind = isGood(verdict) ? 'good' : SIGNS[verdict] === '○' ? 'half' : 'bad'
  return (
    <strong class={`verdict ${kind}`}>
      <span aria-hidden="true">{SIGNS[verdict]} </span>
      {WORDS[verdict]}
    </strong>
  )
}

/** What the page gets. */
export function AttemptView({
  attempt,
  hidden,
}: {
  readonly attempt: Attempt
  readonly hidden: readonly string[]
}) {
  const { verdict, type, status, visibleHeaders, body, error } = attempt
  return (
    <div class="attempt">
      <p>
        <span class="who">The page gets</span> <Verdict verdict={verdict} />
      </p>
      <dl>
        {error === null ? null : <Row name="error" value={error} />}
        {type === null ? null : <Row name="type" value={type} />}
        {status === null ? null : <Row name="status" value={String(status)} />}
        {type === null ? null : <Row name="headers it sees" value={visibleHeaders.join(', ') || 'none'} />}
        {hidden.length === 0 ? null : <Row name="hidden from it" value={hidden.join(', ')} />}
        {body === null ? null : <Row name="body" value={shortened(body) || 'empty'} />}
      </dl>
    </div>
  )
}

function Row({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}

function shortened(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`
}
