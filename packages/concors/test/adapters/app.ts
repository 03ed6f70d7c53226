import type { CorsHooks, PolicySource } from '../../src/node.js'

/** What came back: names lower-case, one entry per line of the head. */
export interface Answer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

export interface Running {
  readonly ask: (method: string, path: string, headers?: Readonly<Record<string, string>>) => Promise<Answer>
  readonly reconfigure: (source: PolicySource) => void
  close(): Promise<unknown>
}

/**
 * An application on one framework, with one adapter before its routes. All have the same routes, each written the way
 * that one writes it there:
 *
 * - `/plain`: 200, JSON; OPTIONS answers 200 with `Allow: GET`
 * - `/meddles`: sets Access-Control-Allow-Origin, -Credentials and -Private-Network, and `Vary: Accept-Encoding`
 * - `/appends`: appends to Access-Control-Allow-Origin and `Vary: Accept`, and two cookies
 * - `/removes`: removes Vary and Access-Control-Allow-Origin where that is possible
 * - `/throws`, `/redirect` (302), `/not-modified` (304), `/empty` (204), `/stream` (two chunks)
 * - `/own`: has a Timing-Allow-Origin and a Cross-Origin-Resource-Policy of its own
 * - `/inner`: the same as `/plain`; where there is an inner policy, behind an adapter of its own as well
 * - `/missing`: has no route
 */
export interface App {
  readonly name: string
  /** Is called by a function, so that no socket adds a Host. */
  readonly inProcess?: boolean
  /** What the framework itself has in every `Vary`. */
  readonly variesBy?: readonly string[]
  /** Express negotiates the body of a redirect, and says so in `Vary`. */
  readonly negotiatesRedirects?: boolean
  start(source: PolicySource, hooks?: CorsHooks<object>, inner?: PolicySource): Promise<Running>
}

export const EVIL = 'https://evil.example'

export const MEDDLING = {
  'Access-Control-Allow-Origin': EVIL,
  'Access-Control-Allow-Credentials': 'true',
  'access-control-allow-private-network': 'true',
  Vary: 'Accept-Encoding',
} as const

export const OWN = { 'Timing-Allow-Origin': EVIL, 'Cross-Origin-Resource-Policy': 'same-origin' } as const
export const COOKIES = ['a=1', 'b=2'] as const
