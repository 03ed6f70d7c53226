import {
  append,
  contains,
  get,
  getAll,
  isForbiddenRequestHeader,
  isForbiddenResponseHeaderName,
  isHeaderName,
  isHeaderValue,
  isNoCorsSafelistedRequestHeader,
  isNoCorsSafelistedRequestHeaderName,
  isPrivilegedNoCorsRequestHeaderName,
  normalizeHeaderValue,
  remove,
  set,
  sortAndCombine,
} from 'concors/protocol'
import type { Header, Profile } from 'concors/protocol'
import { standOnGlobal } from './dom/stand-on-global.js'

/** https://fetch.spec.whatwg.org/#concept-headers-guard */
export type Guard = 'immutable' | 'request' | 'request-no-cors' | 'response' | 'none'

/** What the `Headers` constructor and `init.headers` take. */
export type HeadersInput = RequestInit['headers'] | Headers | Iterable<readonly [string, string]>

/** A header list that a `PageHeaders` shows and changes. */
export interface GuardedList {
  readonly list: Header[]
  readonly guard: Guard
  /** Whose forbidden names apply. */
  readonly profile?: Profile
  /** Told of a header that the guard dropped. */
  readonly dropped?: (name: string) => void
}

let stands = false

/**
 * `Headers` as a page has it: a header list that keeps its duplicates, behind the guard that drops what only a
 * browser may set. Node's own class has no guards for requests and merges duplicates at once.
 *
 * It stands on Node's prototype without being constructed by it, so that `instanceof Headers` holds.
 * https://fetch.spec.whatwg.org/#headers-class
 */
export class PageHeaders {
  readonly #guarded: GuardedList
  #sorted: readonly Header[] | null = null

  /** @throws TypeError for a name or value that is none */
  constructor(init?: HeadersInput, guarded?: GuardedList) {
    stands ||= standOnGlobal('Headers', PageHeaders)
    this.#guarded = guarded ?? { list: [], guard: 'none' }
    if (init !== undefined) {
      for (const [name, value] of headerEntries(init)) this.#append(name, value, 'append')
    }
  }

  append(name: string, value: string): void {
    this.#append(name, value, 'append')
  }

  set(name: string, value: string): void {
    this.#append(name, value, 'set')
  }

  delete(name: string): void {
    const { list, guard } = this.#guarded
    const lower = checkedName(name, 'delete').toLowerCase()
    if (!this.#mayChange(name, '', 'delete')) return
    if (
      guard === 'request-no-cors' &&
      !isNoCorsSafelistedRequestHeaderName(lower) &&
      !isPrivilegedNoCorsRequestHeaderName(lower)
    ) {
      return
    }
    if (!contains(list, lower)) return
    this.#sorted = null
    remove(list, lower)
    if (guard === 'request-no-cors') removePrivileged(list)
  }

  get(name: string): string | null {
    return get(this.#guarded.list, checkedName(name, 'get').toLowerCase())
  }

  getSetCookie(): string[] {
    return getAll(this.#guarded.list, 'set-cookie')
  }

  has(name: string): boolean {
    return contains(this.#guarded.list, checkedName(name, 'has').toLowerCase())
  }

  forEach(callback: (value: string, name: string, parent: Headers) => void, thisArg?: unknown): void {
    for (const [name, value] of this) callback.call(thisArg, value, name, this)
  }

  *entries(): IterableIterator<[string, string]> {
    for (let i = 0; i < this.#view().length; i++) {
      const [name, value] = this.#view()[i]!
      yield [name, value]
    }
  }

  *keys(): IterableIterator<string> {
    for (const [name] of this) yield name
  }

  *values(): IterableIterator<string> {
    for (const [, value] of this) yield value
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries()
  }

  get [Symbol.toStringTag](): string {
    return 'Headers'
  }

  [Symbol.for('nodejs.util.inspect.custom')](
    _depth: number,
    options: object,
    inspect: (value: unknown, o: object) => string,
  ) {
    return `Headers ${inspect(Object.fromEntries(this), options)}`
  }

  #view(): readonly Header[] {
    this.#sorted ??= sortAndCombine(this.#guarded.list)
    return this.#sorted
  }

  /** https://fetch.spec.whatwg.org/#concept-headers-append and `set()` */
  #append(name: string, written: string, how: 'append' | 'set'): void {
    const { list, guard, profile, dropped } = this.#guarded
    checkedName(name, how)
    const value = checkedValue(name, written, how)
    if (!this.#mayChange(name, value, how)) return
    if (guard === 'request-no-cors') {
      const before = how === 'append' ? get(list, name.toLowerCase()) : null
      if (!isNoCorsSafelistedRequestHeader(name, before === null ? value : `${before}, ${value}`, profile)) {
        dropped?.(name)
        return
      }
    }
    this.#sorted = null
    if (how === 'append') append(list, name, value)
    else set(list, name, value)
    if (guard === 'request-no-cors') removePrivileged(list)
  }

  /** https://fetch.spec.whatwg.org/#headers-validate */
  #mayChange(name: string, value: string, how: string): boolean {
    const { guard, profile, dropped } = this.#guarded
    if (guard === 'immutable') throw new TypeError(`Headers.${how}: these headers are immutable`)
    const refused =
      guard === 'response'
        ? isForbiddenResponseHeaderName(name)
        : (guard === 'request' || guard === 'request-no-cors') &&
          isForbiddenRequestHeader(name, value, profile)
    if (refused) dropped?.(name)
    return !refused
  }
}

/** The entries of anything that `new Headers()` takes. */
function headerEntries(init: HeadersInput): Iterable<readonly [string, string]> {
  if (typeof init !== 'object' || init === null) {
    throw new TypeError('Headers: expected an object, a list of pairs or Headers')
  }
  if (!(Symbol.iterator in init)) return Object.entries(init as Record<string, string>)
  return pairs(init as Iterable<readonly string[]>)
}

function* pairs(init: Iterable<readonly string[]>): Generator<readonly [string, string]> {
  for (const pair of init) {
    const entry = [...pair]
    if (entry.length !== 2) throw new TypeError('Headers: each header is a pair of a name and a value')
    yield entry as [string, string]
  }
}

function removePrivileged(list: Header[]): void {
  remove(list, 'range')
}

function checkedName(name: unknown, how: string): string {
  const text = String(name)
  if (!isHeaderName(text)) throw new TypeError(`Headers.${how}: ${JSON.stringify(text)} is no header name`)
  return text
}

function checkedValue(name: string, value: unknown, how: string): string {
  const text = normalizeHeaderValue(String(value))
  if (!isHeaderValue(text)) {
    throw new TypeError(`Headers.${how}: the value of ${name} has a character that no header can carry`)
  }
  return text
}
