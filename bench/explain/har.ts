/** Runs `concors explain --har FILE` in this process; says on standard error how long it took and how much memory. */
import { main } from '@concors/cli'

const started = performance.now()
await main(['explain', '--har', process.argv[2]!], {
  stdout: { write: () => {} },
  stderr: { write: () => {} },
  env: {},
})
const seconds = (performance.now() - started) / 1000
process.stderr.write(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024 }))
