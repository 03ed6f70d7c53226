import type { CredentialsMode, ProfileName } from 'concors/protocol'
import type { Lookalike } from './lookalikes.js'

type Engine = Exclude<ProfileName, 'standard'>

/** What a matcher asks a server, and as whom. */
export interface Question {
  /**
   * The page that asks: its URL or origin, `'null'` for one of an opaque origin, or several, as `lookalikes()` makes
   * them. Default: the page of the environment, where there is one.
   */
  readonly from?: string | URL | Lookalike | readonly (string | URL | Lookalike)[]
  /** What is asked for, below the server's URL. Default: that URL. */
  readonly path?: string
  /** The origin at which an app is mounted. Default: `https://server.example`. */
  readonly at?: string | URL
  /** Default: `GET`. */
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>> | Iterable<readonly [string, string]>
  readonly body?: string | URLSearchParams | Uint8Array<ArrayBuffer> | Blob | FormData
  /** Default: `same-origin`, which sends none to another origin, as in `fetch`. */
  readonly credentials?: CredentialsMode
  /** In which engines. Default: all three. */
  readonly in?: ProfileName | readonly ProfileName[]
  /** Milliseconds for one answer of the server. Default: 2,000. */
  readonly timeout?: number
}

/** A question with everything filled in. */
export interface CheckedQuestion extends Omit<Question, 'from' | 'in' | 'at' | 'headers'> {
  readonly from: readonly Asker[]
  readonly in: readonly ProfileName[]
  readonly at: URL
  readonly method: string
  readonly headers: [name: string, value: string][]
  readonly credentials: CredentialsMode
  readonly timeout: number
}

/** A page that asks. */
export interface Asker {
  /** As the test wrote it. */
  readonly name: string
  readonly page: string
  readonly sandboxed: boolean
  readonly lookalike: Lookalike | null
}

const KNOWN = [
  'from',
  'path',
  'at',
  'method',
  'headers',
  'body',
  'credentials',
  'in',
  'timeout',
] as const satisfies (keyof Question)[]

const ENGINES: readonly Engine[] = ['chromium', 'firefox', 'webkit']

/** Where Vitest and Jest give up a test by default is 5,000 ms. */
const DEFAULT_TIMEOUT = 2000

/**
 * @param home the page of the environment, where there is one
 * @throws TypeError for an option that is unknown or wrong
 */
export function checkQuestion(given: unknown, home: string | null, matcher: string): CheckedQuestion {
  const question = dictionary(given, matcher)
  for (const name of Object.keys(question)) {
    if (!(KNOWN as readonly string[]).includes(name)) {
      throw new TypeError(`${matcher}: unknown option ${JSON.stringify(name)}; known: ${KNOWN.join(', ')}`)
    }
  }
  const { path, method = 'GET', credentials = 'same-origin', timeout = DEFAULT_TIMEOUT } = question
  oneOf(matcher, 'credentials', credentials, ['omit', 'same-origin', 'include'])
  if (!Number.isInteger(timeout) || timeout < 1) {
    throw new TypeError(`${matcher}: timeout is a whole number of milliseconds, not ${String(timeout)}`)
  }
  if (typeof method !== 'string') {
    throw new TypeError(`${matcher}: method is text, like 'PUT', not ${String(method)}`)
  }
  if (path !== undefined && (typeof path !== 'string' || !path.startsWith('/'))) {
    throw new TypeError(`${matcher}: path begins with a slash, like '/items', unlike ${JSON.stringify(path)}`)
  }
  return {
    ...question,
    method,
    headers: headersOf(question.headers, matcher),
    credentials,
    timeout,
    at: originOf(question.at ?? 'https://server.example', matcher),
    from: askersOf(question.from ?? home ?? undefined, matcher),
    in: enginesOf(question.in, matcher),
  }
}

function dictionary(given: unknown, matcher: string): Question {
  if (given === undefined) return {}
  if (typeof given === 'object' && given !== null) return given
  throw new TypeError(
    `${matcher} takes an object, like { from: 'https://app.example.com' }, not ${JSON.stringify(given)}`,
  )
}

function headersOf(headers: unknown = {}, matcher: string): [string, string][] {
  if (typeof headers !== 'object' || headers === null) {
    throw new TypeError(
      `${matcher}: headers are an object, like { 'x-id': '1' }, not ${JSON.stringify(headers)}`,
    )
  }
  // Also those of a Headers and a Map, which have no properties.
  const entries = Symbol.iterator in headers ? headers : Object.entries(headers)
  return Array.from(entries as Iterable<readonly [string, string]>, ([name, value]) => [name, value])
}

function originOf(at: string | URL, matcher: string): URL {
  const text = String(at)
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new TypeError(
      `${matcher}: at is the origin of a server, like https://api.example.com, not ${JSON.stringify(text)}`,
    )
  }
  return new URL(text)
}

function askersOf(from: Question['from'], matcher: string): readonly Asker[] {
  if (from === undefined) {
    throw new TypeError(`${matcher}: say which page asks: { from: 'https://app.example.com' }`)
  }
  const list = Array.isArray(from)
    ? (from as readonly (string | URL | Lookalike)[])
    : [from as string | URL | Lookalike]
  if (list.length === 0)
    throw new TypeError(`${matcher}: from is an empty list, so that nothing would be asked`)
  return list.map((each) => askerOf(each, matcher))
}

function askerOf(from: string | URL | Lookalike, matcher: string): Asker {
  if (typeof from === 'object' && from !== null && 'kind' in from) {
    const { origin, kind, forged } = from
    const name = `${origin} (${kind})`
    if (origin === 'null')
      return { name, page: 'https://sandboxed.example/', sandboxed: true, lookalike: from }
    return { name, page: forged ? 'https://evil.example/' : `${origin}/`, sandboxed: false, lookalike: from }
  }
  const text = String(from)
  if (text === 'null')
    return { name: text, page: 'https://sandboxed.example/', sandboxed: true, lookalike: null }
  if (!URL.canParse(text) || !/^(?:https?|data|file):$/.test(new URL(text).protocol)) {
    throw new TypeError(
      `${matcher}: from is the URL or origin of a page, like https://app.example.com, or 'null', not ${JSON.stringify(text)}`,
    )
  }
  return { name: text, page: text, sandboxed: false, lookalike: null }
}

function enginesOf(given: Question['in'], matcher: string): readonly ProfileName[] {
  const list = given === undefined ? ENGINES : typeof given === 'string' ? [given] : given
  if (!Array.isArray(list) || list.length === 0) {
    throw new TypeError(`${matcher}: in is a list of ${ENGINES.join(', ')}, not ${JSON.stringify(given)}`)
  }
  for (const profile of list as readonly ProfileName[])
    oneOf(matcher, 'in', profile, [...ENGINES, 'standard'])
  return list as readonly ProfileName[]
}

function oneOf(matcher: string, option: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return
  throw new TypeError(`${matcher}: ${option} is one of ${allowed.join(', ')}, not ${JSON.stringify(value)}`)
}
