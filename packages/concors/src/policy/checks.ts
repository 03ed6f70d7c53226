import { isObject } from './given.js'
import type { Check } from './given.js'
import type { OptionIssueCode } from './issue-texts.js'
import { nearest } from './nearest.js'

/** A value that is there, and not undefined, as a missing environment variable is. */
export function defined<Value>(check: Check<Value>): Check<Value> {
  return (given, all) => (given.value === undefined ? given.refuse('undefined-value') : check(given, all))
}

/**
 * An object with these keys and no others, those of a class included; what somebody has added to every object does not count.
 *
 * @param missing what is said where a required key is not there
 */
export function object<Options>(
  checks: { readonly [Key in keyof Options]-?: Check<Options[Key]> },
  missing: OptionIssueCode = 'undefined-value',
  ...required: (keyof Options & string)[]
): Check<Options> {
  const known = Object.keys(checks) as (keyof Options & string)[]
  return (given) => {
    const { value } = given
    if (!isObject(value)) return given.refuse('not-an-object')
    for (const key of Object.keys(value)) {
      if (!(known as string[]).includes(key))
        given.at(key, value[key]).refuse('unknown-option', nearest(key, known))
    }
    const all: Record<string, unknown> = Object.create(null)
    for (const key of known) {
      if (Object.hasOwn(value, key) || (key in value && !(key in Object.prototype))) all[key] = value[key]
    }
    // What is read of it later is not looked for in the prototype of every object either.
    const options: Partial<Options> = Object.create(null)
    for (const key of known) {
      if (key in all) {
        const said = defined(checks[key])(given.at(key, all[key]), all)
        if (said !== undefined) options[key] = said
      } else if (required.includes(key)) given.at(key, undefined).refuse(missing)
    }
    return Object.freeze(options) as Options
  }
}

/** A list, each of its elements once. */
export function listOf<Item>(
  item: Check<Item>,
  repair: (text: string) => unknown = (text) => text,
  code: OptionIssueCode = 'wrong-type',
): Check<readonly Item[]> {
  return (given, all) => {
    const { value } = given
    if (!Array.isArray(value)) {
      const meant = typeof value === 'string' ? splitList(value).map(repair) : []
      return given.refuse(code, meant.length === 0 || meant.includes(undefined) ? undefined : meant)
    }
    if (value.length === 0) return given.refuse('empty-list')
    // Not `map`, which passes over holes.
    const items = Array.from(value, (one, index) => defined(item)(given.at(index, one), all) as Item)
    return Object.freeze([...new Set(items)])
  }
}

/** `*`, or what else is meant. */
export function orAny<Value>(check: Check<Value>, evenWithCredentials = true): Check<'*' | Value> {
  return (given, all) => {
    if (given.value !== '*') return check(given, all)
    return evenWithCredentials || !all['allowCredentials'] ? '*' : given.refuse('wildcard-with-credentials')
  }
}

/** One of these values. The first is the default, so it says nothing. */
export function oneOf<const Value>(
  code: OptionIssueCode,
  ...values: readonly Value[]
): Check<Exclude<Value, undefined>> {
  return (given) => {
    const { value } = given
    const text = typeof value === 'string' ? value.trim().toLowerCase() : null
    if (!values.includes(value as Value))
      return given.refuse(
        code,
        values.find((known) => String(known) === text),
      )
    return value === values[0] ? undefined : (value as Exclude<Value, undefined>)
  }
}

export const flag = oneOf('wrong-type', false, true)

/** A function; its parameters are not to be seen. */
export function callable<Function>(code: OptionIssueCode = 'wrong-type'): Check<Function> {
  return (given) => (typeof given.value === 'function' ? (given.value as Function) : given.refuse(code))
}

/** What commas, semicolons and white space are between. */
export function splitList(text: string): readonly string[] {
  return text.split(/[\s,;]+/).filter(Boolean)
}
