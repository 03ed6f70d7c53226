// npm start: installs and builds when needed, then runs the main job with the arguments after `--`.
import { build, root } from './run.mjs'
import { installWhenStale } from './install.mjs'

const code = (await installWhenStale(root)) || (await build())
if (code !== 0) process.exit(code)

// Node 20 cannot run TypeScript by itself.
const { register } = await import('tsx/esm/api')
register()
await import('../examples/weather/start.ts')
