import type { Decision } from '../policy/decision.js'
import type { Owner } from './live-policy.js'
import { nodeBuiltin } from './node-process.js'
import { isOwned, mergeVary } from './vary.js'

type HeaderValue = number | string | readonly (number | string)[]

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
type WriteHead = (this: NodeResponse, statusCode: number, ...rest: unknown[]) => unknown

/** What is particular to one response. */
export interface State {
  decision: Decision
  owner: Owner
  /** The one of the response itself. */
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

/** Shared by all responses: what is particular to one is under its symbol. */
function writeHead(this: NodeResponse, statusCode: number, first?: unknown, second?: unknown): unknown {
  const state = (this as Marked)[STATE]!
  const { writeHead: original, answer } = state
  // 1xx is not yet the response; and a head that is sent cannot be sent again, which the original says.
  if (this.headersSent || statusCode < 200) return original.call(this, statusCode, first, second)
  if (answer !== null) {
    answer()
    return this
  }
  const hasReason = typeof first === 'string'
  const given = (hasReason ? second : (first ?? second)) as HeadersArgument | null | undefined
  const head = headOf(this, given, state)
  return hasReason ? original.call(this, statusCode, first, head) : original.call(this, statusCode, head)
}

/** Node's own: nobody else sees what it is given, and a flat list is what it takes fastest. */
const NATIVE = (nodeBuiltin('node:http') as Http | undefined)?.ServerResponse.prototype.writeHead

interface Http {
  readonly ServerResponse: { readonly prototype: { readonly writeHead: WriteHead } }
}

/**
 * Brings together what is set, what `writeHead` is given, which replaces it, and a decision's headers, in place of all
 * that it owns. What Node itself writes is a list where nothing is set yet, and set where something is, which is fastest.
 * Others are given all by name, so that what they set meanwhile gives way.
 */
export function headOf(
  response: NodeResponse,
  given: HeadersArgument | null | undefined,
  { decision: { headers, defaults, vary }, writeHead: original }: State,
): HeadersArgument {
  const names = response.getHeaderNames()
  const record = (Array.isArray(given) ? recordOf(given) : (given ?? {})) as HeadersObject
  const givenNames = Object.keys(record)
  const head: Head = original !== NATIVE ? Object.create(null) : names.length === 0 ? [] : null
  const isAlone = Array.isArray(head) && (givenNames.length === 0 || given === NO_BODY)
  if (isAlone && lastLength === givenNames.length && lastHeaders === headers && lastVary === vary)
    return lastHead!
  let varies = ''
  for (const name of names) {
    if (name === 'vary') varies = textOf(response.getHeader(name))
    else if (isOwned(name)) response.removeHeader(name)
  }
  for (const name of givenNames) {
    const value = record[name]
    if (value === undefined || isOwned(name)) continue
    if (defaults.length > 0) names.push(name.toLowerCase())
    if (name.length === 4 && name.toLowerCase() === 'vary') varies += `,${textOf(value)}`
    else put(response, head, name, value)
  }
  // By index, which for lists of none to three costs less than an iterator.
  for (let i = 0; i < defaults.length; i++)
    if (!names.includes(defaults[i]![0])) put(response, head, defaults[i]![0], defaults[i]![1])
  for (let i = 0; i < headers.length; i++) put(response, head, headers[i]![0], headers[i]![1])
  varies = mergeVary(varies, vary)
  if (varies !== '') put(response, head, 'vary', varies)
  if (isAlone) {
    lastHeaders = headers
    lastVary = vary
    lastLength = givenNames.length
    lastHead = head
  }
  return Array.isArray(head) ? head : { ...head }
}

/** What an answer has beside a decision's headers, unless it is a 204, which has no length (RFC 9110, 8.6). */
export const NO_BODY: HeadersObject = { 'content-length': '0' }

/** The last head that nothing else stood in, and what it was made of: an answer is put together once. */
let lastHead: Head
let lastHeaders: unknown
/** Each policy has its own, and with it its defaults. */
let lastVary: unknown
let lastLength: unknown

type Head = HeaderValue[] | Record<string, HeaderValue> | null

function put(response: NodeResponse, head: Head, name: string, value: HeaderValue): void {
  if (head === null) response.setHeader(name, value as string)
  else if (Array.isArray(head)) head.push(name, value)
  else head[name] = value
}

/** Each name once: in a list it may be there several times, in whatever case. */
function recordOf(given: readonly unknown[]): HeadersObject {
  const flat = (Array.isArray(given[0]) ? given.flat() : given) as readonly HeaderValue[]
  if (flat.length % 2 > 0) throw new TypeError('A header has no value')
  const record: Record<string, HeaderValue> = Object.create(null)
  for (let i = 0; i < flat.length; i += 2) {
    const name = String(flat[i])
    const known = Object.keys(record).find((other) => other.toLowerCase() === name.toLowerCase())
    if (known === undefined) record[name] = flat[i + 1]!
    else record[known] = [record[known]!, flat[i + 1]!].flat()
  }
  return record
}

function textOf(value: HeaderValue | undefined): string {
  return [value].flat().join(', ')
}
