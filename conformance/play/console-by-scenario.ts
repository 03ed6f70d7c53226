import type { ConsoleLine } from '../browsers/console.js'

/** What the page's script prints before it begins with a scenario. */
const BEGIN = /^concors begins (s\d+)$/

/** What it prints at the end of a batch, that of its last scenario. */
export function endMark(id: string): string {
  return `concors ends ${id}`
}

/** The end of a batch, statuses of responses that are readable, cookies that are not kept, and headers that scripts may not set; what XMLHttpRequest says of a body. */
const SAYS_NOTHING_OF_FAILURES =
  /^(?:concors ends |Failed to load resource: the server responded with a status of |Cookie “|XML Parsing Error: |Refused to set unsafe header |Attempt to set a forbidden header was denied: )/

/**
 * The engine's own lines, by the scenario's identity: that of the URL that the line names, else that of the scenario
 * which ran when it came.
 */
export function consoleByScenario(lines: readonly ConsoleLine[]): ReadonlyMap<string, string[]> {
  const printed = new Map<string, string[]>()
  let running = ''
  for (const { text, url } of lines) {
    const begun = BEGIN.exec(text)?.[1]
    if (begun !== undefined) running = begun
    else if (!SAYS_NOTHING_OF_FAILURES.test(text)) {
      const id = /\b(s\d+)\b/.exec(`${text} ${url}`)?.[1] ?? running
      // A document of opaque origin has a new identity each time.
      const line = text.replace(/moz-nullprincipal:\{[^}]*\}\?\S+/, 'moz-nullprincipal:{…}')
      printed.set(id, [...(printed.get(id) ?? []), line])
    }
  }
  return printed
}
