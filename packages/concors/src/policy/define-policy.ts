import { checkOptions } from './check-options.js'
import { checked } from './given.js'
import type { ListPolicyOptions, PolicyOptions, ResolverPolicyOptions } from './options.js'
import { createPolicy } from './policy.js'
import type { ListPolicy, Policy, ResolverPolicy } from './policy.js'

/**
 * Checks the options and makes a policy of them, which never changes.
 *
 * ```ts
 * const policy = definePolicy({
 *   allowOrigins: ['https://app.example', 'https://*.partner.example'],
 *   allowCredentials: true,
 *   allowMethods: ['PUT', 'DELETE'],
 *   allowHeaders: ['content-type'],
 * })
 * ```
 *
 * @throws PolicyError with every mistake, not just the first
 */
export function definePolicy(options: ListPolicyOptions): ListPolicy
export function definePolicy(options: ResolverPolicyOptions): ResolverPolicy
export function definePolicy(options: PolicyOptions): Policy
export function definePolicy(options: PolicyOptions): Policy {
  return createPolicy(checked(options, checkOptions))
}
