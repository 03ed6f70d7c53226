import { escapeBytes, escapeControls } from '../escape.js'
import type { Explanation, PageResponse, Violation } from '../explanation.js'
import { failureText } from './exchange-text.js'
import { labelled, LABEL_WIDTH, shortened, wrap } from './layout.js'
import type { RenderContext } from './context.js'

/** How it ended, what that means, and what the page and its console are told. */
export function verdictText(explanation: Explanation, context: RenderContext): string[] {
  const { palette } = context
  switch (explanation.verdict) {
    case 'readable':
      return readableText(explanation, context)
    case 'blocked':
      return [
        ...labelled('✗ blocked', prose(explanation.failure?.title ?? '', context), palette.bad),
        ...failureDetails(explanation, context),
      ]
    case 'unreachable':
      return [
        ...labelled(
          '✗ no answer',
          prose(`${unreachableText(explanation)} This is not CORS.`, context),
          palette.bad,
        ),
        ...failureDetails(explanation, context),
      ]
    case 'withheld':
      return labelled('· withheld', prose(withheldText(explanation, context), context), palette.warn)
    case 'unknown':
      return labelled('? unknown', prose(unknownText(explanation), context), palette.warn)
  }
}

/** What beside CORS is to be thought of. */
export function circumstancesText({ circumstances }: Explanation, context: RenderContext): string[] {
  return circumstances.flatMap(({ title, meaning }, index) =>
    labelled(index === 0 ? 'not CORS' : '', prose(`${title}. ${meaning}`, context), context.palette.warn),
  )
}

/** Where the engines do not agree, each says what it does. */
export function enginesText({ profiles, verdict, failure }: Explanation, context: RenderContext): string[] {
  if (verdict === 'withheld' || verdict === 'unknown') return []
  const others = profiles.filter((one) => one.verdict !== verdict || one.code !== (failure?.code ?? null))
  const named = others.filter((one) => one.verdict !== verdict || context.verbose)
  return named.flatMap(({ profile, verdict: ending, code, differences }, index) => {
    const why = differences.map((difference) => difference.why).join(' ')
    const text = `${profile}: ${ending}${code === null ? '' : ` (${code})`}. ${why}`
    return labelled(index === 0 ? 'elsewhere' : '', prose(text.trimEnd(), context))
  })
}

function unknownText({ withheld }: Explanation): string {
  const request =
    withheld === null ? 'a request' : `${escapeControls(withheld.method)} ${escapeControls(withheld.url)}`
  return `So far the browser goes on. The answer to ${request} is not in what was given.`
}

function readableText({ page }: Explanation, context: RenderContext): string[] {
  const { palette } = context
  if (page?.kind !== 'response') return labelled('✓ readable', [], palette.good)
  const { type, status } = page
  switch (type) {
    case 'opaque':
      return labelled(
        '! opaque',
        prose(
          'The fetch resolves, and the page can read nothing of the response: status 0, no headers, no body. That is what mode no-cors gives.',
          context,
        ),
        palette.warn,
      )
    case 'opaqueredirect':
      return labelled(
        '! opaque',
        prose(
          'The fetch resolves with a redirect that the page can neither read nor follow (redirect: manual).',
          context,
        ),
        palette.warn,
      )
    default:
      return [
        ...labelled(
          '✓ readable',
          [`The page may read the response: status ${status}, type ${type}.`],
          palette.good,
        ),
        ...headerNames(page, context),
      ]
  }
}

/** Which headers the page sees is told only where some are hidden. */
function headerNames({ hiddenHeaders }: PageResponse, context: RenderContext): string[] {
  const hidden = hiddenHeaders.filter((name) => name !== 'set-cookie' && !UNREMARKABLE.has(name))
  if (hidden.length === 0 && !context.verbose) return []
  const names = context.verbose ? hiddenHeaders : hidden
  return labelled(
    'hidden',
    prose(
      `${shortened(escapeBytes(names.join(', ')), 300)} (Access-Control-Expose-Headers would show them)`,
      context,
    ),
  )
}

/** What nearly every server sends and no page asks for. */
const UNREMARKABLE: ReadonlySet<string> = new Set([
  'access-control-allow-credentials',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'access-control-max-age',
  'connection',
  'date',
  'keep-alive',
  'server',
  'transfer-encoding',
  'vary',
])

function failureDetails(
  { failure, page, consoleMessages, profile, violations }: Explanation,
  context: RenderContext,
): string[] {
  const others = violations.length - 1
  return [
    ...labelled('meaning', prose(failure?.meaning ?? '', context)),
    ...(others > 0 ? labelled('also', prose(othersText(violations, failure), context)) : []),
    ...(page?.kind === 'error' ? labelled('page gets', [`${page.name}: ${page.message}`]) : []),
    ...consoleMessages
      .slice(0, context.verbose ? Infinity : 1)
      .flatMap(({ text }, index) =>
        labelled(index === 0 ? 'console' : '', prose(escapeBytes(text), context)),
      ),
    ...(failure === null
      ? []
      : labelled('standard', [`${failure.link} step ${failure.step} (as ${profile} decides)`])),
  ]
}

/** An engine reports one condition only; the others are what it would report next. */
function othersText(violations: readonly Violation[], failure: Violation | null): string {
  const reported = JSON.stringify(failure)
  const first = violations.findIndex((violation) => JSON.stringify(violation) === reported)
  return violations
    .filter((_, index) => index !== first)
    .map(({ title }) => title)
    .join('; ')
}

function unreachableText({ exchanges }: Explanation): string {
  const last = exchanges.at(-1)
  if (last === undefined || last.failure === null) return 'No answer came from the network.'
  return `No answer came from the network: ${failureText(last.failure)}.`
}

function withheldText({ withheld }: Explanation, { withheldHint }: RenderContext): string {
  const request =
    withheld === null ? 'The request' : `${escapeControls(withheld.method)} ${escapeControls(withheld.url)}`
  return `${request} was not sent: it could change something on the server. ${withheldHint}`.trimEnd()
}

function prose(text: string, { width }: RenderContext): string[] {
  return wrap(text, width - LABEL_WIDTH)
}
