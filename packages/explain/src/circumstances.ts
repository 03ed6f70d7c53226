import { addressSpaceOfHost } from 'concors/protocol'
import type { Failure, ProfileName } from 'concors/protocol'
import { OTHER_FAILURES } from 'concors/failures'
import type { OtherFailureCode } from 'concors/failures'
import type { Circumstance, Exchange, ExplainedRequest } from './explanation.js'

/** What is to be known of a fetch to tell what beside CORS plays a part in it. */
export interface Seen {
  readonly profile: ProfileName
  readonly request: ExplainedRequest
  readonly exchanges: readonly Exchange[]
  readonly failure: Failure | null
  /** Index of the exchange that the failure is about; null without one. */
  readonly failed: number | null
  /** What whoever captured the fetch knows by itself. */
  readonly told: readonly OtherFailureCode[]
}

/** What beside the protocol plays, or may play, a part in how a fetch ended. */
export function circumstancesOf(seen: Seen): readonly Circumstance[] {
  const told = seen.told.map((code) => circumstance(code, null))
  return [...told, ...serverError(seen), ...localNetwork(seen)]
}

function circumstance(code: OtherFailureCode, exchange: number | null): Circumstance {
  const { title, meaning, link } = OTHER_FAILURES[code]
  return { code, title, meaning, link, exchange }
}

/** An error page that CORS hides: the failure is what to look at. */
function serverError({ failure, failed, exchanges }: Seen): readonly Circumstance[] {
  const status = failed === null ? 0 : (exchanges[failed]?.response?.status ?? 0)
  const hides = failure !== null && HIDES_ERRORS.has(failure.code)
  return hides && status >= 500 ? [circumstance('server-error-page', failed)] : []
}

const HIDES_ERRORS: ReadonlySet<string> = new Set([
  'missing-allow-origin-header',
  'preflight-missing-allow-origin-header',
  'preflight-invalid-status',
])

/** A page that seems to be far away asks for an address that is near. */
function localNetwork({ profile, request, exchanges, told }: Seen): readonly Circumstance[] {
  if (profile !== 'chromium' && profile !== 'firefox') return []
  if (told.some((code) => code.includes('local-network')) || !URL.canParse(request.origin)) return []
  if (isNear(request.origin)) return []
  const urls = [request.url, ...exchanges.map(({ request: { url } }) => url)]
  return urls.some(isNear) ? [circumstance('local-network-access-prompt', null)] : []
}

function isNear(url: string): boolean {
  const space = addressSpaceOfHost(new URL(url).hostname)
  return space === 'loopback' || space === 'local'
}
