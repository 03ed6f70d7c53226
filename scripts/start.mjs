// npm start: installs and builds when needed, then starts the lab with the arguments after `--`.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, root } from './run.mjs'
import { installWhenStale } from './install.mjs'

const code = (await installWhenStale(root)) || (await build())
if (code !== 0) process.exit(code)

const { main } = await import(pathToFileURL(join(root, 'packages/cli/dist/index.js')).href)
process.exitCode = await main(['lab', ...process.argv.slice(2)], process)
