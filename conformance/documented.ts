import type { EngineReport } from './play-engine.js'
import { engineSection, scores } from './report.js'

/**
 * Whether the committed page says of an engine what a run has shown: its known differences, and how many cases of
 * each group are equal. Where a machine cannot play all of them, their numbers are not compared.
 */
export function isAsDocumented(doc: string, report: EngineReport): boolean {
  if (!doc.includes(engineSection(report))) return false
  const fresh = scores([report]) + scores([report], 'xhr')
  return report.leftOut > 0 || isDeepEqual(column(doc, report.engine), column(fresh, report.engine))
}

/** An engine's column of the tables of scores, with the names of the groups. */
function column(text: string, engine: string): readonly string[] {
  const rows = text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
  const heads = rows.flatMap(([, first], row) => (first === 'group' ? [row] : []))
  return heads.flatMap((head) => {
    const index = rows[head]!.indexOf(engine)
    const end = rows.findIndex((cells, row) => row > head && cells.length === 1)
    return rows.slice(head + 2, end).map((cells) => `${cells[1]}: ${cells[index]} of ${cells[2]}`)
  })
}

function isDeepEqual(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index])
}
