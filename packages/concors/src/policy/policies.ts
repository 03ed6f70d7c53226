import { definePolicy } from './define-policy.js'
import { isObject } from './given.js'
import { issueOf, PolicyError } from './issues.js'
import type { PolicyIssue } from './issues.js'
import type { PolicyOptions } from './options.js'
import { isAmbiguous, PathIndex } from './path-index.js'
import { createPolicy, isPolicy } from './policy.js'
import type { Policy } from './policy.js'
import { show } from './show.js'

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
  if (!isObject(byPath)) throw new PolicyError([issueOf('not-an-object', '', byPath)])
  const index = new PathIndex<Policy>()
  const issues: PolicyIssue[] = []
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
      issues.push(pathIssue('path-invalid', path))
    }
    // The same options under two paths are one policy.
    const policy = made.get(given) ?? policyOf(given, path, issues)
    made.set(given, policy)
    if (policy === null) continue
    if (!index.add(place, prefix !== null, policy)) issues.push(pathIssue('path-ambiguous', path))
  }
  if (made.size === 0) issues.push(issueOf('empty-list', '', byPath))
  if (issues.length > 0) throw new PolicyError(issues)
  const gates = new Map<Policy, Policy>()
  for (const policy of made.values()) if (policy?.options.rejectDisallowed) gates.set(policy, gateOf(policy))
  const gateFor = (path: string): Policy | null => {
    const gated = gates.size === 0 ? undefined : index.candidates(path).find((policy) => gates.has(policy))
    return gated === undefined ? null : gates.get(gated)!
  }
  return Object.freeze({
    kind: 'policies' as const,
    for: (path: string) => index.find(path) ?? gateFor(path),
  })
}

const TEXTS = {
  'path-invalid':
    'is no path: it begins with a slash, is written as browsers send it, and may end in /* for all below.',
  'path-ambiguous': 'has another policy already, for routers that ignore case or a slash at the end.',
}

function pathIssue(code: keyof typeof TEXTS, path: string): PolicyIssue {
  return { code, path, value: path, message: `${show(path)} ${TEXTS[code]}` }
}

/** For a policy that rejects, what rejects as well and shares nothing: of a path it cannot be told whose it is. */
function gateOf({ options: { selfOrigins = [] } }: Policy): Policy {
  return createPolicy({ allowOrigins: [], rejectDisallowed: true, selfOrigins })
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
