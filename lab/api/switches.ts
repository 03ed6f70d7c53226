/**
 * What a visitor sets: what the page asks for, and what the API answers. Every switch has a few positions; the first is
 * the default. They travel in the URL of each request, so that no server keeps anything.
 */
export const SWITCHES = {
  /** What is asked for: JSON by `fetch()`, or the chart by an image that is drawn into a canvas. */
  resource: ['readings', 'chart'],
  /** Which of the two origins is asked: another site than the page's, or another origin of its site. */
  server: ['cross-site', 'same-site'],
  method: ['GET', 'PUT', 'DELETE', 'PATCH', 'patch'],
  /** A header that the page adds. */
  header: ['none', 'content-type', 'x-units', 'authorization'],
  credentials: ['same-origin', 'include', 'omit'],
  mode: ['cors', 'no-cors'],
  /** The `crossorigin` attribute of the image. */
  crossOrigin: ['none', 'anonymous', 'use-credentials'],
  /** How often the same request is made: the second one shows the preflight cache. */
  times: ['1', '2'],

  /** Access-Control-Allow-Origin. */
  allowOrigin: ['none', 'any', 'exact', 'null', 'two', 'port'],
  /** Access-Control-Allow-Credentials. */
  allowCredentials: ['no', 'yes'],
  /** Access-Control-Allow-Methods. */
  allowMethods: ['none', 'listed', 'any'],
  /** Access-Control-Allow-Headers. */
  allowHeaders: ['none', 'listed', 'any'],
  /** Access-Control-Max-Age, in seconds. */
  maxAge: ['none', '0', '600'],
  /** Access-Control-Expose-Headers. */
  expose: ['none', 'listed', 'any'],
  /** Where the request is sent on to. */
  redirect: ['none', 'same-origin', 'other-origin'],
  status: ['200', '404', '500', '503'],
  preflightStatus: ['204', '404', '500'],
  /** How long the preflight takes, in milliseconds. */
  preflightDelay: ['0', '1500'],
} as const

export type SwitchName = keyof typeof SWITCHES

/** A position for every switch. */
export type Switches = { readonly [Name in SwitchName]: (typeof SWITCHES)[Name][number] }

export const SWITCH_NAMES = Object.keys(SWITCHES) as readonly SwitchName[]

export const DEFAULT_SWITCHES = Object.fromEntries(
  SWITCH_NAMES.map((name) => [name, SWITCHES[name][0]]),
) as Switches

/** The switches that parameters name; what is unknown counts as the default. */
export function readSwitches(parameters: URLSearchParams): Switches {
  return Object.fromEntries(
    SWITCH_NAMES.map((name) => {
      const positions: readonly string[] = SWITCHES[name]
      const value = parameters.get(name)
      return [name, value !== null && positions.includes(value) ? value : positions[0]]
    }),
  ) as Switches
}

/** Adds those that are not at their default. */
export function writeSwitches(switches: Switches, parameters: URLSearchParams): void {
  for (const name of SWITCH_NAMES) {
    if (switches[name] !== SWITCHES[name][0]) parameters.set(name, switches[name])
  }
}
