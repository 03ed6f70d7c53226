import type { Answer } from './ask.js'

/** Nothing came: neither a yes nor a no. */
export function unreachableMessage(matcher: string, answer: Answer): string {
  const { detail, reason } = answer.inspection.failure?.values ?? {}
  return [
    `${matcher}: the server gave no answer (${String(detail ?? reason)}); that is not CORS, and says nothing about it`,
    answer.explained(),
  ].join('\n\n')
}

/** The browser refuses without having asked the server. */
export function unaskedMessage(matcher: string, answer: Answer): string {
  const code = answer.inspection.failure?.code ?? answer.inspection.outcome
  return [
    `${matcher}: the browser does not ask the server at all (${code}); that is not CORS, and says nothing about it`,
    answer.explained(),
  ].join('\n\n')
}

export function allowedMessage(matcher: string, refused: readonly Answer[]): string {
  return [
    `${matcher}: expected the page to be allowed to read the answer, and the browser refuses it:`,
    ...list(refused, ({ inspection }) => inspection.failure?.code ?? inspection.outcome),
    '',
    refused[0]!.explained(),
  ].join('\n')
}

export function refusedMessage(matcher: string, allowed: readonly Answer[]): string {
  return [
    `${matcher}: expected the page to be refused, and it may read the answer:`,
    ...list(allowed, ({ asker }) => asker.lookalike?.mistake ?? ''),
    '',
    allowed[0]!.explained(),
  ].join('\n')
}

export function exposedMessage(
  names: readonly string[],
  culprits: readonly Answer[],
  isNot: boolean,
): string {
  const [first] = culprits
  const wanted = names.join(', ')
  if (isNot) {
    return [
      `not.toExpose: expected the page not to see ${wanted}, and it does:`,
      ...list(culprits, () => ''),
      '',
      first!.explained(),
    ].join('\n')
  }
  return [
    `toExpose: expected the page to see ${wanted}, and it does not:`,
    ...list(culprits, ({ inspection }) => inspection.failure?.code ?? ''),
    '',
    ...(first!.inspection.outcome === 'readable' ? [exposeAdvice(names, first!), ''] : []),
    first!.explained(),
  ].join('\n')
}

/** What the server has to send so that a page sees the names. */
function exposeAdvice(names: readonly string[], { inspection }: Answer): string {
  const sent = (inspection.exchanges.at(-1)?.response?.headers ?? []).map(([name]) => name.toLowerCase())
  const seen = inspection.response!.headers
  const missing = names.filter((name) => !seen.has(name))
  const absent = missing.filter((name) => !sent.includes(name.toLowerCase()))
  const hidden = missing.filter((name) => !absent.includes(name))
  const never = hidden.filter((name) => /^set-cookie2?$/i.test(name))
  const parts = [
    ...(absent.length === 0 ? [] : [`The server did not send ${absent.join(', ')}.`]),
    ...(never.length === 0 ? [] : [`No page ever sees ${never.join(', ')}.`]),
    ...(hidden.length === never.length
      ? []
      : [
          `It hides ${hidden.join(', ')} unless it answers with Access-Control-Expose-Headers: ${hidden.join(', ')}`,
        ]),
  ]
  return parts.join(' ')
}

/** A line for each page, with the engines in which it is so, and why. */
function list(answers: readonly Answer[], why: (answer: Answer) => string): readonly string[] {
  const lines = new Map<string, { readonly engines: string[]; readonly why: string }>()
  for (const answer of answers) {
    const reason = why(answer)
    const key = `${answer.asker.name}\n${reason}`
    const line = lines.get(key) ?? { engines: [], why: reason }
    line.engines.push(answer.profile)
    lines.set(key, line)
  }
  return [...lines].map(([key, { engines, why: reason }]) => {
    const name = key.slice(0, key.indexOf('\n'))
    return `  ${name} in ${engines.join(', ')}${reason === '' ? '' : `: ${reason}`}`
  })
}
