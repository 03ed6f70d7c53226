import { DECISION_REASONS } from 'concors'
import type { PolicyIssue } from 'concors'
import { useMemo, useState } from 'preact/hooks'
import type { Places } from '../../api/places.js'
import type { Change } from '../app.js'
import { CopyButton } from '../parts/copy.js'
import type { LabState } from '../state.js'
import { applyFix, fixLabel } from './apply-fix.js'
import { check } from './check.js'
import type { Checked } from './check.js'
import { decide, meantOrigin, originsToTry } from './try-origins.js'

interface PolicyEditorProps {
  readonly state: LabState
  readonly change: Change
  readonly places: Places
}

/** A policy as JSON, its mistakes as they are typed, and whom it lets in. */
export function PolicyEditor({ state, change, places }: PolicyEditorProps) {
  const { policy: text } = state
  const checked = useMemo(() => check(text), [text])
  const play = (): void => change({ tab: 'watch', usesPolicy: true, jsonp: false })
  return (
    <>
      <div class="intro">
        <h1>A policy that cannot be written wrong</h1>
        <p>
          The options of <code>definePolicy</code>, as JSON. Every mistake shows as you type, with the value
          that was meant; the same checks run when a server starts.
        </p>
      </div>
      <div class="columns">
        <section class="column" aria-label="The policy">
          <label class="editor">
            <span>Policy</span>
            <textarea
              name="policy"
              spellcheck={false}
              rows={Math.min(24, Math.max(10, text.split('\n').length + 1))}
              value={text}
              aria-describedby="policy-issues"
              aria-invalid={checked.kind !== 'policy'}
              onInput={({ currentTarget }) => change({ policy: currentTarget.value })}
            />
          </label>
          <div class="actions">
            <button type="button" class="run" disabled={checked.kind !== 'policy'} onClick={play}>
              Use it as the API of Watch
            </button>
            <CopyButton label="Copy code" text={() => codeOf(text)} />
          </div>
          <div id="policy-issues" aria-live="polite">
            <Issues checked={checked} onFix={(issue) => change({ policy: repaired(checked, issue, text) })} />
          </div>
        </section>
        <section class="column" aria-label="Whom it lets in">
          <Origins checked={checked} page={places.page} />
        </section>
      </div>
    </>
  )
}

function codeOf(text: string): string {
  return `import { cors } from 'concors/node'\n\napp.use(cors(${text}))\n`
}

function repaired(checked: Checked, issue: PolicyIssue, text: string): string {
  return checked.kind === 'issues' ? JSON.stringify(applyFix(checked.options, issue), null, 2) : text
}

function Issues({
  checked,
  onFix,
}: {
  readonly checked: Checked
  readonly onFix: (issue: PolicyIssue) => void
}) {
  switch (checked.kind) {
    case 'policy':
      return (
        <p class="agree">
          <span aria-hidden="true">✓ </span>No mistake found.
        </p>
      )
    case 'no-json':
      return (
        <p class="issue">
          <span aria-hidden="true">✗ </span>
          {checked.message}
        </p>
      )
    case 'issues':
      return (
        <ul class="issues">
          {checked.issues.map((issue, index) => (
            <Issue key={`${issue.code} ${issue.path} ${index}`} issue={issue} onFix={onFix} />
          ))}
        </ul>
      )
  }
}

function Issue({
  issue,
  onFix,
}: {
  readonly issue: PolicyIssue
  readonly onFix: (issue: PolicyIssue) => void
}) {
  const { code, path, message } = issue
  const label = fixLabel(issue)
  return (
    <li class="issue" data-code={code}>
      <p>
        <span aria-hidden="true">✗ </span>
        {path === '' ? null : <code>{path}</code>} {message} <small>{code}</small>
      </p>
      {label === null ? null : (
        <button type="button" class="fix" onClick={() => onFix(issue)}>
          {label}
        </button>
      )}
    </li>
  )
}

function Origins({ checked, page }: { readonly checked: Checked; readonly page: string }) {
  const [own, setOwn] = useState('')
  if (checked.kind !== 'policy') {
    return <p class="hint">Whom it lets in shows here, once it has no mistake.</p>
  }
  const { policy, options } = checked
  const tried = originsToTry(page, meantOrigin(options['allowOrigins']))
  const all = own === '' ? tried : [{ origin: own, note: 'yours' }, ...tried]
  return (
    <>
      <label class="field">
        <span>Try an origin</span>
        <input
          name="own-origin"
          value={own}
          placeholder="https://app.example.com"
          spellcheck={false}
          onInput={({ currentTarget }) => setOwn(currentTarget.value.trim())}
        />
      </label>
      <div class="scroll" role="region" aria-label="Origins, allowed or refused" tabIndex={0}>
        <table class="origins">
          <thead>
            <tr>
              <th scope="col">a page of</th>
              <th scope="col">is</th>
              <th scope="col">because</th>
            </tr>
          </thead>
          <tbody>
            {all.map(({ origin, note }) => {
              const { allowed, reason } = decide(policy, origin)
              return (
                <tr key={origin + note} data-origin={origin}>
                  <th scope="row">
                    <code>{origin}</code>
                    <small>{note}</small>
                  </th>
                  <td class={allowed ? 'good' : 'bad'}>
                    <span aria-hidden="true">{allowed ? '✓' : '✗'}</span> {allowed ? 'allowed' : 'refused'}
                  </td>
                  <td>{DECISION_REASONS[reason].text}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </>
  )
}
