/** `Vary` with more members: none twice, in whatever case, and nothing beside `*`. */
export function mergeVary(existing: string, members: readonly string[]): string {
  if (existing === '') return members.length === 1 ? members[0]! : members.join(', ')
  const names = new Map<string, string>()
  for (const member of [...existing.split(','), ...members]) {
    const name = member.trim()
    const key = name.toLowerCase()
    if (key !== '' && !names.has(key)) names.set(key, name)
  }
  return names.has('*') ? '*' : [...names.values()].join(', ')
}

/** The policy owns these: a handler's own would contradict it, and two of one name are none. */
export function isOwned(name: string): boolean {
  return name.length > 15 && /^access-control-/i.test(name)
}
