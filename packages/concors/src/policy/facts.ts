import { get } from '../protocol/header-list.js'
import type { HeaderList } from '../protocol/header-list.js'
import { show } from './show.js'

/** Where headers are read from: a `Headers` object, a list of pairs, or an object such as Node's `req.headers`. */
export type HeaderSource = { get(name: string): string | null } | HeaderList | HeaderRecord

export type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>

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
  if (typeof headers !== 'object' || headers === null) {
    throw new TypeError(`A request has headers, an object or a list of pairs; ${show(headers)} is none`)
  }
  const header = headerReader(headers)
  return { method, origin: header('origin'), header }
}

function headerReader(source: HeaderSource): Facts['header'] {
  const own = source as { get?(name: string): string | null | undefined }
  if (typeof own.get === 'function') return (name) => own.get!(name) ?? null
  const list = Array.isArray(source) ? (source as HeaderList) : pairsOf(source as HeaderRecord)
  return (name) => get(list, name)
}

/** A pair for each line. */
export function pairsOf(record: HeaderRecord): HeaderList {
  return Object.entries(record).flatMap(([name, values]) =>
    [values ?? []].flat().map((value: string) => [name, value] as const),
  )
}
