import { readSwitches, writeSwitches } from '../api/switches.js'
import type { Switches } from '../api/switches.js'

export type TabName = 'watch' | 'policy' | 'explain'

export const TABS: readonly TabName[] = ['watch', 'policy', 'explain']

/** All that a visitor has set: a link carries it, and no server does. */
export interface LabState {
  readonly tab: TabName
  readonly switches: Switches
  /** Whether the API of the first tab answers by the policy of the second. */
  readonly usesPolicy: boolean
  readonly jsonp: boolean
  readonly policy: string
  /** What was pasted into the third tab. */
  readonly text: string
  /** The page that the pasted text is about, where the text does not say. */
  readonly from: string
  readonly profile: 'chromium' | 'firefox' | 'webkit' | 'standard'
}

function startingPolicy(page: string): string {
  return JSON.stringify(
    { allowOrigins: [page, 'https://*.example.com'], allowMethods: ['PUT'], allowHeaders: ['x-units'] },
    null,
    2,
  )
}

/** Reads what {@link writeFragment} wrote; anything else is the default. */
export function readFragment(hash: string, page: string, profile: LabState['profile']): LabState {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''))
  const tab = parameters.get('tab')
  const named = parameters.get('profile')
  return {
    tab: TABS.find((one) => one === tab) ?? 'watch',
    switches: readSwitches(parameters),
    usesPolicy: parameters.get('answer') === 'policy',
    jsonp: parameters.get('scene') === 'jsonp',
    policy: parameters.get('policy') ?? startingPolicy(page),
    text: parameters.get('text') ?? '',
    from: parameters.get('from') ?? '',
    profile: PROFILE_NAMES.find((one) => one === named) ?? profile,
  }
}

export const PROFILE_NAMES = ['chromium', 'firefox', 'webkit', 'standard'] as const

/** The state as a fragment, without what is at its default. */
export function writeFragment(state: LabState, page: string, profile: LabState['profile']): string {
  const parameters = new URLSearchParams()
  if (state.tab !== 'watch') parameters.set('tab', state.tab)
  writeSwitches(state.switches, parameters)
  if (state.usesPolicy) parameters.set('answer', 'policy')
  if (state.jsonp) parameters.set('scene', 'jsonp')
  if (state.policy !== startingPolicy(page)) parameters.set('policy', state.policy)
  if (state.text !== '') parameters.set('text', state.text)
  if (state.from !== '') parameters.set('from', state.from)
  if (state.profile !== profile) parameters.set('profile', state.profile)
  const text = parameters.toString()
  return text === '' ? '' : `#${text}`
}
