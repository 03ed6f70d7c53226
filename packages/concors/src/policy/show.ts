const LONGEST = 80

/** A value of any kind as a short text on one line. It never throws and calls nothing of the value's own. */
export function show(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value)
    case 'function':
      return 'a function'
    case 'object':
      if (value === null) return 'null'
      if (Array.isArray(value)) return showList(value)
      return value instanceof RegExp ? 'a regular expression' : 'an object'
    default:
      return String(value)
  }
}

function showList(list: readonly unknown[]): string {
  const shown = list.slice(0, 5).map(show)
  return `[${[...shown, ...(list.length > 5 ? ['…'] : [])].join(', ')}]`
}
