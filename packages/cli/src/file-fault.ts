/** Why a file could not be read, for people. */
export function fileFault(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EISDIR') return 'that is a folder'
  if (code === 'EACCES') return 'it may not be read'
  return `it cannot be read (${code ?? String(error)})`
}
