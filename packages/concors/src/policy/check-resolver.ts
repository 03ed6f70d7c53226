import { isHeaderName } from '../protocol/header-list.js'
import type { IssueList } from './issues.js'
import { nearest } from './nearest.js'
import { MAX_TIMEOUT_MS } from './options.js'
import type { OriginQuestion, OriginResolver } from './options.js'

const KEYS = ['resolve', 'vary', 'timeoutMs', 'cache'] as const

/** Headers that are there already, or that the answer must not hang on. */
const NOT_TO_VARY_BY: ReadonlySet<string> = new Set(['*', 'origin', 'host'])

/** A frozen copy, for the caller's object may change; but for the resolver's own `this`, which may be of a class. */
export function checkResolver(value: object, path: string, issues: IssueList): OriginResolver {
  const given = value as Partial<Record<string, unknown>>
  for (const key of Object.keys(given)) {
    if (!(KEYS as readonly string[]).includes(key)) {
      issues.add('unknown-option', `${path}.${key}`, given[key], nearest(key, KEYS))
    } else if (given[key] === undefined) issues.add('undefined-value', `${path}.${key}`, undefined)
  }
  const { resolve, vary, timeoutMs, cache } = given
  if (typeof resolve !== 'function') issues.add('resolver-incomplete', `${path}.resolve`, resolve)
  if (timeoutMs !== undefined && !isCount(timeoutMs, MAX_TIMEOUT_MS)) {
    issues.add('resolver-incomplete', `${path}.timeoutMs`, timeoutMs)
  }
  const kept = cache === undefined ? undefined : checkCache(cache, `${path}.cache`, issues)
  const names = vary === undefined ? [] : checkVary(vary, `${path}.vary`, issues)
  return Object.freeze({
    resolve: (question: OriginQuestion) => (resolve as OriginResolver['resolve']).call(value, question),
    vary: Object.freeze(names),
    ...(timeoutMs === undefined ? {} : { timeoutMs: timeoutMs as number }),
    ...(kept === undefined ? {} : { cache: kept }),
  })
}

function checkVary(vary: unknown, path: string, issues: IssueList): readonly string[] {
  if (!Array.isArray(vary)) {
    issues.add('resolver-incomplete', path, vary, typeof vary === 'string' ? [vary] : undefined)
    return []
  }
  const names: string[] = []
  for (const [index, name] of vary.entries()) {
    const at = `${path}[${index}]`
    if (typeof name !== 'string' || !isHeaderName(name)) issues.add('header-name-invalid', at, name)
    else if (NOT_TO_VARY_BY.has(name.toLowerCase())) issues.add('value-not-allowed', at, name)
    else names.push(name.toLowerCase())
  }
  return [...new Set(names)]
}

function checkCache(cache: unknown, path: string, issues: IssueList): OriginResolver['cache'] {
  if (typeof cache !== 'object' || cache === null) {
    issues.add('resolver-incomplete', path, cache)
    return undefined
  }
  const { max, ttlMs, ...others } = cache as Record<string, unknown>
  for (const key of Object.keys(others)) {
    issues.add('unknown-option', `${path}.${key}`, others[key], nearest(key, ['max', 'ttlMs']))
  }
  if (!isCount(max, 1_000_000)) issues.add('resolver-incomplete', `${path}.max`, max)
  if (!isCount(ttlMs, 86_400_000)) issues.add('resolver-incomplete', `${path}.ttlMs`, ttlMs)
  return Object.freeze({ max: max as number, ttlMs: ttlMs as number })
}

function isCount(value: unknown, max: number): boolean {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= max
}
