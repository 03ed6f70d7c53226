import { CommanderError } from 'commander'
import { EXIT_CODE } from './exit-code.js'
import type { Io } from './io.js'
import { createProgram } from './program.js'
import { UsageError } from './usage-error.js'

/**
 * Runs the command.
 *
 * @param argv the arguments after the command's name
 * @returns the exit code; it never rejects
 */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT_CODE.readable
  // What the commands need takes longer to load than `--help` may take.
  const program = createProgram(io, {
    explain: async (url, options) => {
      const { explainCommand } = await import('./explain-command.js')
      code = await explainCommand(url, options, io)
    },
    lab: async (options) => {
      const { labCommand } = await import('./lab-command.js')
      code = await labCommand(options, io)
    },
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    // Commander has printed its own line by now. Help and version end with 0, everything else is usage.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_CODE.usage
    const { escapeControls, maskText } = await import('@concors/explain')
    const message = error instanceof Error ? error.message : String(error)
    const line = escapeControls(maskText(message))
    if (error instanceof UsageError) {
      io.stderr.write(`concors: ${line}\n`)
      return EXIT_CODE.usage
    }
    io.stderr.write(`concors: a mistake in concors itself, please report it: ${line}\n`)
    return EXIT_CODE.internal
  }
}
