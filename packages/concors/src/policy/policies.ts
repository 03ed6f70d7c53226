import { checkOptions } from './check-options.js'
import { definePolicy } from './define-policy.js'
import { IssueList, PolicyError, throwIfAny } from './issues.js'
import type { PolicyIssue } from './issues.js'
import type { PolicyOptions } from './options.js'
import { isAmbiguous, PathIndex } from './path-index.js'
import { createPolicy, isPolicy } from './policy.js'
import type { Policy } from './policy.js'

/** Policies by path. */
export interface Policies {
  readonly kind: 'policies'
  /**
   * The policy for a path (from its slash, with or without query), or null: no CORS there. A path that some router may take
   * for one of a policy with `rejectDisallowed` has a policy that rejects all other origins.
   */
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
  if (typeof byPath !== 'object' || byPath === null || Array.isArray(byPath)) {
    issues.add('not-an-object', '', byPath)
    throwIfAny(issues)
  }
  const index = new PathIndex<Policy>()
  const found: PolicyIssue[] = issues.all
  const made = new Map<unknown, Policy | null>()
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
    // The same options under two paths are one policy.
    const policy = made.get(given) ?? policyOf(given, path, found)
    made.set(given, policy)
    if (policy === null) continue
    if (!index.add(place, prefix !== null, policy)) issues.add('path-ambiguous', path, path)
  }
  if (Object.keys(byPath).length === 0) issues.add('empty-list', '', byPath)
  throwIfAny(issues)
  const gates = new Map([...made.values()].flatMap((policy) => (policy === null ? [] : gateOf(policy))))
  const gateFor = (path: string): Policy | null => {
    const gated = gates.size === 0 ? undefined : index.candidates(path).find((policy) => gates.has(policy))
    return gated === undefined ? null : gates.get(gated)!
  }
  return Object.freeze({
    kind: 'policies' as const,
    for: (path: string) => index.find(path) ?? gateFor(path),
  })
}

/** For a policy that rejects, what rejects as well and shares nothing: of a path it cannot be told whose it is. */
function gateOf(policy: Policy): (readonly [Policy, Policy])[] {
  if (policy.options.rejectDisallowed !== true) return []
  const { selfOrigins = [] } = policy.options
  const { options } = checkOptions({ allowOrigins: ['https://nobody.invalid'], rejectDisallowed: true })
  return [[policy, createPolicy({ options: { ...options, allowOrigins: [], selfOrigins }, patterns: [] })]]
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
