/** One measured figure, and the bar it is held to. */
export interface Figure {
  readonly what: string
  /** What it is a ratio of; empty where it is none. */
  readonly against: string
  readonly value: number
  /** At most this. */
  readonly bar: number
}

export function figure(what: string, against: string, value: number, bar: number): Figure {
  return { what, against, value, bar }
}

/** The figures as a Markdown table. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, against, value, bar }) => {
    const verdict = value <= bar ? 'yes' : '**no**'
    return `| ${what} | ${against} | ${value.toFixed(2)} | ${bar.toFixed(2)} | ${verdict} |`
  })
  return ['| what | against | measured | at most | reached |', '|---|---|--:|--:|---|', ...rows].join('\n')
}
