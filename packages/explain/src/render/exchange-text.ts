import type { HeaderList, Step, Trace, WireFailure } from 'concors/protocol'
import { escapeBytes, escapeControls } from '../escape.js'
import type { ExplainedExchange, Explanation } from '../explanation.js'
import { LABEL_WIDTH, labelled, shortened, wrapWhole } from './layout.js'
import { stepAddress, stepText } from './step-text.js'
import type { RenderContext } from './context.js'

/** Longest header value and most header lines shown of one head, unless everything is asked for. */
const LONGEST_HEADER = 300
const MOST_HEADERS = 30

const INDENT = ' '.repeat(LABEL_WIDTH)

const REQUEST_HEADERS =
  /^(?:origin|access-control-request-(?:method|headers)|cookie|authorization|content-type|range)$/i
const RESPONSE_HEADERS =
  /^(?:access-control-.*|vary|location|set-cookie|cross-origin-resource-policy|timing-allow-origin|www-authenticate)$/i

/** One exchange: what was sent, what came, and the steps that judged it. */
export function exchangeText(explanation: Explanation, index: number, context: RenderContext): string[] {
  const { palette, verbose } = context
  const exchange = explanation.exchanges[index]!
  const { method, url, headers } = exchange.request
  const own = new Set(explanation.request.headers.map(([name]) => name.toLowerCase()))
  const matters = (name: string): boolean =>
    verbose || REQUEST_HEADERS.test(name) || own.has(name.toLowerCase())
  return [
    ...labelled(
      `${index + 1} ${exchange.kind}`,
      [`${escapeControls(method)} ${escapeControls(url)}`],
      palette.bold,
    ),
    ...preflightReason(exchange, explanation.trace, context),
    ...headerLines(headers, matters, context),
    ...answerText(exchange, context),
    ...stepLines(
      exchange.steps.map((step) => explanation.trace[step]!),
      context,
    ),
  ]
}

function answerText(
  { response, failure, milliseconds }: ExplainedExchange,
  context: RenderContext,
): string[] {
  const { palette, verbose } = context
  const time = `${Math.round(milliseconds)} ms`
  if (response === null)
    return labelled('  no answer', [`${failureText(failure)}, after ${time}`], palette.bold)
  const { status, statusMessage, headers } = response
  const line = `${status} ${shortened(escapeBytes(statusMessage), 100)}`.trimEnd()
  return [
    ...labelled('  answer', [`${line}, ${time}`], palette.bold),
    ...headerLines(headers, (name) => verbose || RESPONSE_HEADERS.test(name), context),
  ]
}

export function failureText(failure: WireFailure | null): string {
  return failure === null ? 'none' : `${failure.reason}: ${shortened(escapeControls(failure.detail), 200)}`
}

function headerLines(
  headers: HeaderList,
  matters: (name: string) => boolean,
  context: RenderContext,
): string[] {
  const { palette, verbose } = context
  const shown = headers.filter(([name]) => matters(name))
  const limit = verbose ? Infinity : MOST_HEADERS
  const lines = shown.slice(0, limit).map(([name, value]) => {
    const text = escapeBytes(value)
    return `${escapeBytes(name)}: ${verbose ? text : shortened(text, LONGEST_HEADER)}`
  })
  if (shown.length > limit) lines.push(`… and ${shown.length - limit} more`)
  return lines.map((line) => `${INDENT}${palette.dim(line)}`)
}

/** Which of the method and headers made the browser ask first. */
function preflightReason({ kind, steps }: ExplainedExchange, trace: Trace, context: RenderContext): string[] {
  if (kind !== 'preflight') return []
  const routed = trace.slice(0, steps[0] ?? 0).findLast(({ values }) => values['preflight'] === true)
  if (routed === undefined) return []
  const { method, 'unsafe-header-names': names, 'use-cors-preflight': forced } = routed.values
  const reasons = [
    ...(/^(?:GET|HEAD|POST)$/.test(String(method)) ? [] : [`the method ${String(method)}`]),
    ...(Array.isArray(names) && names.length > 0
      ? [`the header${names.length === 1 ? '' : 's'} ${names.join(', ')}`]
      : []),
    ...(forced === true ? ['the stream as a body'] : []),
  ]
  if (reasons.length === 0) return []
  return [`${INDENT}${context.palette.dim(`asks first because of ${escapeControls(reasons.join(' and '))}`)}`]
}

/** The steps with a tick or a cross. What only happened is shown when everything is asked for. */
export function stepLines(steps: readonly Step[], context: RenderContext): string[] {
  return steps
    .filter((step) => context.verbose || isWorthAWord(step))
    .flatMap((step) => stepLine(step, context))
}

function isWorthAWord({ outcome, notice, failure }: Step): boolean {
  // The line before says so, and the verdict does again.
  if (failure === 'network-failure') return false
  if (outcome !== 'info') return true
  // The verdict tells of hidden headers itself; timing hardly ever matters.
  return notice !== undefined && notice !== 'headers-not-exposed' && notice !== 'timing-not-allowed'
}

function stepLine(step: Step, { palette, width }: RenderContext): string[] {
  const [sign, paint] =
    step.outcome === 'pass'
      ? (['✓ pass', palette.good] as const)
      : step.outcome === 'fail'
        ? (['✗ fail', palette.bad] as const)
        : step.notice === undefined
          ? (['· step', palette.dim] as const)
          : (['! note', palette.warn] as const)
  const [first, ...rest] = wrapWhole(stepText(step), `[${stepAddress(step)}]`, width - LABEL_WIDTH)
  return [`    ${paint(sign)}   ${first}`, ...rest.map((line) => `${INDENT}${line}`)]
}
