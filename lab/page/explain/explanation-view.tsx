import { guessStack, maskExplanation, renderMarkdown, STACK_NAMES, stackFix } from '@concors/explain'
import type { Explanation, HeaderChange, ServerChange, StackName } from '@concors/explain'
import { useMemo, useState } from 'preact/hooks'
import { CopyButton } from '../parts/copy.js'
import { FailureText } from '../parts/failure-text.js'
import { Sequence } from '../parts/sequence.js'
import { judgement } from '../watch/steps.js'

interface ExplanationViewProps {
  readonly explanation: Explanation
  readonly preview: string | null
}

const VERDICTS: Readonly<
  Record<Explanation['verdict'], readonly [sign: string, word: string, kind: string]>
> = {
  readable: ['✓', 'Readable', 'good'],
  blocked: ['✗', 'Blocked', 'bad'],
  unreachable: ['✗', 'No answer, which is not CORS', 'bad'],
  withheld: ['○', 'Not sent', 'half'],
  unknown: ['○', 'Not known', 'half'],
}

/** An explanation, secrets masked. */
export function ExplanationView({ explanation: given, preview }: ExplanationViewProps) {
  const explanation = useMemo(() => maskExplanation(given), [given])
  const { request, verdict, failure, violations, circumstances, consoleMessages, profiles, exchanges } =
    explanation
  const [sign, word, kind] = VERDICTS[verdict]
  const others = violations.filter(({ code }) => code !== failure?.code)
  return (
    <article class="explanation" data-verdict={verdict}>
      <header>
        <h2>
          <code>
            {request.method} {request.url}
          </code>
        </h2>
        <p>
          <strong class={`verdict ${kind}`}>
            <span aria-hidden="true">{sign} </span>
            {word}
          </strong>{' '}
          for a page of <code>{request.origin}</code>, as {explanation.profile}, credentials{' '}
          {request.credentials}
        </p>
      </header>
      {failure === null ? null : <FailureText failure={failure} />}
      {verdict === 'withheld' ? (
        <p>It could change something on the server. Tick the box to have it sent.</p>
      ) : null}
      {others.length === 0 ? null : (
        <>
          <h3>Once that is repaired</h3>
          <ul>
            {others.map(({ code, title, exchange }) => (
              <li key={`${code} ${exchange}`}>{title}</li>
            ))}
          </ul>
        </>
      )}
      {circumstances.map(({ code, title, meaning }) => (
        <p key={code} class="circumstance">
          <strong>Not CORS: {title}.</strong> {meaning}
        </p>
      ))}
      <FixView explanation={explanation} />
      {exchanges.length === 0 ? null : (
        <details open>
          <summary>What passed</summary>
          <Sequence
            label="What passed between page, browser and server"
            call={`${request.method} ${request.url}`}
            wire={exchanges}
            judgements={exchanges.map((_, index) => judgement(explanation, index))}
            outcome={null}
          />
        </details>
      )}
      {preview === null ? null : (
        <details>
          <summary>The body begins</summary>
          <pre>{preview}</pre>
        </details>
      )}
      {consoleMessages.length === 0 ? null : (
        <details>
          <summary>The console</summary>
          {consoleMessages.map(({ text }) => (
            <pre key={text} class="console">
              {text}
            </pre>
          ))}
        </details>
      )}
      <details>
        <summary>Each engine</summary>
        <div class="scroll" role="region" aria-label="What each engine does" tabIndex={0}>
          <table>
            <tbody>
              {profiles.map(({ profile, verdict: ending, code, differences }) => (
                <tr key={profile}>
                  <th scope="row">{profile}</th>
                  <td>{ending}</td>
                  <td>
                    {code === null ? '' : <code>{code}</code>} {differences.map(({ why }) => why).join(' ')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
      <p class="actions">
        <CopyButton label="Copy Markdown" text={() => renderMarkdown(explanation)} />
      </p>
    </article>
  )
}

/** What has to change, in headers and in the words of a framework. */
function FixView({ explanation }: { readonly explanation: Explanation }) {
  const { fix } = explanation
  const [chosen, setChosen] = useState<StackName | null>(null)
  if (fix === null || (fix.server.length === 0 && fix.request.length === 0)) return null
  const stack = chosen ?? guessStack(explanation) ?? 'concors'
  const code = stackFix(explanation, stack)
  const word = fix.proved
    ? 'proved by running the request again with it'
    : fix.assumed
      ? 'assuming what nobody saw'
      : 'likely'
  return (
    <div class="fix-view">
      {fix.server.length === 0 ? null : (
        <>
          <h3>
            The fix <small>{word}</small>
          </h3>
          {fix.server.map((change, index) => (
            <Change key={index} change={change} />
          ))}
        </>
      )}
      {fix.request.length === 0 ? null : (
        <>
          <h3>Or in the page</h3>
          <ul>
            {fix.request.map(({ kind, name, value, why, proved }, index) => (
              <li key={index}>
                <code>
                  {[kind === 'drop-header' ? 'without' : null, name, value].filter(Boolean).join(' ')}
                </code>{' '}
                {why} {proved ? <small>proved</small> : null}
              </li>
            ))}
          </ul>
        </>
      )}
      {code === null ? null : (
        <>
          <label class="field">
            <span>For</span>
            <select
              name="stack"
              value={stack}
              onChange={({ currentTarget }) => setChosen(currentTarget.value as StackName)}
            >
              {STACK_NAMES.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
          <pre class="code">{code.code}</pre>
          <p class="actions">
            <CopyButton label="Copy code" text={() => code.code} />
            <small>
              {code.run ? 'A test runs code like this.' : 'Written from its documentation, and not run.'}
            </small>
          </p>
        </>
      )}
    </div>
  )
}

function Change({ change }: { readonly change: ServerChange }) {
  const { method, url, status, headers, notes } = change
  return (
    <>
      <p>
        In the answer to{' '}
        <code>
          {method} {url}
        </code>
        {change.assumed ? ', which was not seen' : ''}:
      </p>
      <pre class="diff">
        {status === null ? null : (
          <DiffLine sign="+" text={`status ${status.to} instead of ${status.from}`} />
        )}
        {headers.flatMap((header, index) =>
          diffLines(header).map(([sign, text]) => (
            <DiffLine key={`${index}${sign}`} sign={sign} text={text} />
          )),
        )}
      </pre>
      {notes.map((note) => (
        <p key={note} class="hint">
          {note}
        </p>
      ))}
    </>
  )
}

function diffLines({
  action,
  name,
  value,
  was,
}: HeaderChange): readonly (readonly [sign: '+' | '-', text: string])[] {
  const gone =
    action === 'replace' || action === 'remove' ? was.map((line) => ['-', `${name}: ${line}`] as const) : []
  return value === null ? gone : [...gone, ['+', `${name}: ${value}`]]
}

function DiffLine({ sign, text }: { readonly sign: '+' | '-'; readonly text: string }) {
  return <span class={sign === '+' ? 'added' : 'removed'}>{`${sign} ${text}\n`}</span>
}
