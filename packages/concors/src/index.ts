/**
 * The server's half: a policy that is checked before it runs, and decides. The protocol: the CORS part of the Fetch
 * Standard as pure functions, and the whole fetch as a generator that yields requests and takes responses.
 *
 * @module concors
 */
export type { Decision, RequestKind } from './policy/decision.js'
export { definePolicy } from './policy/define-policy.js'
export type { HeaderSource, PolicyRequest } from './policy/facts.js'
export { fromExpressCors } from './policy/from-express-cors.js'
export type { ExpressCorsOptions, FromExpressCors, MigrationNote } from './policy/from-express-cors.js'
export { PolicyError } from './policy/issues.js'
export type { PolicyIssue, PolicyIssueCode } from './policy/issues.js'
export type {
  ListPolicyOptions,
  OriginPattern,
  OriginQuestion,
  OriginResolver,
  PolicyOptions,
  ResolverPolicyOptions,
  ResourcePolicy,
} from './policy/options.js'
export { originsFromList } from './policy/origins-from-list.js'
export { definePolicies } from './policy/policies.js'
export type { Policies } from './policy/policies.js'
export { isPolicy } from './policy/policy.js'
export type { DecideSettings, ListPolicy, Policy, ResolverPolicy } from './policy/policy.js'
export { DECISION_REASONS } from './policy/reasons.js'
export type { DecisionReason, ReasonEntry } from './policy/reasons.js'
export * from './protocol.js'
