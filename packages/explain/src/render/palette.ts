/** How a terminal sets text apart. Whoever renders brings the colours, so that no library is needed here. */
export interface Palette {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly warn: (text: string) => string
}

const same = (text: string): string => text

/** No colours: words and signs say it all. */
export const PLAIN: Palette = { bold: same, dim: same, good: same, bad: same, warn: same }
