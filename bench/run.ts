/**
 * Measures, prints the tables, and with `--write` puts them into README.md.
 *
 *     npm run bench -- [user-agent] [test] [policy] [explain] [lab] [--rounds 15] [--calls 300] [--write]
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { table } from './table.js'
import type { Figure } from './table.js'
import { explainFigures } from './explain/run.js'
import { labFigures } from './lab/run.js'
import { policyFigures } from './policy/run.js'
import { testFigures } from './test/run.js'
import { userAgentFigures } from './user-agent/run.js'

const SECTIONS: Readonly<Record<string, (rounds: number, calls: number) => Promise<readonly Figure[]>>> = {
  'user-agent': userAgentFigures,
  test: testFigures,
  policy: policyFigures,
  explain: explainFigures,
  lab: labFigures,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '15' },
    calls: { type: 'string', default: '300' },
    write: { type: 'boolean', default: false },
  },
})

for (const name of positionals.length === 0 ? Object.keys(SECTIONS) : positionals) {
  const section = SECTIONS[name]
  if (section === undefined)
    throw new Error(`There is no ${name}; there is ${Object.keys(SECTIONS).join(', ')}`)
  const measured = measuredOn(await section(Number(values.rounds), Number(values.calls)))
  console.log(`${name}: ${measured}\n`)
  if (values.write) write(name, measured)
}

function measuredOn(figures: readonly Figure[]): string {
  const day = new Date().toISOString().slice(0, 10)
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}`
  return `Measured on ${day}, ${machine}, ${values.rounds} rounds.\n\n${table(figures)}`
}

function write(name: string, section: string): void {
  const readme = new URL('README.md', import.meta.url)
  const text = readFileSync(readme, 'utf8')
  const marked = new RegExp(`(<!-- ${name} -->\\n)[^]*?(\\n<!-- end -->)`)
  if (!marked.test(text)) throw new Error(`README.md has lost its marks <!-- ${name} --> and <!-- end -->`)
  writeFileSync(
    readme,
    text.replace(marked, (_all, start: string, end: string) => `${start}\n${section}\n${end}`),
  )
}
