/**
 * Measures, prints the tables, and with `--write` puts them into README.md.
 *
 *     npm run bench -- [--rounds 15] [--calls 300] [--write]
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { table } from './table.js'
import { userAgentFigures } from './user-agent/run.js'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    calls: { type: 'string', default: '300' },
    write: { type: 'boolean', default: false },
  },
})

const userAgent = await userAgentFigures(Number(values.rounds), Number(values.calls))
const day = new Date().toISOString().slice(0, 10)
const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}`
const section = `Measured on ${day}, ${machine}, ${values.rounds} rounds of ${values.calls} calls.\n\n${table(userAgent)}`
console.log(section)

if (values.write) {
  const readme = new URL('README.md', import.meta.url)
  const text = readFileSync(readme, 'utf8')
  const marked = /(<!-- user-agent -->\n)[^]*?(\n<!-- end -->)/
  if (!marked.test(text)) throw new Error('README.md has lost its marks <!-- user-agent --> and <!-- end -->')
  writeFileSync(
    readme,
    text.replace(marked, (_all, start: string, end: string) => `${start}\n${section}\n${end}`),
  )
}
