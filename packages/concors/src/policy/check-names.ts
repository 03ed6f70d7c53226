import { isHeaderName } from '../protocol/header-list.js'
import { isForbiddenMethod, isMethod } from '../protocol/method.js'
import { isForbiddenRequestHeaderName } from '../protocol/forbidden-request-header.js'
import { isForbiddenResponseHeaderName } from '../protocol/response-header.js'
import type { OptionReader } from './option-reader.js'
import { splitList } from './option-reader.js'
import { MAX_MAX_AGE } from './options.js'

/** Methods that nobody sends in lower case and means it. */
const USUAL_METHODS: ReadonlySet<string> = new Set([
  'DELETE',
  'GET',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'POST',
  'PUT',
  'QUERY',
])

/** Names that only responses have. */
const RESPONSE_NAMES =
  /^(?:access-control-(?:allow-.*|expose-headers|max-age)|age|allow|etag|location|retry-after|server|set-cookie2?|timing-allow-origin|vary|www-authenticate)$/

/** Names that only requests have. */
const REQUEST_NAMES =
  /^(?:accept|accept-(?:encoding|language)|access-control-request-.*|cookie2?|host|if-(?:match|modified-since|none-match|range|unmodified-since)|origin|referer|sec-fetch-.*|user-agent)$/

/** Methods each once, in their order; `*` swallows the rest. */
export function checkMethods(reader: OptionReader): '*' | readonly string[] {
  const list = reader.list('allowMethods')
  if (list === '*' || list === null) return list ?? []
  const methods = strings(reader, 'allowMethods', list, (method, path) => {
    const { issues } = reader
    const upper = method.toUpperCase()
    if (!isMethod(method)) issues.add('method-invalid', path, method)
    else if (isForbiddenMethod(method)) issues.add('method-forbidden', path, method)
    else if (method !== upper && USUAL_METHODS.has(upper)) issues.add('method-case', path, method, upper)
  })
  return methods.includes('*') ? '*' : methods
}

/** Lower-case, sorted, each once. */
export function checkAllowHeaders(reader: OptionReader): '*' | '*,authorization' | readonly string[] {
  const list = reader.list('allowHeaders')
  if (list === '*' || list === null) return list ?? []
  const names = lowerNames(reader, 'allowHeaders', list, (name, path) => {
    if (RESPONSE_NAMES.test(name)) reader.issues.add('request-header-expected', path, name)
    else if (isForbiddenRequestHeaderName(name)) reader.issues.add('header-name-forbidden', path, name)
  })
  if (!names.includes('*')) return names
  return names.includes('authorization') ? '*,authorization' : '*'
}

/** Lower-case, sorted, each once. */
export function checkExposeHeaders(reader: OptionReader, credentials: boolean): '*' | readonly string[] {
  const list = reader.list('exposeHeaders')
  if (list === '*') {
    if (credentials) reader.issues.add('wildcard-with-credentials', 'exposeHeaders', list)
    return '*'
  }
  if (list === null) return []
  const names = lowerNames(reader, 'exposeHeaders', list, (name, path) => {
    if (isForbiddenResponseHeaderName(name)) reader.issues.add('header-name-forbidden', path, name)
    else if (REQUEST_NAMES.test(name)) reader.issues.add('response-header-expected', path, name)
    else if (name === '*' && credentials) reader.issues.add('wildcard-with-credentials', path, name)
  })
  return names.includes('*') ? '*' : names
}

export function checkMaxAge(reader: OptionReader): number | null {
  if (!reader.has('maxAge')) return null
  const value = reader.value('maxAge')
  const { issues } = reader
  if (typeof value !== 'number') {
    const seconds = typeof value === 'string' && /^[0-9]{1,5}$/.test(value) ? Number(value) : undefined
    issues.add('wrong-type', 'maxAge', value, seconds)
  } else if (!Number.isInteger(value)) issues.add('max-age-invalid', 'maxAge', value)
  else if (value < 0) issues.add('max-age-out-of-bounds', 'maxAge', value, 0)
  else if (value > MAX_MAX_AGE) issues.add('max-age-out-of-bounds', 'maxAge', value, MAX_MAX_AGE)
  else return value
  return null
}

function lowerNames(
  reader: OptionReader,
  key: string,
  list: readonly unknown[],
  check: (name: string, path: string) => void,
): readonly string[] {
  const names = strings(reader, key, list, (name, path) => {
    if (isHeaderName(name)) check(name.toLowerCase(), path)
    else reader.issues.add('header-name-invalid', path, name)
  })
  return [...new Set(names.map((name) => name.toLowerCase()))].toSorted()
}

/** The elements that are strings and hold one name, each once. */
function strings(
  reader: OptionReader,
  key: string,
  list: readonly unknown[],
  check: (text: string, path: string) => void,
): readonly string[] {
  const { issues } = reader
  const texts: string[] = []
  for (const [index, item] of list.entries()) {
    const path = `${key}[${index}]`
    if (item === undefined) issues.add('undefined-value', path, item)
    else if (typeof item !== 'string') issues.add('wrong-type', path, item)
    else if (splitList(item).length > 1) issues.add('list-in-string', path, item, splitList(item))
    else {
      check(item, path)
      texts.push(item)
    }
  }
  return [...new Set(texts)]
}
