// Packs each package that is published and uses the tarballs as a stranger would: outside the repository, by import, by
// require() and from the shell.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { useInTestTools } from './packed-in-test-tools.mjs'
import { root } from './run.mjs'

const folder = mkdtempSync(join(tmpdir(), 'concors-pack-'))

const packages = readdirSync(join(root, 'packages'))
  .map((name) => join(root, 'packages', name))
  .map((path) => ({ path, manifest: JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) }))
  .filter(({ manifest }) => !manifest.private)

function npm(args, cwd) {
  const options = {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  }
  return execFileSync('npm', [...args, '--loglevel=error'], options)
}

function node(args, cwd) {
  return execFileSync(process.execPath, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}

function pack({ path, manifest }) {
  const [{ filename, files }] = JSON.parse(npm(['pack', '--json', '--pack-destination', folder], path))
  for (const needed of ['LICENSE', 'README.md', 'package.json']) {
    if (!files.some((file) => file.path === needed))
      throw new Error(`${manifest.name} is packed without ${needed}`)
  }
  const stray = files.filter((file) => /\.test\.|tsbuildinfo|tsconfig/.test(file.path))
  if (stray.length > 0)
    throw new Error(`${manifest.name} is packed with ${stray.map((file) => file.path).join(', ')}`)
  return join(folder, filename)
}

/** What only a test tool can load. */
const OF_A_TOOL = new Set(['@concors/test/vitest'])

/** The entries of a package as they are written in an import, but for package.json. */
function entries({ manifest }) {
  return Object.keys(manifest.exports)
    .filter((key) => key !== './package.json')
    .map((key) => manifest.name + key.slice(1))
    .filter((entry) => !OF_A_TOOL.has(entry))
}

/** Either tool exits with an error, and says why on its standard output, unless the tarball is clean. */
function checkTarball(tarball) {
  const modules = join(root, 'node_modules')
  node([join(modules, 'publint/src/cli.js'), tarball, '--strict'], folder)
  node([join(modules, '@arethetypeswrong/cli/dist/index.js'), tarball, '--profile', 'esm-only'], folder)
  console.log(`publint and attw find nothing wrong: ${basename(tarball)}`)
}

function useTarballs(tarballs) {
  const all = packages.flatMap(entries)
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...tarballs], folder)
  writeFileSync(join(folder, 'import.mjs'), all.map((entry) => `await import('${entry}')\n`).join(''))
  writeFileSync(join(folder, 'require.cjs'), all.map((entry) => `require('${entry}')\n`).join(''))
  node(['import.mjs'], folder)
  node(['--disable-warning=ExperimentalWarning', 'require.cjs'], folder)
  console.log(`import and require() work: ${all.join(', ')}`)

  const help = npm(['exec', '--offline', '--', 'concors', '--help'], folder)
  if (!help.includes('Usage: concors')) throw new Error(`concors --help printed: ${help}`)
  console.log('concors --help works')

  const lab = node(['node_modules/@concors/cli/bin/concors.js', 'lab', '--port', '0', '--once'], folder)
  if (!lab.includes('The page is served.')) throw new Error(`concors lab --once printed: ${lab}`)
  console.log('concors lab works')
}

try {
  const tarballs = packages.map(pack)
  for (const tarball of tarballs) checkTarball(tarball)
  useTarballs(tarballs)
  useInTestTools(folder, { npm, node })
} catch (error) {
  if (error.stdout) console.log(error.stdout)
  console.error(error.message)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true })
}
