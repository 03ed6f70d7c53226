/**
 * npm run conformance: the engines against the user agent. `--engine NAME` and `--only TEXT` choose, `--show N` says how
 * many differences to print, `--write` makes docs/conformance.md, `--check` compares with it, `--random N --seed S`
 * plays random scenarios.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ENGINE_NAMES } from './browsers/engine.js'
import type { EngineName } from './browsers/engine.js'
import { installMissing } from './browsers/install.js'
import { compareAll, withEngine } from './conformance.js'
import type { Bench } from './conformance.js'
import { playRandom } from './random/play-random.js'
import { conformanceDoc, documentedVersion, engineSection, scores, unexplained } from './report.js'
import type { EngineReport } from './report.js'
import { SCENARIOS } from './scenarios/index.js'
import { showDifference } from './show.js'
import type { Coverage } from './user-agent.js'

const DOC = new URL('../docs/conformance.md', import.meta.url)

const { values } = parseArgs({
  options: {
    engine: { type: 'string', multiple: true },
    only: { type: 'string' },
    show: { type: 'string', default: '20' },
    write: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    random: { type: 'string', default: '0' },
    seed: { type: 'string' },
  },
})
const only = values.only ?? ''
const engines = ENGINE_NAMES.filter((name) => values.engine === undefined || values.engine.includes(name))
const scenarios = SCENARIOS.filter(({ group, name }) => `${group}: ${name}`.includes(only))
const random = Number(values.random)
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const covered: Coverage = new Map()

if (process.env['CONCORS_BROWSERS'] === 'none') {
  console.log('CONCORS_BROWSERS=none: NOTHING WAS COMPARED WITH A BROWSER.')
} else process.exitCode = await main()

async function main(): Promise<number> {
  if (engines.length === 0 || scenarios.length === 0) throw new Error('There is nothing to compare')
  installMissing(engines)
  const results = await Promise.allSettled(engines.map(runEngine))
  const failed = results.filter((result) => result.status === 'rejected')
  for (const { reason } of failed) console.error(`FAILED: ${(reason as Error).message}`)
  const done = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const reports = done.map(({ report }) => report)
  if (reports.length > 0) console.log(`\n${scores(reports)}`)
  if (values.write && failed.length === 0) writeFileSync(DOC, conformanceDoc(reports, covered))
  const wrong = done.reduce((sum, { problems }) => sum + problems, failed.length)
  console.log(wrong === 0 ? 'The engines and the user agent agree.' : `${wrong} problems, see above`)
  return wrong === 0 ? 0 : 1
}

async function runEngine(name: EngineName): Promise<{ report: EngineReport; problems: number }> {
  return withEngine(name, async (bench) => {
    // Random scenarios are counted apart: the page is about the named ones.
    let report = await playNamed(bench)
    // On a busy machine a race inside an engine may once end the other way.
    if (values.check && !isAsDocumented(report)) report = await playNamed(bench)
    const open = unexplained(report)
    for (const each of open.slice(0, Number(values.show))) console.log(`${name}: ${showDifference(each)}`)
    const problems = values.check ? compareWithDoc(report, open.length) : open.length
    const found = random === 0 ? 0 : await playRandom(bench, random, seed)
    return { report, problems: problems + found }
  })
}

async function playNamed(bench: Bench): Promise<EngineReport> {
  const { name, version } = bench.engine
  return { engine: name, version, comparisons: await compareAll(bench, scenarios, covered) }
}

function isAsDocumented(report: EngineReport): boolean {
  return readFileSync(DOC, 'utf8').includes(engineSection(report))
}

/**
 * The problems of a run that is held to the committed page: what nobody has explained, and a page that says something
 * else. Another version of the engine may differ: that is reported, and no problem.
 */
function compareWithDoc(report: EngineReport, open: number): number {
  if (open === 0 && isAsDocumented(report)) return 0
  const doc = readFileSync(DOC, 'utf8')
  const version = documentedVersion(doc, report.engine)
  if (version !== report.version) {
    console.log(
      `${report.engine} ${report.version} differs from docs/conformance.md, which is about ${version}`,
    )
    return 0
  }
  if (open > 0) return open
  console.error(`docs/conformance.md says something else of ${report.engine}: npm run conformance -- --write`)
  return 1
}
