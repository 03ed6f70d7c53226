import type { EngineName } from './browsers/engine.js'
import type { Comparison } from './compare.js'

/** A difference that is not repaired, and why. */
export interface KnownDifference {
  readonly engines: readonly EngineName[]
  /** Of `group: name`. */
  readonly cases: RegExp
  readonly cause: string
}

const ALL = ['chromium', 'firefox', 'webkit'] as const

/** At most ten; what an engine does every time is a knob of its profile instead. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    engines: ALL,
    cases: /^request headers: (?:Content-Type: .*|Accept: .*|X-A: .*)\\x(?:0b|7f|01)/,
    cause:
      'Ours: undici refuses to send control bytes in a header, so the fetch fails after a preflight that allowed it. ' +
      'Chromium and Firefox send them, WebKit leaves them out.',
  },
  {
    engines: ALL,
    cases: /^exposed headers: .*"bb-8\\\\x0[bc]"/,
    cause: 'Ours: undici refuses a response with control bytes in a header; the engines hand it over.',
  },
  {
    engines: ALL,
    cases: /^statuses: head: continued first$/,
    cause: 'Ours: undici ends the connection at a `100 Continue` that nobody asked for; the engines skip it.',
  },
  {
    engines: ['chromium'],
    cases: /^abort: an aborted preflight is not kept$/,
    cause:
      'Chromium: its network process goes on with a preflight that the page has aborted, and keeps the answer. Seen.',
  },
  {
    engines: ['firefox'],
    cases: /^request headers: (?:a name twice is asked once|two content types are one value with a comma)$/,
    cause:
      'Firefox: a name that a page sets twice stands twice in Access-Control-Request-Headers, and of two ' +
      'Content-Types one is sent. Seen.',
  },
  {
    engines: ['webkit'],
    cases: /^exposed headers: values with odd spaces$/,
    cause:
      'WebKitGTK: reads header values as UTF-8, and shows U+FFFD for a byte that is none; our header values are bytes. Seen.',
  },
  {
    engines: ['webkit'],
    cases: /^bodies: gzip that is none/,
    cause:
      'WebKitGTK: libsoup hands over a body that it cannot decode as it is; ours fails, as the others do. Seen.',
  },
  {
    engines: ['webkit'],
    cases: /^network failures: two lengths that differ$/,
    cause: 'WebKitGTK: libsoup takes the first of two Content-Lengths; ours refuses, as the others do. Seen.',
  },
  {
    engines: ['webkit'],
    cases: /^redirects: A B with user info, X-A$/,
    cause: 'WebKit: asks the target of a redirect with user info by a preflight before it refuses. Seen.',
  },
]

export function knownDifference(engine: EngineName, { scenario }: Comparison): KnownDifference | undefined {
  const name = `${scenario.group}: ${scenario.name}`
  return KNOWN_DIFFERENCES.find(({ engines, cases }) => engines.includes(engine) && cases.test(name))
}
