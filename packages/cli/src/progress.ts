import type { Io } from './io.js'

/** A step that takes longer than this many milliseconds is announced. */
const PATIENCE = 500

/** Says on a terminal's standard error what is being waited for, once that takes long. */
export async function withProgress<T>(io: Io, what: string, step: () => Promise<T>): Promise<T> {
  if (io.stderr.isTTY !== true) return step()
  const timer = setTimeout(() => io.stderr.write(`${what} …\n`), PATIENCE)
  try {
    return await step()
  } finally {
    clearTimeout(timer)
  }
}
