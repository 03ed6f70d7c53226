import { callable, flag, object } from '../policy/checks.js'
import { checked, isObject } from '../policy/given.js'
import type { CorsHooks } from './live-policy.js'

const checkParts = object<CorsHooks<never>>({
  onDecision: callable(),
  onConflict: callable(),
  debug: flag,
  dangerouslyDebugInProduction: flag,
})

/**
 * A hook that is misspelt or of another type would never be called, or would fail on a request.
 *
 * @throws PolicyError with every mistake
 */
export function checkHooks(hooks: unknown): void {
  // One that is undefined is left out: `onDecision: isVerbose ? log : undefined` hides nothing.
  const said = isObject(hooks)
    ? Object.fromEntries(Object.entries(hooks).filter(([, value]) => value !== undefined))
    : hooks
  checked(said, checkParts, 'hooks')
}
