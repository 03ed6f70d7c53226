import { within } from './engine.js'

export interface ConsoleLine {
  readonly text: string
  /** What the line is about, where the engine says that apart. */
  readonly url: string
}

/** What an engine printed, and what scripts printed in it, in the order in which it came. */
export class EngineConsole {
  readonly lines: ConsoleLine[] = []
  #awaited: { readonly text: string; readonly found: () => void } | null = null

  add(text: string, url = ''): void {
    this.lines.push({ text, url })
    if (this.#awaited?.text === text) this.#awaited.found()
  }

  /** Resolves once this line has come. */
  async until(text: string, limit: number): Promise<void> {
    if (this.lines.some((line) => line.text === text)) return
    const found = new Promise<void>((resolve) => {
      this.#awaited = { text, found: resolve }
    })
    await within(found, limit, `the console’s line “${text}”`)
    this.#awaited = null
  }
}
