/** `Vary` with more members: none twice, in whatever case, and nothing beside `*`. */
export function mergeVary(existing: string, members: readonly string[]): string {
  if (existing === '') return members.length === 1 ? members[0]! : members.join(', ')
  const names = existing.split(',').map((name) => name.trim())
  const known = new Set(names.map((name) => name.toLowerCase()))
  if (known.has('*')) return '*'
  for (const member of members) if (!known.has(member.toLowerCase())) names.push(member)
  return names.filter(Boolean).join(', ')
}

/** The policy owns these: a handler's own would contradict it, and two of one name are none. */
export function isOwned(name: string): boolean {
  return name.length > 15 && /^access-control-/i.test(name)
}
