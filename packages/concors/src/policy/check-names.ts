import { isHeaderName } from '../protocol/header-list.js'
import { isForbiddenMethod, isMethod } from '../protocol/method.js'
import { isForbiddenRequestHeaderName } from '../protocol/forbidden-request-header.js'
import { isForbiddenResponseHeaderName } from '../protocol/response-header.js'
import { listOf, orAny, splitList } from './checks.js'
import type { Check } from './given.js'
import type { OptionIssueCode } from './issue-texts.js'

/** Methods that nobody sends in lower case and means it. */
const USUAL_METHODS = /^(?:DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT|QUERY)$/

/** Names that only responses have. */
const RESPONSE_NAMES =
  /^(?:access-control-(?:allow|expose|max)-.*|age|allow|etag|location|retry-after|server|set-cookie2?|timing-allow-origin|vary|www-authenticate)$/

/** Names that only requests have. */
const REQUEST_NAMES =
  /^(?:accept-language|access-control-request-.*|cookie2?|host|if-(?:(?:un)?modified-since|(?:none-)?match|range)|origin|referer|sec-fetch-.*|user-agent)$/

type MistakeIn = (name: string, all: Readonly<Record<string, unknown>>) => OptionIssueCode | undefined

/** A text that holds one name. */
function oneName(mistakeIn: MistakeIn): Check<string> {
  return (given, all) => {
    const { value } = given
    if (typeof value !== 'string') return given.refuse('wrong-type')
    const parts = splitList(value)
    if (parts.length > 1) return given.refuse('list-in-string', parts)
    const code = mistakeIn(value, all)
    if (code === undefined) return value
    return given.refuse(code, code === 'method-case' ? value.toUpperCase() : undefined)
  }
}

/** The name of a header, in lower case. */
export function headerName(mistakeIn: MistakeIn): Check<string> {
  const check = oneName((name, all) =>
    isHeaderName(name) ? mistakeIn(name.toLowerCase(), all) : 'header-name-invalid',
  )
  return (given, all) => check(given, all)?.toLowerCase()
}

/** Lower-case header names in one order, whatever the order that they are given in. */
function sorted(check: Check<'*' | readonly string[]>): Check<'*' | readonly string[]> {
  return (given, all) => {
    const list = check(given, all)
    return list === '*' || list === undefined ? list : Object.freeze(list.toSorted())
  }
}

/** Where `*` is among the names, it swallows the others, but for one that it does not cover. */
function namesOf(
  name: Check<string>,
  uncovered: string | null,
  evenWithCredentials?: boolean,
): Check<'*' | readonly string[]> {
  const names = orAny(listOf(name), evenWithCredentials)
  return (given, all) => {
    const list = names(given, all)
    if (!list?.includes('*')) return list
    return uncovered !== null && list.includes(uncovered) ? Object.freeze(['*', uncovered]) : '*'
  }
}

/** In their order. */
export const checkMethods = namesOf(
  oneName((method) => {
    if (!isMethod(method)) return 'method-invalid'
    if (isForbiddenMethod(method)) return 'method-forbidden'
    const upper = method.toUpperCase()
    return method !== upper && USUAL_METHODS.test(upper) ? 'method-case' : undefined
  }),
  null,
)

/** Sorted. */
export const checkAllowHeaders = sorted(
  namesOf(
    headerName((name) => {
      if (RESPONSE_NAMES.test(name)) return 'request-header-expected'
      return isForbiddenRequestHeaderName(name) ? 'header-name-forbidden' : undefined
    }),
    'authorization',
  ),
)

export const checkExposeHeaders = sorted(
  namesOf(
    headerName((name, { allowCredentials }) => {
      if (isForbiddenResponseHeaderName(name)) return 'header-name-forbidden'
      if (REQUEST_NAMES.test(name)) return 'response-header-expected'
      return name === '*' && allowCredentials ? 'wildcard-with-credentials' : undefined
    }),
    null,
    false,
  ),
)
