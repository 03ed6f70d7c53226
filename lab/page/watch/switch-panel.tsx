import type { SwitchName, Switches } from '../../api/switches.js'
import { SWITCHES } from '../../api/switches.js'
import type { Change } from '../app.js'
import type { LabState } from '../state.js'

interface SwitchText {
  readonly label: string
  readonly positions: Readonly<Record<string, string>>
}

type Texts = {
  readonly [Name in SwitchName]: {
    readonly label: string
    readonly positions: { readonly [Position in Switches[Name]]: string }
  }
}

const TEXTS: Texts = {
  resource: {
    label: 'Asks for',
    positions: { readings: 'readings, JSON', chart: 'the chart, into a canvas' },
  },
  server: {
    label: 'Of',
    positions: { 'cross-site': 'another site', 'same-site': 'another origin, same site' },
  },
  method: {
    label: 'Method',
    positions: { GET: 'GET', PUT: 'PUT', DELETE: 'DELETE', PATCH: 'PATCH', patch: 'patch' },
  },
  header: {
    label: 'Header',
    positions: {
      none: 'none',
      'content-type': 'Content-Type: JSON',
      'x-units': 'X-Units',
      authorization: 'Authorization',
    },
  },
  credentials: {
    label: 'Credentials',
    positions: { 'same-origin': 'same-origin', include: 'include', omit: 'omit' },
  },
  mode: { label: 'Mode', positions: { cors: 'cors', 'no-cors': 'no-cors' } },
  crossOrigin: {
    label: 'crossorigin',
    positions: { none: 'no attribute', anonymous: 'anonymous', 'use-credentials': 'use-credentials' },
  },
  times: { label: 'Asks', positions: { '1': 'once', '2': 'twice' } },
  allowOrigin: {
    label: 'Access-Control-Allow-Origin',
    positions: {
      none: 'no header',
      any: '*',
      exact: "the page's origin",
      null: 'null',
      two: 'two values',
      port: 'the wrong port',
    },
  },
  allowCredentials: {
    label: 'Access-Control-Allow-Credentials',
    positions: { no: 'no header', yes: 'true' },
  },
  allowMethods: {
    label: 'Access-Control-Allow-Methods',
    positions: { none: 'no header', listed: 'PUT, DELETE, PATCH', any: '*' },
  },
  allowHeaders: {
    label: 'Access-Control-Allow-Headers',
    positions: { none: 'no header', listed: 'content-type, x-units, authorization', any: '*' },
  },
  maxAge: { label: 'Access-Control-Max-Age', positions: { none: 'no header', '0': '0', '600': '600' } },
  expose: {
    label: 'Access-Control-Expose-Headers',
    positions: { none: 'no header', listed: 'X-Station-Count', any: '*' },
  },
  redirect: {
    label: 'Redirect',
    positions: { none: 'none', 'same-origin': 'on its own origin', 'other-origin': 'to the other origin' },
  },
  status: { label: 'Status', positions: { '200': '200', '404': '404', '500': '500', '503': '503' } },
  preflightStatus: {
    label: "The preflight's status",
    positions: { '204': '204', '404': '404', '500': '500' },
  },
  preflightDelay: { label: 'The preflight takes', positions: { '0': 'no time', '1500': '1.5 s' } },
}

const BOTH: readonly SwitchName[] = ['resource', 'server']
const FETCH: readonly SwitchName[] = ['method', 'header', 'credentials', 'mode', 'times']
const IMAGE: readonly SwitchName[] = ['crossOrigin']
const ANSWER: readonly SwitchName[] = [
  'allowOrigin',
  'allowCredentials',
  'allowMethods',
  'allowHeaders',
  'maxAge',
  'expose',
  'redirect',
  'status',
  'preflightStatus',
  'preflightDelay',
]

interface SwitchPanelProps {
  readonly state: LabState
  readonly change: Change
}

/** What the page asks for, and what the API answers. */
export function SwitchPanel({ state, change }: SwitchPanelProps) {
  const { switches, usesPolicy } = state
  const set = (name: SwitchName, value: string): void => change({ switches: { ...switches, [name]: value } })
  const asked = [...BOTH, ...(switches.resource === 'chart' ? IMAGE : FETCH)]
  return (
    <form class="switches" onSubmit={(event) => event.preventDefault()}>
      <fieldset>
        <legend>The page</legend>
        {asked.map((name) => (
          <Select key={name} name={name} value={switches[name]} onChange={(value) => set(name, value)} />
        ))}
      </fieldset>
      <fieldset>
        <legend>The API answers</legend>
        <label class="field">
          <span>by</span>
          <select
            name="answer"
            value={usesPolicy ? 'policy' : 'switches'}
            onChange={({ currentTarget }) => change({ usesPolicy: currentTarget.value === 'policy' })}
          >
            <option value="switches">these switches</option>
            <option value="policy">the policy of the next tab</option>
          </select>
        </label>
        {usesPolicy
          ? null
          : ANSWER.map((name) => (
              <Select key={name} name={name} value={switches[name]} onChange={(value) => set(name, value)} />
            ))}
      </fieldset>
    </form>
  )
}

interface SelectProps {
  readonly name: SwitchName
  readonly value: string
  readonly onChange: (value: string) => void
}

function Select({ name, value, onChange }: SelectProps) {
  const { label, positions }: SwitchText = TEXTS[name]
  const isHeader = label.startsWith('Access-Control-')
  return (
    <label class={isHeader ? 'field wide' : 'field'}>
      <span class={isHeader ? 'mono' : ''}>{label}</span>
      <select name={name} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {SWITCHES[name].map((position) => (
          <option key={position} value={position}>
            {positions[position]}
          </option>
        ))}
      </select>
    </label>
  )
}
