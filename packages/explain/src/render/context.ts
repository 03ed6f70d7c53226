import type { Palette } from './palette.js'

/** What the parts of the text are made with. `TerminalOptions` documents the fields. */
export interface RenderContext {
  readonly palette: Palette
  readonly verbose: boolean
  readonly width: number
  readonly withheldHint: string
}
