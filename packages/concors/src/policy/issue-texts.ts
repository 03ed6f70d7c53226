import type { PolicyIssueCode } from './issues.js'
import { MAX_MAX_AGE } from './options.js'
import { show } from './show.js'

/** What is wrong, and why it matters. `{value}` stands for the value, `{path}` for where it is. */
const TEXTS: Readonly<Record<PolicyIssueCode, string>> = {
  'not-an-object': 'The options are {value}, not an object.',
  'unknown-option': 'There is no such option. An option that is not read protects nobody.',
  'undefined-value':
    'The value is undefined. A missing environment variable must not decide who may read; leave the option out if it is not meant.',
  'wrong-type': '{value} is of the wrong type for this option.',
  'value-not-allowed': '{value} is not one of the values that this option can have.',
  'empty-list': 'The list is empty, so it says nothing. Leave the option out, or name what is meant.',
  'missing-allow-origins':
    'allowOrigins is missing. There is no default: say who may read, as a list of origins, or as "*" for public data.',
  'origin-invalid': '{value} is no origin: scheme, "://", host and perhaps a port.',
  'origin-whitespace': '{value} has a space before or after it, and browsers compare byte by byte.',
  'origin-list-in-string': '{value} holds more than one origin. Each is an element of the list of its own.',
  'origin-missing-scheme':
    '{value} has no scheme. Browsers send one, and without it http: would be let in with https:.',
  'origin-upper-case':
    '{value} has upper-case letters. Browsers send origins in lower case, so it would never match.',
  'origin-has-path':
    '{value} goes on after the host. An origin has no path, not even a slash, so it would never match.',
  'origin-has-user-info': '{value} has a user name. Origins have none, so it would never match.',
  'origin-not-punycode':
    '{value} has letters beyond ASCII. Browsers send such hosts as punycode, so it would never match.',
  'origin-not-canonical': '{value} is not how browsers write this host, so it would never match.',
  'origin-default-port':
    '{value} names the default port of its scheme. Browsers leave that out, so it would never match.',
  'origin-invalid-port':
    '{value} has no valid port. A port is 1 to 65535, "*", or a list such as {8080,8443}.',
  'origin-too-long': '{value} is longer than an origin can be.',
  'origin-null':
    '"null" is the origin of every sandboxed frame and local file, so any page can take it on. dangerouslyAllowNullOrigin allows it.',
  'origin-scheme-file': 'Pages from files have the origin "null"; no origin begins with file:.',
  'origin-regular-expression':
    '{value} is no pattern. Unanchored or unescaped regular expressions let strangers in; write *. for subdomains and :* for ports.',
  'origin-function': '{value} is no pattern. To decide by code, give a resolver: { resolve, vary }.',
  'origin-not-exact':
    '{value} is a pattern. Only exact origins can stand here, because the list is sent as it is.',
  'wildcard-in-list': '"*" is no pattern of a list. To let everybody read, it is the whole value.',
  'wildcard-misplaced':
    '{value} has a "*" where none can be: it stands for whole labels before a domain (*.example.com) or for the port (:*).',
  'wildcard-with-ip-address': '{value} has "*." before an address. Addresses have no subdomains.',
  'wildcard-with-credentials':
    'With credentials "*" is no wildcard: browsers would refuse it, and letting everybody in with cookies is a hole. Name what is meant.',
  'insecure-origin-with-credentials':
    '{value} is not secure: whoever is on the wire can change its pages, and so use the cookies of every visitor. dangerouslyAllowInsecureOrigins allows it.',
  'null-origin-with-credentials':
    'Any page can take on the origin "null", so with credentials every page could act for every visitor.',
  'public-suffix':
    'Anybody can register a name under {value}, so it lets strangers in. dangerouslyAllowPublicSuffixes allows it.',
  'public-suffix-unknown':
    'isPublicSuffix threw, or answered with neither true nor false, for {value}. Only false lets subdomains in.',
  'resolver-incomplete':
    'A resolver is { resolve, vary?, timeoutMs?, cache?: { max, ttlMs } }; {value} does not fit there.',
  'method-invalid': '{value} is no method.',
  'method-forbidden': 'No page can send {value}: browsers forbid it.',
  'method-case': 'Methods are compared exactly, and {value} is not what pages send.',
  'header-name-invalid': '{value} is no header name.',
  'header-name-forbidden': 'Listing {value} has no effect: browsers keep this header to themselves.',
  'request-header-expected': '{value} is a header of responses, not one that a page sends.',
  'response-header-expected': '{value} is a header of requests, not one that a page reads.',
  'list-in-string': '{value} holds more than one name. Each is an element of the list of its own.',
  'max-age-invalid': '{value} is not a whole number of seconds.',
  'max-age-out-of-bounds': `{value} seconds are out of bounds: 0 (do not remember) to ${MAX_MAX_AGE}.`,
  'path-invalid':
    '{path} is no path: it begins with a slash, is written as browsers send it, and may end in /* for all below.',
  'path-ambiguous':
    'To routers that ignore case or a slash at the end, {path} is a path that has another policy already.',
}

export function describeIssue(code: PolicyIssueCode, path: string, value: unknown): string {
  return TEXTS[code].replace(/\{(value|path)\}/, (_, name) => (name === 'value' ? show(value) : path))
}
