import { catalogueEntry, explain } from '@concors/explain'
import type { CatalogueEntry, ExplainedRequest, Explanation } from '@concors/explain'
import {
  CaptureError,
  detectKind,
  exchangesOf,
  explainedRequest,
  mainFinding,
  parseConsole,
  parseCurl,
  parseHar,
  parseHttp,
  suppose,
} from '@concors/explain/capture'
import type { CapturedRequest } from '@concors/explain/capture'
import { isSerializedOrigin } from 'concors'
import type { LabState } from '../state.js'

/** What became of a pasted text. */
export type Read =
  | {
      readonly kind: 'explained'
      readonly explanations: readonly Explanation[]
      readonly notes: readonly string[]
    }
  | { readonly kind: 'entries'; readonly entries: readonly CatalogueEntry[] }
  /** Requests that a server has to be asked about. */
  | {
      readonly kind: 'to-ask'
      readonly requests: readonly { readonly request: ExplainedRequest; readonly body: string | null }[]
      readonly notes: readonly string[]
    }
  | { readonly kind: 'error'; readonly message: string }

/** The most that a page explains at once; a HAR file may have thousands. */
const MOST_EXPLANATIONS = 50

/**
 * Tells what the text is, and explains it, or says whom to ask.
 *
 * @param parseSnippet reads code: a parser of JavaScript is a third of what this page could weigh, so the server has it
 */
export async function readText(
  text: string,
  from: string,
  profile: LabState['profile'],
  parseSnippet: (code: string) => Promise<readonly CapturedRequest[]>,
): Promise<Read> {
  try {
    return await understood(text.trim(), from.trim(), profile, parseSnippet)
  } catch (error) {
    if (error instanceof CaptureError || error instanceof Missing)
      return { kind: 'error', message: error.message }
    throw error
  }
}

/** Something that the text does not tell, and the visitor has to. */
class Missing extends Error {}

async function understood(
  text: string,
  from: string,
  profile: LabState['profile'],
  parseSnippet: (code: string) => Promise<readonly CapturedRequest[]>,
): Promise<Read> {
  const origin = from === '' ? null : originOf(from)
  switch (detectKind(text)) {
    case 'console':
      return fromConsole(text, origin)
    case 'har':
      return fromHar(text, profile)
    case 'curl':
      return toAsk([parseCurl(text)], origin)
    case 'snippet':
      return toAsk(await parseSnippet(text), origin)
    case 'url':
      return toAsk([plainRequest(text)], origin)
    case 'http':
      return fromHttp(text, origin, profile)
    case null:
      throw new Missing(
        'This is neither a console line, a curl command, code with a request, a HAR file, pasted HTTP nor a URL.',
      )
  }
}

function originOf(from: string): string {
  if (from === 'null') return 'null'
  const origin = URL.canParse(from) ? new URL(from).origin : from
  if (isSerializedOrigin(origin)) return origin
  throw new Missing(
    `${from} is no origin of a page; write it like https://app.example.com, or null for a sandboxed one`,
  )
}

const NO_PAGE = 'The text does not say which page asks: fill in the page, like https://app.example.com.'

function fromConsole(text: string, origin: string | null): Read {
  const finding = mainFinding(parseConsole(text))
  const supposition = suppose(finding, origin === null ? {} : { origin })
  if (supposition === null) return { kind: 'entries', entries: finding.codes.slice(0, 3).map(catalogueEntry) }
  const explanation = explain(supposition.captured, { profile: finding.engine })
  const { fix } = explanation
  // Nobody saw an answer: what was run again is what was supposed.
  const assumed = fix === null ? null : { ...fix, proved: false, assumed: fix.proved || fix.assumed }
  return { kind: 'explained', explanations: [{ ...explanation, fix: assumed }], notes: supposition.supposed }
}

function fromHar(text: string, profile: LabState['profile']): Read {
  const fetches = parseHar(text, profile)
  if (fetches.length === 0) throw new Missing('The HAR file has no cross-origin fetch in it.')
  const all = fetches.map(({ captured }) => explain(captured, { profile }))
  // What failed is what somebody came for.
  const sorted = all.toSorted((a, b) => Number(a.verdict === 'readable') - Number(b.verdict === 'readable'))
  const left = sorted.length - MOST_EXPLANATIONS
  const notes =
    left > 0 ? [`${left} more fetches are left out here; concors explain --har shows them all.`] : []
  return { kind: 'explained', explanations: sorted.slice(0, MOST_EXPLANATIONS), notes }
}

function fromHttp(text: string, origin: string | null, profile: LabState['profile']): Read {
  const http = parseHttp(text)
  const asked = http.messages.find(({ kind }) => kind === 'request')
  if (asked === undefined || asked.kind !== 'request') {
    throw new Missing(
      'The pasted answers do not say what was asked; paste the request too (curl -v shows it).',
    )
  }
  const { method, url, headers } = asked.head
  if (!URL.canParse(url))
    throw new Missing('The pasted request does not say which host was asked; paste its Host line too.')
  const told = headers.find(([name]) => name.toLowerCase() === 'origin')?.[1]
  const page = origin ?? told ?? null
  if (page === null) throw new Missing(NO_PAGE)
  const preflighted = headers.find(([name]) => name.toLowerCase() === 'access-control-request-method')?.[1]
  const request: ExplainedRequest = {
    method: method === 'OPTIONS' ? (preflighted ?? method) : method,
    url,
    origin: page,
    mode: 'cors',
    credentials: 'same-origin',
    headers: [],
  }
  const exchanges = exchangesOf(http, request.method, url)
  return { kind: 'explained', explanations: [explain({ request, exchanges }, { profile })], notes: [] }
}

function plainRequest(url: string): CapturedRequest {
  return {
    method: 'GET',
    url,
    headers: [],
    body: null,
    mode: 'cors',
    credentials: 'same-origin',
    redirect: 'follow',
    origin: null,
    cookies: null,
    notes: [],
  }
}

function toAsk(captured: readonly CapturedRequest[], origin: string | null): Read {
  const requests = captured.map((one) => {
    const page = origin ?? one.origin
    if (page === null) throw new Missing(NO_PAGE)
    return { request: explainedRequest(one, page), body: one.body }
  })
  const cookies = captured.some((one) => one.cookies !== null)
  const notes = captured.flatMap((one) => one.notes)
  return {
    kind: 'to-ask',
    requests,
    notes: cookies ? [...notes, 'Its cookies are not sent; concors explain --curl sends them.'] : notes,
  }
}
