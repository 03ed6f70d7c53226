import { callable, listOf, object } from './checks.js'
import type { Check } from './given.js'
import { headerName } from './check-names.js'
import { MAX_TIMEOUT_MS } from './options.js'
import type { OriginResolver } from './options.js'

/** A whole number, at least 1. */
function count(max: number): Check<number> {
  return (given) => {
    const value = given.value as number
    return Number.isInteger(value) && value >= 1 && value <= max ? value : given.refuse('resolver-incomplete')
  }
}

/** Not what is there already, nor what the answer must not hang on. */
const checkVary = listOf(
  headerName((name) => (/^(?:\*|origin|host)$/.test(name) ? 'value-not-allowed' : undefined)),
  undefined,
  'resolver-incomplete',
)

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}

const parts = object<OriginResolver>(
  {
    resolve: callable('resolver-incomplete'),
    vary: (given, all) => (isEmptyList(given.value) ? undefined : checkVary(given, all)),
    timeoutMs: count(MAX_TIMEOUT_MS),
    cache: object({ max: count(1_000_000), ttlMs: count(86_400_000) }, 'resolver-incomplete', 'max', 'ttlMs'),
  },
  'resolver-incomplete',
  'resolve',
)

/**
 * Of an object: a frozen copy, for the caller's may change; but for the resolver's own `this`, which may be of a class.
 */
export const checkResolver: Check<OriginResolver> = (given, all) => {
  const resolver = parts(given, all)!
  const resolve: OriginResolver['resolve'] = (question) => resolver.resolve.call(given.value, question)
  return Object.freeze({ ...resolver, resolve, __proto__: null } as OriginResolver)
}
