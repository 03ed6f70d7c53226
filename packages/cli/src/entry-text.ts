import type { Palette } from '@concors/explain'
import type { FailureEntry } from 'concors/failures'

/** An entry of the catalogue as text. */
export function entryText(entry: FailureEntry, { bold, dim }: Palette, width: number): string {
  const { code, title, meaning, step, causes, fix, corsError } = entry
  const listed = (items: readonly string[]) => items.flatMap((item) => wrapped(item, '- ', width))
  return [
    bold(title),
    dim(`${code}${corsError === null ? '' : `, in Chrome ${corsError}`}`),
    '',
    ...wrapped(meaning, '', width),
    '',
    bold('Usual causes'),
    ...listed(causes),
    '',
    bold('What helps'),
    ...listed(fix),
    '',
    dim(`${step.url} step ${step.steps.join(' or ')}`),
    '',
  ].join('\n')
}

function wrapped(text: string, bullet: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = bullet
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line !== bullet && line.length + 1 + word.length > width) {
      lines.push(line)
      line = ' '.repeat(bullet.length) + word
    } else line += line === bullet ? word : ` ${word}`
  }
  return [...lines, line]
}
