import { byteLowercase, get } from '../protocol/header-list.js'
import type { HeaderList } from '../protocol/header-list.js'
import { show } from './show.js'

/** Where headers are read from: a `Headers` object, a list of pairs, or an object such as Node's `req.headers`. */
export type HeaderSource =
  | { get(name: string): string | null }
  | HeaderList
  | Readonly<Record<string, string | readonly string[] | undefined>>

/** What is decided about. A Fetch `Request` is one. */
export interface PolicyRequest {
  readonly method: string
  readonly headers: HeaderSource
}

/** What a decision reads of a request. */
export interface Facts {
  readonly method: string
  readonly origin: string | null
  /**
   * Several lines of one name are joined by commas.
   *
   * @param name lower-case
   */
  header(name: string): string | null
}

/** @throws TypeError for what is no request, which plain JavaScript can hand over */
export function factsOf(request: PolicyRequest): Facts {
  const { method, headers } = (request ?? {}) as Partial<PolicyRequest>
  if (typeof method !== 'string') throw new TypeError(`A request has a method; ${show(method)} is none`)
  const header = headerReader(headers)
  return { method, origin: header('origin'), header }
}

function headerReader(source: HeaderSource | undefined): (name: string) => string | null {
  if (typeof source !== 'object' || source === null) {
    throw new TypeError(`A request has headers, an object or a list of pairs; ${show(source)} is neither`)
  }
  if (isHeaderList(source)) return (name) => get(source, name)
  if (typeof source['get'] === 'function')
    return (name) => (source as { get(name: string): string | null | undefined }).get(name) ?? null
  const record = source as Readonly<Record<string, string | readonly string[] | undefined>>
  return (name) => {
    const key = Object.hasOwn(record, name)
      ? name
      : Object.keys(record).find((other) => byteLowercase(other) === name)
    const value = key === undefined ? undefined : record[key]
    if (value === undefined || value === null) return null
    return typeof value === 'string' ? value : value.join(', ')
  }
}

function isHeaderList(source: HeaderSource): source is HeaderList {
  return Array.isArray(source)
}
