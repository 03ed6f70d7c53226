import type { FailureCode, Header } from 'concors/protocol'
import { FAILURE_CODES, PROFILES } from 'concors/protocol'
import type { CapturedFetch } from '../explain-captured.js'
import type { Exchange, ExplainedRequest } from '../explanation.js'
import { recordedAnswers, replay } from '../replay.js'
import type { CatalogueCode } from '../catalogue.js'
import type { ConsoleFinding } from './console.js'

/** A fetch that makes the engine print the line, and what in it is supposed rather than told. */
export interface Supposition {
  readonly captured: CapturedFetch
  readonly supposed: readonly string[]
}

/** What the line leaves open, and the user may know. */
export interface Known {
  readonly url?: string
  readonly origin?: string
}

/**
 * The simplest fetch that prints such a line: from what it names, and the least that has to be supposed. Null where
 * no answer of a server makes an engine print it, or where the line does not tell enough.
 */
export function suppose(finding: ConsoleFinding, known: Known = {}): Supposition | null {
  const { codes, values, engine } = finding
  const named = known.url ?? finding.url
  const origin = known.origin ?? finding.origin ?? 'https://app.example.com'
  if (named === null || !URL.canParse(named) || !/^https?:/.test(named)) return null
  const url = new URL(named).href
  for (const code of codes) {
    if (!isFailureCode(code)) continue
    const request = requestFor(code, url, origin, values)
    for (const exchanges of answersFor(code, request, values)) {
      const { response } = replay(request, exchanges, PROFILES[engine], recordedAnswers(exchanges))
      if (response?.failure?.code !== code) continue
      return { captured: { request, exchanges }, supposed: supposedOf(finding, known, request) }
    }
  }
  return null
}

/** Whether a server's answer can make the protocol fail so. */
function isFailureCode(code: CatalogueCode): code is FailureCode {
  return (FAILURE_CODES as readonly string[]).includes(code)
}

function supposedOf(finding: ConsoleFinding, known: Known, request: ExplainedRequest): readonly string[] {
  const origin = finding.origin ?? known.origin
  return [
    ...(origin === undefined
      ? [`The line does not name the page: ${request.origin} stands for it (--from names it).`]
      : []),
    `The line does not tell all of the request: ${request.method} with credentials ${request.credentials} is supposed.`,
    'The line tells of the first problem only: everything else in the answers is supposed to be absent.',
  ]
}

function requestFor(
  code: string,
  url: string,
  origin: string,
  values: ConsoleFinding['values'],
): ExplainedRequest {
  const preflighted = /preflight/.test(code) || code === 'authorization-not-covered-by-wildcard'
  const withCredentials = /credentials|wildcard-origin/.test(code) && !code.startsWith('redirect')
  const header =
    values['header'] ?? (code.includes('headers') || code.includes('authorization') ? 'authorization' : null)
  const headers: readonly Header[] =
    header === null ? [] : [[header, header === 'content-type' ? 'application/json' : '1']]
  return {
    method: values['method'] ?? (preflighted && header === null ? 'PUT' : 'GET'),
    url,
    origin,
    mode: 'cors',
    credentials: withCredentials ? 'include' : 'same-origin',
    redirect: 'follow',
    headers,
  }
}

/** Answers to try, the simplest first: which of them makes the engine print the line is for the protocol to say. */
function answersFor(
  code: string,
  { method, url, origin }: ExplainedRequest,
  values: ConsoleFinding['values'],
): readonly (readonly Exchange[])[] {
  const isPreflight = /preflight|wildcard$/.test(code)
  const given = values['allowOrigin']
  const status = Number(values['status'])
  const target = values['location'] ?? url
  const allowed: Header = ['Access-Control-Allow-Origin', origin]
  const credentials = values['allowCredentials'] ?? ''
  const origins: readonly (readonly Header[])[] = [
    given === undefined ? [] : [['Access-Control-Allow-Origin', given]],
    [],
    [allowed, ...(credentials === '' ? [] : [['Access-Control-Allow-Credentials', credentials] as const])],
    // Only where the line cannot mean anything else: a supposed * would find its way into the fix.
    [['Access-Control-Allow-Origin', '*']],
    [['Access-Control-Allow-Origin', 'https://other.example']],
    [allowed, allowed],
    [['Access-Control-Allow-Origin', 'app']],
  ]
  const lists: readonly Header[] = [
    ['Access-Control-Allow-Methods', values['invalid'] ?? '@'],
    ['Access-Control-Allow-Headers', values['invalid'] ?? '@'],
    ['Location', target],
  ]
  const statuses = status >= 200 && status <= 599 ? [status] : isPreflight ? [204, 404, 302] : [200, 302]
  return statuses.flatMap((one) =>
    origins.flatMap((headers) =>
      [[], ...lists.map((line) => [line])].map((more) => [
        answerTo(isPreflight ? 'OPTIONS' : method, url, one, [...headers, ...more]),
      ]),
    ),
  )
}

function answerTo(method: string, url: string, status: number, headers: readonly Header[]): Exchange {
  return {
    kind: method === 'OPTIONS' ? 'preflight' : 'request',
    request: { method, url, headers: [] },
    response: { status, statusMessage: '', headers },
    failure: null,
    milliseconds: 0,
  }
}
