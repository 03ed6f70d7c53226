/** Where the texts beside a label begin. */
export const LABEL_WIDTH = 13

/** Breaks prose at spaces. A word that is longer than a line, a URL for instance, stays whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  if (line !== '' || lines.length === 0) lines.push(line)
  return lines
}

/** The same, with an ending that is not broken. */
export function wrapWhole(text: string, ending: string, width: number): string[] {
  const lines = wrap(text, width)
  const last = lines.at(-1)!
  return last.length + 1 + ending.length <= width
    ? [...lines.slice(0, -1), `${last} ${ending}`]
    : [...lines, ending]
}

/** `label` before the first of some lines, and as much space before the others. */
export function labelled(
  label: string,
  lines: readonly string[],
  paint = (text: string): string => text,
): string[] {
  return lines.map((line, index) =>
    `${index === 0 ? paint(label) + ' '.repeat(Math.max(1, LABEL_WIDTH - label.length)) : ' '.repeat(LABEL_WIDTH)}${line}`.trimEnd(),
  )
}

/** A text of at most so many characters. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length)}… (${text.length} characters)`
}
