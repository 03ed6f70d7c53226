import type { Decision } from '../policy/decision.js'
import type { Owner } from './live-policy.js'
import { isOwned, mergeVary } from './vary.js'

type HeaderValue = number | string | readonly string[]

/** What is used of a response of node:http, or of the compatibility API of node:http2. */
export interface NodeResponse {
  statusCode: number
  statusMessage?: string
  readonly headersSent: boolean
  readonly writableEnded: boolean
  writeHead: (statusCode: number, ...rest: never[]) => unknown
  write: (...rest: never[]) => boolean
  end: (...rest: never[]) => unknown
  setHeader(name: string, value: number | string | string[]): unknown
  getHeader(name: string): HeaderValue | undefined
  getHeaderNames(): string[]
  removeHeader(name: string): void
}

type HeadersObject = Readonly<Record<string, HeaderValue | undefined>>

/** Headers as `writeHead` takes them: an object, a flat list, or pairs. */
type HeadersArgument = HeadersObject | readonly HeaderValue[] | readonly (readonly [string, HeaderValue])[]

/** As it is called, by whoever. */
export type WriteHead = (this: NodeResponse, statusCode: number, ...rest: unknown[]) => unknown

interface State {
  decision: Decision
  owner: Owner
  readonly writeHead: WriteHead
  /** Sends the decision as an answer, in place of the head that is about to be written; null where it is none. */
  answer: (() => void) | null
}

const STATE = Symbol('concors')

type Marked = NodeResponse & { [STATE]?: State }

/**
 * Has a decision's headers written whenever the head is, over whatever the handler has done by then. A property of
 * the response itself is the one hook that every way of writing a response goes through: `end`, `write`, `pipe`,
 * `flushHeaders`, frameworks, the compatibility API of http2. What goes past the response does not: in http2
 * `stream.respond` and what pushes, in http1 writing to the socket. The decision of another owner gives way, and both
 * are told.
 */
export function attach(response: NodeResponse, decision: Decision, owner: Owner): State {
  const marked = response as Marked
  const state = marked[STATE]
  if (state === undefined) {
    const made = { decision, owner, writeHead: marked.writeHead as WriteHead, answer: null }
    marked[STATE] = made
    marked.writeHead = writeHead
    return made
  }
  if (state.owner !== owner) state.owner.yieldTo(owner)
  state.decision = decision
  state.owner = owner
  state.answer = null
  return state
}

/** Whose decision is attached, if any is. */
export function ownerOf(response: NodeResponse): Owner | undefined {
  return (response as Marked)[STATE]?.owner
}

/** The `writeHead` of the response itself. */
export function originalWriteHead(response: NodeResponse): WriteHead {
  return (response as Marked)[STATE]?.writeHead ?? (response.writeHead as WriteHead)
}

/** Shared by all responses: what is particular to one is under its symbol. */
function writeHead(this: NodeResponse, statusCode: number, first?: unknown, second?: unknown): unknown {
  const { decision, writeHead: original, answer } = (this as Marked)[STATE]!
  // 1xx is not yet the response; and a head that is sent cannot be sent again, which the original says.
  if (this.headersSent || statusCode < 200) return original.call(this, statusCode, first, second)
  if (answer !== null) {
    answer()
    return this
  }
  const hasReason = typeof first === 'string'
  const given = (hasReason ? second : (first ?? second)) as HeadersArgument | null | undefined
  const names = this.getHeaderNames()
  if (names.length === 0 && !Array.isArray(given)) {
    // Faster than to set each.
    const head = headOf(given as HeadersObject | null | undefined, decision)
    return hasReason ? original.call(this, statusCode, first, head) : original.call(this, statusCode, head)
  }
  const hasGiven = given !== undefined && given !== null
  if (hasGiven) takeOver(this, given)
  apply(this, hasGiven ? this.getHeaderNames() : names, decision)
  return hasReason ? original.call(this, statusCode, first) : original.call(this, statusCode)
}

/** All headers of a head, where none has been set before it is written. */
function headOf(
  given: HeadersObject | null | undefined,
  { headers, defaults, vary }: Decision,
): HeadersObject {
  const head: Record<string, HeaderValue> = {}
  const lowers: string[] = []
  let merged = ''
  for (const name of Object.keys(given ?? {})) {
    const value = given![name]
    if (value === undefined || isOwned(name)) continue
    const lower = name.toLowerCase()
    lowers.push(lower)
    if (lower === 'vary') merged = merged === '' ? textOf(value) : `${merged}, ${textOf(value)}`
    // Assigned, it would become the prototype.
    else if (name === '__proto__') Object.defineProperty(head, name, { value, enumerable: true })
    else head[name] = value
  }
  for (const [name, value] of defaults) if (!lowers.includes(name)) head[name] = value
  for (const [name, value] of headers) head[name] = value
  if (vary.length > 0) merged = mergeVary(merged, vary)
  if (merged !== '') head['vary'] = merged
  return head
}

/** Puts the headers of `writeHead` among those of `setHeader`: they replace these, and may be there several times. */
function takeOver(response: NodeResponse, given: HeadersArgument): void {
  const values = new Map<string, { readonly name: string; readonly all: string[] }>()
  for (const [name, value] of entriesOf(given)) {
    if (value === undefined) continue
    const lower = name.toLowerCase()
    let known = values.get(lower)
    if (known === undefined) values.set(lower, (known = { name, all: [] }))
    for (const one of Array.isArray(value) ? value : [value]) known.all.push(String(one))
  }
  for (const [lower, { name, all }] of values) {
    if (lower === 'vary') response.setHeader('vary', mergeVary(textOf(response.getHeader('vary')), all))
    else if (!isOwned(lower)) response.setHeader(name, all.length === 1 ? all[0]! : all)
  }
}

function entriesOf(given: HeadersArgument): Iterable<readonly [string, HeaderValue | undefined]> {
  if (!Array.isArray(given)) return Object.entries(given)
  if (Array.isArray(given[0])) return given as readonly (readonly [string, HeaderValue])[]
  const flat = given as readonly HeaderValue[]
  if (flat.length % 2 !== 0) throw new TypeError('A flat list of headers has a value for each name')
  return Array.from({ length: flat.length / 2 }, (_, i) => [String(flat[2 * i]), flat[2 * i + 1]!] as const)
}

/** @param names lower-case, of the headers that are set */
function apply(
  response: NodeResponse,
  names: readonly string[],
  { headers, defaults, vary }: Decision,
): void {
  let hasVary = false
  for (const name of names) {
    if (name === 'vary') hasVary = true
    else if (isOwned(name)) response.removeHeader(name)
  }
  for (const [name, value] of headers) response.setHeader(name, value)
  for (const [name, value] of defaults) {
    if (response.getHeader(name) === undefined) response.setHeader(name, value)
  }
  if (vary.length > 0) {
    response.setHeader('vary', mergeVary(hasVary ? textOf(response.getHeader('vary')) : '', vary))
  }
}

export function textOf(value: HeaderValue | undefined): string {
  if (value === undefined) return ''
  return Array.isArray(value) ? value.join(', ') : String(value)
}
