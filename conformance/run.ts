/**
 * npm run conformance: the engines against the user agent. `--engine NAME` and `--only TEXT` choose, `--scenarios FILE`
 * plays the scenarios in a JSON file instead of the named ones, `--api fetch` or `--api xhr` asks by one of them only,
 * `--show N` says how many differences to print, `--write`
 * makes docs/conformance.md, `--check` compares with it, `--random N --seed S` plays random scenarios, `--start-limit MS` says
 * how long an engine may take to start.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ENGINE_NAMES } from './browsers/engine.js'
import { installMissing } from './browsers/install.js'
import { isAsDocumented } from './documented.js'
import type { Coverage } from './covered/algorithms.js'
import { playEngine } from './play-engine.js'
import type { EngineReport, Plan } from './play-engine.js'
import type { Api } from './page/run-scenarios.js'
import type { Observer } from './play/in-user-agent.js'
import { conformanceDoc, documentedVersion, scores, unexplained } from './report.js'
import { caseName } from './known-differences.js'
import { SCENARIOS } from './scenarios/index.js'
import type { Scenario } from './scenarios/scenario.js'
import { showDifference } from './show.js'

const APIS: readonly Api[] = ['fetch', 'xhr']

const DOC = new URL('../docs/conformance.md', import.meta.url)

const { values } = parseArgs({
  options: {
    engine: { type: 'string', multiple: true },
    only: { type: 'string', default: '' },
    api: { type: 'string', multiple: true },
    scenarios: { type: 'string' },
    show: { type: 'string', default: '20' },
    write: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    random: { type: 'string', default: '0' },
    seed: { type: 'string' },
    'start-limit': { type: 'string', default: '90000' },
  },
})

// What has been started ends with this process: it has to end at once, and to say that it did not end well.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.once(signal, () => process.exit(code))
}

const NAMED: ReadonlySet<Scenario> = new Set(SCENARIOS)
const covered: Coverage = new Map()
const observer: Observer = {
  onAlgorithm: (algorithm, scenario) => {
    if (NAMED.has(scenario)) {
      covered.set(algorithm, (covered.get(algorithm) ?? new Set()).add(scenario))
    }
  },
}

if (process.env['CONCORS_BROWSERS'] === 'none') {
  console.log('CONCORS_BROWSERS=none: NOTHING WAS COMPARED WITH A BROWSER.')
} else {
  process.exitCode = await main().catch((error: unknown) => {
    console.error(`FAILED: ${(error as Error).message}`)
    return 1
  })
}

async function main(): Promise<number> {
  const engines = chosen('engine', ENGINE_NAMES, values.engine)
  const scenarios = chosenScenarios()
  if (scenarios.length === 0) throw new Error('No case has such a name: there is nothing to compare')
  const random = wholeNumber('random', values.random)
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : wholeNumber('seed', values.seed)
  const apis = chosen('api', APIS, values.api)
  const show = wholeNumber('show', values.show)
  const startLimit = wholeNumber('start-limit', values['start-limit'])
  installMissing(engines)
  const plan: Plan = { scenarios, apis, random, seed, show, startLimit, observer }
  const results = await Promise.allSettled(engines.map((engine) => playEngine(engine, plan)))
  const failed = results.filter((result) => result.status === 'rejected')
  for (const { reason } of failed) console.error(`FAILED: ${(reason as Error).message}`)
  const reports = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const problems = reports.map(problemsOf)
  if (reports.length > 0) for (const api of apis) console.log(`\n${scores(reports, api)}`)
  if (values.write && failed.length === 0) writeFileSync(DOC, conformanceDoc(reports, covered))
  const wrong = problems.reduce((sum, each) => sum + each, failed.length)
  console.log(wrong === 0 ? 'The engines and the user agent agree.' : `${wrong} problems, see above`)
  return wrong === 0 ? 0 : 1
}

/** @throws Error for a name that is none: it would be left out silently */
function chosen<T extends string>(
  option: string,
  known: readonly T[],
  wanted?: readonly string[],
): readonly T[] {
  const unknown = wanted?.find((name) => !known.some((each) => each === name))
  if (unknown !== undefined) throw new Error(`--${option} is one of ${known.join(', ')}, not ${unknown}`)
  return known.filter((name) => wanted?.includes(name) ?? true)
}

function chosenScenarios(): readonly Scenario[] {
  const all =
    values.scenarios === undefined
      ? SCENARIOS
      : ([JSON.parse(readFileSync(values.scenarios, 'utf8'))].flat() as Scenario[])
  return all.filter((scenario) => caseName(scenario).includes(values.only))
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 0) throw new Error(`--${name} is a whole number, not ${text}`)
  return number
}

/** What is wrong in a run of one engine, after it was shown. */
function problemsOf(report: EngineReport): number {
  const { engine, version, leftOut, randomProblems } = report
  if (leftOut > 0) console.log(`${engine}: ${leftOut} SCENARIOS LEFT OUT: this machine has no IPv6 loopback`)
  if (report.runs.every(({ comparisons }) => comparisons.length === 0)) {
    console.error(`FAILED: ${engine} HAS PLAYED NOTHING`)
    return 1
  }
  const open = unexplained(report)
  for (const each of open.slice(0, Number(values.show))) console.log(`${engine}: ${showDifference(each)}`)
  if (!values.check) return open.length + randomProblems
  const doc = readFileSync(DOC, 'utf8')
  const expected = documentedVersion(doc, engine)
  const differs = !isAsDocumented(doc, report)
  if (version !== expected) {
    if (differs || randomProblems > 0)
      console.log(`${engine} ${version} differs from docs/conformance.md, which is about ${expected}`)
    return 0
  }
  if (differs && open.length === 0) {
    console.error(`docs/conformance.md says something else of ${engine}: npm run conformance -- --write`)
    return 1 + randomProblems
  }
  return open.length + randomProblems
}
