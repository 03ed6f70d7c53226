import { get, TraceRecorder } from 'concors/protocol'
import type { FailureCode, HeaderList, ProfileName, Step, WireResponse, WireResult } from 'concors/protocol'
import type { Exchange, ExplainedRequest } from './explanation.js'
import type { FailedStep, HeaderChange, ServerChange } from './fix.js'
import { exchangeOfStep } from './judged-by.js'
import { replay, resultOf } from './replay.js'
import type { Answers, Sent } from './replay.js'
import { answerFix } from './server-fix.js'

/** A violated condition that was met on the way to a readable response. */
export interface FoundViolation extends FailedStep {
  readonly algorithm: string
  readonly step: string
}

/** What the answers of a fetch have to be like, and how far that carries it. */
export interface Repair {
  readonly changes: readonly ServerChange[]
  readonly violations: readonly FoundViolation[]
  /** Whether the fetch is readable with the changes. */
  readonly readable: boolean
  /** Whether that needed answers that nobody saw. */
  readonly assumed: boolean
  /** Whether the changes let more in than the page that asked. */
  readonly widens: boolean
  /** The answers with the changes. */
  readonly answers: Answers
}

/** More rounds than answers that 20 redirects and their preflights can have flaws. */
const MOST_ROUNDS = 100

/**
 * Goes on as if: runs the fetch, repairs the answer that ended it, and runs it again, until the page could read the
 * response or nothing that a server says could help.
 */
export function repair(
  request: ExplainedRequest,
  exchanges: readonly Exchange[],
  profile: ProfileName,
): Repair {
  const work = new Workshop(request, exchanges)
  const violations: FoundViolation[] = []
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const recorder = new TraceRecorder()
    const { response, sent } = replay(request, exchanges, profile, work.answers, recorder)
    const failed = failedSteps(recorder.trace, sent)
    if (response === null || response.failure === null) return work.result(violations, sent, profile, true)
    for (const found of failed) {
      // What nobody saw cannot have violated anything.
      if (found.on !== null && found.on.recorded === null) continue
      const { on, ...violation } = found
      const known = violations.some((one) => isSame(one, violation))
      if (!known) violations.push({ ...violation, exchange: on?.recorded ?? null })
    }
    if (!work.mend(failed)) return work.result(violations, sent, profile, false)
  }
  return work.result(violations, [], profile, false)
}

interface Flaw extends FoundViolation {
  readonly on: Sent | null
}

function failedSteps(trace: readonly Step[], sent: readonly Sent[]): readonly Flaw[] {
  const exchangeOf = exchangeOfStep(trace, sent.length)
  return trace.flatMap(({ failure, algorithm, step, values }, index) => {
    if (failure === undefined) return []
    const at = exchangeOf[index]!
    const on = at === null ? null : sent[at]!
    return [{ code: failure, algorithm, step, values, exchange: on?.recorded ?? null, on }]
  })
}

function isSame(a: FoundViolation, b: FoundViolation): boolean {
  return (
    a.code === b.code && a.exchange === b.exchange && JSON.stringify(a.values) === JSON.stringify(b.values)
  )
}

interface Slot {
  readonly exchange: Exchange
  readonly recorded: number | null
  readonly codes: Set<FailureCode>
  readonly shared: boolean
  change: ServerChange | null
  widens: boolean
}

/** The answers as they are, and what was changed of each. */
class Workshop {
  readonly #slots = new Map<string, Slot>()
  readonly #request: ExplainedRequest
  readonly #exchanges: readonly Exchange[]

  constructor(request: ExplainedRequest, exchanges: readonly Exchange[]) {
    this.#request = request
    this.#exchanges = exchanges
  }

  readonly answers: Answers = (sent, earlier) => {
    const slot = this.#slot(sent, earlier)
    const { exchange, change } = slot
    const result = resultOf(exchange)
    return change === null || 'reason' in result ? result : changed(result, change)
  }

