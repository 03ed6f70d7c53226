import type { Failure, FailureCode, NoticeCode } from './failure.js'

/** What a step found: the condition held, it was violated, or the step only did or noted something. */
export type Outcome = 'pass' | 'fail' | 'info'

export type Value = string | number | boolean | null | readonly string[]

/** The byte-exact values that decided a step. Strings are isomorphic: one character is one byte. */
export type Values = Readonly<Record<string, Value>>

/** One decision of a fetch, as plain JSON. */
export interface Step {
  /** Fragment id in the Fetch Standard, or `standard#fragment` where another standard defines the step. */
  readonly algorithm: string
  /** The step's number in that algorithm, for instance `7.5`. */
  readonly step: string
  readonly outcome: Outcome
  readonly values: Values
  /** On a failed step: which failure it is. */
  readonly failure?: FailureCode
  /** On an `info` step: something that a page's author would want to know although the fetch goes on. */
  readonly notice?: NoticeCode
  /** Present on exactly one step of a failed fetch: the one that the profile's engine reports. */
  readonly decides?: true
}

export type Trace = readonly Step[]

/**
 * Collects the steps of one fetch.
 *
 * The algorithms take it as `recorder | null` and call it through `recorder?.`, so that the arguments are not
 * even built when nobody asked for a trace.
 */
export class TraceRecorder {
  readonly #steps: Step[] = []
  /** The place of each failure's step; null while nothing failed. */
  #failures: Map<Failure, number> | null = null
  #deciding: number | null = null

  get trace(): Trace {
    return this.#steps
  }

  pass(algorithm: string, step: string, values: Values): void {
    this.#steps.push({ algorithm, step, outcome: 'pass', values })
  }

  info(algorithm: string, step: string, values: Values, notice?: NoticeCode): void {
    this.#steps.push(
      notice === undefined
        ? { algorithm, step, outcome: 'info', values }
        : { algorithm, step, outcome: 'info', values, notice },
    )
  }

  /** Records a violated condition. Which one of them decides is said afterwards, by {@link decide}. */
  fail(failure: Failure): void {
    this.#failures ??= new Map()
    if (this.#failures.has(failure)) return
    this.#failures.set(failure, this.#steps.length)
    const { algorithm, step, values, code } = failure
    this.#steps.push({ algorithm, step, outcome: 'fail', values, failure: code })
  }

  /** Marks the step of `failure`, and no other any more, as the one that ended the fetch. */
  decide(failure: Failure): void {
    this.fail(failure)
    if (this.#deciding !== null) {
      const { decides: _, ...step } = this.#steps[this.#deciding]!
      this.#steps[this.#deciding] = step
    }
    this.#deciding = this.#failures!.get(failure)!
    this.#steps[this.#deciding] = { ...this.#steps[this.#deciding]!, decides: true }
  }
}
