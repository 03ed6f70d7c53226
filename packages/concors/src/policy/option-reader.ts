import type { IssueList } from './issues.js'
import { nearest } from './nearest.js'

/** Reads options that may come from plain JavaScript, and notes what is wrong with each. */
export class OptionReader {
  readonly issues: IssueList
  readonly #values: Readonly<Record<string, unknown>>

  constructor(values: Readonly<Record<string, unknown>>, issues: IssueList) {
    this.#values = values
    this.issues = issues
  }

  /** Notes every key that is not among the known ones. */
  refuseUnknown(known: readonly string[]): void {
    for (const key of Object.keys(this.#values)) {
      if (!known.includes(key)) this.issues.add('unknown-option', key, this.#values[key], nearest(key, known))
    }
  }

  /** Whether the key is there, with whatever value. */
  names(key: string): boolean {
    return Object.hasOwn(this.#values, key)
  }

  /** Whether the option is there. One that is there but undefined is a mistake. */
  has(key: string): boolean {
    if (!this.names(key)) return false
    if (this.#values[key] !== undefined) return true
    this.issues.add('undefined-value', key, undefined)
    return false
  }

  value(key: string): unknown {
    return this.#values[key]
  }

  boolean(key: string): boolean {
    if (!this.has(key)) return false
    const value = this.value(key)
    if (typeof value === 'boolean') return value
    this.issues.add('wrong-type', key, value, value === 'true' ? true : value === 'false' ? false : undefined)
    return false
  }

  /** A function, or null where there is none. */
  function(key: string): ((...values: never[]) => unknown) | null {
    if (!this.has(key)) return null
    const value = this.value(key)
    if (typeof value === 'function') return value as (...values: never[]) => unknown
    this.issues.add('wrong-type', key, value)
    return null
  }

  oneOf<const Value extends string | number>(key: string, values: readonly Value[]): Value | null {
    if (!this.has(key)) return null
    const value = this.value(key)
    const found = values.find((known) => known === value)
    if (found !== undefined) return found
    const suggestion = values.find((known) => String(known) === String(value).trim().toLowerCase())
    this.issues.add('value-not-allowed', key, value, suggestion)
    return null
  }

  /** A list, or `*`; null where it is absent or no list. */
  list(key: string): '*' | readonly unknown[] | null {
    if (!this.has(key)) return null
    const value = this.value(key)
    if (value === '*') return '*'
    if (!Array.isArray(value)) {
      this.issues.add('wrong-type', key, value, listSuggestion(value))
      return null
    }
    if (value.length === 0) this.issues.add('empty-list', key, value)
    return value
  }
}

/** What was written as one string with commas or spaces. */
function listSuggestion(value: unknown): readonly string[] | undefined {
  if (typeof value !== 'string') return undefined
  const parts = splitList(value)
  return parts.length === 0 ? undefined : parts
}

export function splitList(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter((part) => part !== '')
}
