import { maskExplanation, renderMarkdown } from '@concors/explain'
import type { Explanation } from '@concors/explain'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Places } from '../../api/places.js'
import type { Change } from '../app.js'
import { CopyButton } from '../parts/copy.js'
import { FailureText } from '../parts/failure-text.js'
import { Sequence } from '../parts/sequence.js'
import { AttemptView } from '../parts/verdict.js'
import { askOf, codeOf, curlOf } from '../run/ask.js'
import type { Ask, Source } from '../run/ask.js'
import { compare } from '../run/compare.js'
import type { Outcome, WireMessage } from '../run/outcome.js'
import type { Visitor } from '../run/profile-of.js'
import { createRunName, realRun } from '../run/real-run.js'
import { simulate } from '../run/simulate.js'
import type { Simulation } from '../run/simulate.js'
import type { LabState } from '../state.js'
import { Differences } from './differences.js'
import { Jsonp } from './jsonp.js'
import { SCENES, sceneOf } from './scenes.js'
import { judgement } from './steps.js'
import { SwitchPanel } from './switch-panel.js'

interface WatchProps {
  readonly state: LabState
  readonly change: Change
  readonly places: Places
  readonly visitor: Visitor
}

/** A run of both: the visitor's browser, as far as it has come, and our engine. */
interface Run {
  readonly name: string
  readonly ask: Ask
  readonly wire: readonly WireMessage[]
  readonly browser: Outcome | null
  readonly engine: Simulation
  readonly error: string | null
}

export function Watch({ state, change, places, visitor }: WatchProps) {
  const { switches, usesPolicy, policy, jsonp } = state
  const source: Source = useMemo(
    () => (usesPolicy ? { kind: 'policy', text: compact(policy) } : { kind: 'switches' }),
    [usesPolicy, policy],
  )
  const { run, start } = useRun(places, visitor)
  const scene = usesPolicy ? null : sceneOf(switches)
  const ask = askOf(switches, source, places, null)

  return (
    <>
      <div class="intro">
        <h1>See CORS happen</h1>
        <p>
          This page, at <code>{places.page}</code>, wants the weather of another country. It is served by an
          API at another origin,{' '}
          <code>{switches.server === 'same-site' ? places.sameSite : places.crossSite}</code>. Three steps
          decide: the browser adds <code>Origin</code>, the server answers with{' '}
          <code>Access-Control-Allow-Origin</code>, and the browser lets the page read the answer only if that
          fits.
        </p>
      </div>
      <nav class="scenes" aria-label="Scenes">
        {SCENES.map(({ name, switches: set }) => (
          <button
            key={name}
            type="button"
            aria-pressed={!jsonp && scene?.name === name}
            onClick={() => change({ switches: set, usesPolicy: false, jsonp: false })}
          >
            {name}
          </button>
        ))}
        <button type="button" aria-pressed={jsonp} onClick={() => change({ jsonp: true })}>
          JSONP
        </button>
      </nav>
      {jsonp ? (
        <Jsonp places={places} />
      ) : (
        <div class="stage">
          <SwitchPanel state={state} change={change} />
          <div class="show">
            <p class="scene-text">{scene?.text ?? 'A setting of your own.'}</p>
            <div class="actions">
              <button type="button" class="run" onClick={() => void start(switches, source)}>
                Run
              </button>
              <CopyButton label="Copy fetch()" text={() => codeOf(ask)} />
              <CopyButton label="Copy curl" text={() => curlOf(ask, places.page)} />
              {run === null ? null : <CopyButton label="Copy Markdown" text={() => markdownOf(run.engine)} />}
            </div>
            {run === null ? (
              <p class="hint">
                Run asks the API with your own browser, {visitor.name}, and with the engine of concors, side
                by side.
              </p>
            ) : (
              <RunView run={run} visitor={visitor} />
            )}
          </div>
        </div>
      )}
    </>
  )
}

