import type { PolicyIssue } from 'concors'

type Options = Readonly<Record<string, unknown>>

/** What a click on a fix says it does; null where there is nothing that a click could do. */
export function fixLabel(issue: PolicyIssue): string | null {
  const { code, suggestion } = issue
  if (code === 'unknown-option')
    return typeof suggestion === 'string' ? `Rename it to ${suggestion}` : 'Leave it out'
  if (code === 'not-an-object' || code === 'missing-allow-origins') return null
  if (suggestion === undefined) return issue.path === 'allowOrigins' ? null : 'Leave it out'
  const text = JSON.stringify(suggestion)
  // What is no JSON, such as a function, cannot be written here.
  return text === undefined || text === '{}' ? null : `Write ${text}`
}

/**
 * The options with one mistake repaired: the value replaced by what was meant, an option renamed, or what cannot be right
 * left out.
 */
export function applyFix(options: Options, { code, path, suggestion }: PolicyIssue): Options {
  const { name, index } = placeOf(path)
  if (code === 'unknown-option' && typeof suggestion === 'string') return renamed(options, name, suggestion)
  if (index === null)
    return suggestion === undefined ? without(options, name) : { ...options, [name]: suggestion }
  const list = Array.isArray(options[name]) ? (options[name] as readonly unknown[]) : []
  // One text that holds a list becomes as many elements.
  const instead =
    suggestion === undefined ? [] : Array.isArray(suggestion) ? (suggestion as unknown[]) : [suggestion]
  const repaired = list.toSpliced(index, 1, ...instead)
  return repaired.length === 0 && name !== 'allowOrigins'
    ? without(options, name)
    : { ...options, [name]: repaired }
}

/** `allowOrigins[2]` is the third element of allowOrigins. */
function placeOf(path: string): { readonly name: string; readonly index: number | null } {
  const match = /^(.*)\[(\d+)\]$/.exec(path)
  return match === null ? { name: path, index: null } : { name: match[1]!, index: Number(match[2]) }
}

function without(options: Options, name: string): Options {
  return Object.fromEntries(Object.entries(options).filter(([key]) => key !== name))
}

/** The new name stands where the old one did, unless the option is there already. */
function renamed(options: Options, name: string, other: string): Options {
  if (Object.hasOwn(options, other)) return without(options, name)
  return Object.fromEntries(
    Object.entries(options).map(([key, value]) => [key === name ? other : key, value]),
  )
}
