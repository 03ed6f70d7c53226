import { escapeBytes, escapeControls } from '../escape.js'
import type { Explanation } from '../explanation.js'
import type { RenderContext } from './context.js'
import { exchangeText, stepLines } from './exchange-text.js'
import { fixText } from './fix-text.js'
import { PLAIN } from './palette.js'
import type { Palette } from './palette.js'
import { circumstancesText, enginesText, verdictText } from './verdict-text.js'

export interface TerminalOptions {
  /** Default: no colours. */
  readonly palette?: Palette
  /** All headers, steps and console messages, and not only those that matter. Default: false. */
  readonly verbose?: boolean
  /** Columns that prose is broken to; headers and URLs stay whole, to be copied. Default: 100. */
  readonly width?: number
  /** What to do to have a withheld request sent, in a sentence. Default: none. */
  readonly withheldHint?: string
}

/**
 * An explanation as text for people. Nothing that a server sent can control the terminal. Secrets are shown unless
 * they were masked before.
 *
 * @returns lines, each ended by a line feed
 */
export function renderTerminal(explanation: Explanation, options: TerminalOptions = {}): string {
  const context: RenderContext = { palette: PLAIN, verbose: false, width: 100, withheldHint: '', ...options }
  const blocks = [
    headText(explanation, context),
    ...explanation.exchanges.map((_, index) => exchangeText(explanation, index, context)),
    [
      ...verdictText(explanation, context),
      ...circumstancesText(explanation, context),
      ...enginesText(explanation, context),
      ...(explanation.fix === null ? [] : fixText(explanation.fix, explanation, context)),
    ],
  ]
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

/** What the page asked for, and the steps that came before anything was sent. */
function headText({ request, profile, trace, exchanges }: Explanation, context: RenderContext): string[] {
  const { method, url, origin, mode, credentials } = request
  const sent = exchanges[0]?.steps[0] ?? trace.length
  return [
    context.palette.bold(`${escapeControls(method)} ${escapeControls(url)}`),
    context.palette.dim(
      `from ${escapeBytes(origin)}, as ${profile}, mode ${escapeControls(mode)}, credentials ${escapeControls(credentials)}`,
    ),
    ...stepLines(trace.slice(0, sent), context),
  ]
}
