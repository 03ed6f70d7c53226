import { useEffect, useMemo, useState } from 'preact/hooks'
import { Explain } from './explain/explain.js'
import { ShareButton } from './parts/copy.js'
import { Tabs } from './parts/tabs.js'
import { PolicyEditor } from './policy/policy-editor.js'
import { visitorOf } from './run/profile-of.js'
import type { Settings } from './settings.js'
import { readFragment, writeFragment } from './state.js'
import type { LabState, TabName } from './state.js'
import { Watch } from './watch/watch.js'

const NAMES: Readonly<Record<TabName, string>> = { watch: 'Watch', policy: 'Policy', explain: 'Explain' }

/** Sets some of the state, and leaves the rest. */
export type Change = (part: Partial<LabState>) => void

export function App({ places, token }: Settings) {
  const visitor = useMemo(() => visitorOf(navigator.userAgent), [])
  const [state, setState] = useState(() => readFragment(location.hash, places.page, visitor.profile))
  const change: Change = (part) => setState((before) => ({ ...before, ...part }))

  useEffect(() => {
    // What is pasted may hold secrets: it is in a link only when somebody asks for one, and masked there.
    const fragment = writeFragment({ ...state, text: '' }, places.page, visitor.profile)
    history.replaceState(null, '', fragment === '' ? location.pathname : fragment)
  }, [state, places.page, visitor.profile])

  useEffect(() => {
    const read = (): void => setState(readFragment(location.hash, places.page, visitor.profile))
    addEventListener('hashchange', read)
    return () => removeEventListener('hashchange', read)
  }, [places.page, visitor.profile])

  return (
    <>
      <header class="top">
        <p class="brand">
          <strong>concors</strong> lab
        </p>
        <Tabs names={NAMES} selected={state.tab} onSelect={(tab) => change({ tab })} />
        <ShareButton state={state} page={places.page} profile={visitor.profile} />
      </header>
      <main>
        <section id="panel-watch" role="tabpanel" aria-labelledby="tab-watch" hidden={state.tab !== 'watch'}>
          <Watch state={state} change={change} places={places} visitor={visitor} />
        </section>
        <section
          id="panel-policy"
          role="tabpanel"
          aria-labelledby="tab-policy"
          hidden={state.tab !== 'policy'}
        >
          <PolicyEditor state={state} change={change} places={places} />
        </section>
        <section
          id="panel-explain"
          role="tabpanel"
          aria-labelledby="tab-explain"
          hidden={state.tab !== 'explain'}
        >
          <Explain state={state} change={change} token={token} />
        </section>
      </main>
    </>
  )
}
