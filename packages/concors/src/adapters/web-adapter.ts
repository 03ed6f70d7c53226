import type { Decision } from '../policy/decision.js'
import type { Facts } from '../policy/facts.js'
import { LivePolicy } from './live-policy.js'
import type { Owner } from './live-policy.js'
import { isOwned, mergeVary } from './vary.js'

/** What is used of a Fetch `Headers`. */
export interface WebHeaders {
  get(name: string): string | null
  set(name: string, value: string): void
  append(name: string, value: string): void
  delete(name: string): void
  has(name: string): boolean
  keys(): Iterable<string>
}

/** What is used of a Fetch `Request`. */
export interface WebRequest {
  readonly method: string
  readonly url: string
  readonly headers: Pick<WebHeaders, 'get'>
}

/** What is used of a Fetch `Response`. */
export interface WebResponse {
  readonly status: number
  readonly headers: WebHeaders
}

type ResponseConstructor = new (body: unknown, init: WebResponse | { readonly status: number }) => WebResponse

/** What the adapters on Fetch's requests and responses have in common. */
export class WebAdapter<Request extends WebRequest> extends LivePolicy<Request> {
  /** Decides, unless no policy covers the path. A promise only where a resolver is asked, or a hook gives one. */
  decide(request: Request): Decision | null | Promise<Decision> {
    const decision = this.decideFacts(request, new WebFacts(request))
    if (decision === null) {
      ownerOf(request)?.noteInner()
      return null
    }
    if (decision instanceof Promise) return decision.then((made) => this.#settle(made, request))
    return this.#settle(decision, request)
  }

  /** Whether the decision is an answer that has not to wait for the handler. */
  answersAtOnce(request: Request, decision: Decision): boolean {
    if (decision.status === null || this.waits(decision)) return false
    // Where an outer adapter waits with its own answer.
    if (ownerOf(request) !== undefined) this.own(request)
    return true
  }

  /** Whether an adapter has decided about this request. */
  isDecided(request: Request): boolean {
    return ownerOf(request) !== undefined
  }

  /** Takes a request over; what it returns says whether no other adapter has done so since. */
  own(request: Request): () => boolean {
    const other = ownerOf(request)
    if (other !== undefined && other !== this) other.yieldTo(this)
    mark(request, OWNER, this)
    return () => (ownerOf(request) ?? this) === this
  }

  /** From the slash after the host. */
  protected pathOf({ url }: Request): string {
    const slash = url.indexOf('/', url.indexOf('://') + 3)
    return slash === -1 ? '/' : url.slice(slash)
  }

  #settle(decision: Decision, request: Request): Decision | Promise<Decision> {
    const told = this.tell(decision, request)
    return told === null ? decision : told.then(() => decision)
  }
}

/** On a request: which adapter decides about it. A frozen one keeps nothing, and then it is the one that asks. */
const OWNER = Symbol('concors')

function ownerOf(request: object): Owner | undefined {
  return (request as { readonly [OWNER]?: Owner })[OWNER]
}

/** Assigned, which costs a tenth of `Reflect.set`. */
function mark(object: object, symbol: symbol, value: unknown): void {
  try {
    ;(object as Record<symbol, unknown>)[symbol] = value
  } catch {
    // Frozen.
  }
}

class WebFacts implements Facts {
  readonly method: string
  readonly origin: string | null
  readonly #headers: WebRequest['headers']

  constructor({ method, headers }: WebRequest) {
    this.method = method
    this.origin = headers.get('origin')
    this.#headers = headers
  }

  header(name: string): string | null {
    return this.#headers.get(name)
  }
}

/** The response to a preflight, or to a rejected request. */
export function answerWeb(decision: Decision): WebResponse {
  // What is granted many times in a row is granted by the same decision.
  if (!decision.allowed) return answerOf(decision)
  const Response = responseConstructor()
  if (last?.decision !== decision || !(last.response instanceof Response))
    last = { decision, response: answerOf(decision) }
  return new Response(null, last.response)
}

/** The last that was granted: to copy it takes two thirds of the time that it takes to put it together. */
let last: { readonly decision: Decision; readonly response: WebResponse } | undefined

function answerOf({ headers, vary, status }: Decision): WebResponse {
  const response = new (responseConstructor())(null, { status: status! })
  // Faster than handing them to the constructor.
  const own = response.headers
  for (const [name, value] of headers) own.append(name, value)
  if (vary.length > 0) own.append('vary', mergeVary('', vary))
  return response
}

/** A handler's response with a decision's headers: the same one, or a copy where its headers cannot be changed. */
export function applyWeb<Response extends WebResponse>(response: Response, decision: Decision): Response {
  // An upgrade is no response to read, and a network error has no headers. Neither can be copied.
  if (response.status < 200) return response
  const own = asMade(response)
  try {
    mark(own, GIVEN, change(own.headers, decision))
    return own
  } catch {
    const { body } = own as { body?: unknown }
    const copy = new (responseConstructor())(body, own)
    change(copy.headers, decision)
    return copy as Response
  }
}

/** The headers that a response had before a decision changed them; null for those that were not there. */
type Originals = readonly (readonly [name: string, value: string | null])[]

/** On a response that a decision has changed. */
const GIVEN = Symbol('concors')

/**
 * A response as its handler made it. One without a body can be returned several times: another request may not have sent it yet,
 * and has its headers on it. Then it is a copy without these.
 */
export function asMade<Response extends WebResponse>(response: Response): Response {
  const originals = (response as { readonly [GIVEN]?: Originals })[GIVEN]
  if (originals === undefined || (response as { readonly body?: unknown }).body !== null) return response
  const copy = new (responseConstructor())(null, response)
  for (const name of ownedNames(copy.headers)) copy.headers.delete(name)
  for (const [name, value] of originals) {
    if (value === null) copy.headers.delete(name)
    else copy.headers.set(name, value)
  }
  return copy as Response
}

function change(headers: WebHeaders, { headers: own, defaults, vary }: Decision): Originals {
  const originals: [name: string, value: string | null][] = []
  for (const name of ownedNames(headers)) {
    originals.push([name, headers.get(name)])
    headers.delete(name)
  }
  for (const [name, value] of own) headers.set(name, value)
  for (const [name, value] of defaults) {
    if (headers.has(name)) continue
    originals.push([name, null])
    headers.set(name, value)
  }
  if (vary.length > 0) {
    const varied = headers.get('vary')
    originals.push(['vary', varied])
    headers.set('vary', mergeVary(varied ?? '', vary))
  }
  return originals
}

/** Gathered before any of them is deleted. To loop over all keys costs a small part of making them an array. */
function ownedNames(headers: WebHeaders): string[] {
  const names = []
  for (const name of headers.keys()) if (isOwned(name)) names.push(name)
  return names
}

/** Looked up each time, because some servers put one of their own in its place. */
function responseConstructor(): ResponseConstructor {
  return (globalThis as unknown as { Response: ResponseConstructor }).Response
}
