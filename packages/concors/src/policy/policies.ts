import { definePolicy } from './define-policy.js'
import { IssueList, PolicyError, throwIfAny } from './issues.js'
import type { PolicyIssue } from './issues.js'
import type { PolicyOptions } from './options.js'
import { isPolicy } from './policy.js'
import type { Policy } from './policy.js'

/** Policies by path. */
export interface Policies {
  readonly kind: 'policies'
  /** The policy for a path (from its slash, with or without query), or null: no CORS there. */
  for(path: string): Policy | null
}

/**
 * Takes policies, or their options, by path: `/status` is that path, `/api/*` is `/api` and all below. The most
 * specific wins; a path that none covers shares nothing.
 *
 * @throws PolicyError with every mistake of every policy
 */
export function definePolicies(byPath: Readonly<Record<string, Policy | PolicyOptions>>): Policies {
  const issues = new IssueList()
  const exact = new Map<string, Policy>()
  const below = new Map<string, Policy>()
  const found: PolicyIssue[] = issues.all
  for (const [path, given] of Object.entries(byPath)) {
    const prefix = path.endsWith('/*') ? path.slice(0, -2) : null
    const place = prefix ?? path
    if (
      (place !== '' && !place.startsWith('/')) ||
      place.includes('*') ||
      isAmbiguous(place) ||
      path === ''
    ) {
      issues.add('path-invalid', path, path)
    }
    const policy = policyOf(given, path, found)
    if (policy !== null) (prefix === null ? exact : below).set(place, policy)
  }
  if (exact.size + below.size === 0 && found.length === 0) issues.add('empty-list', '', byPath)
  throwIfAny(issues)
  return Object.freeze({ kind: 'policies' as const, for: (path: string) => lookUp(path, exact, below) })
}

function policyOf(given: Policy | PolicyOptions, path: string, issues: PolicyIssue[]): Policy | null {
  if (isPolicy(given)) return given
  try {
    return definePolicy(given)
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    for (const issue of error.issues) {
      const at = issue.path === '' ? '' : `.${issue.path}`
      issues.push({ ...issue, path: `[${JSON.stringify(path)}]${at}` })
    }
    return null
  }
}

function lookUp(
  pathAndQuery: string,
  exact: ReadonlyMap<string, Policy>,
  below: ReadonlyMap<string, Policy>,
): Policy | null {
  const path = /^[^?#]*/.exec(pathAndQuery)![0]
  if (isAmbiguous(path)) return null
  const own = exact.get(path)
  if (own !== undefined) return own
  for (let end = path.length; end >= 0; end = end === 0 ? -1 : path.lastIndexOf('/', end - 1)) {
    const policy = below.get(path.slice(0, end))
    if (policy !== undefined) return policy
  }
  return null
}

/** What a router behind us may take for another path: dot segments, doubled, backward or encoded slashes. */
function isAmbiguous(path: string): boolean {
  return /\/\/|\\|%(?:2f|5c|2e)|\/\.{1,2}(?:\/|$)|[?#]/i.test(path)
}
