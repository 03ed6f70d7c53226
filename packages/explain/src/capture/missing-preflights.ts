import { TraceRecorder } from 'concors/protocol'
import type { Header, HeaderList, ProfileName } from 'concors/protocol'
import type { Exchange, ExplainedRequest } from '../explanation.js'
import { recordedAnswers, replay } from '../replay.js'
import { valueOf } from './har-shape.js'

/** The protocol says which preflights there must have been; an answered request shows that they passed. */
export function withMissingPreflights(
  request: ExplainedRequest,
  exchanges: readonly Exchange[],
  profile: ProfileName,
) {
  let whole = exchanges
  for (let made = 0; ; made++) {
    const { response, sent } = replay(request, whole, profile, recordedAnswers(whole), new TraceRecorder())
    const missing = response === null ? sent.at(-1)! : null
    const url = missing?.wire.url.href
    const answered = whole.some(
      (one) => one.kind === 'request' && one.response !== null && one.request.url === url,
    )
    if (missing === null || missing.wire.kind !== 'preflight' || !answered || made > 20)
      return { whole, made }
    whole = [...whole, passed(missing.wire.url.href, missing.wire.headers, request)]
  }
}

function passed(url: string, asked: HeaderList, request: ExplainedRequest): Exchange {
  const headers: Header[] = [
    ['Access-Control-Allow-Origin', valueOf(asked, 'origin') ?? request.origin],
    ['Access-Control-Allow-Credentials', 'true'],
    ['Access-Control-Allow-Methods', valueOf(asked, 'access-control-request-method') ?? request.method],
    ['Access-Control-Allow-Headers', valueOf(asked, 'access-control-request-headers') ?? ''],
  ]
  return {
    kind: 'preflight',
    request: { method: 'OPTIONS', url, headers: asked },
    response: { status: 204, statusMessage: 'not in the file', headers },
    failure: null,
    milliseconds: 0,
  }
}
