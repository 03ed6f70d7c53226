import type { Values } from './trace.js'

/**
 * Every way in which a fetch can end in a network error here, and the name Chromium's DevTools protocol gives
 * it (`Network.CorsError`), or null where it has none. Where Chromium has a name, the code is that name in
 * kebab-case, so that people can search for either.
 */
export const CORS_ERROR_NAMES = {
  // CORS check on the response itself
  'missing-allow-origin-header': 'MissingAllowOriginHeader',
  'wildcard-origin-not-allowed': 'WildcardOriginNotAllowed',
  'multiple-allow-origin-values': 'MultipleAllowOriginValues',
  'invalid-allow-origin-value': 'InvalidAllowOriginValue',
  'allow-origin-mismatch': 'AllowOriginMismatch',
  'invalid-allow-credentials': 'InvalidAllowCredentials',
  // CORS check on the response to the preflight
  'preflight-missing-allow-origin-header': 'PreflightMissingAllowOriginHeader',
  'preflight-wildcard-origin-not-allowed': 'PreflightWildcardOriginNotAllowed',
  'preflight-multiple-allow-origin-values': 'PreflightMultipleAllowOriginValues',
  'preflight-invalid-allow-origin-value': 'PreflightInvalidAllowOriginValue',
  'preflight-allow-origin-mismatch': 'PreflightAllowOriginMismatch',
  'preflight-invalid-allow-credentials': 'PreflightInvalidAllowCredentials',
  // The rest of the preflight
  'preflight-invalid-status': 'PreflightInvalidStatus',
  'preflight-disallowed-redirect': 'PreflightDisallowedRedirect',
  'preflight-network-failure': 'InvalidResponse',
  'invalid-allow-methods-preflight-response': 'InvalidAllowMethodsPreflightResponse',
  'invalid-allow-headers-preflight-response': 'InvalidAllowHeadersPreflightResponse',
  'method-disallowed-by-preflight-response': 'MethodDisallowedByPreflightResponse',
  'header-disallowed-by-preflight-response': 'HeaderDisallowedByPreflightResponse',
  'authorization-not-covered-by-wildcard': 'HeaderDisallowedByPreflightResponse',
  // Redirects
  'redirect-contains-credentials': 'RedirectContainsCredentials',
  'redirect-invalid-location': null,
  'redirect-scheme-not-http': null,
  'redirect-mode-error': null,
  'redirect-with-stream-body': null,
  'too-many-redirects': null,
  // Mode, scheme and port
  'disallowed-by-mode': 'DisallowedByMode',
  'no-cors-redirect-mode-not-follow': 'NoCorsRedirectModeNotFollow',
  'cors-disabled-scheme': 'CorsDisabledScheme',
  'unsupported-scheme': null,
  'bad-port': null,
  'mixed-content': null,
  // Other policies of the response
  'corp-not-same-origin': null,
  'corp-not-same-site': null,
  'corp-required-by-embedder-policy': null,
  'integrity-mismatch': null,
  'partial-response-not-requested': null,
  // Network
  'network-failure': null,
  'stream-body-needs-http2': null,
  'keepalive-body-too-large': null,
  'only-if-cached-miss': null,
  'proxy-authentication-required': null,
} as const satisfies Record<string, string | null>

export type FailureCode = keyof typeof CORS_ERROR_NAMES

/** Every {@link FailureCode}, in the order of the union. */
export const FAILURE_CODES = Object.keys(CORS_ERROR_NAMES) as readonly FailureCode[]

/** What a page's author would want to know although no check failed. */
export type NoticeCode =
  | 'authorization-covered-by-wildcard'
  | 'authorization-removed-on-redirect'
  | 'method-rewritten-on-redirect'
  | 'origin-tainted-by-redirect'
  | 'headers-not-exposed'
  | 'expose-headers-malformed'
  | 'opaque-response'
  | 'opaque-redirect'
  | 'timing-not-allowed'
  | 'cookies-withheld'
  | 'forbidden-header-dropped'
  | 'no-cors-header-dropped'

/** The condition that was violated: what a network error carries here, and a browser hides from the page. */
export interface Failure {
  readonly code: FailureCode
  /** Fragment id of the algorithm, as in a trace's step. */
  readonly algorithm: string
  readonly step: string
  readonly values: Values
}

export function failure(code: FailureCode, algorithm: string, step: string, values: Values): Failure {
  return { code, algorithm, step, values }
}

/** True for the failures that are found while judging a preflight. */
export function isPreflightFailure(code: FailureCode): boolean {
  return (
    code.startsWith('preflight-') ||
    code.endsWith('-preflight-response') ||
    code === 'authorization-not-covered-by-wildcard'
  )
}
