import { byteLowercase, get } from '../protocol/header-list.js'
import type { HeaderList } from '../protocol/header-list.js'

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

/** What a decision reads of a request: the headers that always count, and a way to the rest. */
export interface Facts {
  readonly method: string
  readonly origin: string | null
  /** `Access-Control-Request-Method` */
  readonly requestMethod: string | null
  /** `Access-Control-Request-Headers`, several lines joined by commas. */
  readonly requestHeaders: string | null
  /** @param name lower-case */
  readonly header: (name: string) => string | null
}

export function factsOf({ method, headers }: PolicyRequest): Facts {
  const header = headerReader(headers)
  return {
    method,
    origin: header('origin'),
    requestMethod: header('access-control-request-method'),
    requestHeaders: header('access-control-request-headers'),
    header,
  }
}

function headerReader(source: HeaderSource): (name: string) => string | null {
  if (isHeaderList(source)) return (name) => get(source, name)
  if (typeof source['get'] === 'function')
    return (name) => (source as { get(name: string): string | null }).get(name)
  const record = source as Readonly<Record<string, string | readonly string[] | undefined>>
  return (name) => {
    const key = Object.hasOwn(record, name)
      ? name
      : Object.keys(record).find((other) => byteLowercase(other) === name)
    const value = key === undefined ? undefined : record[key]
    if (value === undefined) return null
    return typeof value === 'string' ? value : value.join(', ')
  }
}

function isHeaderList(source: HeaderSource): source is HeaderList {
  return Array.isArray(source)
}
