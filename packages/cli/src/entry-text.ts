import type { CatalogueEntry, Palette } from '@concors/explain'

/** An entry of the catalogue as text. */
export function entryText(entry: CatalogueEntry, { bold, dim }: Palette, width: number): string {
  const { code, title, meaning, link, steps, causes, fix, corsError } = entry
  const listed = (heading: string, items: readonly string[]) =>
    items.length === 0 ? [] : [bold(heading), ...items.flatMap((item) => wrapped(item, '- ', width)), '']
  const step = steps.length === 0 ? '' : ` step ${steps.join(' or ')}`
  return [
    bold(title),
    dim(`${code}${corsError === null ? '' : `, in Chrome ${corsError}`}`),
    '',
    ...wrapped(meaning, '', width),
    '',
    ...listed('Usual causes', causes),
    ...listed('What helps', fix),
    ...(link === null ? [] : [dim(`${link}${step}`), '']),
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
