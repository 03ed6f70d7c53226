/** What is used of Node's `process`. */
interface NodeProcess {
  readonly env?: Readonly<Record<string, string | undefined>>
  getBuiltinModule?(id: string): unknown
}

/** Undefined elsewhere. */
const nodeProcess = (globalThis as { process?: NodeProcess }).process

/** A module of Node's without an import of it, so that a bundle for anything else has none; undefined elsewhere. */
export function nodeBuiltin(id: string): unknown {
  return nodeProcess?.getBuiltinModule?.(id)
}

export function isProduction(): boolean {
  return nodeProcess?.env?.['NODE_ENV'] === 'production'
}
