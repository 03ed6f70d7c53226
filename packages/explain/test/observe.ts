import {
  createClient,
  createOpaqueOrigin,
  createRequest,
  everyHostIsASite,
  fetch,
  normalizeMethod,
  PROFILES,
  TraceRecorder,
} from 'concors'
import type { CredentialsMode, HeaderList, Mode, ProfileName, RedirectMode, WireResult } from 'concors'
import { consoleMessages } from 'concors/failures'
import type { Exchange, Observation } from '../src/index.js'

/** A page's fetch for a test; what is left out is a plain cross-origin GET. */
export interface Asked {
  readonly url?: string
  readonly method?: string
  readonly headers?: HeaderList
  readonly mode?: Mode
  readonly credentials?: CredentialsMode
  readonly redirect?: RedirectMode
  readonly profile?: ProfileName
  readonly sandboxed?: boolean
  /** Whether a request may be sent. */
  readonly approve?: (kind: 'preflight' | 'request') => boolean
}

/** A server's answer, or why there is none. */
export type Answer =
  | { readonly status?: number; readonly message?: string; readonly headers?: HeaderList }
  | { readonly reason: 'refused' | 'dns'; readonly detail: string }

export const PAGE = 'https://app.example.com'
export const API = 'https://api.example.net/items'

/** Runs the protocol against these answers, one for each request, and gives what a user agent would have seen. */
export function observe(asked: Asked, answers: readonly Answer[]): Observation {
  const { url = API, headers = [], mode = 'cors', credentials = 'same-origin', profile = 'standard' } = asked
  const method = normalizeMethod(asked.method ?? 'GET')
  const recorder = new TraceRecorder()
  const client = createClient(
    new URL(`${PAGE}/page`),
    asked.sandboxed === true ? { origin: createOpaqueOrigin() } : {},
  )
  const request = createRequest({
    url: new URL(url),
    method,
    headerList: [...headers],
    client,
    mode,
    credentialsMode: credentials,
    redirectMode: asked.redirect ?? 'follow',
    unsafeRequest: true,
  })
  const steps = fetch(request, {
    profile: PROFILES[profile],
    registrableDomain: everyHostIsASite,
    preflightCache: null,
    cookies: null,
    recorder,
    userAgent: '',
    acceptLanguage: '',
    acceptEncoding: '',
  })
  const exchanges: Exchange[] = []
  const left = [...answers]
  const origin = client.origin.serialized
  const common = {
    profile,
    request: { method, url, origin, mode, credentials, headers, redirect: asked.redirect ?? 'follow' },
    trace: recorder.trace,
    exchanges,
  }
  let next = steps.next()
  while (next.done !== true) {
    const wire = next.value
    const head = { method: wire.method, url: wire.url.href, headers: [...wire.headers] }
    if (asked.approve?.(wire.kind) === false) {
      return {
        ...common,
        outcome: 'withheld',
        failure: null,
        response: null,
        consoleMessages: [],
        withheld: head,
      }
    }
    const result = resultOf(left.shift())
    const failed = 'reason' in result
    exchanges.push({
      kind: wire.kind,
      request: head,
      response: failed
        ? null
        : { status: result.status, statusMessage: result.statusMessage, headers: result.headers },
      failure: failed ? result : null,
      milliseconds: 5,
    })
    next = steps.next(result)
  }
  const { failure, type, status, urlList } = next.value
  if (failure === null) {
    return {
      ...common,
      outcome: 'readable',
      failure,
      response: { type, status },
      consoleMessages: [],
      withheld: null,
    }
  }
  const urls = urlList.length === 0 ? [url] : urlList.map(({ href }) => href)
  const situation = { urls, origin, pageUrl: `${PAGE}/page`, initiator: 'fetch', mode, method } as const
  return {
    ...common,
    outcome: failure.code.endsWith('network-failure') ? 'unreachable' : 'blocked',
    failure,
    response: null,
    consoleMessages: consoleMessages(profile, failure, situation),
    withheld: null,
  }
}

function resultOf(answer: Answer | undefined): WireResult {
  if (answer === undefined) throw new Error('The test has no answer left')
  if ('reason' in answer) return answer
  const { status = 200, message = 'OK', headers = [] } = answer
  return { status, statusMessage: message, headers, body: null }
}
