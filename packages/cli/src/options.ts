import {
  isForbiddenMethod,
  isHeaderName,
  isHeaderValue,
  isMethod,
  normalizeHeaderValue,
  normalizeMethod,
} from 'concors/protocol'
import type { Header, HeaderList } from 'concors/protocol'
import { readBody } from './body.js'
import type { RawOptions } from './program.js'
import { UsageError } from './usage-error.js'

/** What to explain, checked. */
export interface ExplainOptions {
  readonly url: URL
  readonly page: { readonly url: string; readonly sandboxed: boolean }
  readonly method: string
  readonly headers: HeaderList
  readonly body: string | Uint8Array<ArrayBuffer> | null
  readonly credentials: 'include' | 'same-origin'
  /** `name=value` each. */
  readonly cookies: readonly string[]
  readonly milliseconds: number
}

/** Longest time to wait, in seconds: a day. */
const LONGEST_TIMEOUT = 86_400

/** @throws UsageError for the first thing that is wrong */
export async function checkOptions(url: string, raw: RawOptions): Promise<ExplainOptions> {
  const target = checkedUrl(url)
  const page = checkedPage(raw.from)
  const headers = raw.header.map(checkedHeader)
  const body = raw.data.length === 0 ? null : await readBody(raw.data)
  const method = checkedMethod(raw.request ?? (body === null ? 'GET' : 'POST'))
  if (body !== null && /^(?:GET|HEAD)$/.test(method)) {
    throw new UsageError(
      `-X ${method} with -d: no browser sends a ${method} with a body; leave one of them out`,
    )
  }
  return {
    url: target,
    page,
    method,
    headers: body === null || hasContentType(headers) ? headers : [...headers, FORM],
    body,
    credentials: raw.credentials === true ? 'include' : 'same-origin',
    cookies: raw.cookie === undefined ? [] : checkedCookies(raw.cookie),
    milliseconds: checkedTimeout(raw.timeout),
  }
}

/** What curl says of a body unless told otherwise. */
const FORM: Header = ['Content-Type', 'application/x-www-form-urlencoded']

function hasContentType(headers: HeaderList): boolean {
  return headers.some(([name]) => name.toLowerCase() === 'content-type')
}

function checkedUrl(text: string): URL {
  // `localhost:8080/` is a URL too, of scheme `localhost`, but nobody means that.
  const hostAndPort = /^[\w.-]+:\d+(?:[/?#]|$)/.test(text)
  if (URL.canParse(text) && !hostAndPort) return new URL(text)
  const instead = `https://${text}`
  const hint =
    URL.canParse(instead) && !/ |:\/\//.test(text)
      ? `; did you mean ${instead}?`
      : '; write it whole, like https://api.example.com/items'
  throw new UsageError(`${quote(text)} is no URL${hint}`)
}

function checkedPage(from: string | undefined): ExplainOptions['page'] {
  if (from === undefined) {
    throw new UsageError(
      '--from is missing: name the page that fetches, like --from https://app.example.com, or --from null for a sandboxed one',
    )
  }
  // An opaque origin is what a page without a server of its own has.
  if (from === 'null') return { url: 'data:text/html,', sandboxed: true }
  if (URL.canParse(from) && /^https?:\/\//i.test(from)) return { url: from, sandboxed: false }
  const instead = `https://${from}`
  const hint =
    /^[\w.-]+(?::\d+)?(?:\/|$)/.test(from) && URL.canParse(instead) ? `; did you mean ${instead}?` : ''
  throw new UsageError(
    `--from ${quote(from)} is no origin of a page: it is http: or https: and a host, like https://app.example.com, or null${hint}`,
  )
}

function checkedMethod(text: string): string {
  if (!isMethod(text)) throw new UsageError(`-X ${quote(text)} is no method: a method is one word like PUT`)
  if (isForbiddenMethod(text))
    throw new UsageError(`-X ${text}: no browser lets a page use ${text.toUpperCase()}`)
  return normalizeMethod(text)
}

/** As curl has it: `Name: value`, or `Name;` for an empty value. */
function checkedHeader(line: string): Header {
  const colon = line.indexOf(':')
  if (colon === -1) {
    const name = line.replace(/;$/, '')
    if (name !== line && isHeaderName(name)) return [name, '']
    throw new UsageError(`-H ${firstWord(line)} has no colon: write it as 'Name: value'`)
  }
  const name = line.slice(0, colon)
  const value = normalizeHeaderValue(line.slice(colon + 1))
  if (!isHeaderName(name)) {
    throw new UsageError(
      `-H ${firstWord(name)}: what stands before the colon is no header name; letters, digits and - are what names are made of, without a space`,
    )
  }
  if (!isHeaderValue(value)) {
    throw new UsageError(
      `-H ${quote(name)}: its value has a character that no header can carry (a line break, NUL, or beyond Latin-1)`,
    )
  }
  return [name, value]
}

/** What a mistaken header can be told by. The rest of it may be a secret, and a single word may be one too. */
function firstWord(line: string): string {
  const word = /^\s*(\S+)\s/.exec(line)?.[1]
  return word === undefined ? '(not shown)' : quote(`${word} …`)
}

function checkedCookies(text: string): readonly string[] {
  const pairs = text
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
  for (const [index, pair] of pairs.entries()) {
    if (!pair.includes('='))
      throw new UsageError(`--cookie: part ${index + 1} of it has no =; write it as 'name=value; name=value'`)
    // oxlint-disable-next-line no-control-regex -- these are what no cookie can carry
    if (/[\x00-\x1f\x7f]/.test(pair))
      throw new UsageError('--cookie: a cookie cannot have control characters in it')
  }
  return pairs
}

function checkedTimeout(text: string): number {
  const seconds = Number(text)
  if (text.trim() === '' || !(seconds > 0 && seconds <= LONGEST_TIMEOUT)) {
    throw new UsageError(
      `--timeout ${quote(text)} is no time: write seconds, more than 0 and at most ${LONGEST_TIMEOUT}`,
    )
  }
  return Math.ceil(seconds * 1000)
}

function quote(text: string): string {
  return JSON.stringify(text)
}
