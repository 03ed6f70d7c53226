import { escapeBytes, escapeControls } from '../escape.js'
import type { Explanation } from '../explanation.js'
import type { Fix, HeaderChange, RequestChange, ServerChange } from '../fix.js'
import { labelled, wrap, LABEL_WIDTH } from './layout.js'
import type { RenderContext } from './context.js'

/** The fix in headers: what each answer needs, then what the page could do instead. */
export function fixText(fix: Fix, { exchanges }: Explanation, context: RenderContext): string[] {
  const { palette, width } = context
  const inner = width - LABEL_WIDTH
  const server = fix.server.flatMap((change) => [
    `${answerName(change, exchanges.length)}:`,
    ...(change.status === null
      ? []
      : [`  ${palette.good(`status ${change.status.to}`)} instead of ${change.status.from}`]),
    ...change.headers.map((header) => `  ${headerChangeText(header, context)}`),
    ...change.notes.flatMap((note) => wrap(note, inner - 2).map((line) => `  ${palette.dim(line)}`)),
  ])
  const request = fix.request.flatMap((change) => {
    const name = requestChangeText(change)
    if (name === null) return wrap(change.why, inner)
    const text = change.proved ? `${name} (proved)` : name
    return [text, ...wrap(change.why, inner - 2).map((line) => `  ${palette.dim(line)}`)]
  })
  const nothing = server.length === 0 && request.length === 0
  const word = fix.proved ? 'fix, proved' : fix.assumed ? 'fix, assumed' : 'likely fix'
  return [
    ...labelled(word, [...server, ...proofText(fix, context)], palette.bold),
    ...labelled(server.length === 0 ? 'page' : 'or, page', request, palette.bold),
    ...(nothing ? labelled('fix', ['None in headers: see the meaning above.'], palette.bold) : []),
  ]
}

/** What was tried out, and what that shows. */
function proofText({ proved, assumed, readableIn }: Fix, { palette, width }: RenderContext): string[] {
  if (!proved && !assumed) return []
  const how = proved
    ? 'Run again with this, the page reads the response'
    : 'Run again with this, and with a 200 where no answer was seen, the page reads the response'
  const where = readableIn.length === 4 ? 'in every engine' : `in ${readableIn.join(', ')}`
  return wrap(`${how} ${where}.`, width - LABEL_WIDTH).map((line) => palette.dim(line))
}

function answerName({ exchange, kind, method, url }: ServerChange, count: number): string {
  const target = `${escapeControls(method)} ${escapeControls(url)}`
  if (exchange === null) return `Then, in the answer to ${target}`
  // With one exchange there is nothing to tell apart.
  return count === 1 && kind === 'request' ? 'In the answer' : `In answer ${exchange + 1}, to ${target}`
}

function headerChangeText({ action, name, value }: HeaderChange, { palette }: RenderContext): string {
  const line = value === null ? name : `${name}: ${escapeBytes(value)}`
  switch (action) {
    case 'set':
      return `${palette.good('+')} ${palette.good(line)}`
    case 'add':
      return `${palette.good('+')} ${palette.good(line)} (beside the line that is there)`
    case 'replace':
      return `${palette.good('=')} ${palette.good(line)} (replaces what is there)`
    case 'remove':
      return `${palette.bad('-')} ${palette.bad(line)}`
  }
}

/** Null where the reason says it all. */
function requestChangeText({ kind, name, value }: RequestChange): string | null {
  const text = escapeBytes(value ?? '')
  switch (kind) {
    case 'option':
      return `fetch with ${name}: ${text}`
    case 'set-header':
      return `send the header ${name}: ${text}`
    case 'drop-header':
      return `do not send the header ${escapeBytes(name ?? '')}`
    case 'url':
      return text === '' ? null : `fetch ${text}`
    case 'page':
      return null
  }
}
