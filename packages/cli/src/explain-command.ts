import { CaptureError } from '@concors/explain/capture'
import { explainCode, explainConsole, explainHttp, explainRequests } from './captured-command.js'
import { EXIT_CODE } from './exit-code.js'
import { explainHar } from './har-command.js'
import type { Io } from './io.js'
import { checkOptions } from './options.js'
import type { ExplainOptions } from './options.js'
import { printExplanation } from './print.js'
import type { RawOptions } from './program.js'
import { withProgress } from './progress.js'
import { readSource } from './source.js'
import { UsageError } from './usage-error.js'

/** `concors explain`: explains what was given, prints what became of it, and returns the exit code. */
export async function explainCommand(url: string | undefined, raw: RawOptions, io: Io): Promise<number> {
  if (raw.json === true && raw.markdown === true) throw new UsageError('--json and --markdown: choose one')
  const source = await readSource(url, raw, io)
  try {
    switch (source.kind) {
      case 'url':
        return await explainAndPrint(await checkOptions(source.text, raw), raw, io)
      case 'har':
        return await explainHar(source.text, raw, io)
      case 'http':
        return await explainHttp(source.text, url, raw, io)
      case 'console':
        return await explainConsole(source.text, url, raw, io)
      case 'code':
        return explainCode(source.text, raw, io)
      case 'curl':
      case 'snippet':
        return await explainRequests(source.kind, source.text, raw, io, explainAndPrint)
    }
  } catch (error) {
    if (error instanceof CaptureError) throw new UsageError(error.message)
    throw error
  }
}

async function explainAndPrint(options: ExplainOptions, raw: RawOptions, io: Io): Promise<number> {
  // The user agent takes longer to load than everything else, and captures do without.
  const { explainLive } = await import('./live.js')
  const explanation = await withProgress(io, `asking ${options.url.host}`, () => explainLive(options, raw))
  await printExplanation(explanation, raw, io)
  return EXIT_CODE[explanation.verdict]
}
