/** Writes docs/engines.md from the profiles: what each knob means, its value per engine, and where that is known from. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { PROFILES } from 'concors'

const KNOBS = new URL('../packages/concors/src/protocol/profile-knobs.ts', import.meta.url)
const SOURCE = new URL('../packages/concors/src/protocol/profile.ts', import.meta.url)
const DOC = new URL('../docs/engines.md', import.meta.url)
const NAMES = ['standard', 'chromium', 'firefox', 'webkit'] as const

const INTRODUCTION = `# Where the engines differ

The algorithms of concors are the Fetch Standard's. Where Chromium 156, Firefox 153 ESR or WebKitGTK 2.50 depart from
it in a verdict, a header or a cache, a *profile* says so: a record of knobs that the algorithms read
(\`packages/concors/src/protocol/profile.ts\`). This page is made from it and its types by \`npm run engines-doc\`.

The profile \`standard\` is the standard to the letter but for the preflight cache, where the letter would let a request go
that its preflight refused: [decision 003](decisions/003-preflight-cache-hardening.md).

Numbers such as C1 name a difference, so that code and tests can refer to it. "Seen" means seen in the engine itself.
`

/** The page, from the profiles and the comments of the files that define them. */
export function enginesDoc(): string {
  const source = readFileSync(KNOBS, 'utf8') + readFileSync(SOURCE, 'utf8')
  return [INTRODUCTION, knobTable('Profile', source), cacheTable(source), sources(source)].join('\n')
}

function knobTable(of: string, source: string): string {
  const rows = fields(of, source)
    .filter(([name]) => name !== 'name' && name !== 'preflightCache')
    .map(([name, meaning]) => row(name, meaning, (profile) => PROFILES[profile][name as 'maxAgeCap']))
  return `## Knobs\n\n${head()}\n${rows.join('\n')}\n`
}

function cacheTable(source: string): string {
  const rows = fields('PreflightCacheRules', source).map(([name, meaning]) =>
    row(name, meaning, (profile) => PROFILES[profile].preflightCache[name as 'maxSize']),
  )
  return `## The preflight cache\n\n${head()}\n${rows.join('\n')}\n`
}

function head(): string {
  return `| knob | what it says | ${NAMES.join(' | ')} |\n|---|---|${NAMES.map(() => '---|').join('')}`
}

function row(name: string, meaning: string, valueOf: (profile: (typeof NAMES)[number]) => unknown): string {
  return `| \`${name}\` | ${meaning} | ${NAMES.map((profile) => shown(valueOf(profile))).join(' | ')} |`
}

function shown(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ')
  return value === Infinity ? 'none' : String(value)
}

/** The fields of an interface, each with its comment on one line. */
function fields(name: string, source: string): readonly (readonly [name: string, meaning: string])[] {
  const body = new RegExp(`export interface ${name} \\{\\n([^]*?)\\n\\}`).exec(source)![1]!
  return [...body.matchAll(/\/\*\*([^]*?)\*\/\n {2}readonly (\w+)/g)].map((match) => [
    match[2]!,
    match[1]!
      .replaceAll(/\n\s*\*/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim()
      .replaceAll('|', '\\|'),
  ])
}

/** Per engine, the comments that stand above its values. */
function sources(source: string): string {
  const parts = NAMES.map((name) => {
    const body = new RegExp(`const ${name.toUpperCase()}: Profile = \\{\\n([^]*?)\\n\\}\\n`).exec(source)![1]!
    const lines = [...body.matchAll(/((?: *\/\/ [^\n]*\n)+) *(\w+):/g)].map(([, comment, knob]) => {
      const text = comment!
        .replaceAll(/ *\/\/ /g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim()
      return `- \`${knob!}\`: ${text}`
    })
    return `### ${name}\n\n${lines.join('\n')}\n`
  })
  return `## Where that is known from\n\n${parts.join('\n')}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(DOC, enginesDoc())
