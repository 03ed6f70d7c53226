import { contains, remove } from 'concors/protocol'
import type {
  CredentialsMode,
  Header,
  HeaderList,
  Mode,
  ProfileName,
  RedirectMode,
  WireResult,
} from 'concors/protocol'
import type { Exchange, ExplainedRequest } from './explanation.js'
import type { Fix, RequestChange } from './fix.js'
import { readableIn } from './profiles.js'
import { repair } from './repair.js'
import type { FoundViolation } from './repair.js'
import { replay, resultOf } from './replay.js'
import type { Sent } from './replay.js'
import { requestChanges } from './request-fix.js'
import type { Proposal } from './request-fix.js'

/** What was found by going on as if: the fix, and every violation on the way to it. */
export interface Found {
  readonly fix: Fix
  readonly violations: readonly FoundViolation[]
}

/** The fix of a blocked fetch, tried out on the recorded answers. */
export function findFix(
  request: ExplainedRequest,
  exchanges: readonly Exchange[],
  profile: ProfileName,
): Found {
  const { changes, violations, readable, assumed, widens, answers } = repair(request, exchanges, profile)
  // What lets in more than was asked for may work, but is not what was asked for.
  const good = readable && !widens && changes.length > 0
  const fix: Fix = {
    proved: good && !assumed,
    assumed: good && assumed,
    readableIn: readable && changes.length > 0 ? readableIn(request, exchanges, answers) : [],
    server: changes,
    request: requestChanges(violations, exchanges, request).map((change) =>
      tried(change, request, exchanges, profile),
    ),
  }
  return { fix, violations }
}

function tried(
  change: Proposal,
  request: ExplainedRequest,
  exchanges: readonly Exchange[],
  profile: ProfileName,
): RequestChange {
  const instead = withChange(request, change)
  if (instead === null) return { ...change, proved: false, assumed: false }
  let unseen = false
  const { response } = replay(instead, exchanges, profile, (sent) => {
    if (sent.recorded !== null) return resultOf(exchanges[sent.recorded]!)
    unseen = true
    return likeBefore(sent, exchanges)
  })
  const readable = response !== null && response.failure === null && response.type !== 'opaque'
  return { ...change, proved: readable && !unseen, assumed: readable && unseen }
}

/** What a server would probably say: 200, with the permission that it gave in another answer. */
function likeBefore({ wire }: Sent, exchanges: readonly Exchange[]): WireResult {
  const other = exchanges.find(({ request }) => new URL(request.url).origin === wire.url.origin)
  const headers = (other?.response?.headers ?? []).filter(([name]) => PERMISSION.test(name))
  return { status: 200, statusMessage: 'OK', headers, body: '' }
}

const PERMISSION = /^access-control-/i

/** The request with a change; null for one that cannot be tried out here. */
function withChange(request: ExplainedRequest, { kind, name, value }: Proposal): ExplainedRequest | null {
  switch (kind) {
    case 'option':
      return withOption(request, name, value)
    case 'set-header':
      return { ...request, headers: [...without(request.headers, name!), [name!, value!]] }
    case 'drop-header':
      return contains(request.headers, name!)
        ? { ...request, headers: without(request.headers, name!) }
        : null
    case 'url':
      return value === null ? null : { ...request, url: value }
    case 'page':
      return null
  }
}

function withOption(
  request: ExplainedRequest,
  name: string | null,
  value: string | null,
): ExplainedRequest | null {
  switch (name) {
    case 'credentials':
      return { ...request, credentials: value as CredentialsMode }
    case 'method':
      return { ...request, method: value! }
    case 'mode':
      return { ...request, mode: value as Mode }
    case 'redirect':
      return { ...request, redirect: value as RedirectMode }
    default:
      return null
  }
}

function without(headers: HeaderList, name: string): Header[] {
  const copy: Header[] = [...headers]
  remove(copy, name)
  return copy
}
