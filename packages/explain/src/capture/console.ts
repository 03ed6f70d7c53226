import type { EngineName, Initiator } from 'concors/failures'
import type { CatalogueCode } from '../catalogue.js'
import { CaptureError, excerpt } from './capture-error.js'
import { consolePatterns, INITIATORS, normalized } from './console-patterns.js'
import { OLDER_TEXTS } from './older-texts.js'
import { OTHER_LINES } from './other-lines.js'

/** What a line of a browser's console says. */
export interface ConsoleFinding {
  readonly engine: EngineName
  /** The failures that print such a line, the likeliest first; never empty. */
  readonly codes: readonly CatalogueCode[]
  /** What failed, where the line names it. */
  readonly url: string | null
  /** What was asked for, where a redirect led to `url`. */
  readonly firstUrl: string | null
  readonly origin: string | null
  /** The values that the line names, for instance `method` or `allowOrigin`. */
  readonly values: Readonly<Record<string, string>>
  readonly line: string
}

const ENGINES: readonly EngineName[] = ['chromium', 'firefox', 'webkit']

/**
 * Reads lines that were copied from the console of Chrome, Firefox or Safari. Lines that are about something else are
 * passed over.
 *
 * @throws CaptureError where no line is about a failed fetch
 */
export function parseConsole(text: string): readonly ConsoleFinding[] {
  const found = text.split(/\r?\n/).flatMap((line) => {
    const finding = readLine(line)
    return finding === null ? [] : [finding]
  })
  if (found.length === 0 && TOLD_TO_SCRIPTS.test(text)) {
    throw new CaptureError(
      '',
      `${excerpt(text.trim())} is all that a script is told, whatever the reason`,
      "the line that the browser's console shows beside it, or the URL that was asked for",
    )
  }
  if (found.length === 0) {
    throw new CaptureError('', `${excerpt(text.trim())} is no line that a browser prints about CORS`, HINT)
  }
  return found
}

/** What a rejected promise says in each engine, and what axios makes of XMLHttpRequest's error. */
const TOLD_TO_SCRIPTS = /Failed to fetch|NetworkError when attempting to fetch|Load failed|Network Error/

const HINT =
  "a line such as \"Access to fetch at '…' from origin '…' has been blocked by CORS policy: …\", copied whole"

/** The finding of a console's lines together: the code that all lines agree on, from the line that says most. */
export function mainFinding(findings: readonly ConsoleFinding[]): ConsoleFinding {
  const most = findings.toSorted((a, b) => a.codes.length - b.codes.length)[0]!
  const same = findings.filter(({ engine }) => engine === most.engine)
  const shared = most.codes.filter((code) => same.every(({ codes }) => codes.includes(code)))
  const named = (key: 'url' | 'origin' | 'firstUrl') =>
    most[key] ?? same.find((finding) => finding[key] !== null)?.[key] ?? null
  return {
    ...most,
    codes: shared.length > 0 ? shared : most.codes,
    url: named('url'),
    origin: named('origin'),
    firstUrl: named('firstUrl'),
  }
}

function readLine(raw: string): ConsoleFinding | null {
  const line = normalized(raw)
  if (line === '') return null
  for (const older of OLDER_TEXTS) {
    const match = older.pattern.exec(line)
    if (match !== null) return findingOf(older.engine, older.codes, match, line)
  }
  for (const { engine, code, literal, pattern } of OTHER_LINES) {
    const match = line.includes(literal) ? pattern().exec(line) : null
    if (match !== null) return findingOf(engine, [code], match, line)
  }
  let best: { readonly weight: number; readonly finding: ConsoleFinding } | null = null
  const initiators = initiatorsOf(line)
  for (const engine of enginesOf(line)) {
    for (const { source, literal, codes, weight } of consolePatterns(engine, initiators)) {
      if (best !== null && weight <= best.weight) break
      const match = line.includes(literal) ? new RegExp(source).exec(line) : null
      if (match === null) continue
      best = { weight, finding: findingOf(engine, [...codes], match, line) }
      break
    }
  }
  return best?.finding ?? null
}

/** Chromium names what asked, and then there is no need to try the words for anything else. */
function initiatorsOf(line: string): readonly Initiator[] {
  if (line.includes('Access to fetch at ')) return ['fetch']
  return line.includes('Access to XMLHttpRequest at ') ? ['xhr'] : INITIATORS
}

/** The engine that begins its lines so; all of them where that is not known. */
function enginesOf(line: string): readonly EngineName[] {
  if (line.includes('has been blocked by CORS policy')) return ['chromium']
  if (line.includes('Cross-Origin Request Blocked')) return ['firefox']
  return ENGINES
}

function findingOf(
  engine: EngineName,
  codes: readonly CatalogueCode[],
  { groups = {} }: RegExpExecArray,
  line: string,
): ConsoleFinding {
  const { url, first, origin, page, location, target, other, ...values } = groups
  const to = location ?? target
  const asked = url ?? other
  const pageOrigin = page !== undefined && URL.canParse(page) ? new URL(page).origin : null
  return {
    engine,
    codes,
    url: asked === undefined ? null : asked.replaceAll(/^'|'$/g, ''),
    firstUrl: first ?? null,
    origin: origin ?? pageOrigin,
    values: Object.fromEntries(
      Object.entries({ ...values, ...(to === undefined ? {} : { location: to }) }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    ),
    line,
  }
}
