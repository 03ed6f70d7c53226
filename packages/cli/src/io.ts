import { EXIT_CODE } from './exit-code.js'

/** Where the command writes, and what it knows of its surroundings. */
export interface Io {
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  /** What is piped in; absent where nobody pipes anything. */
  readonly stdin?: Input
}

export interface Input {
  readonly isTTY?: boolean
  [Symbol.asyncIterator](): AsyncIterator<unknown>
}

export interface Output {
  write(text: string): unknown
  /** Whether people read it, on a terminal. */
  readonly isTTY?: boolean
  readonly columns?: number
}

/** The process's own streams. */
export function processIo(): Io {
  process.stdout.on('error', onWriteError)
  process.stderr.on('error', onWriteError)
  return { stdout: process.stdout, stderr: process.stderr, env: process.env, stdin: process.stdin }
}

/**
 * A reader that goes away (`concors explain … | head`) is no error: what is left is of no use to anybody, and the
 * exit code stays that of the verdict. Anything else, a full disk for instance, ends the process.
 */
function onWriteError({ code, message }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') return
  process.stderr.write(`concors: the output cannot be written: ${message}\n`, () =>
    process.exit(EXIT_CODE.internal),
  )
}
