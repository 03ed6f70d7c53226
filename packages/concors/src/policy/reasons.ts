import type { FailureCode } from '../protocol/failure.js'

/** Why a decision is what it is. */
export type DecisionReason =
  // Allowed
  | 'no-origin'
  | 'any-origin'
  | 'origin-listed'
  | 'origin-approved'
  // The origin
  | 'origin-not-listed'
  | 'origin-malformed'
  | 'origin-null'
  | 'origin-insecure'
  | 'resolver-refused'
  | 'resolver-failed'
  | 'resolver-timed-out'
  | 'resolver-returned-no-boolean'
  // What a preflight asks for
  | 'method-not-allowed'
  | 'method-case-differs'
  | 'header-not-allowed'
  | 'authorization-not-covered'
  | 'request-headers-malformed'
  | 'request-headers-too-long'

/** What is known of one reason. */
export interface ReasonEntry {
  /** For the operator: one sentence. */
  readonly text: string
  /** What a browser may report of a request whose response, or whose preflight's response, was decided so. */
  readonly failures: { readonly actual: readonly FailureCode[]; readonly preflight: readonly FailureCode[] }
}

const ALLOWED: ReasonEntry['failures'] = { actual: [], preflight: [] }

/** WebKit looks at a preflight's status before it looks for headers; the others the other way round. */
const REFUSED: ReasonEntry['failures'] = {
  actual: ['missing-allow-origin-header'],
  preflight: ['preflight-missing-allow-origin-header', 'preflight-invalid-status'],
}

/** A refusal of what was asked for; with `debug`, the browser names it itself. */
function refusedWith(...debug: FailureCode[]): ReasonEntry['failures'] {
  return { actual: [], preflight: [...REFUSED.preflight, ...debug] }
}

const METHOD = refusedWith('method-disallowed-by-preflight-response')
const HEADER = refusedWith('header-disallowed-by-preflight-response')

/** Every reason, with the failures that a browser reports for it. */
export const DECISION_REASONS: Readonly<Record<DecisionReason, ReasonEntry>> = {
  'no-origin': { text: 'The request has no Origin, so it is none of CORS.', failures: ALLOWED },
  'any-origin': { text: 'Every origin may read.', failures: ALLOWED },
  'origin-listed': { text: 'The origin is in allowOrigins.', failures: ALLOWED },
  'origin-approved': { text: 'The resolver approved the origin.', failures: ALLOWED },
  'origin-not-listed': { text: 'The origin is not in allowOrigins.', failures: REFUSED },
  'origin-malformed': { text: 'The Origin header is no origin that a browser writes.', failures: REFUSED },
  'origin-null': {
    text: 'The origin is null: a sandboxed frame, a local file, or a request after redirects.',
    failures: REFUSED,
  },
  'origin-insecure': { text: 'The origin is not secure, and credentials are allowed.', failures: REFUSED },
  'resolver-refused': { text: 'The resolver did not approve the origin.', failures: REFUSED },
  'resolver-failed': { text: 'The resolver threw or rejected.', failures: REFUSED },
  'resolver-timed-out': { text: 'The resolver did not answer in time.', failures: REFUSED },
  'resolver-returned-no-boolean': {
    text: 'The resolver answered with neither true nor false.',
    failures: REFUSED,
  },
  'method-not-allowed': { text: 'The method is not in allowMethods.', failures: METHOD },
  'method-case-differs': {
    text: 'The method is in allowMethods but for its case, and methods are compared exactly.',
    failures: METHOD,
  },
  'header-not-allowed': { text: 'A request header is not in allowHeaders.', failures: HEADER },
  'authorization-not-covered': {
    text: 'Authorization is not in allowHeaders, and * never covers it.',
    failures: HEADER,
  },
  'request-headers-malformed': {
    text: 'Access-Control-Request-Headers has something in it that is no header name.',
    failures: HEADER,
  },
  'request-headers-too-long': {
    text: 'Access-Control-Request-Headers is longer than anything that this policy could allow.',
    failures: HEADER,
  },
}
