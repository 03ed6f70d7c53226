import { writeFile } from 'node:fs/promises'
import { escapeJson, maskExplanation, renderHtml, renderMarkdown, renderTerminal } from '@concors/explain'
import type { Explanation } from '@concors/explain'
import { createPalette } from './colors.js'
import type { Io } from './io.js'
import type { RawOptions } from './program.js'
import { UsageError } from './usage-error.js'

/** The explanation as it may be shown. */
export function shown(explanation: Explanation, raw: RawOptions): Explanation {
  return raw.showSecrets === true ? explanation : maskExplanation(explanation)
}

/** Prints one explanation in the form that was asked for. */
export async function printExplanation(explanation: Explanation, raw: RawOptions, io: Io): Promise<void> {
  const masked = shown(explanation, raw)
  await writeHtml([masked], raw)
  if (raw.json === true) printJson(masked, io)
  else io.stdout.write(raw.markdown === true ? renderMarkdown(masked) : terminalText(masked, raw, io))
}

export function printJson(value: unknown, io: Io): void {
  io.stdout.write(`${escapeJson(JSON.stringify(value, null, 2))}\n`)
}

/** `--html FILE`: what is printed, as a page. */
export async function writeHtml(explanations: readonly Explanation[], raw: RawOptions): Promise<void> {
  if (raw.html === undefined) return
  const [first] = explanations
  const title = first === undefined ? 'concors' : `${first.request.method} ${first.request.url}`
  try {
    await writeFile(raw.html, renderHtml(explanations, title))
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException
    throw new UsageError(`--html ${raw.html}: it cannot be written (${code})`)
  }
}

export function terminalText(explanation: Explanation, raw: RawOptions, io: Io): string {
  return renderTerminal(explanation, {
    palette: createPalette(io, raw.color),
    verbose: raw.verbose === true,
    width: widthOf(io),
    withheldHint: 'With --send it is sent.',
  })
}

export function widthOf({ stdout }: Io): number {
  return Math.min(120, Math.max(60, stdout.columns ?? 100))
}
