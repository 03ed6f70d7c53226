/** A module of Node's without an import of it, so that a bundle for anything else has none; undefined elsewhere. */
export function nodeBuiltin(id: string): unknown {
  const { process } = globalThis as { process?: { getBuiltinModule?: (id: string) => unknown } }
  return process?.getBuiltinModule?.(id)
}
