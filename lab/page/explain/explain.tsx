import type { CatalogueEntry, Explanation } from '@concors/explain'
import { useRef, useState } from 'preact/hooks'
import type { Change } from '../app.js'
import { PROFILE_NAMES } from '../state.js'
import type { LabState } from '../state.js'
import { askServer, readSnippet } from './ask-server.js'
import type { Asked } from './ask-server.js'
import { ExplanationView } from './explanation-view.js'
import { readText } from './read-text.js'

interface ExplainProps {
  readonly state: LabState
  readonly change: Change
  readonly token: string
}

interface Shown {
  readonly explanations: readonly Asked[]
  readonly entries: readonly CatalogueEntry[]
  readonly notes: readonly string[]
  readonly error: string | null
}

const NOTHING: Shown = { explanations: [], entries: [], notes: [], error: null }

/** Whatever a developer has in hand, explained. */
export function Explain({ state, change, token }: ExplainProps) {
  const { text, from, profile } = state
  const [send, setSend] = useState(false)
  const [shown, setShown] = useState<Shown>(NOTHING)
  const [busy, setBusy] = useState(false)
  const current = useRef(0)

  const run = async (): Promise<void> => {
    const mine = ++current.current
    setBusy(true)
    const result = await explained(text, from, profile, send, token)
    if (mine !== current.current) return
    setShown(result)
    setBusy(false)
  }

  return (
    <>
      <div class="intro">
        <h1>Why was it blocked?</h1>
        <p>
          Paste what you have: a line of a browser's console, a <code>fetch()</code> call, "Copy as cURL", a
          HAR file, the output of <code>curl -v</code>, or a URL. It is explained in this page; only URLs,
          commands and code are asked about, by the lab's own server on your machine.
        </p>
      </div>
      <form
        class="ask"
        onSubmit={(event) => {
          event.preventDefault()
          void run()
        }}
      >
        <label class="editor">
          <span>What you have</span>
          <textarea
            name="text"
            rows={8}
            spellcheck={false}
            value={text}
            placeholder={EXAMPLE}
            onInput={({ currentTarget }) => change({ text: currentTarget.value })}
          />
        </label>
        <div class="actions">
          <label class="field">
            <span>The page</span>
            <input
              name="from"
              value={from}
              placeholder="https://app.example.com"
              spellcheck={false}
              onInput={({ currentTarget }) => change({ from: currentTarget.value })}
            />
          </label>
          <label class="field">
            <span>Browser</span>
            <select
              name="profile"
              value={profile}
              onChange={({ currentTarget }) =>
                change({ profile: currentTarget.value as LabState['profile'] })
              }
            >
              {PROFILE_NAMES.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
          <label class="check">
            <input
              type="checkbox"
              name="send"
              checked={send}
              onChange={({ currentTarget }) => setSend(currentTarget.checked)}
            />{' '}
            send also what could change something
          </label>
          <button type="submit" class="run" disabled={text.trim() === '' || busy}>
            {busy ? 'Asking …' : 'Explain'}
          </button>
        </div>
      </form>
      <div aria-live="polite" class="explanations" data-busy={busy}>
        {shown.error === null ? null : (
          <p class="issue">
            <span aria-hidden="true">✗ </span>
            {shown.error}
          </p>
        )}
        {shown.notes.map((note) => (
          <p key={note} class="hint">
            {note}
          </p>
        ))}
        {shown.explanations.map(({ explanation, preview }, index) => (
          <ExplanationView key={index} explanation={explanation} preview={preview} />
        ))}
        {shown.entries.map((entry) => (
          <Entry key={entry.code} entry={entry} />
        ))}
      </div>
    </>
  )
}

const EXAMPLE =
  "Access to fetch at 'https://api.example.com/items' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."

async function explained(
  text: string,
  from: string,
  profile: LabState['profile'],
  send: boolean,
  token: string,
): Promise<Shown> {
  try {
    const read = await readText(text, from, profile, (code) => readSnippet(code, token))
    switch (read.kind) {
      case 'error':
        return { ...NOTHING, error: read.message }
      case 'entries':
        return { ...NOTHING, entries: read.entries }
      case 'explained':
        return { ...NOTHING, notes: read.notes, explanations: read.explanations.map(withoutPreview) }
      case 'to-ask': {
        const asks = read.requests.map(({ request, body }) => askServer(request, body, profile, send, token))
        return { ...NOTHING, notes: read.notes, explanations: await Promise.all(asks) }
      }
    }
  } catch (error) {
    return { ...NOTHING, error: (error as Error).message }
  }
}

function withoutPreview(explanation: Explanation): Asked {
  return { explanation, preview: null }
}

/** What no answer of a server causes has an entry in the catalogue. */
function Entry({ entry }: { readonly entry: CatalogueEntry }) {
  const { code, title, meaning, causes, fix, link } = entry
  return (
    <article class="explanation">
      <h2>{title}</h2>
      <p>{meaning}</p>
      <List title="Usual causes" items={causes} />
      <List title="What helps" items={fix} />
      <p>
        <small>{code}</small>{' '}
        {link === null ? null : (
          <a href={link} target="_blank" rel="noreferrer">
            Where it is decided
          </a>
        )}
      </p>
    </article>
  )
}

function List({ title, items }: { readonly title: string; readonly items: readonly string[] }) {
  if (items.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </>
  )
}
