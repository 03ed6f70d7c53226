import type { EngineName } from './browsers/engine.js'
import { failureCoverage, pointCoverage } from './covered/tables.js'
import { KNOWN_DIFFERENCES, knownDifference } from './known-differences.js'
import type { KnownDifference } from './known-differences.js'
import { algorithmsTable } from './covered/algorithms.js'
import type { Coverage } from './covered/algorithms.js'
import type { Api } from './page/run-scenarios.js'
import { markdownTable } from './markdown.js'
import type { EngineReport, RunReport } from './play-engine.js'
import { isUnexplained } from './play-engine.js'
import type { Comparison } from './compare.js'
import { GROUPS } from './scenarios/scenario.js'

/** Differences that no known cause explains. */
export function unexplained({ engine, runs }: EngineReport): readonly Comparison[] {
  return runs.flatMap(({ comparisons }) =>
    comparisons.filter((comparison) => isUnexplained(engine, comparison)),
  )
}

/** docs/conformance.md. The versions stand apart, so that each engine's part can be compared by itself. */
export function conformanceDoc(reports: readonly EngineReport[], covered: Coverage): string {
  return [
    INTRODUCTION,
    versions(reports),
    scores(reports),
    scores(reports, 'xhr'),
    policies(reports),
    ...reports.map(engineSection),
    failureCoverage(),
    pointCoverage(),
    algorithmsTable(covered),
  ].join('\n')
}

const INTRODUCTION = `# Real browsers agree

Each case below is played in a real browser and in \`@concors/user-agent\` under that browser's profile, against the same
servers. A case is equal when five things are: the verdict of each step; the response's type, status, URL, body and whether
its timing is seen; the header names and values that the page sees; the requests that reached the servers, in their order,
with their method, target, \`Origin\`, \`Access-Control-Request-*\`, \`Cookie\`, \`Authorization\`, \`Referer\`, \`Sec-Fetch-*\`,
\`Content-Type\`, \`Last-Event-ID\` and \`X-*\`; and, where a fetch failed, every line that the console printed. Certificates are verified, against an
authority made for the run. This page is made by \`npm run conformance -- --write\`, and \`npm test\` compares it with a fresh run.

Random scenarios over the same space are played, too: 2,000 of a seed that stays in \`npm test\`, and as many as are wanted by
\`npm run conformance -- --random 20000 --seed N\`. One that disagrees is made as small as can be; it shows a known
difference, or the run fails. Not drawn are, because each engine has ways of its own there that are not all modelled: images
that are mixed content or are redirected to nowhere, cookies that another page has left, control bytes in request headers, redirects to other schemes and to
blocked ports, replies that are compressed or missing, large bodies that a server leaves unread. Named cases show some of each.
`

function versions(reports: readonly EngineReport[]): string {
  const rows = reports.map(({ engine, version }) => `- ${engine}: ${version}`)
  return `## Versions\n\n${rows.join('\n')}\n`
}

/** The version that a committed page was made with. */
export function documentedVersion(doc: string, engine: EngineName): string | undefined {
  return new RegExp(`^- ${engine}: (.*)$`, 'm').exec(doc)?.[1]
}

/** How many cases are equal where third-party cookies are allowed. */
export function scores(reports: readonly EngineReport[], api: Api = 'fetch'): string {
  const head = ['group', 'cases', ...reports.map(({ engine }) => engine)]
  const rows = [...GROUPS, 'all'].map((group) => {
    const counts = reports.map(({ runs }) => {
      const run = runs.find((each) => each.api === api)
      const own = (run?.comparisons ?? []).filter(
        ({ scenario }) => group === 'all' || scenario.group === group,
      )
      return [own.length, equalIn(own)] as const
    })
    return [group, String(counts[0]?.[0] ?? 0), ...counts.map(([, equal]) => String(equal))]
  })
  const played = rows.filter(([, cases]) => api === 'fetch' || cases !== '0')
  return `## ${SCORED[api]}\n\n${markdownTable(head, played)}\n`
}

const SCORED: Readonly<Record<Api, string>> = {
  fetch: 'Cases that are equal in everything\n\nThird-party cookies are allowed.',
  xhr: 'The same by XMLHttpRequest\n\nThose that it can ask: without other modes, redirect modes and options of `fetch`.',
}

function policies(reports: readonly EngineReport[]): string {
  const rows = reports.flatMap(({ engine, runs }) =>
    runs.flatMap(({ thirdPartyCookies, api, comparisons }) => {
      if (api !== 'fetch') return []
      const own = comparisons.filter(({ scenario }) => scenario.group === 'third-party cookies')
      return [[engine, thirdPartyCookies, String(own.length), String(equalIn(own))]]
    }),
  )
  return `## Third-party cookies

What becomes of them is set for each run, and named by the value of \`thirdPartyCookies\`; the packager's default counts for
nothing. The cases of the group "third-party cookies" are played under each.

${markdownTable(['engine', 'third-party cookies', 'cases', 'equal'], rows)}
`
}

function equalIn(comparisons: readonly Comparison[]): number {
  return comparisons.filter(({ differs }) => differs.length === 0).length
}

/** One engine's part of the page. */
export function engineSection(report: EngineReport): string {
  const open = unexplained(report)
  const openText = open.length === 0 ? '' : `\nNot explained yet: ${names(open)}\n`
  return `## ${report.engine}: known differences

${differences(report, 'difference')}

Heads that the engine reads otherwise than node:http's lenient parser, which is asked where undici's would fail:

${differences(report, 'head')}
${openText}`
}

function differences({ engine, runs }: EngineReport, kind: KnownDifference['kind']): string {
  const all = runs.flatMap(({ comparisons }: RunReport) => comparisons)
  const rows = KNOWN_DIFFERENCES.filter((known) => known.kind === kind).flatMap((known) => {
    const own = all.filter(
      (comparison) => comparison.differs.length > 0 && knownDifference(engine, comparison) === known,
    )
    return own.length === 0 ? [] : [[known.cause, String(own.length), names(own)]]
  })
  return rows.length === 0 ? 'None.' : markdownTable(['cause', 'number', 'cases'], rows)
}

function names(comparisons: readonly Comparison[]): string {
  return comparisons
    .map(
      ({ scenario, api }) =>
        `${api === 'xhr' ? 'by XMLHttpRequest ' : ''}\`${scenario.group}: ${scenario.name}\``,
    )
    .join(', ')
}
