import type { Decision } from '../policy/decision.js'
import { isOwned, mergeVary } from './vary.js'

type HeaderValue = number | string | readonly string[]

/** What is used of a response of node:http, or of the compatibility API of node:http2. */
export interface NodeResponse {
  statusCode: number
  readonly headersSent: boolean
  readonly writableEnded: boolean
  writeHead: (statusCode: number, ...rest: never[]) => unknown
  end: () => unknown
  setHeader(name: string, value: number | string | string[]): unknown
  getHeader(name: string): HeaderValue | undefined
  getHeaderNames(): string[]
  removeHeader(name: string): void
}

/** Headers as `writeHead` takes them: an object, a flat list, or pairs. */
type HeadersArgument =
  | Readonly<Record<string, HeaderValue | undefined>>
  | readonly HeaderValue[]
  | readonly (readonly [string, HeaderValue])[]

type WriteHead = (this: NodeResponse, statusCode: number, ...rest: unknown[]) => unknown

/** Whose decision it is: a second one is a conflict. */
export interface DecisionOwner {
  tellConflict(): void
}

interface State {
  decision: Decision
  owner: DecisionOwner
  readonly writeHead: WriteHead
}

const STATE = Symbol('concors')

type Marked = NodeResponse & { [STATE]?: State }

/**
 * Has a decision's headers written whenever the head is, over whatever the handler has done by then. A property of
 * the response itself is the one hook that every way of writing a response goes through: `end`, `write`, `pipe`,
 * `flushHeaders`, frameworks, the compatibility API of http2. What goes past the response does not: in http2
 * `stream.respond` and what pushes, in http1 writing to the socket. The decision of another owner gives way, and both are told.
 */
export function attach(response: NodeResponse, decision: Decision, owner: DecisionOwner): void {
  const marked = response as Marked
  const state = marked[STATE]
  if (state === undefined) {
    marked[STATE] = { decision, owner, writeHead: marked.writeHead as WriteHead }
    marked.writeHead = writeHead
    return
  }
  if (state.owner !== owner) for (const one of [state.owner, owner]) one.tellConflict()
  state.decision = decision
  state.owner = owner
}

/** Whether somebody has answered, so that no head can be written any more. */
export function isOver({ headersSent, writableEnded }: NodeResponse): boolean {
  return headersSent || writableEnded
}

/** Answers at once, with a decision's headers and no body. */
export function answer(response: NodeResponse, { headers, vary, status }: Decision): void {
  const names = response.getHeaderNames()
  const flat: string[] = []
  for (const [name, value] of headers) flat.push(name, value)
  // A 204 has no length (RFC 9110, 8.6).
  if (status !== 204) flat.push('Content-Length', '0')
  const text = mergeVary(names.length === 0 ? '' : textOf(response.getHeader('vary')), vary)
  if (text !== '') flat.push('Vary', text)
  // Another policy's decision may be attached.
  const write: WriteHead = (response as Marked)[STATE]?.writeHead ?? (response.writeHead as WriteHead)
  if (names.length === 0) write.call(response, status!, flat)
  else {
    // After a setHeader, writeHead with a list treats it header by header anyway, and worse.
    for (const name of names) if (isOwned(name)) response.removeHeader(name)
    for (let i = 0; i < flat.length; i += 2) response.setHeader(flat[i]!, flat[i + 1]!)
    write.call(response, status!)
  }
  response.end()
}

/** Shared by all responses: what is particular to one is under its symbol. */
function writeHead(this: NodeResponse, statusCode: number, first?: unknown, second?: unknown): unknown {
  const { decision, writeHead: original } = (this as Marked)[STATE]!
  // 1xx is not yet the response; and a head that is sent cannot be sent again, which the original says.
  if (this.headersSent || statusCode < 200) return original.call(this, statusCode, first, second)
  const hasReason = typeof first === 'string'
  const given = (hasReason ? second : (first ?? second)) as HeadersArgument | null | undefined
  if (given !== undefined && given !== null) takeOver(this, given)
  apply(this, decision)
  return hasReason ? original.call(this, statusCode, first) : original.call(this, statusCode)
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
    if (lower === 'vary') response.setHeader('Vary', mergeVary(textOf(response.getHeader('vary')), all))
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

function apply(response: NodeResponse, { headers, defaults, vary }: Decision): void {
  let hasVary = false
  // The names are lower-case.
  for (const name of response.getHeaderNames()) {
    if (name === 'vary') hasVary = true
    else if (name.startsWith('access-control-')) response.removeHeader(name)
  }
  for (const [name, value] of headers) response.setHeader(name, value)
  for (const [name, value] of defaults) {
    if (response.getHeader(name) === undefined) response.setHeader(name, value)
  }
  if (vary.length > 0) {
    response.setHeader('Vary', mergeVary(hasVary ? textOf(response.getHeader('vary')) : '', vary))
  }
}

function textOf(value: HeaderValue | undefined): string {
  if (value === undefined) return ''
  return Array.isArray(value) ? value.join(', ') : String(value)
}
