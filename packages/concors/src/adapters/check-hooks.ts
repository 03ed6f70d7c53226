import { IssueList, throwIfAny } from '../policy/issues.js'
import { OptionReader } from '../policy/option-reader.js'
import type { CorsHooks } from './live-policy.js'

const FUNCTIONS = ['onDecision', 'onConflict'] as const
const FLAGS = ['debug', 'dangerouslyDebugInProduction'] as const

/**
 * A hook that is misspelt or of another type would never be called, or would fail on a request.
 *
 * @throws PolicyError with every mistake
 */
export function checkHooks(hooks: unknown): void {
  const issues = new IssueList()
  if (typeof hooks === 'object' && hooks !== null && !Array.isArray(hooks)) {
    // One that is undefined is left out: `onDecision: isVerbose ? log : undefined` hides nothing.
    const given = Object.fromEntries(Object.entries(hooks).filter(([, value]) => value !== undefined))
    const reader = new OptionReader(given, issues)
    reader.refuseUnknown([...FUNCTIONS, ...FLAGS] satisfies (keyof CorsHooks<unknown>)[])
    for (const key of FUNCTIONS) reader.function(key)
    for (const key of FLAGS) reader.boolean(key)
  } else issues.add('not-an-object', 'hooks', hooks)
  throwIfAny(issues)
}
