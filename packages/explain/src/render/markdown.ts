import { escapeBytes, escapeControls } from '../escape.js'
import type { Explanation } from '../explanation.js'
import type { HeaderChange, ServerChange } from '../fix.js'

/** An explanation for an issue or a pull request. Nothing in it can become markup. */
export function renderMarkdown(explanation: Explanation): string {
  const { request, verdict, failure, violations, circumstances, profiles, exchanges, fix } = explanation
  const blocks = [
    `### ${code(`${request.method} ${request.url}`)}: ${verdict}`,
    `From ${code(request.origin)}, as ${explanation.profile}, mode ${request.mode}, credentials ${request.credentials}.`,
  ]
  if (failure !== null) {
    blocks.push(
      `**${failure.title}** (${code(failure.code)}, [step ${failure.step}](${failure.link}))`,
      failure.meaning,
    )
  }
  const others = violations.filter(({ code: one }) => one !== failure?.code)
  if (others.length > 0) {
    blocks.push(['Also:', ...others.map(({ title, code: one }) => `- ${title} (${code(one)})`)].join('\n'))
  }
  for (const { title, meaning, code: one } of circumstances) {
    blocks.push(`**Not CORS: ${title}** (${code(one)})`, meaning)
  }
  blocks.push(
    [
      '| engine | verdict | failure |',
      '|---|---|---|',
      ...profiles.map(
        (one) => `| ${one.profile} | ${one.verdict} | ${one.code === null ? '' : code(one.code)} |`,
      ),
    ].join('\n'),
  )
  if (exchanges.length > 0) {
    const heads = exchanges.flatMap(({ request: asked, response }) => [
      `${asked.method} ${escapeControls(asked.url)}`,
      ...(response === null
        ? ['no answer']
        : [`${response.status} ${escapeBytes(response.statusMessage)}`.trimEnd()]),
      ...(response?.headers ?? [])
        .filter(([name]) => MATTERS.test(name))
        .map(([name, value]) => `${name}: ${escapeBytes(value)}`),
      '',
    ])
    blocks.push(fenced(heads.join('\n').trimEnd(), 'http'))
  }
  if (fix !== null && fix.server.length > 0) {
    const word = fix.proved
      ? 'Fix, proved by running the request again with it'
      : fix.assumed
        ? 'Fix, with answers that nobody saw assumed'
        : 'Likely fix'
    blocks.push(`**${word}:**`, fenced(fix.server.flatMap(changeLines).join('\n'), 'diff'))
  }
  return `${blocks.join('\n\n')}\n`
}

const MATTERS = /^(?:access-control-.*|vary|location|cross-origin-resource-policy)$/i

function changeLines({ method, url, status, headers }: ServerChange): readonly string[] {
  return [
    `  ${method} ${escapeControls(url)}`,
    ...(status === null ? [] : [`- status ${status.from}`, `+ status ${status.to}`]),
    ...headers.flatMap(headerLines),
  ]
}

function headerLines({ action, name, value, was }: HeaderChange): readonly string[] {
  const gone =
    action === 'replace' || action === 'remove' ? was.map((line) => `- ${name}: ${escapeBytes(line)}`) : []
  return value === null ? gone : [...gone, `+ ${name}: ${escapeBytes(value)}`]
}

/** Text within backticks, more of them than it has. */
function code(text: string): string {
  const safe = escapeControls(text)
  const ticks = '`'.repeat(longestRun(safe) + 1)
  return ticks === '`' ? `\`${safe}\`` : `${ticks} ${safe} ${ticks}`
}

function fenced(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${fence}${language}\n${text}\n${fence}`
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
}
