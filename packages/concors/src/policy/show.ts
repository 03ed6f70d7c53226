const LONGEST = 80
const MOST = 5

/** A value of any kind as a short text on one line. It never throws and calls nothing of the value's own. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, LONGEST)) + more(value, LONGEST)
  if (Array.isArray(value)) return `[${value.slice(0, MOST).map(showWithin).join(', ')}]` + more(value, MOST)
  if (value instanceof RegExp) return 'a regular expression'
  if (typeof value === 'function') return 'a function'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

function more({ length }: { readonly length: number }, most: number): string {
  return length > most ? '...' : ''
}

/** No deeper, because a list may be in itself. */
function showWithin(value: unknown): string {
  return Array.isArray(value) ? '[...]' : show(value)
}
