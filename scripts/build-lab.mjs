// Builds the lab's page where its sources are newer than it, and puts the lab into the command's package, which carries it.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root, runPackage } from './run.mjs'

const lab = join(root, 'lab')
const page = join(lab, 'dist/page')
const carried = join(root, 'packages/cli/lab')

/** What the page is made of: its own sources, and those of the packages in it. */
const SOURCES = [
  join(lab, 'page'),
  join(lab, 'api'),
  join(lab, 'weather'),
  join(lab, 'vite.config.ts'),
  join(root, 'packages/concors/src'),
  join(root, 'packages/explain/src'),
]

function newest(path) {
  const found = statSync(path)
  if (!found.isDirectory()) return found.mtimeMs
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

function isStale() {
  const built = join(page, 'index.html')
  return !existsSync(built) || Math.max(...SOURCES.map(newest)) > statSync(built).mtimeMs
}

/** Resolves with an exit code. The servers are built by `tsc -b`, before this. */
export async function buildLab() {
  if (isStale()) {
    const code = await runPackage('vite/bin/vite.js', [
      'build',
      '--config',
      join(lab, 'vite.config.ts'),
      '--logLevel',
      'warn',
    ])
    if (code !== 0) return code
  }
  rmSync(carried, { recursive: true, force: true })
  mkdirSync(carried)
  for (const part of ['api', 'server', 'weather', 'page']) {
    const keep = (path) => !/\.(?:d\.ts|map|tsbuildinfo)$/.test(path)
    cpSync(join(lab, 'dist', part), join(carried, part), { recursive: true, filter: keep })
  }
  return 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await buildLab()
