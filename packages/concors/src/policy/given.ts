import { issueOf, PolicyError } from './issues.js'
import type { OptionIssueCode } from './issue-texts.js'
import type { PolicyIssue } from './issues.js'

/** A value that may come from plain JavaScript, and where it stands. */
export interface Given {
  readonly value: unknown
  /** What is within it: read once, for what is checked is what is used. */
  at(key: string | number, within: unknown): Given
  /** Notes a mistake; the value that was meant, if there is one. */
  refuse(code: OptionIssueCode, suggestion?: unknown): undefined
}

/**
 * Gives what a value says, normalized; undefined where it says no more than leaving it out would, and where it is
 * refused.
 *
 * @param all what is given beside it, with nothing that is in every object
 */
export type Check<Value> = (given: Given, all: Readonly<Record<string, unknown>>) => Value | undefined

/**
 * Looks at everything, so that all mistakes are found at once.
 *
 * @throws PolicyError with every mistake
 */
export function checked<Value>(value: unknown, check: Check<Value>, path = ''): Value {
  const issues: PolicyIssue[] = []
  const said = check(givenAt(path, value, issues), {})
  if (issues.length > 0) throw new PolicyError(issues)
  return said!
}

function givenAt(path: string, value: unknown, issues: PolicyIssue[]): Given {
  return {
    value,
    at(key, within) {
      const place = typeof key === 'number' ? `[${key}]` : path === '' ? key : `.${key}`
      return givenAt(path + place, within, issues)
    },
    refuse(code, suggestion) {
      issues.push(issueOf(code, path, value, suggestion))
      return undefined
    },
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
