/** What was thrown, in words. Never throws itself: code may throw what has no text, or hostile getters. */
export function describeThrown(thrown: unknown): string {
  try {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
  } catch {
    return `${typeof thrown === 'object' ? 'an object' : `a ${typeof thrown}`} that cannot be shown`
  }
}
