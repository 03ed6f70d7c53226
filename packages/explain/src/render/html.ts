import type { Explanation } from '../explanation.js'
import type { Palette } from './palette.js'
import { renderTerminal } from './terminal.js'

// Private-use characters mark what is coloured until everything else is escaped; controls are escaped before that.
const START = { bold: '\uE000', dim: '\uE001', good: '\uE002', bad: '\uE003', warn: '\uE004' } as const
const END = '\uE005'

type Paint = keyof typeof START

function painted(name: Paint): (text: string) => string {
  return (text) => `${START[name]}${text.replaceAll(MARKS, '')}${END}`
}

const MARKS = /[\uE000-\uE005]/g

const PALETTE: Palette = {
  bold: painted('bold'),
  dim: painted('dim'),
  good: painted('good'),
  bad: painted('bad'),
  warn: painted('warn'),
}

/** Explanations as one page that needs nothing else: no script, no font, no request. */
export function renderHtml(explanations: readonly Explanation[], title: string): string {
  const parts = explanations.map((explanation) => {
    const text = renderTerminal(explanation, { palette: PALETTE, verbose: true, width: 110 })
    return `<pre>${coloured(text)}</pre>`
  })
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; background: #fff; color: #1c1c1c; font: 16px system-ui }
pre { font: 13px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; border-top: 1px solid #ccc; padding: 1rem 0 }
.bold { font-weight: 700 } .dim { color: #5a5a5a } .good { color: #146c2e } .bad { color: #a8071a } .warn { color: #7a4d00 }
</style>
<h1>${escapeHtml(title)}</h1>
${parts.join('\n')}
</html>
`
}

function coloured(text: string): string {
  let html = escapeHtml(text).replaceAll(END, '</span>')
  for (const [name, mark] of Object.entries(START)) html = html.replaceAll(mark, `<span class="${name}">`)
  return html
}

function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': 'amp',
    '<': 'lt',
    '>': 'gt',
    '"': 'quot',
    "'": '#39',
  }
  return text.replaceAll(/[&<>"']/g, (char) => `&${names[char]!};`)
}
