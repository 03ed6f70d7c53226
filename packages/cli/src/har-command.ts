import { escapeControls, explain } from '@concors/explain'
import type { Explanation } from '@concors/explain'
import { parseHar } from '@concors/explain/capture'
import { createPalette } from './colors.js'
import { EXIT_CODE } from './exit-code.js'
import type { Io } from './io.js'
import { printJson, shown, terminalText, writeHtml } from './print.js'
import type { RawOptions } from './program.js'
import { UsageError } from './usage-error.js'

/** `--har`: every cross-origin fetch in the file, one line each, and each kind of failure once in full. */
export async function explainHar(text: string, raw: RawOptions, io: Io): Promise<number> {
  const { profile } = raw
  const fetches = parseHar(text, profile)
  if (fetches.length === 0) {
    throw new UsageError(
      'the HAR file has no cross-origin fetch in it: record with the network panel open, and export with content',
    )
  }
  const rows = fetches.map((found) => ({
    ...found,
    explanation: shown(explain(found.captured, { profile }), raw),
  }))
  const refused = rows.filter(
    ({ explanation: { verdict }, failed }) => verdict === 'blocked' || (verdict === 'unknown' && failed),
  )
  const first = new Map(refused.map((row) => [kindOf(row.explanation), row] as const).toReversed())
  const telling = raw.verbose === true ? refused : refused.filter((row) => [...first.values()].includes(row))
  await writeHtml(
    telling.map(({ explanation }) => explanation),
    raw,
  )
  if (raw.json === true) {
    printJson(
      {
        version: 1,
        fetches: rows.map(({ entry, notes, failed, explanation }) => ({ entry, notes, failed, explanation })),
      },
      io,
    )
  } else {
    const palette = createPalette(io, raw.color)
    const lines = rows.map(({ entry, explanation, failed }) => harLine(entry, explanation, failed, palette))
    const texts = telling
      .filter(
        ({ explanation: { verdict, circumstances } }) => verdict === 'blocked' || circumstances.length > 0,
      )
      .map(({ explanation }) => terminalText(explanation, raw, io))
    io.stdout.write(
      [
        `${lines.join('\n')}\n`,
        ...texts,
        `${rows.length} cross-origin fetches, ${refused.length} blocked\n`,
      ].join('\n'),
    )
  }
  return refused.length > 0 ? EXIT_CODE.blocked : EXIT_CODE.readable
}

/** What fetches that failed alike have in common. */
function kindOf({ failure, circumstances }: Explanation): string {
  return failure?.code ?? circumstances[0]?.code ?? ''
}

function harLine(
  entry: number,
  { request, verdict, failure, circumstances }: Explanation,
  failed: boolean,
  palette: ReturnType<typeof createPalette>,
): string {
  const what = `${request.method} ${escapeControls(request.url)}`
  const text =
    verdict === 'unknown' && failed
      ? (circumstances[0]?.code ?? 'failed, and the file does not have the answer')
      : (failure?.code ?? verdict)
  const bad = verdict === 'blocked' || failed
  return `${bad ? palette.bad('✗') : palette.good('✓')} entry ${entry}  ${what}  ${bad ? palette.bad(text) : text}`
}
