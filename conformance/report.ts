import { readdirSync, readFileSync } from 'node:fs'
import type { EngineName } from './browsers/engine.js'
import type { Comparison } from './compare.js'
import { KNOWN_DIFFERENCES, knownDifference } from './known-differences.js'
import { GROUPS } from './scenarios/scenario.js'
import type { Coverage } from './user-agent.js'

export interface EngineReport {
  readonly engine: EngineName
  readonly version: string
  readonly comparisons: readonly Comparison[]
}

/** Differences that no known cause explains. */
export function unexplained({ engine, comparisons }: EngineReport): readonly Comparison[] {
  return comparisons.filter(
    (comparison) => comparison.differs.length > 0 && knownDifference(engine, comparison) === undefined,
  )
}

/** docs/conformance.md. The versions stand apart, so that each engine's part can be compared by itself. */
export function conformanceDoc(reports: readonly EngineReport[], covered: Coverage): string {
  return [
    INTRODUCTION,
    versions(reports),
    scores(reports),
    ...reports.map(engineSection),
    algorithms(covered),
  ].join('\n')
}

const INTRODUCTION = `# Real browsers agree

Each case below is played in a real browser and in \`@concors/user-agent\` under that browser's profile, against the same
servers. A case is equal when four things are: the verdict of each step; the response's type, status, URL and body; the
header names and values that the page sees; and the requests that reached the servers, in their order, with their method,
target, \`Origin\`, \`Access-Control-Request-*\`, \`Cookie\`, \`Authorization\`, \`Referer\`, \`Sec-Fetch-*\`, \`Content-Type\` and
\`X-*\`. Third-party cookies are allowed in all of them. This page is made by \`npm run conformance -- --write\`.
`

function versions(reports: readonly EngineReport[]): string {
  const rows = reports.map(({ engine, version }) => `- ${engine}: ${version}`)
  return `## Versions\n\n${rows.join('\n')}\n`
}

/** The version that a committed page was made with. */
export function documentedVersion(doc: string, engine: EngineName): string | undefined {
  return new RegExp(`^- ${engine}: (.*)$`, 'm').exec(doc)?.[1]
}

export function scores(reports: readonly EngineReport[]): string {
  const head = ['group', 'cases', ...reports.map(({ engine }) => engine)]
  const rows = [...GROUPS, 'all'].map((group) => {
    const counts = reports.map(({ comparisons }) => {
      const own = comparisons.filter(({ scenario }) => group === 'all' || scenario.group === group)
      return [own.length, own.filter(({ differs }) => differs.length === 0).length] as const
    })
    return [group, String(counts[0]?.[0] ?? 0), ...counts.map(([, equal]) => String(equal))]
  })
  return `## Cases that are equal in everything\n\n${markdownTable(head, rows)}\n`
}

/** One engine's part of the page. */
export function engineSection(report: EngineReport): string {
  const { engine, comparisons } = report
  const rows = KNOWN_DIFFERENCES.flatMap((known) => {
    const own = comparisons.filter(
      (comparison) => comparison.differs.length > 0 && knownDifference(engine, comparison) === known,
    )
    return own.length === 0 ? [] : [[known.cause, names(own)]]
  })
  const equal = comparisons.filter(({ differs }) => differs.length === 0).length
  const open = unexplained(report)
  const openText = open.length === 0 ? '' : `\nNot explained yet: ${names(open)}\n`
  return `## ${engine}: known differences

${equal} of ${comparisons.length} cases are equal.

${rows.length === 0 ? 'None.' : markdownTable(['cause', 'cases'], rows)}
${openText}`
}

function names(comparisons: readonly Comparison[]): string {
  return comparisons.map(({ scenario }) => `\`${scenario.group}: ${scenario.name}\``).join(', ')
}

/** The standard's algorithms, the files that implement them, and how many cases reach each. */
function algorithms(covered: Coverage): string {
  const rows = [...covered]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([algorithm, scenarios]) => [`\`${algorithm}\``, implementedIn(algorithm), String(scenarios.size)])
  return `## Algorithms\n\nCounted in the traces of the user agent.\n\n${markdownTable(['algorithm', 'file', 'cases'], rows)}\n`
}

const PROTOCOL = new URL('../packages/concors/src/protocol/', import.meta.url)
const FOLDERS = ['packages/concors/src/protocol', 'packages/user-agent/src'] as const

function implementedIn(algorithm: string): string {
  return FOLDERS.flatMap((folder) => {
    const root = new URL(`../${folder}/`, import.meta.url)
    const files = (readdirSync(root, { recursive: true }) as string[]).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
    )
    return files
      .filter((name) => readFileSync(new URL(name, root), 'utf8').includes(`'${algorithm}'`))
      .map((name) => (root.href === PROTOCOL.href ? name : `@concors/user-agent ${name}`))
  })
    .toSorted()
    .join(', ')
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
