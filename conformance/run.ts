/** npm run conformance: the engines against the user agent. Options: --engine NAME, --only TEXT, --show N. */
import { parseArgs } from 'node:util'
import { ENGINE_NAMES } from './browsers/engine.js'
import type { EngineName } from './browsers/engine.js'
import { installMissing } from './browsers/install.js'
import { compareAll, withEngine } from './conformance.js'
import { SCENARIOS } from './scenarios/index.js'
import { showDifference } from './show.js'

const { values } = parseArgs({
  options: {
    engine: { type: 'string', multiple: true },
    only: { type: 'string', default: '' },
    show: { type: 'string', default: '20' },
  },
})
const engines = ENGINE_NAMES.filter((name) => values.engine === undefined || values.engine.includes(name))
const scenarios = SCENARIOS.filter(({ group, name }) => `${group}: ${name}`.includes(values.only))

async function runNamed(name: EngineName): Promise<void> {
  await withEngine(name, async (bench) => {
    const comparisons = await compareAll(bench, scenarios)
    const different = comparisons.filter(({ differs }) => differs.length > 0)
    for (const each of different.slice(0, Number(values.show))) console.log(showDifference(each))
    const equal = comparisons.length - different.length
    console.log(`${bench.engine.version}: ${equal} of ${comparisons.length} are equal in everything`)
  })
}

installMissing(engines)
for (const name of engines) await runNamed(name)
