/** Where the command writes, and what it knows of its surroundings. */
export interface Io {
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
}

export interface Output {
  write(text: string): unknown
  /** Whether people read it, on a terminal. */
  readonly isTTY?: boolean
  readonly columns?: number
}

/**
 * The process's own streams. A reader that goes away (`concors explain … | head`) ends the process quietly: what
 * is left to write is of no use to anybody.
 */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit()
      throw error
    })
  }
  return { stdout: process.stdout, stderr: process.stderr, env: process.env }
}
