import type { EngineConsole } from './console.js'

/** The engines, by the name of their profile. */
export const ENGINE_NAMES = ['chromium', 'firefox', 'webkit'] as const
export type EngineName = (typeof ENGINE_NAMES)[number]

/** What becomes of cookies of other sites than the page's. */
export type ThirdPartyCookies = 'allowed' | 'partitioned' | 'blocked' | 'not-kept'

/** A page of an engine under test. */
export interface EnginePage {
  goto(url: string): Promise<void>
  /** Evaluates the source of an async function, and hands its result over as JSON. */
  evaluate(source: string, argument: unknown, timeLimit: number): Promise<unknown>
}

export interface Engine {
  readonly name: EngineName
  /** As it calls itself. */
  readonly version: string
  readonly page: EnginePage
  readonly console: EngineConsole
  close(): Promise<void>
}

export interface EngineOptions {
  /** Names that are found on loopback. */
  readonly hosts: readonly string[]
  /** A file with the certificate of an authority to trust. */
  readonly authority: string
  readonly thirdPartyCookies: ThirdPartyCookies
  /** Milliseconds in which it has to start. Default: 90 seconds. */
  readonly startLimit?: number
}

export const START_LIMIT = 90_000

/**
 * The text that an engine evaluates: a promise of JSON. The transpiler wraps named functions into calls of
 * `__name`, which no page has.
 */
export function evaluated(source: string, argument: unknown): string {
  return `(async () => {
  const __name = (value) => value
  try { return JSON.stringify({ value: await (${source})(${JSON.stringify(argument)}) }) }
  catch (error) { return JSON.stringify({ error: String(error) }) }
})()`
}

export function evaluationResult(name: EngineName, text: unknown): unknown {
  const result = JSON.parse(String(text)) as { value?: unknown; error?: string }
  if (result.error !== undefined) throw new Error(`${name}: the page's script failed: ${result.error}`)
  return result.value
}

/** Rejects when something takes too long; says what it was. */
export async function within<T>(work: Promise<T>, milliseconds: number, what: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${milliseconds} ms`)), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
