import { writeFile } from 'node:fs/promises'
import {
  escapeControls,
  escapeJson,
  guessStack,
  maskExplanation,
  renderHtml,
  renderMarkdown,
  renderTerminal,
  STACK_NAMES,
  stackFix,
} from '@concors/explain'
import type { Explanation, StackFix } from '@concors/explain'
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
  const stack = fixForStack(masked, raw)
  await writeHtml([masked], raw)
  if (raw.json === true) printJson(stack === null ? masked : { ...masked, stack }, io)
  else if (raw.markdown === true) {
    io.stdout.write(renderMarkdown(masked) + (stack === null ? '' : `\n${stackMarkdown(stack)}`))
  } else io.stdout.write(terminalText(masked, raw, io) + (stack === null ? '' : `\n${stackText(stack)}`))
}

/** The fix in the words of the stack that was named, or that the answers tell of. */
function fixForStack(explanation: Explanation, { stack: named }: RawOptions): StackFix | null {
  const stack = named === undefined ? guessStack(explanation) : STACK_NAMES.find((name) => name === named)
  if (stack === undefined) {
    throw new UsageError(`--stack ${JSON.stringify(named)} is not known; there are ${STACK_NAMES.join(', ')}`)
  }
  return stack === null ? null : stackFix(explanation, stack)
}

function stackText({ stack, code, run }: StackFix): string {
  const lines = code.split('\n').map((line) => `  ${escapeControls(line.replaceAll('\t', '    '))}`.trimEnd())
  return [`for ${stack}${run ? '' : ' (written from its documentation, not run)'}:`, '', ...lines, ''].join(
    '\n',
  )
}

function stackMarkdown({ stack, code, run }: StackFix): string {
  return `For ${stack}${run ? '' : ' (written from its documentation, not run)'}:\n\n\`\`\`\n${code}\n\`\`\`\n`
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