  #slot(sent: Sent, earlier: readonly Sent[]): Slot {
    const known = this.#slots.get(sent.slot)
    if (known !== undefined) return known
    const { wire, recorded } = sent
    const { kind, method, url, headers } = wire
    const head = { method, url: url.href, headers: [...headers] }
    const seen = recorded === null ? null : this.#exchanges[recorded]!
    const exchange: Exchange =
      seen === null
        ? { kind, request: head, response: PLAIN_ANSWER, failure: null, milliseconds: 0 }
        : { ...seen, request: head }
    const slot = {
      exchange,
      recorded,
      codes: new Set<FailureCode>(),
      shared: recorded === null && this.#sharesWithAll(earlier),
      change: null,
      widens: false,
    }
    this.#slots.set(sent.slot, slot)
    return slot
  }

  /** A server that let everybody in before, where no cookies are asked for. */
  #sharesWithAll(earlier: readonly Sent[]): boolean {
    const last = earlier.at(-1)
    if (last === undefined || last.wire.kind !== 'preflight' || this.#request.credentials === 'include')
      return false
    const { exchange } = this.#slots.get(last.slot)!
    return get(exchange.response?.headers ?? [], 'access-control-allow-origin') === '*'
  }

  /** Repairs the answers for what failed on them. False where that changes nothing more. */
  mend(failed: readonly Flaw[]): boolean {
    let mended = false
    for (const { on, code } of failed) {
      const slot = on === null ? undefined : this.#slots.get(on.slot)
      if (slot === undefined || slot.codes.has(code)) continue
      slot.codes.add(code)
      const codes = [...slot.codes].map((each) => ({ code: each }))
      const fix = answerFix(codes, slot.exchange, slot.recorded, this.#request, slot.shared)
      if (fix === null) continue
      slot.change = fix.change
      slot.widens = fix.widens
      if (fix.change.status !== null || fix.change.headers.length > 0) mended = true
    }
    return mended
  }

  result(
    violations: readonly FoundViolation[],
    sent: readonly Sent[],
    profile: ProfileName,
    readable: boolean,
  ): Repair {
    if (readable) this.#leaveOutWhatIsNotNeeded(profile)
    const slots = [...this.#slots.values()]
    return {
      changes: slots.flatMap(({ change }) => (change === null ? [] : [change])),
      violations,
      readable,
      assumed: sent.some(({ recorded }) => recorded === null),
      widens: slots.some(({ widens }) => widens),
      answers: this.answers,
    }
  }

  /** The smallest set: what can be left out without being missed, goes. `Vary` is for caches, which nobody ran. */
  #leaveOutWhatIsNotNeeded(profile: ProfileName): void {
    const parts = [...this.#slots.values()].flatMap((slot) =>
      partsOf(slot.change).map((part) => ({ slot, part })),
    )
    if (parts.length < 2) return
    for (const { slot, part } of parts) {
      const before = slot.change!
      slot.change = without(before, part)
      const { response } = replay(this.#request, this.#exchanges, profile, this.answers)
      if (response?.failure !== null) slot.change = before
    }
  }
}

const PLAIN_ANSWER = { status: 200, statusMessage: 'OK', headers: [] }

function partsOf(change: ServerChange | null): readonly (HeaderChange | 'status')[] {
  if (change === null) return []
  const headers = change.headers.filter(({ name }) => name !== 'Vary')
  return change.status === null ? headers : ['status', ...headers]
}

function without(change: ServerChange, part: HeaderChange | 'status'): ServerChange | null {
  const less =
    part === 'status'
      ? { ...change, status: null }
      : { ...change, headers: change.headers.filter((one) => one !== part) }
  // What varies no longer needs to say so.
  const named = less.headers.some(
    ({ name, value }) => name === 'Access-Control-Allow-Origin' && value !== '*',
  )
  const headers = named ? less.headers : less.headers.filter(({ name }) => name !== 'Vary')
  return less.status === null && headers.length === 0 ? null : { ...less, headers }
}

/** The answer with the changes made to it. */
function changed(
  result: WireResponse,
  { status, headers }: Pick<ServerChange, 'status' | 'headers'>,
): WireResult {
  return {
    ...result,
    status: status?.to ?? result.status,
    headers: headers.reduce(withChange, result.headers),
  }
}

function withChange(list: HeaderList, { action, name, value }: HeaderChange): HeaderList {
  const lower = name.toLowerCase()
  const kept = action === 'add' ? list : list.filter(([other]) => other.toLowerCase() !== lower)
  return value === null ? kept : [...kept, [name, value]]
}
