import type { FailureCode } from 'concors/protocol'
import type { EngineName } from 'concors/failures'

/** A wording of an earlier version, after quotes and spaces are made equal. */
export interface OlderText {
  readonly engine: EngineName
  readonly pattern: RegExp
  readonly codes: readonly FailureCode[]
}

const FAILED = String.raw`(?:XMLHttpRequest cannot load|Failed to load|Fetch API cannot load) (?<url>\S+?)[.:]? `
const REFUSED = String.raw`Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at '?(?<url>\S+?)'?\. \(Reason: `

function chromium(reason: string, ...codes: readonly FailureCode[]): OlderText {
  return { engine: 'chromium', pattern: new RegExp(FAILED + reason), codes }
}

function firefox(reason: string, ...codes: readonly FailureCode[]): OlderText {
  return { engine: 'firefox', pattern: new RegExp(REFUSED + reason), codes }
}

function webkit(pattern: string, ...codes: readonly FailureCode[]): OlderText {
  return { engine: 'webkit', pattern: new RegExp(pattern), codes }
}

/** Written from memory of released versions; the current wordings come from the catalogue. */
export const OLDER_TEXTS: readonly OlderText[] = [
  chromium(
    String.raw`Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource\. Origin '(?<origin>[^']*)' is therefore`,
    'preflight-missing-allow-origin-header',
  ),
  chromium(
    String.raw`No 'Access-Control-Allow-Origin' header is present on the requested resource\. Origin '(?<origin>[^']*)' is therefore`,
    'missing-allow-origin-header',
  ),
  chromium(
    String.raw`Response for preflight has invalid HTTP status code (?<status>\d+)`,
    'preflight-invalid-status',
  ),
  chromium(
    String.raw`Request header field (?<header>\S+) is not allowed by Access-Control-Allow-Headers in preflight response`,
    'header-disallowed-by-preflight-response',
  ),
  chromium(
    String.raw`Method (?<method>\S+) is not allowed by Access-Control-Allow-Methods in preflight response`,
    'method-disallowed-by-preflight-response',
  ),
  firefox(
    String.raw`missing token '(?<header>[^']+)' in CORS header 'Access-Control-Allow-Headers' from CORS preflight channel`,
    'header-disallowed-by-preflight-response',
  ),
  firefox('CORS preflight channel did not succeed', 'preflight-invalid-status', 'preflight-network-failure'),
  firefox('CORS request failed', 'network-failure'),
  firefox(
    String.raw`CORS header 'Access-Control-Allow-Origin' missing\)\.?$`,
    'missing-allow-origin-header',
    'preflight-missing-allow-origin-header',
  ),
  webkit(
    String.raw`Origin (?<origin>\S+) is not allowed by Access-Control-Allow-Origin\.(?! Status)`,
    'missing-allow-origin-header',
    'allow-origin-mismatch',
    'preflight-missing-allow-origin-header',
  ),
  webkit(String.raw`Preflight response is not successful\.?$`, 'preflight-invalid-status'),
]
