import { describeIssue } from './issue-texts.js'
import type { OptionIssueCode } from './issue-texts.js'
import { show } from './show.js'

/** Every mistake that a policy can have. */
export type PolicyIssueCode =
  // Any option
  | 'not-an-object'
  | 'unknown-option'
  | 'undefined-value'
  | 'wrong-type'
  | 'value-not-allowed'
  | 'empty-list'
  | 'missing-allow-origins'
  // Origins
  | 'origin-invalid'
  | 'origin-whitespace'
  | 'origin-list-in-string'
  | 'origin-missing-scheme'
  | 'origin-upper-case'
  | 'origin-has-path'
  | 'origin-has-user-info'
  | 'origin-not-punycode'
  | 'origin-not-canonical'
  | 'origin-default-port'
  | 'origin-invalid-port'
  | 'origin-too-long'
  | 'origin-null'
  | 'origin-scheme-file'
  | 'origin-regular-expression'
  | 'origin-function'
  | 'origin-not-exact'
  | 'wildcard-in-list'
  | 'wildcard-misplaced'
  | 'wildcard-with-ip-address'
  | 'wildcard-with-credentials'
  | 'insecure-origin-with-credentials'
  | 'null-origin-with-credentials'
  | 'public-suffix'
  | 'public-suffix-unknown'
  | 'resolver-incomplete'
  // Methods, names, numbers
  | 'method-invalid'
  | 'method-forbidden'
  | 'method-case'
  | 'header-name-invalid'
  | 'header-name-forbidden'
  | 'request-header-expected'
  | 'response-header-expected'
  | 'list-in-string'
  | 'max-age-invalid'
  | 'max-age-out-of-bounds'
  // A map of policies
  | 'path-invalid'
  | 'path-ambiguous'

/** One mistake. */
export interface PolicyIssue {
  readonly code: PolicyIssueCode
  /** Where the value is, as one would write it: `allowOrigins[2]`. Empty for the options as a whole. */
  readonly path: string
  /** What was found there. */
  readonly value: unknown
  /** What is wrong, and why it matters. */
  readonly message: string
  /** The value to write instead, where there is only one that can have been meant. */
  readonly suggestion?: unknown
}

export function issueOf(
  code: OptionIssueCode,
  path: string,
  value: unknown,
  suggestion?: unknown,
): PolicyIssue {
  const message = describeIssue(code, value)
  return { code, path, value, message, ...(suggestion === undefined ? {} : { suggestion }) }
}

/** A policy that cannot be. It has all mistakes at once. */
export class PolicyError extends TypeError {
  override readonly name = 'PolicyError'
  /** For checks that outlive two copies of this package. */
  readonly code = 'ERR_CORS_POLICY'
  readonly issues: readonly PolicyIssue[]

  constructor(issues: readonly PolicyIssue[]) {
    super(summary(issues))
    this.issues = issues
  }
}

function summary(issues: readonly PolicyIssue[]): string {
  const count = issues.length === 1 ? 'a mistake' : `${issues.length} mistakes`
  return [`The CORS policy has ${count}:`, ...issues.map(line)].join('\n')
}

function line({ path, message, suggestion }: PolicyIssue): string {
  const fix = suggestion === undefined ? '' : ` Write ${show(suggestion)}.`
  return `- ${path === '' ? '' : `${path}: `}${message}${fix}`
}
