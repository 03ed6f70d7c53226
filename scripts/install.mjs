import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root, run } from './run.mjs'

/**
 * Installs what a folder's lockfile names, unless that is what was installed last: the hash of the lockfile is
 * kept beside the packages. Install scripts of packages do not run. Resolves with npm's exit code.
 */
export async function installWhenStale(folder) {
  const hash = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex')
  const stamp = join(folder, 'node_modules/.concors-install')
  if (readOrEmpty(stamp) === hash) return 0

  console.log(`Installing the packages of ${relative(root, join(folder, 'package-lock.json'))} ...`)
  const code = await run('npm', ['ci', '--ignore-scripts', '--loglevel=error'], { cwd: folder })
  if (code === 0) writeFileSync(stamp, hash)
  return code
}

function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return ''
    throw error
  }
}
