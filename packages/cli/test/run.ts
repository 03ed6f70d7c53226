import { Readable } from 'node:stream'
import type { Explanation } from '@concors/explain'
import { main } from '../src/index.js'

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command in this process, with its output caught. */
export async function run(
  args: readonly string[],
  terminal = false,
  env = {},
  piped?: string | Uint8Array,
): Promise<Ran> {
  const written = { stdout: '', stderr: '' }
  const output = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text
    },
    isTTY: terminal,
  })
  const stdin = piped === undefined ? {} : { stdin: Readable.from([Buffer.from(piped)]) }
  const code = await main(args, { stdout: output('stdout'), stderr: output('stderr'), env, ...stdin })
  return { code, ...written }
}

/** `concors explain` as JSON. */
export async function explained(args: readonly string[]): Promise<Explanation & { readonly code: number }> {
  const { code, stdout, stderr } = await run(['explain', ...args, '--json'])
  if (stdout === '') throw new Error(`Nothing was printed, but: ${stderr}`)
  return { ...(JSON.parse(stdout) as Explanation), code }
}
