import type { NoticeCode } from 'concors/protocol'
import { OTHER_FAILURE_CODES, OTHER_FAILURES } from 'concors/failures'
import type { EngineName, OtherFailureCode } from 'concors/failures'
import { normalized } from './console-patterns.js'

/** A line about something that the protocol does not decide, or that only informs. */
export interface OtherLine {
  readonly engine: EngineName
  readonly code: OtherFailureCode | NoticeCode
  /** A part of every such line: without it there is nothing to try. */
  readonly literal: string
  readonly pattern: () => RegExp
}

/** A value in a template. */
const HOLE = /\{(\w+)\}/

/** What engines print about a fetch that goes on. Seen. */
const REMARKS: readonly (readonly [engine: EngineName, code: NoticeCode, template: string])[] = [
  ['chromium', 'headers-not-exposed', 'Refused to get unsafe header "{header}"'],
  ['chromium', 'forbidden-header-dropped', 'Refused to set unsafe header "{header}"'],
  [
    'firefox',
    'cookies-withheld',
    'Cookie “{cookie}” has been rejected because it is in a cross-site context and its “SameSite” is “{sameSite}” or “{other}”.',
  ],
  [
    'firefox',
    'cookies-withheld',
    'Cookie “{cookie}” rejected because it has the “SameSite=None” attribute but is missing the “secure” attribute.',
  ],
]

/** The most telling first. */
export const OTHER_LINES: readonly OtherLine[] = [
  ...OTHER_FAILURE_CODES.flatMap((code) =>
    (Object.entries(OTHER_FAILURES[code].lines) as [EngineName, readonly string[]][]).flatMap(
      ([engine, templates]) => templates.map((template) => otherLine(engine, code, template)),
    ),
  ),
  ...REMARKS.map(([engine, code, template]) => otherLine(engine, code, template)),
].toSorted((a, b) => b.literal.length - a.literal.length)

function otherLine(engine: EngineName, code: OtherLine['code'], template: string): OtherLine {
  const text = normalized(template)
  const pieces = text.split(HOLE).filter((_, index) => index % 2 === 0)
  const literal = pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '')
  return { engine, code, literal, pattern: () => patternOf(text) }
}

function patternOf(text: string): RegExp {
  const source = text
    .split(HOLE)
    .map((piece, index) =>
      index % 2 === 1
        ? `(?<${piece}>${HOLES[piece] ?? '.*?'})`
        : piece.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`),
    )
    .join('')
  // What stands at the end of a line goes to its end.
  return new RegExp(text.endsWith('}') ? `${source}$` : source)
}

const HOLES: Readonly<Record<string, string>> = {
  url: String.raw`\S+?`,
  page: String.raw`\S+?`,
  origin: String.raw`[a-z][a-z0-9+.-]*:\/\/[^\s\/']+|null`,
}
