import { isToken } from './method.js'

/**
 * A header: name and value are isomorphic strings (one character is one byte).
 * https://fetch.spec.whatwg.org/#concept-header
 */
export type Header = readonly [name: string, value: string]

/** https://fetch.spec.whatwg.org/#concept-header-list */
export type HeaderList = readonly Header[]

/** https://fetch.spec.whatwg.org/#header-name */
export function isHeaderName(text: string): boolean {
  return isToken(text)
}

/** https://fetch.spec.whatwg.org/#header-value: no NUL, LF or CR, no tab or space at the ends. */
export function isHeaderValue(text: string): boolean {
  return !/[\0\n\r]|^[\t ]|[\t ]$|[^\0-\xff]/.test(text)
}

/** Strips HTTP whitespace (tab, space, LF, CR) from both ends. https://fetch.spec.whatwg.org/#concept-header-value-normalize */
export function normalizeHeaderValue(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isHttpWhitespace(text.charCodeAt(start))) start++
  while (end > start && isHttpWhitespace(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

/** A header's name in the form it is compared in. Names are tokens, so ASCII lower-casing is all there is. */
export function byteLowercase(name: string): string {
  return name.toLowerCase()
}

/** https://fetch.spec.whatwg.org/#header-list-contains. `name` is lower-case. */
export function contains(list: HeaderList, name: string): boolean {
  for (const header of list) if (hasName(header, name)) return true
  return false
}

/**
 * All values of a header joined by `, `, or null where it is absent. `name` is lower-case.
 * https://fetch.spec.whatwg.org/#concept-header-list-get
 */
export function get(list: HeaderList, name: string): string | null {
  let value: string | null = null
  for (const header of list) {
    if (hasName(header, name)) value = value === null ? header[1] : `${value}, ${header[1]}`
  }
  return value
}

/** The values of a header, one per line of the head. `name` is lower-case. */
export function getAll(list: HeaderList, name: string): string[] {
  const values: string[] = []
  for (const header of list) if (hasName(header, name)) values.push(header[1])
  return values
}

/** Appends with the casing of the first header of that name. https://fetch.spec.whatwg.org/#concept-header-list-append */
export function append(list: Header[], name: string, value: string): void {
  const lower = byteLowercase(name)
  const first = list.find((header) => hasName(header, lower))
  list.push([first?.[0] ?? name, value])
}

/** https://fetch.spec.whatwg.org/#concept-header-list-set */
export function set(list: Header[], name: string, value: string): void {
  const lower = byteLowercase(name)
  const index = list.findIndex((header) => hasName(header, lower))
  if (index === -1) {
    list.push([name, value])
    return
  }
  const kept = list[index]![0]
  remove(list, lower)
  list.splice(index, 0, [kept, value])
}

/** https://fetch.spec.whatwg.org/#concept-header-list-delete. `name` is lower-case. */
export function remove(list: Header[], name: string): void {
  for (let i = list.length - 1; i >= 0; i--) if (hasName(list[i]!, name)) list.splice(i, 1)
}

/** Joins to the first value with `, `. https://fetch.spec.whatwg.org/#concept-header-list-combine */
export function combine(list: Header[], name: string, value: string): void {
  const lower = byteLowercase(name)
  const index = list.findIndex((header) => hasName(header, lower))
  if (index === -1) list.push([name, value])
  else list[index] = [list[index]![0], `${list[index]![1]}, ${value}`]
}

/** https://fetch.spec.whatwg.org/#convert-header-names-to-a-sorted-lowercase-set */
export function sortedLowercaseSet(names: Iterable<string>): string[] {
  const set = new Set<string>()
  for (const name of names) set.add(byteLowercase(name))
  return [...set].toSorted()
}

/** Leaves out the lines that are empty where a header has others; of nothing but empty ones the first stays. */
export function withoutEmptyLines(list: HeaderList, except: ReadonlySet<string> = new Set()): HeaderList {
  if (list.every((header) => header[1] !== '')) return list
  return list.filter((header, index) => {
    const name = byteLowercase(header[0])
    if (header[1] !== '' || except.has(name)) return true
    return list.every(
      (other, at) => other === header || !hasName(other, name) || (other[1] === '' && at > index),
    )
  })
}

/**
 * What iterating a `Headers` object shows: names lower-case and sorted, values combined, `set-cookie` apart.
 * https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine
 */
export function sortAndCombine(list: HeaderList): Header[] {
  const headers: Header[] = []
  for (const name of sortedLowercaseSet(list.map((header) => header[0]))) {
    if (name === 'set-cookie') for (const value of getAll(list, name)) headers.push([name, value])
    else headers.push([name, get(list, name)!])
  }
  return headers
}

/** https://fetch.spec.whatwg.org/#concept-header-list-get-decode-split. `name` is lower-case. */
export function getDecodeAndSplit(list: HeaderList, name: string): string[] | null {
  const value = get(list, name)
  return value === null ? null : decodeAndSplit(value)
}

/**
 * Splits on the commas outside quoted strings. Empty parts are kept, quotes and escapes too.
 * https://fetch.spec.whatwg.org/#get-decode-and-split
 */
export function decodeAndSplit(value: string): string[] {
  const values: string[] = []
  let part = ''
  let position = 0
  for (;;) {
    const start = position
    while (position < value.length && value[position] !== '"' && value[position] !== ',') position++
    part += value.slice(start, position)
    if (value[position] === '"') {
      const end = endOfQuotedString(value, position)
      part += value.slice(position, end)
      position = end
      if (position < value.length) continue
    }
    values.push(trimTabOrSpace(part))
    part = ''
    if (position >= value.length) return values
    position++
  }
}

/** The position after an HTTP quoted string that starts at `position`. https://fetch.spec.whatwg.org/#collect-an-http-quoted-string */
export function endOfQuotedString(value: string, position: number): number {
  let at = position + 1
  while (at < value.length) {
    if (value[at] === '\\') at += 2
    else if (value[at] === '"') return at + 1
    else at++
  }
  return value.length
}

/** A list header whose value does not fit its grammar: https://fetch.spec.whatwg.org/#extract-header-list-values fails. */
export interface ParseFailure {
  /** The first element that is not a token. */
  readonly invalid: string
}

/**
 * The elements of a `#token` list header (the Access-Control-Allow and -Expose lists), each line parsed by
 * itself: null where the header is absent, a failure where any line of it has an element that is no token.
 * Empty elements are allowed and ignored (RFC 9110, 5.6.1). `name` is lower-case.
 * https://fetch.spec.whatwg.org/#extract-header-list-values
 */
export function extractTokenList(list: HeaderList, name: string): readonly string[] | ParseFailure | null {
  let values: string[] | null = null
  for (const header of list) {
    if (!hasName(header, name)) continue
    values ??= []
    for (const part of header[1].split(',')) {
      const element = trimTabOrSpace(part)
      if (element === '') continue
      if (!isToken(element)) return { invalid: element }
      values.push(element)
    }
  }
  return values
}

export function isParseFailure(
  extracted: readonly string[] | ParseFailure | null,
): extracted is ParseFailure {
  return extracted !== null && 'invalid' in extracted
}

function trimTabOrSpace(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isTabOrSpace(text.charCodeAt(start))) start++
  while (end > start && isTabOrSpace(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function hasName(header: Header, name: string): boolean {
  const own = header[0]
  return own.length === name.length && (own === name || byteLowercase(own) === name)
}

function isTabOrSpace(code: number): boolean {
  return code === 0x09 || code === 0x20
}

function isHttpWhitespace(code: number): boolean {
  return isTabOrSpace(code) || code === 0x0a || code === 0x0d
}

/** Not in Fetch: makes one header of those of the same name, in the place of the first, as engines do. */
export function combineRepeated(list: Header[]): void {
  const seen = new Map<string, number>()
  for (let index = 0; index < list.length; index++) {
    const [name, value] = list[index]!
    const first = seen.get(byteLowercase(name))
    if (first === undefined) seen.set(byteLowercase(name), index)
    else {
      list[first] = [list[first]![0], `${list[first]![1]}, ${value}`]
      list.splice(index, 1)
      index--
    }
  }
}
