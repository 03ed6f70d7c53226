/** The engines, by the name of their profile. */
export const ENGINE_NAMES = ['chromium', 'firefox', 'webkit'] as const
export type EngineName = (typeof ENGINE_NAMES)[number]

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
  /** Lines of the console, if the engine can be listened to. */
  readonly console: ConsoleLine[] | null
  close(): Promise<void>
}

export interface ConsoleLine {
  readonly level: string
  readonly text: string
}

export interface EngineOptions {
  /** Names that are found on loopback. */
  readonly hosts: readonly string[]
  /** Whether cookies of other sites are kept and sent as if they were first-party; named in every report. */
  readonly thirdPartyCookies: 'allowed' | 'blocked'
}

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