/** One run at a time: a newer one takes the place of an older one that still goes on. */
function useRun(places: Places, visitor: Visitor) {
  const [run, setRun] = useState<Run | null>(null)
  const current = useRef<string | null>(null)
  useEffect(() => () => void (current.current = null), [])

  const start = async (switches: LabState['switches'], source: Source): Promise<void> => {
    const name = createRunName()
    current.current = name
    const ask = askOf(switches, source, places, name)
    const shown = askOf(switches, source, places, null)
    const engine = simulate(shown, places, visitor.profile)
    setRun({ name, ask: shown, wire: [], browser: null, engine, error: null })
    const update = (part: Partial<Run>): void => {
      if (current.current === name) setRun((before) => (before === null ? null : { ...before, ...part }))
    }
    try {
      update({ browser: await realRun(ask, name, (wire) => update({ wire })) })
    } catch (error) {
      update({ error: (error as Error).message })
    }
  }
  return { run, start }
}

function RunView({ run, visitor }: { readonly run: Run; readonly visitor: Visitor }) {
  const { ask, wire, browser, engine, error } = run
  const call = codeOf(withoutSwitches(ask))
  const judgements = known(engine).flatMap((explanation) =>
    explanation.exchanges.map((_, index) => judgement(explanation, index)),
  )
  return (
    <>
      <div aria-live="polite">
        {error === null ? null : <p class="disagree">{error}</p>}
        {browser === null ? null : <Differences differences={compare(browser, engine, visitor.profile)} />}
      </div>
      <div
        class="columns"
        data-run={browser === null && error === null ? 'running' : 'done'}
        data-name={run.name}
      >
        <section aria-label={`Your browser, ${visitor.name}`} class="column" data-side="browser">
          <h2>
            Your browser <small>{visitor.name}</small>
          </h2>
          <Sequence
            label="What passed between page, browser and server"
            call={call}
            wire={browser?.wire ?? wire}
            outcome={browser === null ? null : <Attempts outcome={browser} />}
          />
        </section>
        <section aria-label="The engine of concors" class="column" data-side="engine">
          <h2>
            concors <small>as {visitor.profile}</small>
          </h2>
          <Sequence
            label="What the engine of concors sends, and why it decides so"
            call={call}
            wire={engine.wire}
            judgements={judgements}
            outcome={<Attempts outcome={engine} explanations={engine.explanations} />}
          />
        </section>
      </div>
    </>
  )
}

function Attempts({
  outcome,
  explanations = [],
}: {
  readonly outcome: Outcome
  readonly explanations?: Simulation['explanations']
}) {
  const names = (outcome.wire.at(-1)?.response?.headers ?? []).map(([name]) => name.toLowerCase())
  return (
    <>
      {outcome.attempts.map((attempt, index) => (
        <div key={index}>
          <AttemptView
            attempt={attempt}
            hidden={
              attempt.type === 'cors'
                ? [...new Set(names)].filter((name) => !attempt.visibleHeaders.includes(name))
                : []
            }
          />
          <Why explanation={explanations[index]} />
        </div>
      ))}
    </>
  )
}

/** In our engine's column: why, and what the console says. */
function Why({ explanation }: { readonly explanation: Explanation | null | undefined }) {
  if (explanation === null || explanation === undefined || explanation.failure === null) return null
  const { failure, consoleMessages } = explanation
  return (
    <div class="why">
      <FailureText failure={failure} />
      {consoleMessages.slice(0, 1).map(({ text }) => (
        <pre key={text} class="console">
          {text}
        </pre>
      ))}
    </div>
  )
}

/** The switches are in the URL, and are no part of the story. */
function withoutSwitches(ask: Ask): Ask {
  const url = new URL(ask.url)
  return { ...ask, url: url.origin + url.pathname }
}

/** What cannot be a policy goes as it is: the API then fails, and the next tab says why. */
function compact(policy: string): string {
  try {
    return JSON.stringify(JSON.parse(policy))
  } catch {
    return policy
  }
}

function markdownOf(simulation: Simulation): string {
  return known(simulation)
    .map((explanation) => renderMarkdown(maskExplanation(explanation)))
    .join('\n')
}

function known({ explanations }: Simulation): readonly Explanation[] {
  return explanations.filter((explanation) => explanation !== null)
}
