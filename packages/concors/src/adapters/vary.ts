/** Each policy has one list, so joining it once is enough. */
const JOINED = new WeakMap<readonly string[], string>()

/** `Vary` with more members: none twice, in whatever case, and nothing beside `*`. */
export function mergeVary(existing: string, members: readonly string[]): string {
  if (existing === '') return joined(members)
  const names = existing.split(',').map((name) => name.trim())
  const known = new Set(names.map((name) => name.toLowerCase()))
  if (known.has('*')) return '*'
  for (const member of members) if (!known.has(member.toLowerCase())) names.push(member)
  return names.filter((name) => name !== '').join(', ')
}

function joined(members: readonly string[]): string {
  let text = JOINED.get(members)
  if (text === undefined) JOINED.set(members, (text = members.join(', ')))
  return text
}

/** The policy owns these: a handler's own would contradict it, and two of one name are none. */
export function isOwned(name: string): boolean {
  return name.length > 15 && name.toLowerCase().startsWith('access-control-')
}
