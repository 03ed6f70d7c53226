import type { PolicyIssueCode } from './issues.js'
import { MAX_MAX_AGE } from './options.js'
import { show } from './show.js'

/** The codes of what a policy itself can have; `definePolicies` has texts for its paths. */
export type OptionIssueCode = Exclude<PolicyIssueCode, `path-${string}`>

/** What is wrong, why it matters, and what to write instead, said of the value. */
const TEXTS: Readonly<Record<OptionIssueCode, string>> = {
  'not-an-object': 'is no object.',
  'unknown-option': 'has no effect: there is no such option.',
  'undefined-value':
    'is no value, as of a missing environment variable. Leave the option out, or name what is meant.',
  'wrong-type': 'is of the wrong type.',
  'value-not-allowed': 'is no value of this option.',
  'empty-list': 'is empty, so it says nothing. Leave the option out, or name what is meant.',
  'missing-allow-origins': 'does not say who may read. Write a list of origins, or "*" for public data.',
  'origin-invalid': 'is no origin like https://app.example:8443.',
  'origin-whitespace': 'has a space at an end, so it would never match.',
  'origin-list-in-string': 'holds several values. Each is an element of its own.',
  'origin-missing-scheme': 'has no scheme, so it would never match.',
  'origin-upper-case': 'has upper case. Browsers send lower case, so it would never match.',
  'origin-has-path': 'has a slash or more after the host, so it would never match.',
  'origin-has-user-info': 'has a user name, so it would never match.',
  'origin-not-punycode': 'has letters that browsers send in punycode, so it would never match.',
  'origin-not-canonical': 'is not how browsers write it, so it would never match.',
  'origin-default-port': 'has the default port. Browsers leave it out, so it would never match.',
  'origin-invalid-port': 'has no valid port: 1 to 65535, "*", or a list: {8080,8443}.',
  'origin-too-long': 'is too long, so it would never match.',
  'origin-null':
    'is of sandboxed frames and files, so any page can take it on. dangerouslyAllowNullOrigin allows it.',
  'origin-scheme-file': 'would never match: files have the origin "null".',
  'origin-regular-expression':
    'is no pattern: a mistake in it would let strangers in. Write *. for subdomains and :* for ports.',
  'origin-function': 'is no pattern. To decide by code, write { resolve }.',
  'origin-not-exact': 'is a pattern. This list is sent as it is, so write exact origins.',
  'wildcard-in-list': 'is no pattern. To let everybody read, write it as the whole value.',
  'wildcard-misplaced': 'has a "*" where none can be. Write *. for subdomains and :* for ports.',
  'wildcard-with-ip-address': 'has no subdomains, as an address.',
  'wildcard-with-credentials':
    'is no wildcard with credentials: it would let any page act for every visitor. Name what is meant.',
  'insecure-origin-with-credentials':
    'is not secure: anybody on the wire can act for every visitor. dangerouslyAllowInsecureOrigins allows it.',
  'null-origin-with-credentials': 'would let any page act for every visitor, as any page can take it on.',
  'public-suffix':
    'lets strangers in: anybody can register a name there. dangerouslyAllowPublicSuffixes allows it.',
  'public-suffix-unknown': 'is not let in: isPublicSuffix threw, or gave no boolean.',
  'resolver-incomplete': 'does not fit in { resolve, vary?, timeoutMs?, cache?: { max, ttlMs } }.',
  'method-invalid': 'is no method.',
  'method-forbidden': 'is no method that a page sends.',
  'method-case': 'is not what pages send: case counts.',
  'header-name-invalid': 'is no header name.',
  'header-name-forbidden': 'has no effect: browsers keep it to themselves.',
  'request-header-expected': 'is no header that a page sends.',
  'response-header-expected': 'is no header that a page reads.',
  'list-in-string': 'holds several values. Each is an element of its own.',
  'max-age-invalid': 'is no whole number of seconds.',
  'max-age-out-of-bounds': `is not from 0 to ${MAX_MAX_AGE} seconds.`,
}

export function describeIssue(code: OptionIssueCode, value: unknown): string {
  return `${show(value)} ${TEXTS[code]}`
}
