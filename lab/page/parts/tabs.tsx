import type { TabName } from '../state.js'
import { TABS } from '../state.js'

interface TabsProps {
  readonly names: Readonly<Record<TabName, string>>
  readonly selected: TabName
  readonly onSelect: (tab: TabName) => void
}

/** https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
export function Tabs({ names, selected, onSelect }: TabsProps) {
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -TABS.indexOf(selected), End: TABS.length - 1 }[
      event.key
    ]
    if (step === undefined) return
    event.preventDefault()
    const from = event.key === 'End' ? 0 : TABS.indexOf(selected)
    const tab = TABS[(from + step + TABS.length) % TABS.length]!
    onSelect(tab)
    document.querySelector<HTMLElement>(`#tab-${tab}`)?.focus()
  }
  return (
    <div role="tablist" aria-label="What the lab shows" class="tabs" onKeyDown={move}>
      {TABS.map((tab) => (
        <button
          key={tab}
          id={`tab-${tab}`}
          role="tab"
          type="button"
          aria-selected={tab === selected}
          aria-controls={`panel-${tab}`}
          tabIndex={tab === selected ? 0 : -1}
          onClick={() => onSelect(tab)}
        >
          {names[tab]}
        </button>
      ))}
    </div>
  )
}
